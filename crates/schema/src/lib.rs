//! Silver's columns, declared once.
//!
//! [`SilverColumn`] names what is stored; [`COLUMNS`] describes what is shown, exported and filtered. This crate's test
//! `generated` writes the table of `docs/schema.md` and the page's column list from it.

mod column;
mod silver;
mod typescript;

pub use column::{Column, ColumnType};
pub use silver::{COLUMNS, STORED, SilverColumn, column, column_type, dimensions, event_columns};
pub use typescript::{markdown, typescript};
