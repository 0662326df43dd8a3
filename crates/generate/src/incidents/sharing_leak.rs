//! Data is shared with the outside after its permissions were opened.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::{delta_sharing, unity_catalog};

pub(super) static KIND: Kind = Kind {
    id: "sharing-leak",
    title: "Permissions opened, then data shared",
    what: "One user changes the permissions of more than 25 tables within the hour, creates a recipient that may come \
           from every network, and gives it a share. Background recipients have a list of addresses.",
    product: Product::Databricks,
    in_2019: false,
    after_days: 0,
    size: Size { per_100_000: 30, min: 28, max: 200, events_per_step: 1, extra: 2 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    for step in 0..plot.steps {
        let table = &world.tables[step as usize % world.tables.len()];
        let event = unity_catalog::update_permissions(&mut plot.scene, table);
        plot.log(event);
        plot.wait_within(40, plot.steps);
    }
    let event = delta_sharing::create_open_recipient(&mut plot.scene, "backup");
    plot.log(event);
    plot.wait(3 * MINUTE);
    let event = delta_sharing::grant(&mut plot.scene, "everything", "backup");
    plot.log(event);
}
