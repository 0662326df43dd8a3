//! The description of a column.

use crate::silver::SilverColumn;

/// A column of silver as shown and exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in frames, exports and addresses.
    pub name: &'static str,
    /// Its short name in filters; empty if it has none.
    pub short: &'static str,
    /// Its type in exports.
    pub column_type: ColumnType,
    /// The stored column; `None` if it is derived when shown.
    pub stored: Option<SilverColumn>,
    /// What it means, in a few words.
    pub meaning: &'static str,
    /// The member of a delivery record that it comes from, as Markdown.
    pub from: &'static str,
    /// When it is null, as Markdown.
    pub null_when: &'static str,
    /// The heading of its leaderboard; empty if it has none.
    pub dimension: &'static str,
    /// Its position among the leaderboards, from 1; 0 if it has none.
    pub dimension_order: u8,
    /// Its position in the events table's default columns, from 1; 0 if not among them.
    pub in_events: u8,
    /// Its position in a gold table's default columns, before the request parameters.
    pub in_gold: u8,
}

/// A column's type in exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Milliseconds since 1970 UTC.
    TimeMs,
    /// Microseconds since 1970 UTC: `event_time` in exports if any time is that precise.
    TimeUs,
    /// Whole seconds since 1970 UTC.
    TimeS,
    /// A UTC day.
    Date,
    /// Unsigned 16 bits.
    U16,
    /// Signed 32 bits.
    I32,
    /// Unsigned 32 bits.
    U32,
    /// Unsigned 64 bits.
    U64,
}

impl ColumnType {
    /// Its name in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::TimeMs => "timestamp, UTC, ms, and what the record has beyond",
            Self::TimeUs => "timestamp, UTC, µs",
            Self::TimeS => "timestamp, s, UTC",
            Self::Date => "date",
            Self::U16 => "u16",
            Self::I32 => "i32",
            Self::U32 => "u32",
            Self::U64 => "u64",
        }
    }

    /// Whether its values are numbers, which tables align right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::U16 | Self::I32 | Self::U32 | Self::U64)
    }
}
