//! Clusters of people that never stop by themselves.

use super::{Kind, Plot, Product, Size};
use crate::calendar::{HOUR, MINUTE};
use crate::services::clusters;

pub(super) static KIND: Kind = Kind {
    id: "no-autotermination",
    title: "All-purpose clusters without autotermination",
    what: "All-purpose clusters created with autotermination_minutes 0 by several users. The log has no others: \
           background clusters of people stop by themselves, and job clusters end with their run.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 12, min: 4, max: 60, events_per_step: 2, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let end_ms = plot.scene.world.calendar.end_ms();
    for step in 0..plot.steps {
        if step % 3 != 0 {
            let other = plot.scene.random.below(plot.scene.world.users.len() as u64) as usize;
            plot.scene.act_as_user(other);
        }
        let (created, cluster) = clusters::create_all_purpose(&mut plot.scene, 0);
        let created_ms = plot.scene.time_ms;
        plot.scene.time_ms += plot.scene.delay(2 * MINUTE, 5 * MINUTE);
        let mut running = clusters::result(&mut plot.scene, "createResult", &cluster, "Running");
        running.request_id = created.request_id;
        plot.log(created);
        plot.log(running);
        let pause = plot.scene.delay(MINUTE, HOUR);
        plot.scene.time_ms =
            if created_ms + pause + 10 * MINUTE < end_ms { created_ms + pause } else { created_ms + MINUTE / 6 };
    }
}
