//! Filters, as the page shows and edits them.

use serde::Serialize;
use touchstone_query::FilterError;
use ts_rs::TS;

use crate::edit::TimeRange;
use crate::filter::Filter;

/// What a text says as a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Parsed {
    /// The filter in its own spelling; `null` where the text is none.
    pub filter: Option<Filter>,
    /// Its clauses; events must be meant by all of them.
    pub clauses: Vec<Clause>,
    /// The range of time that it sets, where it is a plain one.
    pub time: Option<TimeRange>,
    /// Why the text is no filter.
    pub error: Option<FilterError>,
}

/// A clause of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Clause {
    /// Its own text, without what negates it or switches it off.
    pub text: String,
    /// Where it begins in the text that was parsed, in UTF-16 units.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The one column that it asks, as tables name it; `null` where it asks several.
    pub column: Option<String>,
    /// Whether it leaves out what it names.
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

/// Filters that select something of what is loaded, one for each part of the language.
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
    /// How many events it selects of all.
    pub events: u32,
}

/// How far the evaluation of a filter is, in texts and rows to be looked at. It is done when both are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Evaluated {
    /// Looked at.
    #[ts(type = "number")]
    pub done: u64,
    /// To be looked at in all.
    #[ts(type = "number")]
    pub of: u64,
}
