//! `mlflowExperiment`: machine learning experiments.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::names;

const NAME: &str = "mlflowExperiment";

pub(crate) static SERVICE: Service = Service { people: 8, programs: 12, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let id = scene.random.next() >> 14;
    match scene.random.below(10) {
        0..=5 => {
            let name = format!("{}_{}", scene.pick(&names::NOUNS), scene.next_serial());
            let path = format!("/Users/{}/experiments", scene.actor.principal.email);
            scene
                .event(NAME, "createMlflowExperiment")
                .shown("experimentId", id)
                .text("path", path)
                .text("experimentName", name)
        }
        6..=7 => scene.event(NAME, "restoreMlflowExperiment").shown("experimentId", id),
        _ => delete(scene),
    }
}

pub(crate) fn delete<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let id = scene.random.next() >> 14;
    let path = format!("/Users/{}/experiments", scene.actor.principal.email);
    scene
        .event(NAME, "deleteMlflowExperiment")
        .shown("experimentId", id)
        .text("path", path)
        .text("experimentName", "old")
}
