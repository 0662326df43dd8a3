//! Somebody changes what Immuta enforces.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::immuta;

pub(super) static KIND: Kind = Kind {
    id: "immuta-governance",
    title: "Immuta's permissions and configuration changed",
    what: "One user creates an API key, changes permissions, deletes a policy, and updates the configuration.",
    product: Product::Immuta,
    in_2019: false,
    after_days: 0,
    size: Size { per_100_000: 0, min: 1, max: 1, events_per_step: 4, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    for (target, action) in
        [("apikey", "CREATE"), ("permission", "UPDATE"), ("global_policy", "DELETE"), ("configuration", "UPDATE")]
    {
        let event = immuta::governance(&mut plot.scene, target, action);
        plot.log(event);
        plot.wait(4 * MINUTE);
    }
}
