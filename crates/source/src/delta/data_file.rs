//! What a table's log says about a data file.

use serde::{Deserialize, Serialize};

use super::columns::Columns;
use super::deleted::DeletedRows;
use crate::Warning;

/// What the log of a Delta table says about a data file. A reader needs it to read the file as part of its table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataFile {
    /// Partition values, under the columns' names in the table; none where the value is null.
    pub partitions: Vec<(String, Option<String>)>,
    /// Rows that have been deleted from the table.
    pub(crate) deleted: Option<DeletedRows>,
    /// The columns' names, if the file uses others.
    pub(crate) columns: Option<Columns>,
    /// Warnings about the table, attached to its first file.
    pub warnings: Vec<Warning>,
}

impl DataFile {
    /// How many of the file's rows have been deleted from the table.
    pub fn deleted_rows(&self) -> u64 {
        self.deleted.as_ref().map_or(0, DeletedRows::count)
    }

    /// Describes the rows that the log leaves out; none if it leaves out no row.
    pub fn left_out(&self) -> Option<String> {
        match self.deleted_rows() {
            0 => None,
            1 => Some("1 row, deleted from its Delta table".to_owned()),
            rows => Some(format!("{rows} rows, deleted from its Delta table")),
        }
    }

    /// Whether the file can only be read together with what the table's log says.
    pub(crate) fn is_altered(&self) -> bool {
        self.deleted.is_some() || self.columns.is_some()
    }
}
