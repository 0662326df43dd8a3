//! Records, read through the public door: which format they are told to be, what makes them duplicates, what no input
//! may do, and the real ones where this machine has them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

mod corpus;
mod duplicates;
mod envelopes;
mod formats;
mod hostile;
mod mended;
mod plain;
mod properties;
mod real_records;
mod spread;

use touchstone_record::{Event, FingerprintKey, Partitions, Problem};

/// Reads a record that lies in no folder of note.
fn read(text: &str) -> Result<Event<'_>, Problem> {
    read_in(text, Box::leak(Box::default()))
}

/// Reads a record of an input whose folders have values.
fn read_in<'a>(text: &'a str, partitions: &'a Partitions) -> Result<Event<'a>, Problem> {
    touchstone_record::read(text.as_bytes(), partitions, &FingerprintKey::new([7; 16]))
}
