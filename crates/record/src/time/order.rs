//! Whether an input writes the day or the month first. One row rarely tells; all rows of an input mostly do.

use super::Moment;

/// A time whose day and month are numbers in an order that its text alone does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regional {
    /// Read with the month first; nothing where there is no such day.
    pub(crate) month_first: Option<Moment>,
    /// Read with the day first.
    pub(crate) day_first: Option<Moment>,
    /// Whether the second number is below ten and has no zero in front. Nearly every region that writes the day first
    /// writes its months with two digits, so this is what an American `10/6/2025` looks like.
    pub(crate) is_unpadded: bool,
    /// The day in UTC, in milliseconds, that the record says beside it, in an order that leaves no choice.
    pub(crate) said: Option<i64>,
}

/// The order of day and month in an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Nobody has looked yet.
    #[default]
    Unasked,
    /// The month first, as some row shows.
    MonthFirst,
    /// The day first, as some row shows.
    DayFirst,
    /// The month first, as no row shows, but as all are spelled.
    MonthFirstByHabit,
    /// No row shows it.
    Unknown,
    /// Some rows show one, some the other.
    Mixed,
}

/// What the times of an input say about their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateEvidence {
    has_month_first: bool,
    has_day_first: bool,
    has_unpadded: bool,
}

impl DateEvidence {
    /// Takes in a time.
    pub fn add(&mut self, time: &Regional) {
        let is_said = |moment: Option<Moment>| {
            moment.zip(time.said).is_some_and(|(moment, said)| moment.ms.div_euclid(DAY_MS) * DAY_MS == said)
        };
        self.has_month_first |= time.day_first.is_none() || is_said(time.month_first);
        self.has_day_first |= time.month_first.is_none() || is_said(time.day_first);
        self.has_unpadded |= time.is_unpadded;
    }

    /// The order that all of them have together.
    pub fn order(self) -> DateOrder {
        match (self.has_month_first, self.has_day_first) {
            (true, true) => DateOrder::Mixed,
            (true, false) => DateOrder::MonthFirst,
            (false, true) => DateOrder::DayFirst,
            (false, false) if self.has_unpadded => DateOrder::MonthFirstByHabit,
            (false, false) => DateOrder::Unknown,
        }
    }
}

const DAY_MS: i64 = 86_400_000;

impl Regional {
    /// The moment in an order; nothing where the order leaves it open.
    pub(crate) fn at(&self, order: DateOrder) -> Option<Moment> {
        match (self.month_first, self.day_first, order) {
            (Some(only), None, _) | (None, Some(only), _) => Some(only),
            (Some(month_first), _, DateOrder::MonthFirst | DateOrder::MonthFirstByHabit) => Some(month_first),
            (_, Some(day_first), DateOrder::DayFirst) => Some(day_first),
            _ => None,
        }
    }

    /// Whether it has one reading whatever the order.
    pub(crate) fn is_certain(&self) -> bool {
        self.month_first.is_none() || self.day_first.is_none()
    }
}
