//! Requests from an address that the access list refuses.

use super::{Kind, OUTSIDE, Plot, Product, Size};
use crate::scene::Actor;
use crate::services::accounts;

pub(super) static KIND: Kind = Kind {
    id: "denied-network",
    title: "Requests from denied addresses",
    what: "accounts.IpAccessDenied for several users from one address outside the company, within the hour. The \
           background has none.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 30, min: 6, max: 300, events_per_step: 1, extra: 0 },
    plant,
};

const PATHS: [&str; 4] = ["/login.html", "/api/2.0/clusters/list", "/api/2.0/workspace/list", "/api/2.1/jobs/list"];

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    let address = plot.scene.pick(&OUTSIDE);
    for _ in 0..plot.steps {
        let target = &world.users[plot.scene.random.below(9) as usize];
        let path = plot.scene.pick(&PATHS);
        let actor = Actor { principal: target, address, port: None, agent: plot.scene.actor.agent, session: None };
        let event = accounts::ip_access_denied(&mut plot.scene, path, actor);
        plot.log(event);
        plot.wait_within(50, plot.steps);
    }
}
