//! `ssh`: logins to the machines of a cluster.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

pub(crate) static SERVICE: Service = Service { people: 1, programs: 1, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let (container, instance) = (scene.random.next(), scene.random.next() >> 4);
    let action = scene.pick(&["login", "logout"]);
    let event = scene.event("ssh", action).by_nobody();
    let event = event
        .text("containerId", format!("{container:016x}"))
        .text("userName", "ubuntu")
        .text("instanceId", format!("i-{instance:017x}"));
    if action == "login" { event.text("port", "2200").text("publicKey", "ssh-ed25519 AAAAexample") } else { event }
}
