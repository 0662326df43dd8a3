//! `ssoConfigBackend`: single sign-on of the account.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

pub(crate) static SERVICE: Service = Service { people: 1, programs: 0, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let action = scene.pick(&["get", "update", "create"]);
    let event = scene.account_event("ssoConfigBackend", action).text("account_id", scene.world.account_id.as_str());
    if action == "get" {
        return event;
    }
    event
        .text("status", "SSO_CONFIG_STATUS_ENABLED")
        .text("config", r#"{"saml":{"entity_id":"https://idp.corp.example/saml","certificate":"MIIBexample…\n"}}"#)
}
