//! One audit record: the formats it comes in, one file each, and the one [`Event`] that they all become.
//!
//! Nothing here knows frames, inputs or the page. Reading a record never fails as a program: it gives an event, or a
//! [`Problem`] that says why there is none.

mod address;
mod azure;
mod canonical;
mod columns;
mod event;
mod fingerprint;
mod flatten;
mod formats;
mod identity;
mod json;
mod number;
mod params;
mod partitions;
mod plain;
mod problem;
mod response;
#[cfg(test)]
mod testing;
mod texts;
pub mod time;
mod unique;
mod workspace;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use plain::Plain;

pub use columns::{EventRows, EventText, RowParam};
pub use event::{Event, Format, Outcome, Param};
pub use fingerprint::{Fingerprint, FingerprintKey};
pub use partitions::Partitions;
pub use texts::{CodedTexts, Texts};
pub use touchstone_source::{Problem, ProblemKind, Warning, WarningKind};

/// Reads records of one input.
#[derive(Debug)]
pub struct RecordReader {
    key: FingerprintKey,
    plain: Plain,
}

impl RecordReader {
    /// With the key of its fingerprints.
    pub fn new(key: FingerprintKey) -> Self {
        Self { key, plain: Plain::default() }
    }

    /// What [`read`] gives. Records that are laid out like others before are read faster.
    pub fn read<'a>(&mut self, bytes: &'a [u8], partitions: &'a Partitions) -> Result<Event<'a>, Problem> {
        if partitions.are_of_delivery()
            && let Ok(text) = simdutf8::basic::from_utf8(bytes)
            && let Some(event) = self.plain.read(text, partitions, &self.key)
        {
            return Ok(event);
        }
        read(bytes, partitions, &self.key)
    }

    /// The rows of a table, to be read from its columns; nothing of a table whose rows are to be read as JSON. What is
    /// read is what [`RecordReader::read`] gives for the JSON of each row.
    pub fn rows<'a>(&self, table: &'a RecordBatch, partitions: &Partitions) -> Option<EventRows<'a>> {
        EventRows::of(table, partitions, &self.key)
    }

    /// By column of a table, whether [`RecordReader::rows`] gives the same without it.
    pub fn unused(&self, schema: &Schema, partitions: &Partitions) -> Vec<bool> {
        if partitions.are_days() { formats::unused(schema) } else { Vec::new() }
    }
}

/// Reads one JSON text as an audit record, whatever its format, which is told by the keys it has. Keys that the record
/// lacks are filled from `partitions`, the values that the folders of its input carry.
pub fn read<'a>(bytes: &'a [u8], partitions: &'a Partitions, key: &FingerprintKey) -> Result<Event<'a>, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| Problem {
        kind: ProblemKind::InvalidUtf8,
        message: format!("byte {} of the record is not UTF-8", error.valid_up_to() + 1),
    })?;
    let mut members = json::members(text).map_err(|error| problem::of_json(text, error))?;
    let own = members.len();
    partitions.fill(&mut members);
    let event = formats::read(&members, own)?;
    let fingerprint = match event.event_id.as_deref() {
        Some(id) if !id.is_empty() => {
            let key = fingerprint::key_of_ids(event.format.family(), key);
            fingerprint::of_id(id, &key, &mut Vec::new())
        }
        _ => fingerprint::of_record(&members[..own], key),
    };
    Ok(Event { fingerprint, ..event })
}
