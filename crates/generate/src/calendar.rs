//! The days of a log, in UTC.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, civil::Weekday};

use crate::Error;

pub(crate) const SECOND: i64 = 1000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

#[derive(Debug)]
pub(crate) struct Calendar {
    /// Midnight of the first day, in epoch milliseconds.
    pub(crate) start_ms: i64,
    names: Vec<String>,
    first_weekday: Weekday,
}

impl Calendar {
    pub(crate) fn new(start: Date, days: u32) -> Result<Self, Error> {
        let beyond =
            |cause: jiff::Error| Error::Options(format!("{days} days from {start} leave the calendar: {cause}"));
        let midnight = start.to_zoned(TimeZone::UTC).map_err(beyond)?;
        let names = (0..days)
            .map(|day| start.checked_add(i64::from(day).days()).map(|date| date.to_string()))
            .collect::<Result<_, _>>()
            .map_err(beyond)?;
        Ok(Self { start_ms: midnight.timestamp().as_millisecond(), names, first_weekday: start.weekday() })
    }

    pub(crate) fn days(&self) -> usize {
        self.names.len()
    }

    /// The first millisecond after the last day.
    pub(crate) fn end_ms(&self) -> i64 {
        self.start_ms + self.days() as i64 * DAY
    }

    /// The index of a time's day, from 0.
    pub(crate) fn day_of(&self, time_ms: i64) -> usize {
        ((time_ms - self.start_ms) / DAY) as usize
    }

    /// `YYYY-MM-DD` of a time inside the log.
    pub(crate) fn date(&self, time_ms: i64) -> &str {
        self.name(self.day_of(time_ms))
    }

    /// `YYYY-MM-DD` of a day by index.
    pub(crate) fn name(&self, day: usize) -> &str {
        &self.names[day]
    }

    pub(crate) fn is_weekend(&self, day: usize) -> bool {
        (self.first_weekday.to_monday_zero_offset() as usize + day) % 7 >= 5
    }

    /// `MMDD-HHMMSS`, the start of cluster ids.
    pub(crate) fn stamp(&self, time_ms: i64) -> String {
        let date = self.date(time_ms);
        let second = (time_ms - self.start_ms) % DAY / SECOND;
        let (month, day) = (&date[date.len() - 5..date.len() - 3], &date[date.len() - 2..]);
        format!("{month}{day}-{:02}{:02}{:02}", second / 3600, second / 60 % 60, second % 60)
    }
}
