//! Reads records through the public interface: format detection, duplicates, hostile input, and real records where this
//! machine has them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing set-up fails the test")]

mod corpus;
mod duplicates;
mod envelopes;
mod formats;
mod hostile;
mod mended;
mod not_numbers;
mod of_logs;
mod plain;
mod properties;
mod real_records;
mod spread;
mod tables;

use touchstone_record::{Event, FingerprintKey, Partitions, Problem};

/// Reads a record whose folders carry no values.
fn read(text: &str) -> Result<Event<'_>, Problem> {
    read_in(text, Box::leak(Box::default()))
}

/// Reads a record whose folders carry values.
fn read_in<'a>(text: &'a str, partitions: &'a Partitions) -> Result<Event<'a>, Problem> {
    touchstone_record::read(text.as_bytes(), partitions, &FingerprintKey::new([7; 16]))
}
