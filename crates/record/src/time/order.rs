//! Finds out whether an input writes the day or the month first. A single row rarely shows it; all rows together
//! usually do.

use super::Moment;

/// A time whose day and month are numbers in an order that its text does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regional {
    /// The moment if the month is first; none if there is no such day.
    pub(crate) month_first: Option<Moment>,
    /// The moment if the day is first; none if there is no such day.
    pub(crate) day_first: Option<Moment>,
    /// Whether the second number is a single digit without a leading zero. Nearly every region that writes the day
    /// first pads its months to two digits, so this suggests an American `10/6/2025`.
    pub(crate) is_unpadded: bool,
    /// The day, as midnight UTC in milliseconds, that another field of the record gives unambiguously.
    pub(crate) stated_day: Option<i64>,
}

/// The order of day and month in an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Not determined yet.
    #[default]
    Unasked,
    /// The month first, as some row shows.
    MonthFirst,
    /// The day first, as some row shows.
    DayFirst,
    /// The month first, judged only by unpadded numbers; no row shows it.
    MonthFirstByHabit,
    /// No row shows it.
    Unknown,
    /// Some rows show one order, some the other.
    Mixed,
}

/// What the times of an input show about their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateEvidence {
    has_month_first: bool,
    has_day_first: bool,
    has_unpadded: bool,
}

impl DateEvidence {
    /// Adds the evidence of one time.
    pub fn add(&mut self, time: &Regional) {
        let confirms = |moment: Option<Moment>| {
            moment.zip(time.stated_day).is_some_and(|(moment, day)| moment.ms.div_euclid(DAY_MS) * DAY_MS == day)
        };
        self.has_month_first |= time.day_first.is_none() || confirms(time.month_first);
        self.has_day_first |= time.month_first.is_none() || confirms(time.day_first);
        self.has_unpadded |= time.is_unpadded;
    }

    /// The order that follows from all times so far.
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
    /// The moment in the given order; none if the order leaves it open.
    pub(crate) fn at(&self, order: DateOrder) -> Option<Moment> {
        match (self.month_first, self.day_first, order) {
            (Some(only), None, _) | (None, Some(only), _) => Some(only),
            (Some(month_first), _, DateOrder::MonthFirst | DateOrder::MonthFirstByHabit) => Some(month_first),
            (_, Some(day_first), DateOrder::DayFirst) => Some(day_first),
            _ => None,
        }
    }

    /// Whether only one order gives a valid day.
    pub(crate) fn is_certain(&self) -> bool {
        self.month_first.is_none() || self.day_first.is_none()
    }
}
