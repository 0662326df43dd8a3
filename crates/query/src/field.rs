//! The fields that a filter can test.

use touchstone_schema::{COLUMNS, SilverColumn};

use crate::expr::{Expr, Item, Test};
use crate::parse::parse;

/// What stands before the key of a request parameter.
pub(crate) const PARAM: &str = "param.";

/// A field of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Every text of an event: silver's text columns, the keys of its request parameters and their values.
    Anywhere,
    /// A text column of silver.
    Text(SilverColumn),
    /// A number column of silver.
    Number(SilverColumn),
    /// The time, by the millisecond.
    Time,
    /// The day of the week in UTC.
    Weekday,
    /// The hour of the day in UTC.
    Hour,
    /// The input that the event was read from: by its number in the ledger, or its path.
    Input,
    /// The request parameters as JSON.
    Flattened,
    /// A request parameter of any service, by its key.
    Param(String),
}

/// The kind of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// Texts that are addresses.
    Address,
    /// Whole numbers.
    Number,
    /// Times.
    Time,
    /// Days of the week.
    Weekday,
    /// Hours, 0 to 23.
    Hour,
    /// Paths, or numbers.
    Input,
}

impl Field {
    /// The field of a name, whatever its case; request parameters are not among them.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "time" | "event_time" | "event_date" | "date_time" => return Some(Self::Time),
            "weekday" => return Some(Self::Weekday),
            "hour" => return Some(Self::Hour),
            "input" => return Some(Self::Input),
            "flattened" => return Some(Self::Flattened),
            _ => {}
        }
        let column = COLUMNS.iter().find(|column| column.name == name || !name.is_empty() && column.short == name)?;
        let stored = column.stored?;
        Some(if column.column_type.is_number() { Self::Number(stored) } else { Self::Text(stored) })
    }

    /// The field of a column as tables and addresses name it: silver's names, and `requestParams.<key>`.
    pub fn of_column(name: &str) -> Option<Self> {
        name.strip_prefix(touchstone_medallion::PARAM_PREFIX)
            .map(|key| Self::Param(key.to_owned()))
            .or_else(|| Self::named(name).filter(|_| COLUMNS.iter().any(|column| column.name == name)))
    }

    /// The field of a name as filters write it: a column's name, its short name, or `param.` with a key, which may be
    /// in quotes.
    pub fn of_filter(name: &str) -> Option<Self> {
        match parse(&format!("{name}:*")).ok()?.expr {
            Expr::Item(Item { field, test: Test::Present }) => Some(field),
            _ => None,
        }
    }

    /// The kind of its values.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Text(SilverColumn::SourceIpAddress) => Kind::Address,
            Self::Anywhere | Self::Text(_) | Self::Flattened | Self::Param(_) => Kind::Text,
            Self::Number(_) => Kind::Number,
            Self::Time => Kind::Time,
            Self::Weekday => Kind::Weekday,
            Self::Hour => Kind::Hour,
            Self::Input => Kind::Input,
        }
    }

    /// Its name in filters, the short one where it has two; empty for [`Field::Anywhere`].
    pub fn name(&self) -> String {
        match self {
            Self::Anywhere => String::new(),
            Self::Text(column) | Self::Number(column) => short(*column).to_owned(),
            Self::Time => "time".to_owned(),
            Self::Weekday => "weekday".to_owned(),
            Self::Hour => "hour".to_owned(),
            Self::Input => "input".to_owned(),
            Self::Flattened => "flattened".to_owned(),
            Self::Param(key) => {
                let is_plain = !key.is_empty()
                    && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
                let mut name = PARAM.to_owned();
                if is_plain {
                    name.push_str(key);
                } else {
                    crate::escape::push_quoted(&mut name, key);
                }
                name
            }
        }
    }

    /// The column that it tests, under its name in tables; for every field of time, `event_time`. A leaderboard of the
    /// column ignores clauses on it.
    pub fn column(&self) -> Option<String> {
        match self {
            Self::Anywhere => None,
            Self::Text(column) | Self::Number(column) => Some(column.name().to_owned()),
            Self::Time | Self::Weekday | Self::Hour => Some("event_time".to_owned()),
            Self::Input => Some("input".to_owned()),
            Self::Flattened => Some("flattened".to_owned()),
            Self::Param(key) => Some(format!("{}{key}", touchstone_medallion::PARAM_PREFIX)),
        }
    }

    /// Every named field, in the order of silver's columns, with its meaning.
    pub fn all() -> Vec<(Self, &'static str)> {
        let of_silver = COLUMNS.iter().filter_map(|column| {
            let is_time = matches!(column.name, "event_date" | "date_time");
            Self::named(column.name).filter(|_| !is_time).map(|field| (field, column.meaning))
        });
        let of_time = [
            (Self::Weekday, "The day of the week, UTC: mon to sun"),
            (Self::Hour, "The hour of the day, UTC: 0 to 23"),
        ];
        of_silver.chain(of_time).collect()
    }
}

fn short(column: SilverColumn) -> &'static str {
    let shown = COLUMNS.iter().find(|shown| shown.stored == Some(column));
    shown.map_or(column.name(), |shown| if shown.short.is_empty() { shown.name } else { shown.short })
}
