//! `capsule8-alerts-dataplane`: alerts of the data plane's intrusion sensor. Its actions contain spaces, and no user
//! acts.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

pub(crate) static SERVICE: Service = Service { people: 0, programs: 2, in_2019: false, operate };

const ALERTS: [&str; 8] = [
    "New File Executed in Container",
    "Suspicious Interactive Shell",
    "Privileged Container Launched",
    "Kernel Module Loaded",
    "BPF Program Executed",
    "AppArmor Profile Modified",
    "User Command Logging Evasion",
    "Root Certificate Store Modified",
];

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let action = scene.pick(&ALERTS);
    let instance = format!("i-{:017x}", scene.random.next() >> 4);
    alert(scene, action, instance)
}

pub(crate) fn alert<'w>(scene: &mut Scene<'w, '_>, action: &'static str, instance: String) -> Event<'w> {
    let mut event = scene.event("capsule8-alerts-dataplane", action).by_nobody().text("instanceId", instance);
    event.ip = "".into();
    event.result(format!("{{\"alert\":\"{action}\",\"process\":\"/bin/sh -c \\\"id\\\"\",\"priority\":\"Low\"}}"))
}
