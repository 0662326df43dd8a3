//! What a table's log says of a data file, for whoever reads the file.

use serde::{Deserialize, Serialize};

use super::columns::Columns;
use super::deleted::DeletedRows;
use crate::Warning;

/// What the log of a Delta table says of a data file. It is what a reader has to be told to read the file as a part of its
/// table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataFile {
    /// Its partition values, by the names that the columns have in the table.
    pub partitions: Vec<(String, String)>,
    /// The rows that are no longer part of the table.
    pub(crate) deleted: Option<DeletedRows>,
    /// What its columns are called, where the file has other names.
    pub(crate) columns: Option<Columns>,
    /// What is to be said of the table, with its first file.
    pub warnings: Vec<Warning>,
}

impl DataFile {
    /// How many of its rows are no longer part of the table.
    pub fn deleted_rows(&self) -> u64 {
        self.deleted.as_ref().map_or(0, DeletedRows::count)
    }

    /// What the log leaves out of the file, in words; nothing where it leaves out no row.
    pub fn left_out(&self) -> Option<String> {
        match self.deleted_rows() {
            0 => None,
            1 => Some("1 row, deleted from its Delta table".to_owned()),
            rows => Some(format!("{rows} rows, deleted from its Delta table")),
        }
    }

    /// Whether the file can be read only as what its table's log says.
    pub(crate) fn is_altered(&self) -> bool {
        self.deleted.is_some() || self.columns.is_some()
    }
}
