//! `globalInitScripts`: scripts that run whenever a cluster starts. One key contains a hyphen.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

const NAME: &str = "globalInitScripts";

pub(crate) static SERVICE: Service = Service { people: 1, programs: 1, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let id = format!("{:016X}", scene.random.next());
    let action = scene.pick(&["create", "update", "delete"]);
    changed(scene, action, id)
}

/// A script is created, changed or deleted.
pub(crate) fn changed<'w>(scene: &mut Scene<'w, '_>, action: &'static str, id: String) -> Event<'w> {
    let event = scene.event(NAME, action).text("name", scene.pick(&["proxy-settings", "pip.conf", "zertifikate"]));
    let event = match action {
        "create" => event.result(format!("{{\"script_id\":\"{id}\"}}")),
        _ => event.text("script_id", id),
    };
    let digest = (scene.random.next_wide(), scene.random.next_wide());
    event
        .shown("enabled", scene.random.one_in(2))
        .text("position", "0")
        .text("script-SHA256", format!("{:032x}{:032x}", digest.0, digest.1))
}
