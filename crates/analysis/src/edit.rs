//! Applies clicks and chip commands to a filter. The page never edits a filter's text itself.

use serde::{Deserialize, Serialize};
use touchstone_frame::{Dictionary, Selection};
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Expr, Field, Kind, Value, address, edit, fold, terms};
use ts_rs::TS;

use crate::filter::Filter;
use crate::query_result::QueryResult;
use crate::question::ZoneOffset;
use crate::zone;

/// One edit of a filter. `clause` is an index into the filter's top-level clauses, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Edit {
    /// A value of a column was clicked. A second click on the same value undoes the first.
    Choose {
        /// A silver column (`service_name`), or `requestParams.<key>` of any gold frame.
        column: String,
        /// The value as shown; `null` is the absent value.
        value: Option<String>,
        /// How to apply it.
        choice: Choice,
    },
    /// Sets or clears the time range.
    Time {
        /// `null` selects all of time, including events without a readable time.
        range: Option<TimeRange>,
    },
    /// Adds the clauses of another filter.
    Add {
        /// The other filter.
        filter: Filter,
    },
    /// Selects what a group of a breakdown counts: adds the clauses of its filter and a clause for each value.
    Group {
        /// The breakdown's filter.
        filter: Filter,
        /// The group's columns, as in `choose`.
        by: Vec<String>,
        /// The group's value of each.
        values: Vec<Option<String>>,
    },
    /// Adds the clauses of a filter and the events in one hour of the week of a zone.
    HourOfWeek {
        /// The filter whose clauses are added.
        filter: Filter,
        /// The hour, from 0, Monday's first, to 167.
        hour: usize,
        /// The zone's offsets, in order of time; none for UTC.
        zone: Vec<ZoneOffset>,
    },
    /// Replaces a clause with another filter.
    Replace {
        /// The clause.
        clause: usize,
        /// The other filter.
        filter: Filter,
    },
    /// Removes a clause.
    Remove {
        /// The clause.
        clause: usize,
    },
    /// Negates a clause.
    Negate {
        /// The clause.
        clause: usize,
    },
    /// Switches a clause off, or on again.
    Switch {
        /// The clause.
        clause: usize,
    },
    /// Removes every clause on a column.
    Clear {
        /// As in `choose`.
        column: String,
    },
}

/// How a clicked value changes the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Choice {
    /// Selects only events with this value and drops the column's other values.
    Only,
    /// Adds the value to the column's list.
    Also,
    /// Excludes events with this value.
    Without,
}

/// Half-open: `from_ms <= event_time < until_ms`, milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimeRange {
    /// The first millisecond inside the range.
    #[ts(type = "number")]
    pub from_ms: i64,
    /// The first millisecond after the range.
    #[ts(type = "number")]
    pub until_ms: i64,
}

/// The last time that the page can name, milliseconds since 1970 UTC; its first is as far before.
const MAX_TIME_MS: i64 = 8_640_000_000_000_000;

impl TimeRange {
    /// The first and the last millisecond inside; nothing if none is.
    pub(crate) fn ends(self) -> Option<(i64, i64)> {
        let first = self.from_ms.clamp(-MAX_TIME_MS, MAX_TIME_MS);
        let last = self.until_ms.clamp(-MAX_TIME_MS, MAX_TIME_MS).saturating_sub(1);
        (first <= last).then_some((first, last))
    }
}

/// One column's clause in a version 1 address, from before the filter language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Term {
    /// A silver column (`service_name`), or `requestParams.<key>` of any gold frame.
    pub column: String,
    /// The values as shown; `null` is the absent value.
    pub values: Vec<Option<String>>,
    /// Whether to exclude events with one of `values` instead of selecting them.
    pub exclude: bool,
}

