//! A job whose runs fail and start again all day, each with a new cluster.

use super::{Kind, Plot, Product, Size};
use crate::calendar::{DAY, MINUTE};
use crate::services::clusters;

pub(super) static KIND: Kind = Kind {
    id: "cluster-storm",
    title: "One job creates clusters all day",
    what: "One job's clusters, created by JOB_LAUNCHER throughout one UTC day, each with its createResult and \
           deleteResult: in a log of 100 000 events or more they are hundreds.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 700, min: 20, max: 1_400, events_per_step: 3, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let job = plot.scene.random.pick(&plot.scene.workspace.jobs);
    plot.scene.act_as_user(job.owner);
    plot.scene.actor.agent = None;
    plot.scene.actor.session = None;
    let start = plot.scene.world.calendar.start_ms;
    let midnight = plot.scene.time_ms - (plot.scene.time_ms - start) % DAY;
    let pause = (23 * 60 * MINUTE / plot.steps as i64).max(1);
    for run in 0..plot.steps {
        let created_ms = midnight + 3 * MINUTE + run as i64 * pause + plot.scene.random.below(pause as u64) as i64;
        plot.scene.time_ms = created_ms;
        let number = plot.scene.next_serial();
        let (created, cluster) = clusters::create_for_job(&mut plot.scene, job, number);
        plot.scene.time_ms = created_ms + plot.scene.delay(2 * MINUTE, 4 * MINUTE);
        let mut running = clusters::result(&mut plot.scene, "createResult", &cluster, "Running");
        running.request_id = created.request_id;
        plot.scene.time_ms += plot.scene.delay(MINUTE, 9 * MINUTE);
        let deleted = clusters::result(&mut plot.scene, "deleteResult", &cluster, "Terminated");
        plot.log(created);
        plot.log(running);
        plot.log(deleted);
    }
}
