//! Hours and days of the week in a zone. The zone's offsets are given, since the core has no zone data.

use touchstone_query::{Expr, Field, Item, Moment, Range, TimeUnit, Value, Weekday};

use crate::query_result::QueryResult;
use crate::question::ZoneOffset;

const HOUR_MS: i64 = 3_600_000;

/// Hours of a week.
pub(crate) const WEEK: usize = 7 * 24;

/// The offsets of a zone over time; UTC without any.
pub(crate) struct Zone<'a> {
    offsets: &'a [ZoneOffset],
    /// The offset found last, with the times it holds for.
    last: (i64, i64, i64),
}

impl<'a> Zone<'a> {
    /// `offsets` in order of time; the first holds before its time as well.
    pub(crate) fn of(offsets: &'a [ZoneOffset]) -> Self {
        Self { offsets, last: (0, 0, 0) }
    }

    /// The hour of the week of a time, from Monday's first.
    pub(crate) fn hour_of_week(&mut self, time_ms: i64) -> usize {
        if time_ms < self.last.0 || time_ms >= self.last.1 {
            let behind = self.offsets.partition_point(|offset| offset.from_ms <= time_ms);
            let from = if behind <= 1 { i64::MIN } else { self.offsets[behind - 1].from_ms };
            let until = self.offsets.get(behind.max(1)).map_or(i64::MAX, |next| next.from_ms);
            let offset = self.offsets.get(behind.saturating_sub(1)).map_or(0, |offset| offset.offset_ms);
            self.last = (from, until, offset);
        }
        // 1 January 1970 was a Thursday.
        (time_ms.saturating_add(self.last.2).div_euclid(HOUR_MS) + 3 * 24).rem_euclid(WEEK as i64) as usize
    }
}

/// Hours of a zone that is not whole hours from UTC are listed one by one, up to so many.
const MAX_HOURS: usize = 400;

/// The events in one hour of the week of a zone. The filter language has hours of UTC; in a zone that is not whole hours from
/// it, each such hour within `span`, the first and the last time of what is loaded, is a time range. An error says that these
/// are too many.
pub(crate) fn of_hour(hour_of_week: usize, offsets: &[ZoneOffset], span: Option<(i64, i64)>) -> QueryResult<Expr> {
    if hour_of_week >= WEEK {
        return Err("a week has 168 hours".to_owned());
    }
    if offsets.is_empty() {
        return Ok(in_utc(hour_of_week, 0));
    }
    if offsets.iter().any(|offset| offset.offset_ms % HOUR_MS != 0) {
        return listed(hour_of_week, offsets, span);
    }
    let mut parts = Vec::new();
    for (at, offset) in offsets.iter().enumerate() {
        let from = if at == 0 { None } else { Some(offset.from_ms) };
        let until = offsets.get(at + 1).map(|next| next.from_ms);
        let moment = |time: i64| {
            Moment::new(time, TimeUnit::Millisecond).ok_or_else(|| "the zone changes beyond the calendar".to_owned())
        };
        let range = |range: Range<Moment>| Expr::Item(Item::is(Field::Time, Value::Time(range)));
        let from = from.map(moment).transpose()?.map(|from| range(Range::From(from)));
        let until = until.map(moment).transpose()?.map(|until| range(Range::Below(until)));
        let hour = in_utc(hour_of_week, offset.offset_ms / HOUR_MS);
        parts.push(Expr::and([hour].into_iter().chain(from).chain(until)));
    }
    Ok(Expr::or(parts))
}

/// Each occurrence of an hour of the week within a time.
fn listed(hour_of_week: usize, offsets: &[ZoneOffset], span: Option<(i64, i64)>) -> QueryResult<Expr> {
    let Some((first, last)) = span else { return Ok(Expr::none()) };
    let week = WEEK as i64;
    let mut values = Vec::new();
    for (at, ZoneOffset { from_ms, offset_ms }) in offsets.iter().enumerate() {
        let from = if at == 0 { first } else { first.max(*from_ms) };
        let until = offsets.get(at + 1).map_or(i64::MAX, |next| next.from_ms).min(last.saturating_add(1));
        let of_from = from.saturating_add(*offset_ms).div_euclid(HOUR_MS);
        // 1 January 1970 was a Thursday.
        let mut hour = of_from + (hour_of_week as i64 - of_from - 3 * 24).rem_euclid(week);
        loop {
            let start = hour.saturating_mul(HOUR_MS).saturating_sub(*offset_ms);
            if start >= until {
                break;
            }
            if values.len() == MAX_HOURS {
                return Err(format!("the time has more than {MAX_HOURS} such hours; filter by a shorter time first"));
            }
            let end = start.saturating_add(HOUR_MS).min(until) - 1;
            let ends = Moment::new(start.max(from), TimeUnit::Millisecond).zip(Moment::new(end, TimeUnit::Millisecond));
            let (start, end) = ends.ok_or("the zone changes beyond the calendar")?;
            values.push(Value::Time(Range::Between(start, end)));
            hour += week;
        }
    }
    Ok(if values.is_empty() { Expr::none() } else { Expr::Item(Item::one_of(Field::Time, values)) })
}

