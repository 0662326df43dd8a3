//! What is selected: terms over columns, and a range of time.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A conjunction: an event is selected when every term and the time range admit it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Filter {
    /// Each names a column and the values it admits or excludes.
    pub terms: Vec<Term>,
    /// Absent: all of time, including events whose time could not be read.
    pub time: Option<TimeRange>,
}

/// One column's part of a [`Filter`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Term {
    /// A silver column (`service_name`), or `requestParams.<key>` of any gold frame.
    pub column: String,
    /// The values meant, as shown; `null` is the absent value. Those of `email` are meant in whatever case.
    pub values: Vec<Option<String>>,
    /// True: events with one of `values` are left out instead.
    pub exclude: bool,
}

/// Half-open: `from_ms <= event_time < until_ms`, milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimeRange {
    /// The first millisecond inside.
    #[ts(type = "number")]
    pub from_ms: i64,
    /// The first millisecond after.
    #[ts(type = "number")]
    pub until_ms: i64,
}
