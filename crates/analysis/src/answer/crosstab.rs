//! Events by the values of two columns.

use serde::Serialize;
use ts_rs::TS;

/// A cross table of the selected events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Crosstab {
    /// The column of the rows and that of the columns, as `Groups` names them.
    pub by: Vec<String>,
    /// Number of selected events.
    pub events: u32,
    /// The columns with the most events; parts of the time are in their order.
    pub columns: Vec<CrosstabColumn>,
    /// The rows with the most events; parts of the time are in their order.
    pub rows: Vec<CrosstabRow>,
    /// Number of rows, including those not listed.
    pub total_rows: usize,
    /// Number of columns, including those not listed.
    pub total_columns: usize,
}

/// A column of a cross table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrosstabColumn {
    /// The value; `null` if absent.
    pub value: Option<String>,
    /// Events of all rows, including those not listed.
    pub events: u32,
}

/// A row of a cross table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CrosstabRow {
    /// The value; `null` if absent.
    pub value: Option<String>,
    /// Events of all columns, including those not listed.
    pub events: u32,
    /// Events of the columns that are not listed.
    pub others: u32,
    /// Events in each listed column.
    pub counts: Vec<u32>,
}
