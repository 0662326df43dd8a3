//! Filters as the page shows and edits them.

use serde::Serialize;
use touchstone_query::FilterError;
use ts_rs::TS;

use crate::edit::TimeRange;
use crate::filter::Filter;

/// The result of parsing a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Parsed {
    /// The filter in canonical spelling; `null` if the text is not a filter.
    pub filter: Option<Filter>,
    /// Its top-level clauses; an event must satisfy all of them.
    pub clauses: Vec<Clause>,
    /// Its time range, if it sets a simple one.
    pub time: Option<TimeRange>,
    /// Why the text is not a filter.
    pub error: Option<FilterError>,
}

/// A clause of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Clause {
    /// Its text, without the prefixes that negate it or switch it off.
    pub text: String,
    /// Its start in the parsed text, in UTF-16 units.
    pub start: usize,
    /// Its end, exclusive.
    pub end: usize,
    /// The only column that it tests, by its name in tables; `null` if it tests several.
    pub column: Option<String>,
    /// Whether it is negated.
    pub negated: bool,
    /// Whether it is switched off.
    pub off: bool,
}

/// A filter after an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Edited {
    /// The filter.
    pub filter: Filter,
}

/// Example filters, one for each part of the language; each selects events that are loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Examples {
    /// In the order of `docs/filters.md`.
    pub examples: Vec<Example>,
}

/// One of [`Examples`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Example {
    /// The filter.
    pub filter: Filter,
    /// What it means, in a few words.
    pub meaning: String,
    /// Number of events that it selects.
    pub events: u32,
}

/// Progress of evaluating a filter, in texts and rows. Evaluation is done when both are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Evaluated {
    /// Texts and rows tested so far.
    #[ts(type = "number")]
    pub done: u64,
    /// Texts and rows in all.
    #[ts(type = "number")]
    pub of: u64,
}
