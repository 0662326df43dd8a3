//! Values as text, as far as formats agree on their spelling.

use std::borrow::Cow;

use super::json;
use crate::calendar::{Calendar, DAY};
use crate::model::Event;
use crate::outcome::Outcome;
use crate::world::World;

/// The text of a column; `None` is null.
pub(super) type TextOf = for<'e> fn(&'e Event<'e>, &'e World) -> Option<Cow<'e, str>>;

impl Event<'_> {
    /// Whether its workspace writes the 2019 shape.
    pub(super) fn is_2019(&self) -> bool {
        self.workspace.is_some_and(|workspace| workspace.is_2019)
    }

    /// Account-level events are filed under workspace 0.
    pub(super) fn workspace_id(&self) -> &str {
        self.workspace.map_or("0", |workspace| &workspace.id)
    }

    pub(super) fn audit_level(&self) -> &'static str {
        if self.workspace.is_none() { "ACCOUNT_LEVEL" } else { "WORKSPACE_LEVEL" }
    }

    /// The address, followed by a colon and the port if there is one.
    pub(super) fn address(&self) -> Cow<'_, str> {
        match self.port {
            Some(port) => Cow::Owned(format!("{}:{port}", self.ip)),
            None => Cow::Borrowed(&self.ip),
        }
    }

    pub(super) fn id_text(&self) -> String {
        ascii(|out| json::uuid(out, self.id))
    }

    pub(super) fn request_text(&self) -> String {
        ascii(|out| {
            if self.is_2019() {
                out.extend_from_slice(b"ServiceMain-");
                json::hexadecimal(out, self.request_id, 16);
            } else {
                json::uuid(out, self.request_id);
            }
        })
    }

    pub(super) fn session_text(&self) -> Option<String> {
        let session = self.session_id?;
        Some(ascii(|out| {
            if self.is_2019() {
                json::hexadecimal(out, session, 32);
                json::hexadecimal(out, session.rotate_left(64), 32);
            } else {
                json::uuid(out, session);
            }
        }))
    }

    pub(super) fn outcome(&self) -> Outcome {
        Outcome::of(self.response.as_ref())
    }

    /// The error message of the response, if any.
    pub(super) fn error_message(&self) -> Option<&str> {
        self.response.as_ref()?.error_message.as_deref()
    }

    /// The result of the response, if any.
    pub(super) fn result_text(&self) -> Option<&str> {
        self.response.as_ref()?.result.as_deref()
    }

    /// `run_by` and `run_as`, which only the system table has: one in eight requests to the catalogue runs as a service
    /// principal.
    pub(super) fn run_by_and_as<'e>(&'e self, world: &'e World) -> Option<(&'e str, &'e str)> {
        if self.service != "unityCatalog" || !self.id.is_multiple_of(8) {
            return None;
        }
        let runner = &world.service_principals[(self.id >> 3) as usize % world.service_principals.len()];
        self.email.as_deref().map(|email| (email, runner.email.as_str()))
    }
}

/// The precision and notation of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// `2026-03-02T10:15:00Z`.
    Seconds,
    /// `2026-03-02T10:15:00.000Z`, truncated to the second.
    SecondsAsMilliseconds,
    /// `2026-03-02T10:15:00.391Z`.
    Milliseconds,
    /// `2026-03-02 10:15:00.39100000 +0000`, as in Immuta's older audit.
    Spaced,
}

/// A time inside the log.
pub(super) fn time(calendar: &Calendar, time_ms: i64, notation: Notation) -> String {
    let of_day = (time_ms - calendar.start_ms) % DAY;
    let (seconds, milliseconds) = (of_day / 1000, of_day % 1000);
    let date = calendar.date(time_ms);
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    match notation {
        Notation::Seconds => format!("{date}T{clock}Z"),
        Notation::SecondsAsMilliseconds => format!("{date}T{clock}.000Z"),
        Notation::Milliseconds => format!("{date}T{clock}.{milliseconds:03}Z"),
        Notation::Spaced => format!("{date} {clock}.{milliseconds:03}00000 +0000"),
    }
}

/// The output of `write`, which is ASCII.
fn ascii(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::with_capacity(64);
    write(&mut out);
    String::from_utf8(out).unwrap_or_default()
}
