//! The filter language: one way to say which events are meant.
//!
//! [`parse`] makes an [`Expr`] of text, with spans and errors that point at the character; [`Expr`] prints itself so
//! that parsing gives it back. [`Evaluator`] turns it into a selection of silver's rows: each item is asked once per
//! distinct text of a column and becomes a bitmap. [`edit`] has what clicks do, [`complete`] what could be typed next.
//!
//! `docs/filters.md` describes the language.

pub mod complete;
pub mod edit;
pub mod evaluate;
pub mod fold;
pub mod group;
pub mod limits;
pub mod row;
pub mod terms;

mod cell;
mod decimal;
mod error;
mod escape;
mod expr;
mod field;
mod moment;
mod network;
mod parse;
mod pattern;
mod print;
mod regex;
mod value;

pub use cell::Cell;
pub use decimal::Decimal;
pub use error::{FilterError, Place};
pub use escape::{is_hidden, quoted};
pub use evaluate::{Evaluation, Evaluator, Step};
pub use expr::{Expr, Item, Test};
pub use field::{Field, Kind};
pub use moment::{Duration, Moment, TimeUnit};
pub use network::{Network, address};
pub use parse::{Clause, Parsed, parse};
pub use pattern::{Pattern, Piece};
pub use regex::Regex;
pub use row::RowView;
pub use value::{Range, Value, Weekday};
