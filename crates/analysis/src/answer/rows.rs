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
    /// Every column that the table could show, in the frame's order.
    pub available: Vec<String>,
    /// The columns of the cells below.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The silver row: what `Event` is asked with.
    pub row: u32,
    /// One per column; `null` is the absent value.
    pub cells: Vec<Option<String>>,
}
