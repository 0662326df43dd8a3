//! `dbfs`: files written through the DBFS interface.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::names;

const NAME: &str = "dbfs";

pub(crate) static SERVICE: Service = Service { people: 25, programs: 45, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let path = path(scene);
    match scene.random.below(100) {
        0..=34 => {
            let length = scene.random.between(1_000, 1_048_576);
            scene.event(NAME, "addBlock").shown("handle", scene.random.next() >> 8).shown("data_length", length)
        }
        35..=54 => {
            scene.event(NAME, "create").text("path", path).text("bufferSize", "1048576").text("overwrite", "true")
        }
        55..=66 => scene.event(NAME, "put").text("path", path).text("overwrite", "false"),
        67..=78 => scene.event(NAME, "mkdirs").text("path", path),
        79..=88 => scene
            .event(NAME, "move")
            .text("src", path.clone())
            .text("dst", format!("{path}.bak"))
            .text("source_path", path.clone())
            .text("destination_path", format!("{path}.bak")),
        89..=95 => delete(scene),
        96..=98 => scene.event(NAME, "mount").text("mountPoint", "/mnt/landing").text("owner", "root"),
        _ => scene.event(NAME, "unmount").text("mountPoint", "/mnt/landing"),
    }
}

pub(crate) fn delete<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let path = path(scene);
    scene.event(NAME, "delete").text("recursive", "true").text("path", path)
}

fn path(scene: &mut Scene<'_, '_>) -> String {
    let (team, noun) = (scene.pick(&names::TEAMS), scene.pick(&names::NOUNS));
    format!("dbfs:/FileStore/{team}/{noun}/part-{:05}.csv", scene.random.below(20_000))
}
