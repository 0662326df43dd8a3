//! Parses times as records spell them, and prints them, always in UTC.

mod calendar;
mod order;
mod spelling;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::number::{self, Decimal};

pub use order::{DateEvidence, DateOrder, Regional};
pub(crate) use spelling::Spelled;

/// A point in time, as exact as the record gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Milliseconds since 1970 UTC.
    pub ms: i64,
    /// Nanoseconds within the millisecond, below 1,000,000.
    pub ns: u32,
}

impl Moment {
    fn of(time: Timestamp) -> Option<Self> {
        Self::of_nanoseconds(time.as_nanosecond())
    }

    /// Converts an epoch that counts `per_second` units a second since 1970: 1, a thousand, a million or a billion.
    pub(crate) fn of_parts(epoch: i64, per_second: i64) -> Option<Self> {
        let per_ms = per_second / 1000;
        if per_ms == 0 {
            return Some(Self { ms: epoch.checked_mul(1000)?, ns: 0 });
        }
        Some(Self { ms: epoch.div_euclid(per_ms), ns: (epoch.rem_euclid(per_ms) * (1_000_000 / per_ms)) as u32 })
    }

    fn of_nanoseconds(nanoseconds: i128) -> Option<Self> {
        let ms = i64::try_from(nanoseconds.div_euclid(1_000_000)).ok()?;
        Some(Self { ms, ns: nanoseconds.rem_euclid(1_000_000) as u32 })
    }
}

/// Parses every spelling with a single reading: an epoch in seconds, milliseconds, microseconds or nanoseconds, with or
/// without a fraction, whose unit follows from its magnitude; ISO 8601 with or without a zone, where no zone means UTC;
/// and the spellings of [`spelling::read`]. Digits finer than nanoseconds are dropped.
pub fn of_text(text: &str) -> Option<Moment> {
    match spelled(text)? {
        Spelled::At(moment) => Some(moment),
        Spelled::Regional(time) => time.at(DateOrder::Unknown),
    }
}

/// Parses a time, including one whose day and month could be swapped; none if it has no reading.
pub(crate) fn spelled(text: &str) -> Option<Spelled> {
    if let Ok(epoch) = text.parse() {
        return of_integer(epoch).map(Spelled::At);
    }
    let text = unquoted(text.trim());
    if let Ok(epoch) = text.parse() {
        return of_integer(epoch).map(Spelled::At);
    }
    if let Some(epoch) = Decimal::of(text) {
        if number::is_shortened(text) || is_serial(epoch.scaled(0)?.unsigned_abs()) {
            return None;
        }
        let whole = epoch.scaled(0)?;
        if let Some(whole) = i64::try_from(whole).ok().filter(|whole| calendar::is_digits(*whole)) {
            let fraction = epoch.scaled(9)?.checked_sub(i128::from(whole) * 1_000_000_000)?;
            return calendar::of_digits_and_fraction(whole, u32::try_from(fraction).ok()?).map(Spelled::At);
        }
        let power = power_of_nanoseconds(whole.unsigned_abs())?;
        return Moment::of_nanoseconds(epoch.scaled(power)?).map(Spelled::At);
    }
    of_iso(text)
        .or_else(|| text.is_ascii().then(|| of_iso(&plainer(text)))?)
        .or_else(|| calendar::of_other_calendar(text))
        .map(Spelled::At)
        .or_else(|| spelling::read(text))
}

