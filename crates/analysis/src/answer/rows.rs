//! A window of a table.

use serde::Serialize;
use ts_rs::TS;

/// A window of a table.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rows {
    /// Rows of the whole table.
    pub total: u32,
    /// The window's first row within the table.
    pub start: u32,
    /// Every column that the table can show, in the frame's order.
    pub available: Vec<String>,
    /// The columns of the cells in `rows`.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// Where an event stands in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RowPosition {
    /// The silver row that was asked for.
    pub row: u32,
    /// Its row within the table; `null` if the table does not have it.
    pub at: Option<u32>,
}

/// The first event at or after a time; all `null` if a table has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimePosition {
    /// Its row within the table.
    pub at: Option<u32>,
    /// Its silver row.
    pub row: Option<u32>,
    /// Its time, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub time_ms: Option<i64>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The silver row, which `Event` takes.
    pub row: u32,
    /// One per column; `null` if absent.
    pub cells: Vec<Option<String>>,
}
