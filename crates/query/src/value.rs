//! Values in tests.

use crate::decimal::Decimal;
use crate::moment::Moment;
use crate::network::Network;
use crate::pattern::Pattern;
use crate::regex::Regex;

/// One value of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// There is none: `-*`.
    Absent,
    /// A text without case.
    Text(Pattern),
    /// A text with case: `="Text"`.
    Cased(Pattern),
    /// A regular expression that is found in the text.
    Regex(Regex),
    /// An address in a network.
    Network(Network),
    /// Numbers; of a text field the texts that spell one.
    Number(Range<Decimal>),
    /// Times.
    Time(Range<Moment>),
    /// Days of the week. A range may go over the week's end.
    Weekday(Range<Weekday>),
    /// Hours of the day, 0 to 23. A range may go over midnight.
    Hour(Range<u8>),
}

/// Values by their order. Times stand for all of their unit: `2026-03-05T10` is that hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range<T> {
    /// Equal.
    Is(T),
    /// `>=`
    From(T),
    /// `>`
    Above(T),
    /// `<=`
    To(T),
    /// `<`
    Below(T),
    /// `a..b`, both included.
    Between(T, T),
}

impl<T: Ord> Range<T> {
    /// Whether a value is in it.
    pub fn contains(&self, value: &T) -> bool {
        match self {
            Self::Is(one) => value == one,
            Self::From(least) => value >= least,
            Self::Above(least) => value > least,
            Self::To(most) => value <= most,
            Self::Below(most) => value < most,
            Self::Between(least, most) => least <= value && value <= most,
        }
    }

    /// Whether a value that comes round again, as hours and weekdays do, is in it.
    pub fn contains_round(&self, value: &T) -> bool {
        match self {
            Self::Between(first, last) if first > last => value >= first || value <= last,
            other => other.contains(value),
        }
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the day of its name")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// From Monday on.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of a name, in full or its first three letters, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        const FULL: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let name = name.to_ascii_lowercase();
        Self::ALL.into_iter().find(|day| name == day.name() || name == FULL[*day as usize])
    }

    /// Its first three letters.
    pub fn name(self) -> &'static str {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][self as usize]
    }

    /// The UTC day of the week of a time in milliseconds.
    pub fn of_time(time_ms: i64) -> Self {
        // 1 January 1970 was a Thursday.
        Self::ALL[(time_ms.div_euclid(86_400_000) + 3).rem_euclid(7) as usize]
    }
}
