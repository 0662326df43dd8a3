//! Parses days in less common notations: digits only, ISO weeks, days of the year, and the midnight that ends a day.

use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};

use super::{Moment, of_iso, of_utc};

/// Whether a number is the digits of a day, with or without a clock, and no epoch: as one, it would fall in the 1970s,
/// before any audit log, or for the digits of a day and an hour, in 2033 and 2034. The latter may be either.
pub(super) fn is_digits(value: i64) -> bool {
    let is_hour =
        || (1..=12).contains(&(value / 10_000 % 100)) && (1..=31).contains(&(value / 100 % 100)) && value % 100 < 24;
    match value {
        20_130_101..=20_491_231
        | 201_301_010_000..=204_912_312_359
        | 20_130_101_000_000..=20_491_231_235_959
        | 20_130_101_000_000_000..=20_491_231_235_959_999 => true,
        2_013_010_100..=2_049_123_123 => is_hour(),
        _ => false,
    }
}

/// Like [`of_digits`], with the nanoseconds behind the point, which only seconds have.
pub(super) fn of_digits_and_fraction(value: i64, fraction: u32) -> Option<Moment> {
    let moment = of_digits(value)?;
    let has_seconds = (20_130_101_000_000..=20_491_231_235_959).contains(&value);
    match fraction {
        0 => Some(moment),
        _ if has_seconds => Some(Moment { ms: moment.ms + i64::from(fraction / 1_000_000), ns: fraction % 1_000_000 }),
        _ => None,
    }
}

/// Reads a number as the digits of a day, with or without a clock: `20191228`, `20191228222600`.
pub(super) fn of_digits(value: i64) -> Option<Moment> {
    let (day, clock) = match value {
        20_130_101..=20_491_231 => (value, 0),
        201_301_010_000..=204_912_312_359 => (value / 10_000, value % 10_000 * 100_000),
        20_130_101_000_000..=20_491_231_235_959 => (value / 1_000_000, value % 1_000_000 * 1000),
        20_130_101_000_000_000..=20_491_231_235_959_999 => (value / 1_000_000_000, value % 1_000_000_000),
        _ => return None,
    };
    let (seconds, ms) = (clock / 1000, clock % 1000);
    let part = |number: i64| i8::try_from(number % 100).ok();
    let (year, month) = (i16::try_from(day / 10_000).ok()?, part(day / 100)?);
    let (hour, minute, second) = (part(seconds / 10_000)?, part(seconds / 100)?, part(seconds)?);
    of_utc(DateTime::new(year, month, part(day)?, hour, minute, second, ms as i32 * 1_000_000).ok()?)
}

/// Reads ISO 8601's `2019-W52-6` and `2019-362`, and the `24:00` that ends a day.
pub(super) fn of_other_calendar(text: &str) -> Option<Moment> {
    let (year, behind) = (text.get(..4)?.parse().ok()?, text[4..].trim_start_matches('-'));
    if let Some(week) = behind.strip_prefix('W') {
        let number = week.get(..2)?.parse().ok()?;
        let rest = week[2..].trim_start_matches('-');
        let day = Weekday::from_monday_one_offset(rest.get(..1)?.parse().ok()?).ok()?;
        return at(ISOWeekDate::new(year, number, day).ok()?.date(), &rest[1..]);
    }
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 3 && text.as_bytes().get(4) == Some(&b'-') {
        let number: i16 = behind[..3].parse().ok()?;
        let first = Date::new(year, 1, 1).ok()?;
        let is_day = (1..=first.days_in_year()).contains(&number);
        let day = is_day.then(|| first.checked_add(jiff::Span::new().days(number - 1)).ok())??;
        return at(day, &behind[3..]);
    }
    let (day, rest) = (text.get(..10)?.parse::<Date>().ok()?, text.get(10..)?);
    let zeros = rest.trim_start_matches(['T', 't', ' ']).strip_prefix("24:00")?;
    // In hour 24, only 24:00 is valid.
    let clock = zeros.split(['Z', 'z', '+', '-', ' ']).next().unwrap_or_default();
    let is_midnight = clock.bytes().all(|byte| matches!(byte, b':' | b'.' | b'0'));
    at(is_midnight.then(|| day.tomorrow().ok())??, &format!("T00:00{zeros}"))
}

/// The time given by a day and the rest of the text after it.
fn at(day: Date, rest: &str) -> Option<Moment> {
    of_iso(&format!("{day}{rest}"))
}
