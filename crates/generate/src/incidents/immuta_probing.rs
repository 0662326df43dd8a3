//! Data sources are tried until one answers.

use super::{Kind, Plot, Product, Size};
use crate::services::immuta;

pub(super) static KIND: Kind = Kind {
    id: "immuta-probing",
    title: "Refused queries until one is answered",
    what: "One user queries data sources of which Immuta refuses all within half an hour; then a query on the first of \
           them succeeds.",
    product: Product::Immuta,
    in_2019: false,
    after_days: 0,
    size: Size { per_100_000: 30, min: 12, max: 200, events_per_step: 1, extra: 1 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    for step in 0..plot.steps {
        let event = immuta::query(&mut plot.scene, &world.tables[step as usize % world.tables.len()]);
        plot.log(event.refused(403, "The user is not subscribed to the data source."));
        plot.wait_within(30, plot.steps);
    }
    let event = immuta::query(&mut plot.scene, &world.tables[0]);
    plot.log(event);
}
