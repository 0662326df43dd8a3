//! How far loading has come.

use serde::Serialize;
use ts_rs::TS;

/// How far loading has come, sent after every slice read.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Bytes of every input given so far.
    #[ts(type = "number")]
    pub bytes_total: u64,
    /// Bytes read of them.
    #[ts(type = "number")]
    pub bytes_read: u64,
    /// Inputs given so far.
    pub inputs: u32,
    /// Inputs of which nothing more will be read.
    pub inputs_done: u32,
    /// The path of the input being read.
    pub current: Option<String>,
    /// Records met.
    #[ts(type = "number")]
    pub records: u64,
    /// Records that became an event.
    #[ts(type = "number")]
    pub events: u64,
    /// Records that repeat an event.
    #[ts(type = "number")]
    pub duplicates: u64,
    /// Records that could not be read.
    #[ts(type = "number")]
    pub problems: u64,
    /// Bytes that silver, gold and their dictionaries take in memory, and what is kept of answers.
    #[ts(type = "number")]
    pub memory_bytes: u64,
    /// Bytes of memory that are taken, by all of it together; `null` where nobody counts them.
    #[ts(type = "number | null")]
    pub taken_bytes: Option<u64>,
    /// How many there can be; `null` where there is no end to them.
    #[ts(type = "number | null")]
    pub limit_bytes: Option<u64>,
    /// Whether memory is full, so that nothing more is read.
    pub full: bool,
    /// Whether there is nothing left to read.
    pub done: bool,
}