/// How far a zone such as `UTC+02:00`, `GMT-5` or `+0530` is ahead of UTC, in milliseconds. None for a zone that has
/// only a name.
pub(crate) fn ahead_of_utc(zone: &str) -> Option<i64> {
    let zone = zone.trim();
    let offset = ["UTC", "GMT", "Z"].iter().find_map(|name| zone.strip_prefix(name)).unwrap_or(zone).trim();
    if offset.is_empty() {
        return (!zone.is_empty()).then_some(0);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let clock = offset.strip_prefix(['+', '-', '\u{2212}'])?;
    let is_clock = clock.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let (hours, minutes) = match clock.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if clock.len() > 2 => clock.split_at_checked(clock.len() - 2)?,
        None => (clock, "0"),
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (is_clock && hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60_000)
}

/// Whether a valid time names its zone or counts from 1970 UTC.
pub(crate) fn names_its_zone(text: &str) -> bool {
    let text = text.trim();
    let clock = text.find(':').unwrap_or(text.len());
    text.parse::<f64>().is_ok() || text.ends_with('Z') || text.ends_with("UTC") || text[clock..].contains(['+', '-'])
}

/// Strips quotes, and UTC repeated in brackets.
fn unquoted(text: &str) -> &str {
    let inner = ['\'', '"'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    let text = inner.map_or(text, str::trim);
    ["[UTC]", "[Etc/UTC]", "[GMT]", "[Z]"].iter().find_map(|zone| text.strip_suffix(zone)).unwrap_or(text)
}

/// Whether a number with a fraction is a spreadsheet's serial date, from 1982 to 2119. As seconds, it would fall on the
/// first day of 1970. The day depends on the spreadsheet's epoch, so such numbers are not read.
fn is_serial(magnitude: u128) -> bool {
    (30_000..80_000).contains(&magnitude)
}

/// Milliseconds since 1970 from an epoch in seconds, milliseconds, microseconds or nanoseconds. The magnitude gives the
/// unit.
pub fn of_epoch(value: i64) -> Option<i64> {
    of_integer(value).map(|moment| moment.ms)
}

fn of_integer(value: i64) -> Option<Moment> {
    if calendar::is_digits(value) {
        return calendar::of_digits(value);
    }
    Some(match power_of_nanoseconds(value.unsigned_abs().into())? {
        9 => Moment { ms: value * 1000, ns: 0 },
        6 => Moment { ms: value, ns: 0 },
        3 => Moment { ms: value.div_euclid(1000), ns: value.rem_euclid(1000) as u32 * 1000 },
        _ => Moment { ms: value.div_euclid(1_000_000), ns: value.rem_euclid(1_000_000) as u32 },
    })
}

/// The power of ten that converts an epoch to nanoseconds. In the next finer unit, each number would fall in early
/// 1970, before any audit log. Numbers from the year 2223 on are no time: the largest of 64 bits is a common marker for
/// a missing one.
fn power_of_nanoseconds(magnitude: u128) -> Option<i32> {
    match magnitude {
        0..10_000_000_000 => Some(9),
        10_000_000_000..10_000_000_000_000 => Some(6),
        10_000_000_000_000..10_000_000_000_000_000 => Some(3),
        10_000_000_000_000_000..8_000_000_000_000_000_000 => Some(0),
        _ => None,
    }
}

/// The furthest that a zone is from UTC, in seconds.
const MAX_OFFSET_S: i32 = 14 * 3600;

/// Whether a time in ISO 8601 has a second 60, or an offset that no zone has. The parser reads both.
fn is_beyond_its_range(text: &str) -> bool {
    let second = if text.as_bytes().get(13) == Some(&b':') { text.get(16..19) } else { text.get(13..15) };
    if matches!(second, Some(":60" | "60")) {
        return true;
    }
    let sign = text.get(11..).filter(|clock| !clock.ends_with(['Z', 'z'])).and_then(|clock| clock.rfind(['+', '-']));
    let Some(offset) = sign.and_then(|at| text.get(11 + at + 1..)) else { return false };
    let part = |range| offset.get(range).and_then(|digits: &str| digits.parse::<i32>().ok());
    let minutes = part(if offset.contains(':') { 3..5 } else { 2..4 });
    part(0..2).unwrap_or_default() * 3600 + minutes.unwrap_or_default() * 60 > MAX_OFFSET_S
}

fn of_iso(text: &str) -> Option<Moment> {
    if is_beyond_its_range(text) {
        return None;
    }
    if let Ok(time) = text.parse() {
        return Moment::of(time);
    }
    // jiff's parser of local times ignores offsets and zone names, which must not be ignored.
    if text.get(10..).is_some_and(|clock| clock.contains(['+', '-', '['])) {
        return None;
    }
    of_utc(text.parse().ok()?)
}

/// Rewrites ISO 8601 for the parser: at most nine digits of fraction, and the zone next to the clock, unlike in
/// `2021-09-20 17:20:00.39100000 +0000`. A named zone is found by its sign.
fn plainer(text: &str) -> String {
    let colon = text.find(':').unwrap_or(text.len());
    let is_clock = |letter: char| letter.is_ascii_digit() || matches!(letter, ':' | '.' | ',');
    let end = text[colon..].find(|letter| !is_clock(letter)).map_or(text.len(), |length| colon + length);
    let (clock, zone) = text.split_at(end);
    let digits = clock.find(['.', ',']).map_or(clock.len(), |point| clock.len().min(point + 10));
    let zone = match zone.trim() {
        "UTC" | "GMT" => "Z",
        zone => zone,
    };
    format!("{}{zone}", &clock[..digits])
}

fn of_utc(time: DateTime) -> Option<Moment> {
    Moment::of(TimeZone::UTC.to_timestamp(time).ok()?)
}

/// RFC 3339 in UTC with milliseconds, `2019-12-28T00:00:00.848Z`. A time after the year 9999 is printed as its number.
pub fn rfc3339(time_ms: i64) -> String {
    match Timestamp::from_millisecond(time_ms) {
        Ok(time) => format!("{time:.3}"),
        Err(_) => time_ms.to_string(),
    }
}

/// RFC 3339 in UTC with as many digits as the time has: milliseconds, or microseconds or nanoseconds if `within_ns`,
/// the nanoseconds within the millisecond, needs them.
pub fn rfc3339_full(time_ms: i64, within_ns: u32) -> String {
    if within_ns == 0 {
        return rfc3339(time_ms);
    }
    match Timestamp::from_nanosecond(i128::from(time_ms) * 1_000_000 + i128::from(within_ns)) {
        Ok(time) if within_ns.is_multiple_of(1000) => format!("{time:.6}"),
        Ok(time) => format!("{time:.9}"),
        Err(_) => rfc3339(time_ms),
    }
}

/// RFC 3339 in UTC with whole seconds, from seconds since 1970.
pub fn rfc3339_seconds(time_s: i64) -> String {
    match Timestamp::from_second(time_s) {
        Ok(time) => format!("{time:.0}"),
        Err(_) => time_s.to_string(),
    }
}

/// Milliseconds since 1970 from RFC 3339 text; a day alone means its midnight in UTC.
pub fn of_rfc3339(text: &str) -> Option<i64> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time.as_millisecond());
    }
    let day: Date = text.parse().ok()?;
    of_utc(day.to_datetime(jiff::civil::Time::midnight())).map(|midnight| midnight.ms)
}

