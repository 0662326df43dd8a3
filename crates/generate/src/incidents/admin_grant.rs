//! Somebody becomes an administrator.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::accounts;

pub(super) static KIND: Kind = Kind {
    id: "admin-grant",
    title: "A user made an administrator",
    what: "accounts.addPrincipalToGroup into the group admins, then accounts.setAdmin for the same target. The \
           background changes no such group.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 0, min: 1, max: 1, events_per_step: 2, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    let target = plot.scene.random.pick(&world.users);
    let event = plot.scene.event("accounts", "addPrincipalToGroup");
    plot.log(accounts::to_group(event, &target.email, target.user_id, "admins"));
    plot.wait(7 * MINUTE);
    let event = accounts::set_admin(&mut plot.scene, &target.email, target.user_id);
    plot.log(event);
}
