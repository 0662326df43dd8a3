//! The planted incidents, one file each. The truth file lists their records.

mod admin_grant;
mod agent_workaround;
mod brute_force;
mod cluster_storm;
mod credential_exfiltration;
mod denied_network;
mod destructive_burst;
mod everlasting_token;
mod host_compromise;
mod immuta_governance;
mod immuta_probing;
mod init_script;
mod mass_download;
mod no_autotermination;
mod password_spraying;
mod secret_harvest;
mod session_theft;
mod sharing_leak;
mod stolen_credential;
mod verbose_logging_off;

use crate::calendar::{DAY, HOUR, MINUTE};
use crate::format::Format;
use crate::model::Event;
use crate::options::{Options, Shape};
use crate::random::Random;
use crate::scene::{Actor, Fate, Scene};
use crate::world::World;
use crate::world::agents;
use crate::world::people::Principal;

/// A kind of incident; a log has at most one of each.
pub(crate) struct Kind {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) what: &'static str,
    pub(crate) product: Product,
    /// Whether the services involved wrote logs in 2019.
    in_2019: bool,
    /// The days of history that it needs before it.
    after_days: u32,
    size: Size,
    plant: for<'w> fn(&mut Plot<'w, '_>),
}

/// Whose logs have an incident.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Product {
    Databricks,
    /// Immuta's universal audit model alone: `all` plants none of these, so that the events of a log do not depend on its
    /// format.
    Immuta,
}

/// The number of steps of an incident: a share of the events, within bounds.
struct Size {
    per_100_000: u64,
    min: u64,
    max: u64,
    /// Maximum events per step.
    events_per_step: u64,
    /// Maximum events besides the steps.
    extra: u64,
}

impl Size {
    fn steps(&self, events: u64) -> u64 {
        (events.saturating_mul(self.per_100_000) / 100_000).clamp(self.min, self.max)
    }
}

pub(crate) static ALL: [&Kind; 20] = [
    &brute_force::KIND,
    &everlasting_token::KIND,
    &admin_grant::KIND,
    &verbose_logging_off::KIND,
    &no_autotermination::KIND,
    &denied_network::KIND,
    &secret_harvest::KIND,
    &mass_download::KIND,
    &credential_exfiltration::KIND,
    &destructive_burst::KIND,
    &cluster_storm::KIND,
    &init_script::KIND,
    &host_compromise::KIND,
    &agent_workaround::KIND,
    &password_spraying::KIND,
    &session_theft::KIND,
    &sharing_leak::KIND,
    &stolen_credential::KIND,
    &immuta_probing::KIND,
    &immuta_governance::KIND,
];

/// Addresses outside the company, from a block reserved for documentation (RFC 5737).
const OUTSIDE: [&str; 5] = ["192.0.2.66", "192.0.2.201", "192.0.2.99", "192.0.2.17", "192.0.2.140"];

/// The kinds planted in a log, as indices into `ALL`, each with its number of steps. Kinds newer than the shape, without
/// enough days before them, or without enough room, are left out.
pub(crate) fn chosen(options: &Options) -> Vec<(usize, u64)> {
    let mut room = options.events / 3;
    let mut chosen = Vec::new();
    for (number, kind) in ALL.iter().enumerate() {
        let steps = kind.size.steps(options.events);
        let most = steps * kind.size.events_per_step + kind.size.extra;
        let is_known = (options.shape != Shape::V2019 || kind.in_2019)
            && (kind.product == Product::Databricks || options.format == Format::ImmutaUam)
            && kind.after_days < options.days;
        if options.incidents.include(kind) && is_known && most <= room {
            room -= most;
            chosen.push((number, steps));
        }
    }
    chosen
}

/// The events of all incidents in order of time, each with the index of its kind in `ALL`.
pub(crate) fn plant<'w>(world: &'w World, options: &Options) -> Vec<Event<'w>> {
    let mut events = Vec::new();
    for (number, steps) in chosen(options) {
        let kind = ALL[number];
        let before = events.len();
        // Each kind has its own random stream, so that leaving one out does not change the others.
        let random = &mut Random::for_purpose(options.seed, kind.id);
        plant_one(kind, steps, world, random, &mut events);
        for event in &mut events[before..] {
            event.incident = Some(number);
        }
    }
    events.sort_by_key(|event| event.time_ms);
    events
}

fn plant_one<'w>(kind: &Kind, steps: u64, world: &'w World, random: &mut Random, events: &mut Vec<Event<'w>>) {
    // The first workspace writes the newest shape.
    let workspace = &world.workspaces[0];
    let history = kind.after_days as usize;
    let day = history + random.below((world.calendar.days() - history) as u64) as usize;
    let culprit = random.pick(&world.users);
    let actor = Actor::person(culprit, day, workspace.is_2019, random);
    let start_ms = world.calendar.start_ms
        + day as i64 * DAY
        + random.between(1, 20) as i64 * HOUR
        + random.below(HOUR as u64) as i64;
    let (mut serial, mut later) = (900_000, Vec::new());
    let scene = Scene {
        world,
        random,
        time_ms: start_ms,
        workspace,
        actor,
        fate: Fate::Success,
        serial: &mut serial,
        later: &mut later,
    };
    (kind.plant)(&mut Plot { scene, steps, events });
}

/// An incident being planted.
struct Plot<'w, 'a> {
    scene: Scene<'w, 'a>,
    steps: u64,
    events: &'a mut Vec<Event<'w>>,
}

impl<'w> Plot<'w, '_> {
    fn log(&mut self, event: Event<'w>) {
        self.events.push(event);
    }

    fn wait(&mut self, milliseconds: i64) {
        self.scene.time_ms += milliseconds.max(1);
    }

    /// Waits so long that `steps` such waits take about `minutes`.
    fn wait_within(&mut self, minutes: i64, steps: u64) {
        let pause = (minutes * MINUTE) as u64 / steps.max(1);
        let jitter = self.scene.random.between(pause / 2, pause);
        self.wait(jitter as i64);
    }

    /// From here on, `principal` acts from outside the company, with a script.
    fn act_from_outside(&mut self, principal: &'w Principal) {
        let session = self.scene.random.next_wide();
        let is_2019 = self.scene.workspace.is_2019;
        self.scene.actor = Actor {
            principal,
            address: self.scene.pick(&OUTSIDE),
            port: None,
            agent: (!is_2019).then_some(*self.scene.random.pick(&agents::SCRIPTS)),
            session: (!is_2019).then_some(session),
        };
    }

    fn culprit(&self) -> &'w Principal {
        self.scene.actor.principal
    }
}
