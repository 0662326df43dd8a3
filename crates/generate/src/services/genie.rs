//! `genie`: Databricks staff enter a workspace with somebody's approval.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

pub(crate) static SERVICE: Service = Service { people: 1, programs: 0, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let approver = scene.actor.principal.email.as_str();
    let hours = scene.random.between(1, 48);
    let ticket = scene.next_serial();
    let mut event = scene
        .event("genie", "databricksAccess")
        .text("user", "support.engineer@vendor.example")
        .text("approver", approver)
        .shown("duration", hours * 3_600_000)
        .text("reason", format!("Ticket {ticket}: cluster does not start"))
        .text("authType", "SUPPORT");
    event.email = Some("support.engineer@vendor.example".into());
    event.subject_name = None;
    event
}
