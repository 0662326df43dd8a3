//! A session is used from elsewhere at the same time.

use super::{Kind, OUTSIDE, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::{notebook, unity_catalog};
use crate::world::agents;

pub(super) static KIND: Kind = Kind {
    id: "session-theft",
    title: "A session in three networks",
    what: "Within twenty minutes one session of a user comes from the office, from home, and with another client from \
           outside the company. In the background a session has one client and two public networks at most.",
    product: Product::Databricks,
    in_2019: false,
    after_days: 0,
    size: Size { per_100_000: 0, min: 1, max: 1, events_per_step: 8, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    let victim = plot.culprit();
    let outside = plot.scene.pick(&OUTSIDE);
    let places = [
        (victim.addresses[0].as_str(), victim.agents[0]),
        (outside, agents::SCRIPTS[0]),
        (victim.addresses[2].as_str(), victim.agents[0]),
        (outside, agents::SCRIPTS[0]),
    ];
    for (step, (address, agent)) in places.into_iter().enumerate() {
        plot.scene.actor.address = address;
        plot.scene.actor.port = None;
        plot.scene.actor.agent = Some(agent);
        let event = unity_catalog::get_table(&mut plot.scene, &world.tables[step]);
        plot.log(event);
        plot.wait(2 * MINUTE);
        let event = notebook::preview_download(&mut plot.scene);
        plot.log(event);
        plot.wait(2 * MINUTE);
    }
}
