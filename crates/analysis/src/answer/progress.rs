//! Progress of loading.

use serde::Serialize;
use ts_rs::TS;

/// Progress of loading, sent after every slice.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Size of all inputs given so far, in bytes.
    #[ts(type = "number")]
    pub bytes_total: u64,
    /// Bytes read so far.
    #[ts(type = "number")]
    pub bytes_read: u64,
    /// Inputs given so far.
    pub inputs: u32,
    /// Inputs that are finished: no more will be read of them.
    pub inputs_done: u32,
    /// The path of the input being read.
    pub current: Option<String>,
    /// Records found.
    #[ts(type = "number")]
    pub records: u64,
    /// Records that became events.
    #[ts(type = "number")]
    pub events: u64,
    /// Records that repeat an event.
    #[ts(type = "number")]
    pub duplicates: u64,
    /// Records that could not be read.
    #[ts(type = "number")]
    pub problems: u64,
    /// Bytes of silver, gold, their dictionaries and the cached answers.
    #[ts(type = "number")]
    pub memory_bytes: u64,
    /// Bytes of memory in use in total; `null` if they are not counted.
    #[ts(type = "number | null")]
    pub taken_bytes: Option<u64>,
    /// Memory limit in bytes; `null` if there is none.
    #[ts(type = "number | null")]
    pub limit_bytes: Option<u64>,
    /// Whether memory is full and reading has stopped.
    pub full: bool,
    /// Whether everything has been read.
    pub done: bool,
}
