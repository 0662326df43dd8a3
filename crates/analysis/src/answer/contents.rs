//! What is loaded, for the strip and the sidebar around every view.

use serde::Serialize;
use ts_rs::TS;

use crate::answer::Notice;

/// Totals and the list of gold frames.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Contents {
    /// The reconciliation identity, over all inputs.
    pub totals: Totals,
    /// The gold frames, most events first.
    pub services: Vec<ServiceCount>,
    /// Number of inputs in the ledger.
    pub inputs: u32,
    /// Limits of the data that an auditor must know before relying on any figure.
    pub notices: Vec<Notice>,
    /// Number of principals in the list of `Principals`, without a filter.
    pub principals: u32,
    /// Bytes of silver, gold, their dictionaries and the cached answers.
    #[ts(type = "number")]
    pub memory_bytes: u64,
}

/// `records = events + duplicates + problems`, `silver_rows = events = gold_rows`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Records found in the inputs.
    #[ts(type = "number")]
    pub records: u64,
    /// Records that became events.
    #[ts(type = "number")]
    pub events: u64,
    /// Records that repeat an event.
    #[ts(type = "number")]
    pub duplicates: u64,
    /// Records that could not be read; an input that is not a log counts as one.
    #[ts(type = "number")]
    pub problems: u64,
    /// Warnings: values of events or inputs that were lost or guessed.
    #[ts(type = "number")]
    pub warnings: u64,
    /// Events and duplicates that share an id with an earlier event but differ in content.
    #[ts(type = "number")]
    pub conflicts: u64,
    /// Rows of the silver frame.
    #[ts(type = "number")]
    pub silver_rows: u64,
    /// Rows of all gold frames together.
    #[ts(type = "number")]
    pub gold_rows: u64,
    /// Whether both identities hold, per input and in total.
    pub reconciled: bool,
}

/// The selected events of each service.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceCounts {
    /// Number of selected events.
    pub events: u32,
    /// Number of services with a selected event.
    pub selected: u32,
    /// Every gold frame in the order of `Contents`, with its selected events.
    pub services: Vec<ServiceCount>,
}

/// A gold frame and its size.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceCount {
    /// The `service_name`; empty for records without one.
    pub service: String,
    /// Rows of its gold frame, or those that are selected.
    pub events: u32,
}
