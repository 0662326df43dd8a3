//! The dashboard: figures, a histogram of time, leaderboards.

use serde::Serialize;
use ts_rs::TS;

use super::contents::Totals;

/// The dashboard under a filter.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The reconciliation identity, over all inputs and unfiltered.
    pub totals: Totals,
    /// Key figures of the selected events.
    pub figures: Figures,
    /// Events over time, under the filter without its time range.
    pub histogram: Histogram,
    /// One per dimension, each under the filter without the clauses on its own column.
    pub leaderboards: Vec<Leaderboard>,
}

/// Key figures of the selected events.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Selected events.
    pub events: u32,
    /// Distinct e-mails.
    pub principals: u32,
    /// Distinct services.
    pub services: u32,
    /// Events with the outcome denied.
    pub denied: u32,
    /// Events with the outcome failure.
    pub failures: u32,
    /// Distinct source addresses.
    pub source_addresses: u32,
    /// Distinct workspaces.
    pub workspaces: u32,
    /// Events without a readable time; no time range selects them.
    pub undated: u32,
    /// Time of the first event, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// Time of the last event, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}

/// Counts per time bin. Bin `i` starts at `from_ms + i * bin_ms` and ends where the next one starts.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Histogram {
    /// Start of the first bin, a round time, milliseconds since 1970 UTC.
    #[ts(type = "number")]
    pub from_ms: i64,
    /// Width of a bin, a round duration from one millisecond to years.
    #[ts(type = "number")]
    pub bin_ms: i64,
    /// Number of bins, even where no series has an event.
    pub bins: usize,
    /// One per stacked value that has an event; all have one count per bin.
    pub series: Vec<Series>,
}

/// The counts of one stacked value.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Series {
    /// The value, or `other` for services after the first eight.
    pub name: String,
    /// Events per bin.
    pub counts: Vec<u32>,
}

/// The most frequent values of a column.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Leaderboard {
    /// The silver column.
    pub column: String,
    /// Number of distinct values under the filter, counting the absent value.
    pub distinct: u32,
    /// Whether the absent value is one of them.
    pub without_value: bool,
    /// Most events first; always includes the values that the filter names.
    pub leaders: Vec<Leader>,
}

/// A value and its number of events.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Leader {
    /// The value; `null` is the absent value.
    pub value: Option<String>,
    /// Number of events.
    pub events: u32,
    /// Whether the filter includes it by name.
    pub chosen: bool,
    /// Whether the filter excludes it by name.
    pub excluded: bool,
}
