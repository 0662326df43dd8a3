//! A token that never expires.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::accounts;

pub(super) static KIND: Kind = Kind {
    id: "everlasting-token",
    title: "A token that never expires",
    what: "accounts.generateDbToken with tokenExpirationTime -1, then a tokenLogin of the same user. Background \
           tokens live 70 hours at most.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 0, min: 1, max: 1, events_per_step: 2, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let event = accounts::generate_token(&mut plot.scene, -1);
    plot.log(event);
    plot.wait(11 * MINUTE);
    let event = accounts::login(&mut plot.scene, "tokenLogin", "API_EXT_PAT_TOKEN");
    plot.log(event);
}
