//! The context in which a service's operation creates events: who acts, where, when, and with what outcome.

use crate::model::{Event, Response};
use crate::random::Random;
use crate::world::World;
use crate::world::people::Principal;
use crate::world::workspaces::Workspace;

pub(crate) struct Scene<'w, 'a> {
    pub(crate) world: &'w World,
    pub(crate) random: &'a mut Random,
    pub(crate) time_ms: i64,
    pub(crate) workspace: &'w Workspace,
    pub(crate) actor: Actor<'w>,
    /// The operation's outcome. A service with errors of its own decides for itself.
    pub(crate) fate: Fate,
    /// Increases through the whole log; the source of run and command numbers.
    pub(crate) serial: &'a mut u64,
    /// Follow-up events, each with its delay in milliseconds.
    pub(crate) later: &'a mut Vec<(i64, Event<'w>)>,
}

/// A principal at a client.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Actor<'w> {
    pub(crate) principal: &'w Principal,
    pub(crate) address: &'w str,
    pub(crate) port: Option<u16>,
    pub(crate) agent: Option<&'w str>,
    pub(crate) session: Option<u128>,
}

impl<'w> Actor<'w> {
    /// A person, who has one session per day.
    pub(crate) fn person(principal: &'w Principal, day: usize, is_2019: bool, random: &mut Random) -> Self {
        // Most records of 2019 have neither an agent nor a session.
        let identified = !is_2019 || random.one_in(5);
        let session =
            principal.session_seed.wrapping_add((day as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
        Self {
            principal,
            address: usual(&principal.addresses, random).as_str(),
            port: random.one_in(40).then(|| 32_768 + random.below(28_000) as u16),
            agent: identified.then(|| usual(&principal.agents, random)).copied(),
            session: identified.then_some(session),
        }
    }

    /// A service principal or the platform; only some have sessions.
    pub(crate) fn program(principal: &'w Principal, is_2019: bool, random: &mut Random) -> Self {
        Self {
            principal,
            address: usual(&principal.addresses, random).as_str(),
            port: None,
            agent: (!is_2019).then(|| usual(&principal.agents, random)).copied(),
            session: (!is_2019 && principal.session_seed & 1 == 1).then_some(principal.session_seed),
        }
    }
}

/// The first of `items` seven times in ten.
fn usual<'t, T>(items: &'t [T], random: &mut Random) -> &'t T {
    if random.below(10) < 7 { &items[0] } else { random.pick(items) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Success,
    Error(i32, &'static str),
    /// The record has no response.
    NoResponse,
    /// The record has a response without a status code.
    NoStatus,
}

impl Fate {
    /// The usual mix: slightly over three in a hundred operations do not succeed.
    pub(crate) fn draw(random: &mut Random) -> Self {
        match random.below(1000) {
            0..=10 => {
                Self::Error(403, "PERMISSION_DENIED: the user does not have the required permission on this object.")
            }
            11..=13 => Self::Error(401, "Credential was not sent or was of an unsupported type for this API."),
            14..=18 => Self::Error(404, "RESOURCE_DOES_NOT_EXIST: no object with this id, or it has been deleted."),
            19..=23 => Self::Error(400, "INVALID_PARAMETER_VALUE: unexpected value for \"name\"\n\tat line 1"),
            24..=25 => Self::Error(429, "REQUEST_LIMIT_EXCEEDED"),
            26..=28 => Self::Error(500, "INTERNAL_ERROR: please contact support with the request id."),
            29 => Self::Error(503, "TEMPORARILY_UNAVAILABLE: the service at /api/2.0 is starting."),
            30..=31 => Self::NoResponse,
            32 => Self::NoStatus,
            _ => Self::Success,
        }
    }

    fn response<'w>(self) -> Option<Response<'w>> {
        match self {
            Self::Success => Some(Response { status: Some(200), ..Response::default() }),
            Self::Error(status, message) => {
                Some(Response { status: Some(status), error_message: Some(message.into()), result: None })
            }
            Self::NoResponse => None,
            Self::NoStatus => Some(Response::default()),
        }
    }
}

impl<'w> Scene<'w, '_> {
    /// An event in the scene's workspace.
    pub(crate) fn event(&mut self, service: &'static str, action: &'static str) -> Event<'w> {
        let actor = self.actor;
        Event {
            id: 0,
            time_ms: self.time_ms,
            service,
            action,
            workspace: Some(self.workspace),
            account_id: &self.world.account_id,
            email: Some(actor.principal.email.as_str().into()),
            subject_name: actor.principal.subject_name.as_deref().map(Into::into),
            ip: actor.address.into(),
            // A port is distinguishable only after an IPv4 address.
            port: actor.port.filter(|_| actor.address.contains('.')),
            user_agent: actor.agent.map(Into::into),
            session_id: actor.session,
            request_id: self.random.next_wide(),
            params: Some(Vec::with_capacity(8)),
            response: self.fate.response(),
            incident: None,
        }
    }

    /// An account-level event, which real logs file under workspace 0. There was no such level in 2019.
    pub(crate) fn account_event(&mut self, service: &'static str, action: &'static str) -> Event<'w> {
        let mut event = self.event(service, action);
        event.workspace = event.workspace.filter(|workspace| workspace.is_2019);
        event
    }

    /// Schedules `event` after `delay_ms`, unless the operation failed.
    pub(crate) fn later(&mut self, delay_ms: i64, event: Event<'w>) {
        if self.fate == Fate::Success {
            self.later.push((delay_ms, event));
        }
    }

    /// A delay in milliseconds between `low` and `high`.
    pub(crate) fn delay(&mut self, low: i64, high: i64) -> i64 {
        low + self.random.below((high - low) as u64 + 1) as i64
    }

    pub(crate) fn next_serial(&mut self) -> u64 {
        *self.serial += 1;
        *self.serial
    }

    /// A random choice among `texts`.
    pub(crate) fn pick(&mut self, texts: &[&'static str]) -> &'static str {
        self.random.pick::<&'static str>(texts)
    }

    /// The platform acts instead of a person.
    pub(crate) fn act_as_system(&mut self) {
        let world = self.world;
        self.actor = Actor::program(&world.system_user, self.workspace.is_2019, self.random);
    }

    pub(crate) fn act_as_user(&mut self, number: usize) {
        let world = self.world;
        let day = world.calendar.day_of(self.time_ms);
        self.actor = Actor::person(&world.users[number], day, self.workspace.is_2019, self.random);
    }
}
