//! Somebody else acts as a person whose habits are known.

use super::{Kind, Plot, Product, Size};
use crate::services::{databricks_sql, filesystem};
use crate::world::agents;

pub(super) static KIND: Kind = Kind {
    id: "stolen-credential",
    title: "A person acts unlike before",
    what: "After three weeks one of the most active users acts with a client and from a network that the user never \
           used, and downloads more within the hour than on any day before. Needs a log of 22 days.",
    product: Product::Databricks,
    in_2019: false,
    after_days: 21,
    size: Size { per_100_000: 80, min: 90, max: 400, events_per_step: 1, extra: 0 },
    plant,
};

/// An address that no other incident has (RFC 3849).
const ELSEWHERE: &str = "2001:db8:ffff:17::66";

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    plot.act_from_outside(&world.users[0]);
    plot.scene.actor.address = ELSEWHERE;
    plot.scene.actor.agent = Some(agents::SCRIPTS[0]);
    for step in 0..plot.steps {
        let event = match step % 2 {
            0 => databricks_sql::download(&mut plot.scene, "csv"),
            _ => filesystem::get(&mut plot.scene),
        };
        plot.log(event);
        plot.wait_within(50, plot.steps);
    }
}
