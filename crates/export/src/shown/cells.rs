//! The cells of a shown table.

use serde_json::Value;

use crate::xlsx::{self, Kind, holds_time};

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Absent,
    Text(String),
    Number(i64),
    Real(f64),
    /// Milliseconds since 1970, and their text.
    Time(i64, String),
    Flag(bool),
}

impl Cell {
    /// A value as a cell of a column of a kind.
    pub(crate) fn of(value: &Value, kind: Kind) -> Self {
        match (kind, value) {
            (_, Value::Null) => Self::Absent,
            (Kind::Flag, Value::Bool(flag)) => Self::Flag(*flag),
            (Kind::Time, Value::Number(number)) => number.as_i64().map_or(Self::Absent, |ms| {
                let text = touchstone_record::time::rfc3339(ms);
                Self::Time(ms, text)
            }),
            (Kind::Number, Value::Number(number)) => {
                number.as_i64().map_or_else(|| Self::Text(number.to_string()), Self::Number)
            }
            (Kind::Real, Value::Number(number)) => number.as_f64().map_or(Self::Absent, Self::Real),
            (_, Value::String(text)) => Self::Text(text.clone()),
            (_, other) => Self::Text(other.to_string()),
        }
    }

    /// As text, as CSV and Markdown have it.
    pub(crate) fn text(&self) -> Option<String> {
        Some(match self {
            Self::Absent => return None,
            Self::Text(text) | Self::Time(_, text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
        })
    }

    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Absent => Value::Null,
            Self::Text(text) | Self::Time(_, text) => text.clone().into(),
            Self::Number(number) => (*number).into(),
            Self::Real(number) => (*number).into(),
            Self::Flag(flag) => (*flag).into(),
        }
    }

    pub(crate) fn for_workbook(&self) -> xlsx::Cell<'_> {
        match self {
            Self::Absent => xlsx::Cell::Absent,
            Self::Time(ms, _) if holds_time(*ms) => xlsx::Cell::Time(*ms),
            Self::Text(text) | Self::Time(_, text) => xlsx::Cell::Text(text),
            Self::Number(number) => xlsx::Cell::Number(*number),
            Self::Real(number) => xlsx::Cell::Real(*number),
            Self::Flag(flag) => xlsx::Cell::Flag(*flag),
        }
    }
}
