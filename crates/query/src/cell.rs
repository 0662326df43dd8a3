//! Cells: a column and its value in one event.

use touchstone_medallion::{Medallion, PARAM_PREFIX, SilverColumn};
use touchstone_record::time;
use touchstone_schema::{ColumnType, column};

use crate::row::RowView;

const SECOND_MS: i64 = 1000;
const DAY_MS: i64 = 86_400_000;

/// A column of silver or of a gold frame, as it is shown and exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Shown as RFC 3339, with the digits it has and three at least.
    EventTime,
    /// The event's UTC day.
    EventDate,
    /// The event's time cut to whole seconds.
    DateTime,
    /// A stored text.
    Text(SilverColumn),
    /// A stored number.
    Integer(SilverColumn),
    /// The request parameters as JSON text.
    Flattened,
    /// One request parameter, by its key.
    Param(String),
}

impl Cell {
    /// The column of a name; an error names one that does not exist.
    pub fn of(name: &str) -> Result<Self, String> {
        if let Some(key) = name.strip_prefix(PARAM_PREFIX) {
            return Ok(Self::Param(key.to_owned()));
        }
        let column = column(name).ok_or_else(|| format!("unknown column: {name}"))?;
        Ok(match (column.stored, column.column_type) {
            (_, ColumnType::TimeMs | ColumnType::TimeUs) => Self::EventTime,
            (_, ColumnType::TimeS) => Self::DateTime,
            (_, ColumnType::Date) => Self::EventDate,
            (None, _) => Self::Flattened,
            (Some(stored), ColumnType::Text) => Self::Text(stored),
            (Some(stored), _) => Self::Integer(stored),
        })
    }

    /// Its value in an event as text.
    pub fn text(&self, medallion: &Medallion, row: u32) -> Option<String> {
        let silver = medallion.silver();
        match self {
            Self::EventTime => {
                self.integer(medallion, row).map(|time_ms| time::rfc3339_full(time_ms, silver.time_ns(row)))
            }
            Self::EventDate => silver.integer(SilverColumn::EventTime, row).map(time::date),
            Self::DateTime => self.integer(medallion, row).map(time::rfc3339_seconds),
            Self::Text(column) => silver.text(*column, row).map(str::to_owned),
            Self::Integer(_) => self.integer(medallion, row).map(|number| number.to_string()),
            Self::Flattened => Some(medallion.flattened(row)),
            Self::Param(key) => RowView::new(medallion, row)?.param(key).map(str::to_owned),
        }
    }

    /// Its value in an event as a number: a stored one, or a time in milliseconds, seconds or days since 1970.
    pub fn integer(&self, medallion: &Medallion, row: u32) -> Option<i64> {
        let silver = medallion.silver();
        match self {
            Self::Integer(column) => silver.integer(*column, row),
            Self::EventTime => silver.integer(SilverColumn::EventTime, row),
            Self::DateTime => silver.integer(SilverColumn::EventTime, row).map(|time| time.div_euclid(SECOND_MS)),
            Self::EventDate => silver.integer(SilverColumn::EventTime, row).map(|time| time.div_euclid(DAY_MS)),
            Self::Text(_) | Self::Flattened | Self::Param(_) => None,
        }
    }
}
