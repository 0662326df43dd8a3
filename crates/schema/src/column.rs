//! What is known of a column.

use crate::silver::SilverColumn;

/// A column of silver as it is shown and exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in frames, exports and addresses.
    pub name: &'static str,
    /// Its other name in filters; empty where it has none.
    pub short: &'static str,
    /// What it holds, for exports.
    pub column_type: ColumnType,
    /// Where it is stored; nothing for a column that is derived when it is shown.
    pub stored: Option<SilverColumn>,
    /// What it means, in a few words.
    pub meaning: &'static str,
    /// The member of a delivery record that it comes from, as Markdown.
    pub from: &'static str,
    /// When it is null, as Markdown.
    pub null_when: &'static str,
    /// The heading of its leaderboard; empty where it has none.
    pub dimension: &'static str,
    /// Its place among leaderboards, from 1; 0 where it has none.
    pub dimension_order: u8,
    /// Whether the events table shows it until the reader chooses, by place from 1; 0 where it does not.
    pub in_events: u8,
    /// The same of a gold table, before its request parameters.
    pub in_gold: u8,
}

/// What a column holds, for exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Milliseconds since 1970 UTC.
    TimeMs,
    /// Microseconds since 1970 UTC: `event_time` in exports, where one of the times has them.
    TimeUs,
    /// Whole seconds since 1970 UTC.
    TimeS,
    /// A UTC day.
    Date,
    /// 16 bits without sign.
    U16,
    /// 32 bits.
    I32,
    /// 32 bits without sign.
    U32,
    /// 64 bits without sign.
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

    /// Whether its values are numbers, which a table sets to the right.
    pub fn is_number(self) -> bool {
        matches!(self, Self::U16 | Self::I32 | Self::U32 | Self::U64)
    }
}
