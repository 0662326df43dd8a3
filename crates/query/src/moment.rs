//! Times in filters: a unit of the calendar, from a year to a millisecond.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Unit};

/// The precision of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the unit of its name")]
pub enum TimeUnit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
}

/// A unit of the calendar in UTC: a year, a month, a day, an hour, down to a millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    start_ms: i64,
    unit: TimeUnit,
}

/// The years that times are written in: four digits.
const YEARS: std::ops::RangeInclusive<i16> = 0..=9998;

impl Moment {
    /// The unit that holds a time; nothing beyond the years of four digits.
    pub fn new(time_ms: i64, unit: TimeUnit) -> Option<Self> {
        let time = civil(time_ms)?;
        let date = match unit {
            TimeUnit::Year => time.date().first_of_year(),
            TimeUnit::Month => time.date().first_of_month(),
            _ => time.date(),
        };
        let start = match unit {
            TimeUnit::Year | TimeUnit::Month | TimeUnit::Day => date.at(0, 0, 0, 0),
            TimeUnit::Hour => date.at(time.hour(), 0, 0, 0),
            TimeUnit::Minute => date.at(time.hour(), time.minute(), 0, 0),
            TimeUnit::Second => date.at(time.hour(), time.minute(), time.second(), 0),
            TimeUnit::Millisecond => time,
        };
        YEARS.contains(&start.year()).then(|| Some(Self { start_ms: ms(start)?, unit }))?
    }

    /// The moment of a text: `2026`, `2026-03`, `2026-03-05`, `2026-03-05T10`, `…T10:30`, `…:15`, `…:15.250`, the times with
    /// `Z`, an offset, or neither, which means UTC.
    pub fn of(text: &str) -> Option<Self> {
        let (date, clock) = match text.split_once(['T', 't']) {
            Some((date, clock)) => (date, Some(clock)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |part| part.map(Some))?;
        let day = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |part| part.map(Some))?;
        if parts.next().is_some() || clock.is_some() && day.is_none() {
            return None;
        }
        let (clock, offset_ms) =
            clock.map_or(Some((None, 0)), |clock| offset(clock).map(|(clock, ms)| (Some(clock), ms)))?;
        let mut unit = if day.is_some() {
            TimeUnit::Day
        } else if month.is_some() {
            TimeUnit::Month
        } else {
            TimeUnit::Year
        };
        let (mut hour, mut minute, mut second, mut thousandths) = (0, 0, 0, 0);
        if let Some(clock) = clock {
            let (whole, fraction) = clock.split_once('.').map_or((clock, None), |(whole, rest)| (whole, Some(rest)));
            let mut parts = whole.split(':');
            (hour, unit) = (digits(parts.next()?, 2)?, TimeUnit::Hour);
            if let Some(part) = parts.next() {
                (minute, unit) = (digits(part, 2)?, TimeUnit::Minute);
            }
            if let Some(part) = parts.next() {
                (second, unit) = (digits(part, 2)?, TimeUnit::Second);
            }
            if parts.next().is_some() {
                return None;
            }
            if let Some(fraction) = fraction {
                if unit != TimeUnit::Second || fraction.is_empty() || fraction.len() > 3 {
                    return None;
                }
                thousandths = digits(fraction, fraction.len())? * 10_i32.pow(3 - fraction.len() as u32);
                unit = TimeUnit::Millisecond;
            }
        }
        let start = DateTime::new(
            year as i16,
            month.unwrap_or(1) as i8,
            day.unwrap_or(1) as i8,
            hour as i8,
            minute as i8,
            second as i8,
            thousandths * 1_000_000,
        );
        let start_ms = ms(start.ok()?)?.checked_sub(offset_ms)?;
        // An offset of half an hour makes no hour of UTC.
        Self::new(start_ms, unit).filter(|moment| moment.start_ms == start_ms)
    }

    /// The first millisecond in it, since 1970 UTC.
    pub fn start_ms(self) -> i64 {
        self.start_ms
    }

