//! `modelRegistry`: registered models and their versions.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::names;

const NAME: &str = "modelRegistry";

pub(crate) static SERVICE: Service = Service { people: 7, programs: 14, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let name = format!("{}_model", scene.pick(&names::NOUNS));
    let run = format!("{:032x}", scene.random.next_wide());
    match scene.random.below(10) {
        0..=1 => scene.event(NAME, "createRegisteredModel").text("name", name).text("tags", "[]"),
        2..=4 => scene
            .event(NAME, "createModelVersion")
            .text("name", name)
            .text("source", format!("dbfs:/databricks/mlflow-tracking/{run}/artifacts/model"))
            .text("run_id", run)
            .text("tags", r#"[{"key":"stage","value":"β"}]"#)
            .text("run_link", ""),
        5..=7 => scene
            .event(NAME, "transitionModelVersionStage")
            .text("name", name)
            .shown("version", scene.random.between(1, 40))
            .text("stage", scene.pick(&["Staging", "Production", "Archived"]))
            .text("archive_existing_versions", "true"),
        _ => scene
            .event(NAME, "setModelVersionTag")
            .text("name", name)
            .text("version", "3")
            .text("key", "owner")
            .text("value", "risk"),
    }
}
