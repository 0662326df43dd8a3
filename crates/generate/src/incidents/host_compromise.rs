//! A host of the data plane is taken over.

use super::{Kind, Plot, Product, Size};
use crate::calendar::MINUTE;
use crate::services::{capsule8, clam_av};

pub(super) static KIND: Kind = Kind {
    id: "host-compromise",
    title: "A program leaves its container",
    what: "Alerts of the sensor on one instance within half an hour: a new file, a shell, an escape from the container, \
           a kernel module; then the virus scanner reports two infected files. The background has single alerts on \
           different instances and no infected file.",
    product: Product::Databricks,
    in_2019: false,
    after_days: 0,
    size: Size { per_100_000: 0, min: 1, max: 1, events_per_step: 5, extra: 0 },
    plant,
};

const ALERTS: [&str; 4] = [
    "New File Executed in Container",
    "Suspicious Interactive Shell",
    "Container Escape via Kernel Exploitation",
    "Kernel Module Loaded",
];

fn plant(plot: &mut Plot<'_, '_>) {
    let instance = format!("i-{:017x}", plot.scene.random.next() >> 4);
    for alert in ALERTS {
        let event = capsule8::alert(&mut plot.scene, alert, instance.clone());
        plot.log(event);
        plot.wait(6 * MINUTE);
    }
    let event = clam_av::report(&mut plot.scene, instance, 2);
    plot.log(event);
}
