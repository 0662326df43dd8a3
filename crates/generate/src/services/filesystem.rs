//! `filesystem`: the newer files interface, with typed parameters.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::names;

const NAME: &str = "filesystem";

pub(crate) static SERVICE: Service = Service { people: 12, programs: 50, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    match scene.random.below(20) {
        0..=5 => get(scene),
        6..=13 => {
            let path = path(scene);
            scene
                .event(NAME, "filesPut")
                .text("path", path)
                .integer("receivedSize", scene.random.between(10, 5_000_000) as i64)
        }
        14..=15 => delete(scene),
        _ => {
            let path = path(scene);
            scene.event(NAME, "filesHead").text("path", path).boolean("isDirectory", scene.random.one_in(5))
        }
    }
}

pub(crate) fn get<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let path = path(scene);
    scene
        .event(NAME, "filesGet")
        .text("path", path)
        .integer("transferredSize", scene.random.between(10, 9_000_000) as i64)
}

pub(crate) fn delete<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let path = path(scene);
    scene.event(NAME, "filesDelete").text("path", path)
}

fn path(scene: &mut Scene<'_, '_>) -> String {
    let (team, noun) = (scene.pick(&names::TEAMS), scene.pick(&names::NOUNS));
    format!("/Volumes/main/{team}/{noun}/{:06}.parquet", scene.random.below(1_000_000))
}
