//! Events by the values of columns.

use serde::Serialize;
use ts_rs::TS;

/// The selected events by the values of one or two columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Groups {
    /// The columns.
    pub by: Vec<String>,
    /// How many groups there are in all.
    pub total: usize,
    /// Most events first, then by values.
    pub groups: Vec<Group>,
}

/// Events that share their values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// One of each column; `null` is the absent value.
    pub values: Vec<Option<String>>,
    /// How many events.
    pub events: u32,
    /// The first event's time, milliseconds since 1970 UTC; `null` where none has a time.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// The last event's time.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}
