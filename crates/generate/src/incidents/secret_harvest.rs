//! One person reads every secret.

use super::{Kind, Plot, Product, Size};
use crate::services::secrets;

pub(super) static KIND: Kind = Kind {
    id: "secret-harvest",
    title: "Secrets listed, then read one after the other",
    what: "secrets.listScopes and listSecrets, then getSecret for distinct keys (up to the 240 there are) within \
           half an hour, by one user from outside the company.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 50, min: 16, max: 240, events_per_step: 1, extra: 11 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    let culprit = plot.culprit();
    plot.act_from_outside(culprit);
    let event = secrets::list_scopes(&mut plot.scene);
    plot.log(event);
    let mut left = plot.steps;
    for scope in &world.scopes {
        if left == 0 {
            break;
        }
        plot.wait_within(2, 10);
        let event = secrets::list_secrets(&mut plot.scene, &scope.name);
        plot.log(event);
        for key in scope.keys.iter().take(left as usize) {
            plot.wait_within(25, plot.steps);
            let event = secrets::get(&mut plot.scene, &scope.name, key);
            plot.log(event);
            left -= 1;
        }
    }
}
