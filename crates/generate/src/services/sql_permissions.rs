//! `sqlPermissions`: grants on tables outside Unity Catalog.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

const NAME: &str = "sqlPermissions";

pub(crate) static SERVICE: Service = Service { people: 10, programs: 25, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let world = scene.world;
    let table = world.table(scene.random);
    let name = table.full_name.rsplit('.').next().unwrap_or_default();
    let securable = format!("{{\"table\":{{\"database\":\"{}\",\"tableName\":\"{name}\"}}}}", table.schema);
    match scene.random.below(20) {
        0..=13 => {
            let event = scene
                .event(NAME, "requestPermissions")
                .text("requests", format!("[{{\"securable\":{securable},\"action\":\"SELECT\"}}]"));
            if scene.random.one_in(15) {
                event.text("denied", securable).refused(403, "User does not have permission SELECT on table.")
            } else {
                event
            }
        }
        14..=15 => scene.event(NAME, "showPermissions").text("securable", securable).text("principal", "analysts"),
        16..=17 => scene.event(NAME, "grantPermission").text(
            "permission",
            format!("{{\"securable\":{securable},\"principal\":\"analysts\",\"action\":\"SELECT\"}}"),
        ),
        18 => scene
            .event(NAME, "revokePermission")
            .text("permission", format!("{{\"securable\":{securable},\"principal\":\"interns\"}}")),
        _ => scene.event(NAME, "createSecurable").text("securable", securable),
    }
}
