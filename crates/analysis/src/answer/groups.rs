//! Events grouped by column values.

use serde::Serialize;
use ts_rs::TS;

/// The selected events, grouped by the values of one or two columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Groups {
    /// The columns.
    pub by: Vec<String>,
    /// Number of groups, including those not listed.
    pub total: usize,
    /// Most events first, then by values.
    pub groups: Vec<Group>,
}

/// The events that share the values of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// One value per column; `null` if absent.
    pub values: Vec<Option<String>>,
    /// Number of events.
    pub events: u32,
    /// Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// Time of the last event.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}
