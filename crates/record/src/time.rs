//! Times as records spell them, and as they are shown: always UTC.

use jiff::Timestamp;

/// Milliseconds since 1970 from an epoch in milliseconds; nothing beyond the years that a calendar shows. Seconds are
/// told by their magnitude: as milliseconds they would lie in early 1970, before any audit log.
pub fn of_epoch(value: i64) -> Option<i64> {
    const SECONDS_BELOW: u64 = 10_000_000_000;
    let time_ms = if value.unsigned_abs() < SECONDS_BELOW { value * 1000 } else { value };
    Timestamp::from_millisecond(time_ms).is_ok().then_some(time_ms)
}

/// RFC 3339 in UTC with milliseconds, `2019-12-28T00:00:00.848Z`. A time beyond year 9999 is shown as its number.
pub fn rfc3339(time_ms: i64) -> String {
    match Timestamp::from_millisecond(time_ms) {
        Ok(time) => format!("{time:.3}"),
        Err(_) => time_ms.to_string(),
    }
}

/// RFC 3339 in UTC with whole seconds, from seconds since 1970.
pub fn rfc3339_seconds(time_s: i64) -> String {
    match Timestamp::from_second(time_s) {
        Ok(time) => format!("{time:.0}"),
        Err(_) => time_s.to_string(),
    }
}

/// Milliseconds since 1970 from RFC 3339 text; a day alone is its midnight in UTC.
pub fn of_rfc3339(text: &str) -> Option<i64> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time.as_millisecond());
    }
    let day: jiff::civil::Date = text.parse().ok()?;
    day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|midnight| midnight.timestamp().as_millisecond())
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
    fn times_are_shown_in_utc() {
        assert_eq!(rfc3339(1_577_571_960_848), "2019-12-28T22:26:00.848Z");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(rfc3339(i64::MAX), "9223372036854775807");
        assert_eq!(date(1_577_571_960_848), "2019-12-28");
        assert_eq!(date(-1), "1969-12-31");
    }

    #[test]
    fn shown_times_can_be_read_again() {
        for time in [0, 1_577_571_960_848, -62_000_000_001] {
            assert_eq!(of_rfc3339(&rfc3339(time)), Some(time));
            assert_eq!(of_rfc3339(&rfc3339_seconds(time.div_euclid(1000))), Some(time.div_euclid(1000) * 1000));
            assert_eq!(of_rfc3339(&date(time)), Some(time.div_euclid(86_400_000) * 86_400_000));
        }
        assert_eq!(of_rfc3339("yesterday"), None);
    }

    #[test]
    fn seconds_are_told_from_milliseconds() {
        assert_eq!(of_epoch(1_577_571_960), Some(1_577_571_960_000));
        assert_eq!(of_epoch(1_577_571_960_848), Some(1_577_571_960_848));
        assert_eq!(of_epoch(i64::MAX), None);
        assert_eq!(of_epoch(-i64::MAX), None);
    }
}
