//! An agent works around a denial.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::unity_catalog;
use crate::world::agents;

pub(super) static KIND: Kind = Kind {
    id: "agent-workaround",
    title: "An agent reads after a denial",
    what: "An MCP client of one user is denied a table, changes the permissions of the next, and reads tables within \
           minutes. Nobody uses agents in the background.",
    product: Product::Databricks,
    in_2019: false,
    after_days: 0,
    size: Size { per_100_000: 10, min: 4, max: 60, events_per_step: 1, extra: 2 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    plot.scene.actor.agent = Some(agents::MCP);
    let event = unity_catalog::table_credential(&mut plot.scene, &world.tables[0], "READ");
    let message = format!("PERMISSION_DENIED: User does not have SELECT on Table '{}'.", world.tables[0].full_name);
    plot.log(event.refused(403, message));
    plot.wait(MINUTE);
    let event = unity_catalog::update_permissions(&mut plot.scene, &world.tables[1]);
    plot.log(event);
    for step in 0..plot.steps {
        plot.wait_within(6, plot.steps);
        let table = &world.tables[(1 + step as usize) % world.tables.len()];
        let event = unity_catalog::table_credential(&mut plot.scene, table, "READ");
        plot.log(event);
    }
}