/// The filter after an edit.
pub(crate) fn edited(medallion: &Medallion, filter: Filter, edit: &Edit) -> QueryResult<Filter> {
    let expr = filter.into_expr();
    let expr = match edit {
        Edit::Choose { column, value, choice } => {
            let (field, value) = chosen(medallion, column, value.as_deref())?;
            edit::choose(expr, &field, &value, choice.into())
        }
        Edit::Time { range } => edit::with_time(expr, range.map(|range| (range.from_ms, range.until_ms))),
        Edit::Add { filter } => filter.expr().clone().into_clauses().into_iter().fold(expr, edit::add),
        Edit::Group { filter, by, values } => {
            let clauses = by.iter().zip(values).map(|(column, value)| clause_of(medallion, column, value.as_deref()));
            let clauses: Vec<Expr> = clauses.collect::<QueryResult<_>>()?;
            filter.expr().clone().into_clauses().into_iter().chain(clauses).fold(expr, edit::add)
        }
        Edit::HourOfWeek { filter, hour, zone } => {
            let silver = medallion.silver();
            let all = Selection::all(silver.rows());
            let span = silver.frame().span(silver.id(SilverColumn::EventTime), &all).ends;
            let clauses = zone::of_hour(*hour, zone, span)?.into_clauses();
            filter.expr().clone().into_clauses().into_iter().chain(clauses).fold(expr, edit::add)
        }
        Edit::Replace { clause, filter } => edit::replace(expr, *clause, filter.expr().clone()),
        Edit::Remove { clause } => edit::remove(expr, *clause),
        Edit::Negate { clause } => edit::negate(expr, *clause),
        Edit::Switch { clause } => edit::switch(expr, *clause),
        Edit::Clear { column } => {
            field(column)?;
            edit::without_column(&expr, column)
        }
    };
    within_limits(&expr)
}

/// A filter made of others, which may be over a limit.
pub(crate) fn within_limits(expr: &Expr) -> QueryResult<Filter> {
    match Filter::parse(&expr.to_string()) {
        Ok(filter) => Ok(filter),
        Err(error) => Err(format!("the filter would be too large: {}", error.message)),
    }
}

/// The clause for the events that show a value in a column.
pub(crate) fn clause_of(medallion: &Medallion, column: &str, value: Option<&str>) -> QueryResult<Expr> {
    let (field, value) = chosen(medallion, column, value)?;
    Ok(edit::choose(Expr::All, &field, &value, edit::Choice::Only))
}

/// The field and the filter value of a clicked cell.
fn chosen(medallion: &Medallion, column: &str, value: Option<&str>) -> QueryResult<(Field, Value)> {
    let field = field(column)?;
    let chosen = value_of(medallion, &field, value)
        .ok_or_else(|| format!("{column} cannot have the value {}", value.unwrap_or("null")))?;
    Ok((field, chosen))
}

/// The filter of a version 1 address: terms and a time range.
pub(crate) fn of_terms(terms: &[Term], time: Option<TimeRange>) -> QueryResult<Filter> {
    let terms: Vec<terms::Term<'_>> = terms
        .iter()
        .map(|term| terms::Term {
            column: &term.column,
            values: term.values.iter().map(Option::as_deref).collect(),
            exclude: term.exclude,
        })
        .collect();
    Ok(terms::of_terms(&terms, time.map(|range| (range.from_ms, range.until_ms)))?.into())
}

/// The field of a column, by its name in tables or filters.
pub(crate) fn field(column: &str) -> QueryResult<Field> {
    let field = Field::of_column(column).or_else(|| Field::of_filter(column));
    field.ok_or_else(|| format!("unknown column: {column}"))
}

/// The filter value for a clicked cell. It ignores case, which reads better, unless it would then match
/// another loaded text: one that differs only by case or is the same address.
fn value_of(medallion: &Medallion, field: &Field, shown: Option<&str>) -> Option<Value> {
    let exact = terms::value_of(field, shown)?;
    let (Value::Cased(pattern), Some(shown)) = (&exact, shown) else { return Some(exact) };
    let is_alone = match field {
        Field::Text(column) => {
            let silver = medallion.silver();
            let dictionary = silver.frame().dictionary(silver.id(*column));
            is_alone(dictionary, shown) && (field.kind() != Kind::Address || is_only_spelling(dictionary, shown))
        }
        Field::Param(key) => medallion
            .gold()
            .filter_map(|gold| Some(gold.frame().dictionary(gold.key(key)?)))
            .all(|dictionary| is_alone(dictionary, shown)),
        _ => false,
    };
    Some(if is_alone { Value::Text(pattern.clone()) } else { exact })
}

fn is_only_spelling(dictionary: &Dictionary, text: &str) -> bool {
    let wanted = address(text);
    wanted.is_none() || dictionary.iter().all(|(_, other)| other == text || address(other) != wanted)
}

fn is_alone(dictionary: &Dictionary, text: &str) -> bool {
    let folded = fold::folded(text);
    // Case folding may change a text's length in bytes, but not in characters.
    let could_be = |other: &str| other.len() == text.len() || !other.is_ascii() || !text.is_ascii();
    dictionary.iter().all(|(_, other)| other == text || !could_be(other) || fold::folded(other) != folded)
}

impl From<&Choice> for edit::Choice {
    fn from(choice: &Choice) -> Self {
        match choice {
            Choice::Only => Self::Only,
            Choice::Also => Self::Also,
            Choice::Without => Self::Without,
        }
    }
}
