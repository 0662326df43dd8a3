//! Delta Sharing from the provider's side. Its events are logged under `unityCatalog`, by recipients who are not users.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

const NAME: &str = "unityCatalog";

pub(crate) static SERVICE: Service = Service { people: 4, programs: 12, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let share = scene.pick(&["partner_share", "regulator-monthly", "open data"]);
    let recipient = scene.pick(&["partner-one", "regulator", "university"]);
    match scene.random.below(20) {
        0 => scene
            .account_event(NAME, "createRecipient")
            .text("name", recipient)
            .text("comment", "")
            .text("authentication_type", "TOKEN")
            .text("ip_access_list", r#"{"allowed_ip_addresses":["192.0.2.0/28"]}"#)
            .text("metastore_id", scene.world.metastore_id.as_str())
            .text("workspace_id", scene.workspace.id.as_str()),
        1..=2 => grant(scene, share, recipient),
        3..=5 => requested(scene, "deltaSharingListShares", share, recipient),
        6..=7 => requested(scene, "deltaSharingListAllTables", share, recipient),
        _ => {
            let world = scene.world;
            let table = world.table(scene.random);
            requested(scene, "deltaSharingQueryTable", share, recipient)
                .text("schema", table.schema.as_str())
                .text("name", table.full_name.rsplit('.').next().unwrap_or_default())
                .text("limit", "")
        }
    }
}

/// A recipient whose token works from every network.
pub(crate) fn create_open_recipient<'w>(scene: &mut Scene<'w, '_>, name: &'static str) -> Event<'w> {
    scene
        .account_event(NAME, "createRecipient")
        .text("name", name)
        .text("comment", "")
        .text("authentication_type", "TOKEN")
        .text("metastore_id", scene.world.metastore_id.as_str())
        .text("workspace_id", scene.workspace.id.as_str())
}

/// A recipient may read a share.
pub(crate) fn grant<'w>(scene: &mut Scene<'w, '_>, share: &'static str, recipient: &'static str) -> Event<'w> {
    scene
        .account_event(NAME, "updateSharePermissions")
        .text("name", share)
        .text("changes", format!("[{{\"principal\":\"{recipient}\",\"add\":[\"SELECT\"]}}]"))
        .text("metastore_id", scene.world.metastore_id.as_str())
        .text("workspace_id", scene.workspace.id.as_str())
}

fn requested<'w>(
    scene: &mut Scene<'w, '_>,
    action: &'static str,
    share: &'static str,
    recipient: &'static str,
) -> Event<'w> {
    let mut event = scene.account_event(NAME, action).by_nobody();
    event.ip = scene.pick(&["192.0.2.3", "192.0.2.7", "2001:db8:5::9"]).into();
    event.port = None;
    event.user_agent = Some("Delta-Sharing-Python/1.3.1 pandas/2.2.3 Python/3.11 System/Linux".into());
    event
        .text("share", share)
        .text("recipient_name", recipient)
        .text("recipient_authentication_type", "TOKEN")
        .text("is_ip_access_denied", "false")
        .text("metastore_id", scene.world.metastore_id.as_str())
        .text("workspace_id", scene.workspace.id.as_str())
}
