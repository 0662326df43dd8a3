//! Charts beside the histogram: one for each value of a field, and hours of the week.

use serde::Serialize;
use ts_rs::TS;

use super::overview::Histogram;

/// Events over time by the values of a field, under the filter without its time range.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SmallMultiples {
    /// The field.
    pub by: String,
    /// Number of values, counting the absent one.
    pub total: usize,
    /// The values with the most events, most first, then by value.
    pub charts: Vec<SmallChart>,
    /// A series for each of them, in their order.
    pub histogram: Histogram,
}

/// A value and its number of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SmallChart {
    /// The value; `null` if absent.
    pub value: Option<String>,
    /// Number of events, those outside of the time shown and those without a time included.
    pub events: u32,
    /// How many of them the chart shows.
    pub shown: u32,
}

/// The selected events by hour of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Week {
    /// 168 counts, Monday's first hour first. Events without a time are in none.
    pub week: Vec<u32>,
    /// Events without a time.
    pub undated: u32,
    /// Time of the first event, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// Time of the last event.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}
