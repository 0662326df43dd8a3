//! The filter language: parser, printer, evaluator and completion.
//!
//! [`parse`] turns text into an [`Expr`], with spans and errors that point at a character. An [`Expr`] prints as text
//! that parses back to it. An [`Evaluator`] selects the rows of silver that match: it tests each distinct text of a
//! column once and combines bitmaps. [`edit`] applies clicks, and [`complete`] suggests what to type next.
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
mod coded;
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
mod suggest;
mod value;
mod wildcards;

pub use cell::Cell;
pub use coded::{Coded, Coder};
pub use decimal::Decimal;
pub use error::{FilterError, Position};
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
