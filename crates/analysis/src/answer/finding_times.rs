//! Findings over time.

use serde::Serialize;
use ts_rs::TS;

use super::overview::Histogram;
use super::rows::Row;

/// How many findings there are of each severity, by time.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingsOverTime {
    /// The bins of the overview's histogram under the same filter. A series is a severity, the least serious first, and
    /// counts the findings that have a selected event in the bin: one that lasts is counted in several.
    pub histogram: Histogram,
    /// Number of bins.
    pub bins: usize,
    /// Findings without a selected event that has a time.
    pub undated: usize,
    /// Whether the rules have been evaluated.
    pub evaluated: bool,
}

/// A finding's events, and those of its principals around them.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingTimeline {
    /// Counts of `finding`, its own events, and of `other`, what else its principals did.
    pub histogram: Histogram,
    /// Number of bins.
    pub bins: usize,
    /// A filter that selects the events of its principals around it; `null` for a finding without a time.
    pub filter: Option<String>,
    /// The principals looked at; `null` for events that name nobody.
    pub principals: Vec<Option<String>>,
    /// How many events of theirs are none of the finding's.
    pub others: u32,
    /// The columns of `events`.
    pub columns: Vec<String>,
    /// Its first events in order of time.
    pub events: Vec<Row>,
    /// How many it has.
    pub total: usize,
}
