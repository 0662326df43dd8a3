//! One audit record: the formats it comes in, one file each, and the one [`Event`] that they all become.
//!
//! Nothing here knows frames, inputs or the page. Reading a record never fails as a program: it gives an event, or a
//! [`Problem`] that says why there is none.

mod event;
mod fingerprint;
mod formats;
mod json;
mod problem;
pub mod time;

pub use event::{Event, Format, Outcome, Param};
pub use fingerprint::{Fingerprint, FingerprintKey};
pub use problem::{Problem, ProblemKind};

/// Reads one JSON text as an audit record, whatever its format, which is told by the keys it has.
pub fn read<'a>(bytes: &'a [u8], key: &FingerprintKey) -> Result<Event<'a>, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| Problem {
        kind: ProblemKind::InvalidUtf8,
        message: format!("byte {} of the record is not UTF-8", error.valid_up_to() + 1),
    })?;
    let members = json::members(text).map_err(|error| Problem::of_json(text, error))?;
    let mut event = formats::read(&members)?;
    event.fingerprint = fingerprint::of_record(&members, key);
    Ok(event)
}
