//! Description of one gold frame.

use serde::Serialize;
use ts_rs::TS;

use super::meaning::Meaning;
use super::overview::{Figures, Histogram, Leader};

/// A gold frame under a filter.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Gold {
    /// Its `service_name`.
    pub service: String,
    /// The meaning of the service; `null` if it is not in the dictionary.
    pub meaning: Option<Meaning>,
    /// Rows of the whole frame.
    pub rows: u32,
    /// Rows that the filter selects.
    pub selected: u32,
    /// Key figures of the selected rows.
    pub figures: Figures,
    /// Its events over time by outcome, under the filter without its time range.
    pub histogram: Histogram,
    /// The outcomes of the selected rows, most events first.
    pub outcomes: Vec<Leader>,
    /// The request parameter columns, sorted by name; empty when the frame has only `requestParams.placeholder`.
    pub keys: Vec<Key>,
    /// Its actions, most events first.
    pub actions: Vec<Leader>,
    /// What each of them means, in their order.
    pub action_meanings: Vec<Option<Meaning>>,
}

/// A request parameter column.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// The column: `requestParams.<key>`.
    pub column: String,
    /// The meaning of the key in this service; `null` if it is not in the dictionary.
    pub meaning: Option<Meaning>,
    /// Selected rows that have a value.
    pub filled: u32,
    /// Distinct values among the selected rows, not counting null.
    pub distinct: u32,
    /// Its most frequent values among the selected rows.
    pub top: Vec<Leader>,
    /// Path of the first input that contained the key.
    pub first_input: String,
}
