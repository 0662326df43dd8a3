//! Two filters side by side.

use serde::Serialize;
use ts_rs::TS;

use crate::filter::Filter;

/// Two filters side by side.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Compared {
    /// What is compared with.
    pub before: ComparedSide,
    /// What is compared.
    pub after: ComparedSide,
    /// Events that both filters select.
    pub both: u32,
    /// One per dimension.
    pub boards: Vec<ComparedBoard>,
}

/// One of two filters.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedSide {
    /// The filter.
    pub filter: Filter,
    /// Number of events.
    pub events: u32,
    /// Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// Time of the last event.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}

/// The values of a column under both filters.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedBoard {
    /// The silver column.
    pub column: String,
    /// Number of values under either filter, including those not listed and the absent one.
    pub total: usize,
    /// How many are new.
    pub new: usize,
    /// How many are gone.
    pub gone: usize,
    /// How many have a larger share.
    pub more: usize,
    /// How many have a smaller share.
    pub less: usize,
    /// How many have the same share.
    pub same: usize,
    /// Most surprising first, then by events and value.
    pub differences: Vec<Difference>,
}

/// A value's events under both filters.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The value; `null` is the absent value.
    pub value: Option<String>,
    /// Events under the filter compared with.
    pub before: u32,
    /// Events under the filter compared.
    pub after: u32,
    /// What became of its share.
    pub change: Change,
    /// The log-likelihood ratio G² of events with and without the value under both filters; 0 where the shares are equal.
    pub surprise: f64,
}

/// What became of a value's share of the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// No event had it before.
    New,
    /// No event has it after.
    Gone,
    /// Its share grew.
    More,
    /// Its share shrank.
    Less,
    /// Its share is the same.
    Same,
}

impl Change {
    /// All changes.
    pub const ALL: [Self; 5] = [Self::New, Self::Gone, Self::More, Self::Less, Self::Same];
}