fn in_utc(hour_of_week: usize, ahead: i64) -> Expr {
    let hour = (hour_of_week as i64 - ahead).rem_euclid(WEEK as i64);
    let day = Weekday::ALL[(hour / 24) as usize];
    Expr::and([
        Expr::Item(Item::is(Field::Weekday, Value::Weekday(Range::Is(day)))),
        Expr::Item(Item::is(Field::Hour, Value::Hour(Range::Is((hour % 24) as u8)))),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_of_a_time_is_that_of_the_offset_that_holds() {
        let hour = HOUR_MS;
        let offsets = [
            ZoneOffset { from_ms: 0, offset_ms: hour },
            ZoneOffset { from_ms: 1000 * hour, offset_ms: 2 * hour },
            ZoneOffset { from_ms: 2000 * hour, offset_ms: hour },
        ];
        let mut zone = Zone::of(&offsets);
        let mut utc = Zone::of(&[]);
        for time in [-5 * hour, 0, 999 * hour, 1000 * hour, 1999 * hour, 2000 * hour, 5 * hour, 1500 * hour] {
            let ahead = if (1000 * hour..2000 * hour).contains(&time) { 2 } else { 1 };
            let expected = (time.div_euclid(hour) + 72 + ahead).rem_euclid(168) as usize;
            assert_eq!(zone.hour_of_week(time), expected, "{time}");
            assert_eq!(utc.hour_of_week(time), (time.div_euclid(hour) + 72).rem_euclid(168) as usize);
        }
    }

    #[test]
    fn hours_of_a_zone_of_half_hours_are_those_of_its_times() {
        let half = HOUR_MS / 2;
        let offsets = [
            ZoneOffset { from_ms: 0, offset_ms: 11 * half },
            ZoneOffset { from_ms: 400 * HOUR_MS, offset_ms: 9 * half },
        ];
        let span = (-300 * HOUR_MS + 7, 900 * HOUR_MS + 11);
        let mut counts = vec![0_u32; WEEK];
        for (hour, count) in counts.iter_mut().enumerate() {
            let Ok(Expr::Item(Item { test: touchstone_query::Test::Any(values), .. })) =
                of_hour(hour, &offsets, Some(span))
            else {
                panic!("hour {hour}")
            };
            let ranges: Vec<(i64, i64)> = values
                .iter()
                .map(|value| match value {
                    Value::Time(Range::Between(first, last)) => (first.start_ms(), last.end_ms()),
                    other => panic!("{other:?}"),
                })
                .collect();
            let mut zone = Zone::of(&offsets);
            for time in (span.0..=span.1).step_by(half as usize / 2) {
                let is_listed = ranges.iter().any(|(first, last)| (*first..*last).contains(&time));
                assert_eq!(is_listed, zone.hour_of_week(time) == hour, "{time} in {hour}");
                *count += u32::from(is_listed);
            }
        }
        assert!(counts.iter().all(|count| *count > 0));
        let long = of_hour(3, &offsets, Some((0, i64::from(u32::MAX) * 1000)));
        assert!(long.is_err_and(|error| error.contains("400")));
    }

    #[test]
    fn an_hour_of_a_zone_is_a_filter_where_the_zone_is_whole_hours_from_utc() {
        let offset = |from_ms: i64, minutes: i64| ZoneOffset { from_ms, offset_ms: minutes * 60_000 };
        let filter = |hour, offsets: &[ZoneOffset]| of_hour(hour, offsets, None).map(|expr| expr.to_string());
        assert_eq!(filter(9, &[]), Ok("weekday:mon hour:9".to_owned()));
        assert_eq!(filter(0, &[offset(0, 60)]), Ok("weekday:sun hour:23".to_owned()));
        assert_eq!(filter(167, &[offset(0, -120)]), Ok("weekday:mon hour:1".to_owned()));
        let summer = filter(9, &[offset(0, 60), offset(1_585_443_600_000, 120)]);
        assert_eq!(
            summer,
            Ok("weekday:mon hour:8 time:<2020-03-29T01:00:00.000 OR \
                weekday:mon hour:7 time:>=2020-03-29T01:00:00.000"
                .to_owned())
        );
        assert_eq!(filter(9, &[offset(0, 330)]), Ok(Expr::none().to_string()));
        assert!(filter(168, &[]).is_err());
    }
}
