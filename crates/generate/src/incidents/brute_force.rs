//! Passwords are guessed until one is right.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::accounts;

pub(super) static KIND: Kind = Kind {
    id: "brute-force",
    title: "Failed logins until one succeeded",
    what: "Many denied logins of one user from an address outside the company within an hour, then a successful one \
           from the same address, which makes a token.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 60, min: 12, max: 400, events_per_step: 1, extra: 2 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let victim = plot.culprit();
    plot.act_from_outside(victim);
    for _ in 0..plot.steps {
        let event = accounts::failed_login(&mut plot.scene, "login", "BROWSER_BASIC_AUTH");
        plot.log(event);
        plot.wait_within(45, plot.steps);
    }
    let event = accounts::login(&mut plot.scene, "login", "BROWSER_BASIC_AUTH");
    plot.log(event);
    plot.wait(4 * MINUTE);
    let event = accounts::generate_token(&mut plot.scene, 24 * 60 * MINUTE);
    plot.log(event);
}
