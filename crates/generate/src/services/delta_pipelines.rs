//! `deltaPipelines`: declarative pipelines. A newer service with typed parameters.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::{names, uuid};

const NAME: &str = "deltaPipelines";

pub(crate) static SERVICE: Service = Service { people: 10, programs: 40, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let pipeline = uuid(scene.random.next_wide());
    match scene.random.below(20) {
        0 => {
            let name = format!("{} pipeline", scene.pick(&names::NOUNS));
            scene
                .event(NAME, "create")
                .text("name", name)
                .boolean("continuous", false)
                .boolean("development", true)
                .boolean("photon", true)
                .json("clusters", r#"[{"label":"default","autoscale":{"min_workers":1,"max_workers":5}}]"#)
                .json("libraries", r#"[{"notebook":{"path":"/Repos/etl/täglich/ingest"}}]"#)
                .text("storage", "dbfs:/pipelines/storage")
                .null("target")
                .result(format!("{{\"pipeline_id\":\"{pipeline}\"}}"))
        }
        1..=2 => scene
            .event(NAME, "edit")
            .text("pipeline_id", pipeline.clone())
            .text("id", pipeline)
            .boolean("continuous", true)
            .boolean("allow_duplicate_names", false)
            .json("configuration", r#"{"pipelines.trigger.interval":"1 hour","spark.sql.shuffle.partitions":"64"}"#),
        3..=15 => scene
            .event(NAME, "startUpdate")
            .text("pipeline_id", pipeline)
            .text("cause", scene.pick(&["JOB_TASK", "USER_ACTION", "API_CALL"]))
            .boolean("full_refresh", scene.random.one_in(10))
            .json("refresh_selection", "[]")
            .result(format!("{{\"update_id\":\"{}\"}}", uuid(scene.random.next_wide()))),
        16..=18 => scene.event(NAME, "stop").text("pipeline_id", pipeline),
        _ => scene.event(NAME, "delete").text("pipeline_id", pipeline),
    }
}
