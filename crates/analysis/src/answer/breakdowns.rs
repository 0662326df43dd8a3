//! Breakdowns of a service's events.

use serde::Serialize;
use ts_rs::TS;

use crate::filter::Filter;

/// Every breakdown of a service.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Breakdowns {
    /// In order of declaration.
    pub breakdowns: Vec<Breakdown>,
}

/// Some of a service's events, grouped by one or two columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Breakdown {
    /// A short title.
    pub title: String,
    /// A sentence that says which events are counted and how.
    pub definition: String,
    /// The filter of those events, without the page's own filter.
    pub filter: Filter,
    /// The columns of the groups.
    pub by: Vec<String>,
    /// What `Group::part` counts, such as `succeeded`; absent if the breakdown has no parts.
    pub part: Option<String>,
    /// What `Group::distinct` counts, such as `queries`; absent if the breakdown counts nothing else.
    pub distinct: Option<String>,
    /// Number of events counted.
    pub events: u32,
    /// Number of groups, including those not listed.
    pub total: usize,
    /// The groups with the most events; days are in order of time.
    pub groups: Vec<BreakdownGroup>,
}

/// A row of a breakdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BreakdownGroup {
    /// The value of each column; `null` if absent.
    pub values: Vec<Option<String>>,
    /// Number of events.
    pub events: u32,
    /// Number of events in the part.
    pub part: u32,
    /// Number of distinct values of the counted column.
    pub distinct: u32,
    /// Time of the last event, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}
