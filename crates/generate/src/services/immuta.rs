//! Immuta's own events. Only planted incidents have them, and only Immuta's universal audit model writes them as Immuta
//! does: the service is the type of what is acted on.

use crate::model::Event;
use crate::scene::Scene;
use crate::world::assets::Table;

/// A query on a data source.
pub(crate) fn query<'w>(scene: &mut Scene<'w, '_>, table: &'w Table) -> Event<'w> {
    let id = crate::world::uuid(scene.random.next_wide());
    scene
        .event("datasource", "QUERY")
        .text("queryId", id)
        .text("table_id", table.id.as_str())
        .text("table_full_name", table.full_name.as_str())
}

/// A change of what Immuta enforces.
pub(crate) fn governance<'w>(scene: &mut Scene<'w, '_>, target: &'static str, action: &'static str) -> Event<'w> {
    let id = scene.next_serial();
    scene.event(target, action).shown("targetId", id)
}
