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
    /// Events over time, under every clause of the filter but its range of time.
    pub histogram: Histogram,
    /// One per dimension, each under every clause of the filter but those on its own column.
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
    /// Events whose time could not be read; no range of time selects them.
    pub undated: u32,
    /// The first event's time, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// The last event's time, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}

/// Counts per bin of time. Bin `i` covers `from_ms + i * bin_ms` up to the next bin's start.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Histogram {
    /// Start of the first bin, milliseconds since 1970 UTC, on a round time.
    #[ts(type = "number")]
    pub from_ms: i64,
    /// Width of a bin: a round one, from a millisecond to years.
    #[ts(type = "number")]
    pub bin_ms: i64,
    /// One per stacked value, each with a count per bin; all of the same length.
    pub series: Vec<Series>,
}

/// One stacked value's counts.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Series {
    /// The value, or `other` for those past the first eight services.
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
    /// How many distinct values there are under the filter, the absent one included.
    pub distinct: u32,
    /// Most events first; values that the filter lists are always among them.
    pub leaders: Vec<Leader>,
}

/// A value and how many events have it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Leader {
    /// The value; `null` is the absent one.
    pub value: Option<String>,
    /// Events that have it.
    pub events: u32,
    /// Whether the filter lists it among what it selects.
    pub chosen: bool,
    /// Whether the filter lists it among what it leaves out.
    pub excluded: bool,
}
