//! What is loaded so far, for the frame around every view.

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
    /// How many inputs the ledger has.
    pub inputs: u32,
    /// What has to be known before any figure is relied on.
    pub notices: Vec<Notice>,
    /// How many distinct e-mails without regard to case, the absent one not counted.
    pub principals: u32,
    /// Bytes that silver, gold and their dictionaries take in memory, and what is kept of answers.
    #[ts(type = "number")]
    pub memory_bytes: u64,
}

/// `records = events + duplicates + problems`, `silver_rows = events = gold_rows`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Records met in the inputs.
    #[ts(type = "number")]
    pub records: u64,
    /// Records that became an event.
    #[ts(type = "number")]
    pub events: u64,
    /// Records that repeat an event.
    #[ts(type = "number")]
    pub duplicates: u64,
    /// Records that could not be read; an input that is no log counts as one.
    #[ts(type = "number")]
    pub problems: u64,
    /// What was lost or guessed of events and inputs.
    #[ts(type = "number")]
    pub warnings: u64,
    /// Events and duplicates whose id an event before them has, with other content.
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

/// A gold frame and its size.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceCount {
    /// The `service_name`; empty where records carry none.
    pub service: String,
    /// Rows of its gold frame.
    pub events: u32,
}
