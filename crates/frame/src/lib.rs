//! Columns over polars-core, and the verbs that read them.
//!
//! A [`Frame`] grows by rows and by columns. Full segments of rows rest in polars data frames, each column in the
//! narrowest type that holds its codes; the rows since then wait in open vectors. This is the only crate that names a
//! polars type, and none stands in a public signature, so that the engine can be replaced here alone.

mod codes;
mod column;
mod dictionary;
mod frame;
mod growth;
mod order;
mod rows;
mod segment;
mod selection;
mod span;
mod sparse;

pub use codes::{Codes, Integers};
pub use dictionary::{Dictionary, NULL, TextRun};
pub use frame::{ColumnId, Frame};
pub use selection::Selection;
pub use span::Span;