    /// The first millisecond behind it.
    pub fn end_ms(self) -> i64 {
        let end = || {
            let start = civil(self.start_ms)?;
            ms(match self.unit {
                TimeUnit::Year => start.checked_add(1.year()).ok()?,
                TimeUnit::Month => start.checked_add(1.month()).ok()?,
                TimeUnit::Day => start.checked_add(1.day()).ok()?,
                TimeUnit::Hour => start.checked_add(1.hour()).ok()?,
                TimeUnit::Minute => start.checked_add(1.minute()).ok()?,
                TimeUnit::Second => start.checked_add(1.second()).ok()?,
                TimeUnit::Millisecond => start.checked_add(1.millisecond()).ok()?,
            })
        };
        end().unwrap_or(i64::MAX)
    }

    /// Its precision.
    pub fn unit(self) -> TimeUnit {
        self.unit
    }

    /// The coarsest moments that begin and end a half-open range of milliseconds; nothing for a range that is empty or
    /// beyond the years of four digits.
    pub fn range(from_ms: i64, until_ms: i64) -> Option<(Self, Self)> {
        use TimeUnit as U;
        if from_ms >= until_ms {
            return None;
        }
        [U::Year, U::Month, U::Day, U::Hour, U::Minute, U::Second, U::Millisecond].into_iter().find_map(|unit| {
            let (first, last) = (Self::new(from_ms, unit)?, Self::new(until_ms - 1, unit)?);
            (first.start_ms == from_ms && last.end_ms() == until_ms).then_some((first, last))
        })
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start_ms, self.unit).cmp(&(other.start_ms, other.unit))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(time) = civil(self.start_ms) else { return write!(formatter, "{}", self.start_ms) };
        let (year, month, day) = (time.year(), time.month(), time.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        match self.unit {
            TimeUnit::Year => write!(formatter, "{year:04}"),
            TimeUnit::Month => write!(formatter, "{year:04}-{month:02}"),
            TimeUnit::Day => write!(formatter, "{year:04}-{month:02}-{day:02}"),
            TimeUnit::Hour => write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}"),
            TimeUnit::Minute => write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"),
            TimeUnit::Second => write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            TimeUnit::Millisecond => {
                let thousandths = self.start_ms.rem_euclid(1000);
                write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{thousandths:03}")
            }
        }
    }
}

fn civil(time_ms: i64) -> Option<DateTime> {
    let time = Timestamp::from_millisecond(time_ms).ok()?;
    Some(TimeZone::UTC.to_datetime(time))
}

fn ms(time: DateTime) -> Option<i64> {
    let time = TimeZone::UTC.to_timestamp(time).ok()?;
    Some(time.round(Unit::Millisecond).ok()?.as_millisecond())
}

/// A number of so many digits, or of fewer where they are a fraction's.
fn digits(text: &str, count: usize) -> Option<i32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A clock without its offset, and the offset in milliseconds.
fn offset(clock: &str) -> Option<(&str, i64)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = clock.find(['+', '-']) else { return Some((clock, 0)) };
    let (clock, offset) = clock.split_at(at);
    let (hours, minutes) = offset[1..].split_once(':').unwrap_or((&offset[1..], "00"));
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let ms = i64::from(hours * 60 + minutes) * 60_000;
    Some((clock, if offset.starts_with('-') { -ms } else { ms }))
}

/// A length of time, as it is written: `30m`, `24h`, `7d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    count: u32,
    unit: char,
}

impl Duration {
    /// The length of a text: a number from 1 to 999999 and `s`, `m`, `h`, `d` or `w`.
    pub fn of(text: &str) -> Option<Self> {
        let unit = text.chars().next_back()?.to_ascii_lowercase();
        let count = text.get(..text.len() - 1)?;
        let is_plain = !count.is_empty() && count.len() <= 6 && count.bytes().all(|byte| byte.is_ascii_digit());
        let count = if is_plain { count.parse().ok()? } else { return None };
        (count > 0 && matches!(unit, 's' | 'm' | 'h' | 'd' | 'w')).then_some(Self { count, unit })
    }

    /// Milliseconds.
    pub fn ms(self) -> i64 {
        i64::from(self.count)
            * match self.unit {
                's' => 1000,
                'm' => 60_000,
                'h' => 3_600_000,
                'd' => 86_400_000,
                _ => 7 * 86_400_000,
            }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.count, self.unit)
    }
}
