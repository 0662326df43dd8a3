//! One gold frame, described.

use serde::Serialize;
use ts_rs::TS;

use super::overview::Leader;

/// A gold frame under a filter.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Gold {
    /// Its `service_name`.
    pub service: String,
    /// Rows of the whole frame.
    pub rows: u32,
    /// Rows that the filter selects.
    pub selected: u32,
    /// The request parameter columns, sorted by name; empty when the frame has only `requestParams.placeholder`.
    pub keys: Vec<Key>,
    /// Its actions, most events first.
    pub actions: Vec<Leader>,
}

/// A request parameter column.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// The column: `requestParams.<key>`.
    pub column: String,
    /// Selected rows in which it is not null.
    pub filled: u32,
    /// Its distinct values among the selected rows, null not counted.
    pub distinct: u32,
    /// Its most frequent values among the selected rows.
    pub top: Vec<Leader>,
    /// Path of the input that first brought the key.
    pub first_input: String,
}
