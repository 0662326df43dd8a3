//! The events of a log in order of arrival: background operations, their follow-ups, and the planted incidents.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::incidents;
use crate::model::Event;
use crate::options::Options;
use crate::random::Random;
use crate::rhythm::{Moment, Rhythm};
use crate::scene::{Actor, Fate, Scene};
use crate::services::{self, Catalogue};
use crate::world::World;

/// Yields exactly `options.events` distinct events. The same options always give the same stream.
pub(crate) struct EventStream<'w> {
    world: &'w World,
    catalogue: Catalogue,
    random: Random,
    ids: Random,
    rhythm: Rhythm,
    moments_done: u64,
    /// The interval, in moments, at which each service in turn is forced, so that even the rarest occurs; 0 if the log
    /// is too short for that.
    turn_every: u64,
    agenda: BinaryHeap<Planned<'w>>,
    later: Vec<(i64, Event<'w>)>,
    serial: u64,
    background: Option<Event<'w>>,
    incidents: std::iter::Peekable<std::vec::IntoIter<Event<'w>>>,
    at_this_time: (i64, u32),
    held_back: Option<(u64, Event<'w>)>,
}

impl<'w> EventStream<'w> {
    pub(crate) fn new(world: &'w World, options: &Options) -> Self {
        let planted = incidents::plant(world, options);
        let background = options.events - planted.len() as u64;
        let catalogue = Catalogue::new(options.shape);
        let turn_every = background / (catalogue.services().len() as u64 * 2);
        let mut stream = Self {
            world,
            random: Random::for_purpose(options.seed, "background"),
            ids: Random::for_purpose(options.seed, "ids of events"),
            rhythm: Rhythm::new(&world.calendar, background, Random::for_purpose(options.seed, "rhythm")),
            moments_done: 0,
            turn_every: if turn_every >= 20 { turn_every } else { 0 },
            catalogue,
            agenda: BinaryHeap::new(),
            later: Vec::new(),
            serial: 1000,
            background: None,
            incidents: planted.into_iter().peekable(),
            at_this_time: (i64::MIN, 0),
            held_back: None,
        };
        stream.background = stream.next_background();
        stream
    }

    /// One event per moment of the rhythm: what is due on the agenda, or a new operation.
    fn next_background(&mut self) -> Option<Event<'w>> {
        let moment = self.rhythm.next()?;
        let turn = self.turn();
        self.moments_done += 1;
        let is_due = self.agenda.peek().is_some_and(|planned| planned.due_ms <= moment.time_ms);
        if let (None, true, Some(planned)) = (turn, is_due, self.agenda.peek_mut()) {
            let mut event = std::collections::binary_heap::PeekMut::pop(planned).event;
            event.time_ms = moment.time_ms;
            return Some(event);
        }
        Some(self.operate(&moment, turn))
    }

    /// The service to force now, if any.
    fn turn(&self) -> Option<&'static services::Service> {
        if self.turn_every == 0 || !self.moments_done.is_multiple_of(self.turn_every) {
            return None;
        }
        self.catalogue.services().get((self.moments_done / self.turn_every) as usize).copied()
    }

    fn operate(&mut self, moment: &Moment, turn: Option<&'static services::Service>) -> Event<'w> {
        let world = self.world;
        let random = &mut self.random;
        let is_person = turn.map_or(moment.is_person, |service| service.people > 0);
        let principal = if is_person { world.user(random) } else { world.service_principal(random) };
        let usually = principal.workspaces[usize::from(random.one_in(8))];
        let mut workspace = &world.workspaces[usually];
        if turn.is_some_and(|service| !service.in_2019) && workspace.is_2019 {
            workspace = &world.workspaces[0];
        }
        let actor = if is_person {
            Actor::person(principal, world.calendar.day_of(moment.time_ms), workspace.is_2019, random)
        } else {
            Actor::program(principal, workspace.is_2019, random)
        };
        let service = turn.unwrap_or_else(|| self.catalogue.pick(workspace.is_2019, is_person, random));
        let fate = Fate::draw(random);
        let event = (service.operate)(&mut Scene {
            world,
            random,
            time_ms: moment.time_ms,
            workspace,
            actor,
            fate,
            serial: &mut self.serial,
            later: &mut self.later,
        });
        for (delay, event) in self.later.drain(..) {
            self.serial += 1;
            self.agenda.push(Planned { due_ms: moment.time_ms + delay, number: self.serial, event });
        }
        event
    }

    /// Background and incidents, merged by time.
    fn next_in_time(&mut self) -> Option<Event<'w>> {
        let incident_first = match (&self.background, self.incidents.peek()) {
            (Some(background), Some(incident)) => incident.time_ms < background.time_ms,
            (None, _) => true,
            (_, None) => false,
        };
        let mut event = if incident_first {
            self.incidents.next()?
        } else {
            let next = self.next_background();
            std::mem::replace(&mut self.background, next)?
        };
        if event.workspace.is_some_and(|workspace| workspace.is_2019) {
            self.give_2019_request_id(&mut event);
        }
        Some(event)
    }

    /// In 2019 a process used one id for all of its requests. The last digits count the requests of one millisecond, so
    /// that all events differ.
    fn give_2019_request_id(&mut self, event: &mut Event<'w>) {
        let (time_ms, count) = self.at_this_time;
        let count = if time_ms == event.time_ms { count + 1 } else { 0 };
        self.at_this_time = (event.time_ms, count);
        let process = (self.world.users[0].session_seed >> 80) as u64 + event.action.len() as u64 % 5;
        event.request_id = u128::from((process << 16) | u64::from(2 + count));
    }

    /// Sometimes an event arrives after later ones, as in real logs.
    fn next_to_arrive(&mut self) -> Option<Event<'w>> {
        if let Some((wait, _)) = &mut self.held_back {
            if *wait == 0 {
                return self.held_back.take().map(|(_, event)| event);
            }
            *wait -= 1;
        }
        let Some(event) = self.next_in_time() else {
            return self.held_back.take().map(|(_, event)| event);
        };
        if self.held_back.is_none() && self.random.one_in(60) {
            self.held_back = Some((self.random.between(1, 30), event));
            return self.next_to_arrive();
        }
        Some(event)
    }
}

impl<'w> Iterator for EventStream<'w> {
    type Item = Event<'w>;

    fn next(&mut self) -> Option<Event<'w>> {
        // A UUID of version 3, as in the system table, and of the usual variant.
        const FIXED: u128 = (0xf << 76) | (0b11 << 62);
        const VERSION_AND_VARIANT: u128 = (0x3 << 76) | (0b10 << 62);
        let mut event = self.next_to_arrive()?;
        event.id = self.ids.next_wide() & !FIXED | VERSION_AND_VARIANT;
        Some(event)
    }
}

/// A follow-up event.
struct Planned<'w> {
    due_ms: i64,
    number: u64,
    event: Event<'w>,
}

impl Ord for Planned<'_> {
    /// The heap pops its maximum, which must be the event due first.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.due_ms, other.number).cmp(&(self.due_ms, self.number))
    }
}

impl PartialOrd for Planned<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Planned<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Planned<'_> {}
