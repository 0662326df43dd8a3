//! Bronze: what was given, how far it was read, and what could not be.

use std::collections::BTreeMap;

use touchstone_record::{Format, Problem};
use touchstone_source::Container;

use crate::reconciliation::Counts;

/// An input's entry in the ledger.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path as given.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How much of it has been read.
    pub bytes_read: u64,
    /// SHA-256 in hexadecimal, once somebody has computed it.
    pub sha256: Option<String>,
    /// What it turned out to be.
    pub container: Container,
    /// Records per format.
    pub formats: BTreeMap<Format, u64>,
    /// Its part of the reconciliation.
    pub counts: Counts,
    /// How far reading has come.
    pub state: InputState,
}

/// How far an input has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputState {
    /// Not begun.
    Waiting,
    /// Begun.
    Reading,
    /// Read to its end.
    Complete,
    /// Stopped on request; what was read stays.
    Cancelled,
    /// It is no log, or reading it failed; its last problem says why. What was read stays.
    Failed,
}

impl InputState {
    /// Whether nothing more will be read of it.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Reading)
    }
}

impl Input {
    pub(crate) fn new(path: String, bytes: u64) -> Self {
        Self {
            path,
            bytes,
            bytes_read: 0,
            sha256: None,
            container: Container::Json,
            formats: BTreeMap::new(),
            counts: Counts::default(),
            state: InputState::Waiting,
        }
    }
}

/// A record that could not be read, or an input that could not: then the input counts as that one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1.
    pub record: u64,
    /// Its first byte within the input.
    pub offset: u64,
    /// Its length in bytes; 0 where there is nothing to show.
    pub length: u32,
    /// What is wrong.
    pub problem: Problem,
}

/// A record that repeats an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1.
    pub record: u64,
    /// Its first byte within the input.
    pub offset: u64,
    /// Its length in bytes.
    pub length: u32,
    /// The silver row of the event that it repeats.
    pub of_row: u32,
}
