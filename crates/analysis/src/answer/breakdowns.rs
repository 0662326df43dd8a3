//! The events of a service, broken down.

use serde::Serialize;
use ts_rs::TS;

use crate::filter::Filter;

/// Every breakdown of a service.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Breakdowns {
    /// In the order in which they are declared.
    pub breakdowns: Vec<Breakdown>,
}

/// Some of a service's events, grouped by one or two columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Breakdown {
    /// A few words.
    pub title: String,
    /// A sentence that says which events are counted, and how.
    pub definition: String,
    /// What selects those events, without the page's own filter.
    pub filter: Filter,
    /// The columns of the groups.
    pub by: Vec<String>,
    /// What `Group::part` counts, such as `succeeded`; absent if the breakdown has no parts.
    pub part: Option<String>,
    /// What `Group::distinct` counts, such as `queries`; absent if the breakdown counts nothing else.
    pub distinct: Option<String>,
    /// How many events are counted.
    pub events: u32,
    /// How many groups there are in all.
    pub total: usize,
    /// Those with the most events; days in their own order.
    pub groups: Vec<BreakdownGroup>,
}

/// A row of a breakdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BreakdownGroup {
    /// The value of each column; `null` where it is absent.
    pub values: Vec<Option<String>>,
    /// How many events.
    pub events: u32,
    /// How many of them belong to the part.
    pub part: u32,
    /// How many distinct values the counted column has.
    pub distinct: u32,
    /// The time of the last, in milliseconds.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}
