//! Data is copied out with temporary credentials.

use super::{Kind, Plot, Product, Size};
use crate::services::unity_catalog;

pub(super) static KIND: Kind = Kind {
    id: "credential-exfiltration",
    title: "Tables copied out with temporary credentials",
    what: "From outside the company one user first gets denied requests, then read credentials for distinct tables \
           and write credentials for distinct paths, more than 20 of each, within the hour.",
    product: Product::Databricks,
    in_2019: false,
    after_days: 0,
    size: Size { per_100_000: 40, min: 22, max: 200, events_per_step: 2, extra: 5 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    let culprit = plot.culprit();
    plot.act_from_outside(culprit);
    for table in world.tables.iter().rev().take(5) {
        let event = unity_catalog::table_credential(&mut plot.scene, table, "READ");
        let message = format!("PERMISSION_DENIED: User does not have SELECT on Table '{}'.", table.full_name);
        plot.log(event.refused(403, message));
        plot.wait_within(3, 5);
    }
    for table in world.tables.iter().take(plot.steps as usize) {
        let event = unity_catalog::table_credential(&mut plot.scene, table, "READ");
        plot.log(event);
        plot.wait_within(25, plot.steps);
        let event = unity_catalog::path_credential(&mut plot.scene, table, "PATH_CREATE_TABLE");
        plot.log(event);
        plot.wait_within(25, plot.steps);
    }
}
