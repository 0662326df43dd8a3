//! Columns over polars-core, and the operations on them.
//!
//! A [`Frame`] grows by rows and by columns. Full segments of rows are stored in polars data frames, each column in the
//! narrowest type that holds its codes; later rows stay in open vectors. This is the only crate that names polars
//! types, and no public signature contains one, so polars can be replaced here alone.

mod codes;
mod column;
mod dictionary;
mod frame;
mod growth;
mod index;
mod lookup;
mod order;
mod packed;
mod rows;
mod segment;
mod selection;
mod span;
mod sparse;
mod texts;

pub use codes::{Codes, Integers};
pub use dictionary::{Dictionary, NULL};
pub use frame::{ColumnId, Frame};
pub use lookup::{RowCodes, RowIntegers};
pub use selection::{Ranks, Selection};
pub use span::Span;
pub use texts::TextRun;
