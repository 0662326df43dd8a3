//! Verbose logging is switched off before data is read.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::{dbfs, notebook, unity_catalog, workspace};

pub(super) static KIND: Kind = Kind {
    id: "verbose-logging-off",
    title: "Verbose audit logging switched off, then data read",
    what: "workspace.workspaceConfEdit sets enableVerboseAuditLogs to false; within the hour the same user reads \
           tables (in the 2019 shape: downloads previews and deletes files), and switches it on again.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 20, min: 6, max: 150, events_per_step: 1, extra: 2 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let event = workspace::edit_config(&mut plot.scene, "enableVerboseAuditLogs", "false");
    plot.log(event);
    plot.wait(3 * MINUTE);
    for step in 0..plot.steps {
        let world = plot.scene.world;
        let event = if !plot.scene.workspace.is_2019 {
            unity_catalog::table_credential(&mut plot.scene, &world.tables[step as usize % world.tables.len()], "READ")
        } else if step % 3 == 2 {
            dbfs::delete(&mut plot.scene)
        } else {
            notebook::preview_download(&mut plot.scene)
        };
        plot.log(event);
        plot.wait_within(50, plot.steps);
    }
    let event = workspace::edit_config(&mut plot.scene, "enableVerboseAuditLogs", "true");
    plot.log(event);
}