/// The UTC day of a time, `2019-12-28`.
pub fn date(time_ms: i64) -> String {
    let mut text = rfc3339(time_ms);
    if let Some(at) = text.find('T') {
        text.truncate(at);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_printed_in_utc() {
        assert_eq!(rfc3339(1_577_571_960_848), "2019-12-28T22:26:00.848Z");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(rfc3339(i64::MAX), "9223372036854775807");
        assert_eq!(date(1_577_571_960_848), "2019-12-28");
        assert_eq!(date(-1), "1969-12-31");
    }

    #[test]
    fn times_are_printed_with_their_digits() {
        for (time_ms, time_ns, expected) in [
            (1_577_571_960_848, 0, "2019-12-28T22:26:00.848Z"),
            (1_577_571_960_848, 123_000, "2019-12-28T22:26:00.848123Z"),
            (1_577_571_960_848, 123_456, "2019-12-28T22:26:00.848123456Z"),
            (1_577_571_960_000, 1, "2019-12-28T22:26:00.000000001Z"),
            (-1, 999_999, "1969-12-31T23:59:59.999999999Z"),
            (i64::MAX, 1, "9223372036854775807"),
            (i64::MIN, u32::MAX, "-9223372036854775808"),
        ] {
            assert_eq!(rfc3339_full(time_ms, time_ns), expected);
        }
    }

    #[test]
    fn printed_times_parse_to_the_same() {
        for time in [0, 1_577_571_960_848, -62_000_000_001] {
            assert_eq!(of_rfc3339(&rfc3339(time)), Some(time));
            assert_eq!(of_rfc3339(&rfc3339_seconds(time.div_euclid(1000))), Some(time.div_euclid(1000) * 1000));
            assert_eq!(of_rfc3339(&date(time)), Some(time.div_euclid(86_400_000) * 86_400_000));
            for ns in [0, 7000, 7] {
                assert_eq!(of_text(&rfc3339_full(time, ns)), Some(Moment { ms: time, ns }));
            }
        }
        assert_eq!(of_rfc3339("yesterday"), None);
    }

    #[test]
    fn magnitude_gives_the_unit_of_an_epoch() {
        assert_eq!(of_epoch(1_577_571_960), Some(1_577_571_960_000));
        assert_eq!(of_epoch(1_577_571_960_848), Some(1_577_571_960_848));
        assert_eq!(of_epoch(1_577_571_960_848_123), Some(1_577_571_960_848));
        assert_eq!(of_epoch(1_577_571_960_848_123_456), Some(1_577_571_960_848));
        assert_eq!(of_epoch(i64::MAX), None);
        assert_eq!(of_epoch(-i64::MAX), None);
        assert_eq!(of_epoch(i64::MIN), None);
    }

    #[test]
    fn every_spelling_gives_the_same_time() {
        const AT: i64 = 1_577_571_960_848;
        const SECOND: i64 = 1_577_571_960_000;
        for (text, ms, ns) in [
            ("1577571960848", AT, 0),
            (" 1577571960848 ", AT, 0),
            ("1577571960", SECOND, 0),
            ("1577571960848123", AT, 123_000),
            ("1577571960848123456", AT, 123_456),
            ("1577571960.848", AT, 0),
            ("1577571960.848123456", AT, 123_456),
            ("1577571960.8481234567", AT, 123_456),
            ("1577571960848.123", AT, 123_000),
            ("1577571960848.0", AT, 0),
            ("1.577571960848E12", AT, 0),
            ("1.577571960848e+12", AT, 0),
            ("0", 0, 0),
            ("-1", -1000, 0),
            ("-0.000000001", -1, 999_999),
            ("2019-12-28T22:26:00.848Z", AT, 0),
            ("2019-12-28T22:26:00.848", AT, 0),
            ("2019-12-28 22:26:00.848", AT, 0),
            ("2019-12-28 22:26:00", SECOND, 0),
            ("2019-12-28T22:26Z", SECOND, 0),
            ("2019-12-28t22:26:00z", SECOND, 0),
            ("2019-12-28T22:26:00,848Z", AT, 0),
            ("2019-12-28T23:26:00.848+01:00", AT, 0),
            ("2019-12-28T23:26:00.848+0100", AT, 0),
            ("2019-12-28T23:26:00.848+01", AT, 0),
            ("2019-12-28 23:26:00.848 +0100", AT, 0),
            ("2019-12-28 22:26:00.84800000 +0000", AT, 0),
            ("2019-12-28 22:26:00.848 UTC", AT, 0),
            ("2019-12-28 22:26:00 GMT", SECOND, 0),
            ("2019-12-28T22:26:00.848000000000Z", AT, 0),
            ("2019-12-28T22:26:00.848123456789", AT, 123_456),
            ("2019-12-28T22:26:00.8481Z", AT, 100_000),
            ("2019-12-28T22:26:00.848+00:00[UTC]", AT, 0),
            ("2019-12-28", 1_577_491_200_000, 0),
            ("20191228", 1_577_491_200_000, 0),
            ("20191228222600", SECOND, 0),
            ("20191228222600.848", AT, 0),
            ("20191228222600.848123456", AT, 123_456),
            ("20191228222600.0", SECOND, 0),
            ("2.0191228222600848E13", AT, 0),
            ("20191228.0", 1_577_491_200_000, 0),
            ("2019-12-29T12:26:00.848+14:00", AT, 0),
            ("2019-12-28T10:26:00.848-1200", AT, 0),
            ("20191228222600848", AT, 0),
            ("20191228T222600Z", SECOND, 0),
            ("2019-W52-6T22:26:00.848Z", AT, 0),
            ("2019W526T22:26:00Z", SECOND, 0),
            ("2019-362T22:26:00.848Z", AT, 0),
            ("2019-362", 1_577_491_200_000, 0),
            ("2019-12-27T24:00:00Z", 1_577_491_200_000, 0),
            ("2019-12-27 24:00", 1_577_491_200_000, 0),
            ("'2019-12-28 22:26:00.848'", AT, 0),
            ("2019-12-28T22:26:00.848[UTC]", AT, 0),
            ("2019-12-28 22:26:00.848 +0000 UTC", AT, 0),
            ("2019-12-28 23:26:00.848 +0100 CET", AT, 0),
            ("Dec 28, 2019 @ 22:26:00.848", AT, 0),
            ("28/Dec/2019:22:26:00 +0000", SECOND, 0),
            ("12/28/2019, 10:26:00.848 PM", AT, 0),
            ("12/28/2019, 10:26:00.848\u{202f}PM", AT, 0),
            ("12/28/2019, 10:26:00 pm", SECOND, 0),
            ("12/28/2019 10:26:00 PM", SECOND, 0),
            ("12/28/2019, 22:26:00.848", AT, 0),
            ("28/12/2019, 10:26:00 PM", SECOND, 0),
            ("28.12.2019 22:26:00", SECOND, 0),
            ("28-12-2019 22:26", SECOND, 0),
            ("12/28/19 22:26:00", SECOND, 0),
            ("2019/12/28 22:26:00.848", AT, 0),
            ("2019-12-28 22:26:00,848", AT, 0),
            ("2019. 12. 28. 오후 10:26:00", SECOND, 0),
            ("2019年12月28日 22:26:00", SECOND, 0),
            ("2019/12/28 午後10:26:00", SECOND, 0),
            ("12/28/2019 10:26:00 p.m.", SECOND, 0),
            ("12/28/2019, 22:26:00 PM", SECOND, 0),
            ("Dec 28, 2019, 10:26:00.848 PM", AT, 0),
            ("28 December 2019 22:26:00 UTC", SECOND, 0),
            ("28-DEC-19 10.26.00.848000 PM", AT, 0),
            ("2019-Dec-28 22:26:00", SECOND, 0),
            ("Sat, 28 Dec 2019 22:26:00 GMT", SECOND, 0),
            ("Sat, 28 Dec 2019 23:26:00 +0100", SECOND, 0),
            ("Sat Dec 28 22:26:00 UTC 2019", SECOND, 0),
            ("Sat Dec 28 2019 23:26:00 GMT+0100 (Central European Standard Time)", SECOND, 0),
            ("/Date(1577571960848)/", AT, 0),
            ("/Date(1577571960848+0100)/", AT, 0),
            ("12/28/2019", 1_577_491_200_000, 0),
            ("2019/12/28", 1_577_491_200_000, 0),
            ("5/5/2019, 12:18:58.000 AM", 1_557_015_538_000, 0),
            ("5/5/2019, 12:18:58.000 PM", 1_557_058_738_000, 0),
            ("5/5/2019, 1:18:58.000 AM", 1_557_019_138_000, 0),
        ] {
            assert_eq!(of_text(text), Some(Moment { ms, ns }), "{text}");
        }
    }

    #[test]
    fn times_are_read_as_python_prints_them() {
        const AT: i64 = 1_577_571_960_848;
        for (text, ms, ns) in [
            ("Timestamp('2019-12-28 22:26:00.848000')", AT, 0),
            ("Timestamp('2019-12-28 22:26:00.848000+0000', tz='UTC')", AT, 0),
            ("datetime.datetime(2019, 12, 28, 22, 26, 0, 848000)", AT, 0),
            ("datetime.datetime(2019, 12, 28, 22, 26, 0, 848123, tzinfo=datetime.timezone.utc)", AT, 123_000),
            ("Timestamp('2019-12-28 23:26:00.848000+0100', tz='Europe/Berlin')", AT, 0),
            ("Timestamp('2019-12-28 22:26:00.848', tz='Etc/UTC')", AT, 0),
            ("Timestamp('2019-12-28 22:26:00.848', tz=datetime.timezone.utc)", AT, 0),
            ("Timestamp('2019-12-28 22:26:00.848', freq='D')", AT, 0),
            ("datetime.datetime(2019, 12, 28, 22, 26, 0, 848000, tzinfo=<UTC>)", AT, 0),
            ("datetime.datetime(2019, 12, 28, 22, 26, 0, 848000, tzinfo=zoneinfo.ZoneInfo(key='UTC'))", AT, 0),
        ] {
            assert_eq!(of_text(text), Some(Moment { ms, ns }), "{text}");
        }
    }

    #[test]
    fn other_texts_give_no_time() {
        for text in [
            "",
            " ",
            "-",
            "yesterday",
            "9223372036854775807",
            "3049056262456431186970",
            "1e400",
            "2019-13-28T22:26:00Z",
            "2019-12-28T25:26:00Z",
            "2019-12-28T22:26:00+99:00",
            "2019-12-28T22:26:60Z",
            "2019-12-28 22:26:60",
            "20191228T222660Z",
            "20191228222660",
            "28 Dec 2019 22:26:60 GMT",
            "2019-12-28T22:26:00+18:00",
            "2019-12-28T22:26:00-1430",
            "28 Dec 2019 22:26:00 +1800",
            "2019122822",
            "2019122822.0",
            "20191228.5",
            "20191328222600",
            "Timestamp('2019-12-28 22:26:00', tz='Europe/Berlin')",
            "Timestamp('2019-12-28 22:26:00', tz=\"US/Pacific\")",
            "pd.Timestamp('2019-12-28', tz='Etc/GMT+5')",
            "Timestamp('2019-12-28 22:26:00', tz='UTC+02:00')",
            "datetime.datetime(2019, 12, 28, tzinfo=datetime.timezone(datetime.timedelta(seconds=7200), 'UTC+02:00'))",
            "2019-12-28T22:26:00[Europe/Berlin]",
            "9999-12-31T23:59:59-05:00",
            "2019-12-28T22:26:00.848 PST",
            "43827.93472",
            "1.57757E+12",
            "2019-000T22:26:00Z",
            "2019-366",
            "2019-W53-1",
            "2019-W00-1",
            "2019-12-27T24:01:00Z",
            "2019-12-28 22:26:00 CET UTC",
            "5/1/2019, 12:18:58.000 AM",
            "05-01-2019 12:18",
            "5/1/19 12:18",
            "19/12/19 12:18",
            "13/13/2019 12:18",
            "12/28/2019 13:26:00 AM",
            "datetime.datetime(2019, 12, 28, tzinfo=<DstTzInfo 'Europe/Berlin'>)",
            "Dec 2019 12:18",
            "22:26:00",
            "/",
            ":",
            "é:é.é",
            "2019-12-28é22:26:00",
            ". 12345678é:",
        ] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}
