//! One password is tried with many names.

use super::{Kind, OUTSIDE, Plot, Product, Size};
use crate::scene::Actor;
use crate::services::accounts;

pub(super) static KIND: Kind = Kind {
    id: "password-spraying",
    title: "One address tries many users",
    what: "Denied logins of distinct users, one each, from one address outside the company, within half an hour.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 30, min: 12, max: 240, events_per_step: 1, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    let address = plot.scene.pick(&OUTSIDE);
    let agent = plot.scene.actor.agent;
    for principal in world.users.iter().rev().take(plot.steps as usize) {
        plot.scene.actor = Actor { principal, address, port: None, agent, session: None };
        let event = accounts::failed_login(&mut plot.scene, "login", "BROWSER_BASIC_AUTH");
        plot.log(event);
        plot.wait_within(30, plot.steps);
    }
}
