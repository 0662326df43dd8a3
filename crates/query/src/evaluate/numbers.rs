//! Items over numbers and times.

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};

use crate::decimal::Decimal;
use crate::expr::{Item, Test};
use crate::field::Field;
use crate::moment::Moment;
use crate::value::{Range, Value, Weekday};

const HOUR_MS: i64 = 3_600_000;

/// Up to so many ranges are asked one by one, by what is known of the runs of rows.
const FEW: usize = 4;

/// The rows of an item over numbers, times, days and hours; nothing for other items.
pub(super) fn select(medallion: &Medallion, Item { field, test }: &Item) -> Option<Selection> {
    let column = match field {
        Field::Number(column) => *column,
        Field::Time | Field::Weekday | Field::Hour => SilverColumn::EventTime,
        _ => return None,
    };
    let silver = medallion.silver();
    let (frame, id) = (silver.frame(), silver.id(column));
    let values = match test {
        Test::Present => return Some(frame.select_integers(id, |number| number.is_some())),
        Test::Last(duration) => {
            let ends = frame.span(id, &Selection::all(frame.rows())).ends;
            let last = ends.map_or(i64::MIN, |(_, last)| last);
            return Some(frame.select_range(id, last.saturating_sub(duration.ms()).saturating_add(1), i64::MAX));
        }
        Test::Any(values) => values,
    };
    let is_absent = values.contains(&Value::Absent);
    if matches!(field, Field::Weekday | Field::Hour) {
        let is_member = hours(values);
        return Some(frame.select_integers(id, |time| match time {
            None => is_absent,
            Some(time) => {
                let hour = time.div_euclid(HOUR_MS);
                // 1 January 1970 was a Thursday.
                is_member[(hour + 3 * 24).rem_euclid(7 * 24) as usize]
            }
        }));
    }
    let ranges: Vec<(i64, i64)> = values.iter().filter_map(range).collect();
    if ranges.len() > FEW {
        let ranges = disjoint(ranges);
        return Some(frame.select_integers(id, |number| match number {
            None => is_absent,
            Some(number) => {
                let behind = ranges.partition_point(|(from, _)| *from <= number);
                behind.checked_sub(1).is_some_and(|at| number < ranges[at].1)
            }
        }));
    }
    let mut selection =
        if is_absent { frame.select_integers(id, |number| number.is_none()) } else { Selection::none(frame.rows()) };
    for (from, until) in ranges {
        selection.unite(&frame.select_range(id, from, until));
    }
    Some(selection)
}

/// By hour of the week from Monday on, whether it is meant.
fn hours(values: &[Value]) -> Vec<bool> {
    (0..7 * 24_u16)
        .map(|hour| {
            let day = Weekday::ALL[usize::from(hour / 24)];
            let hour = (hour % 24) as u8;
            values.iter().any(|value| match value {
                Value::Weekday(range) => range.contains_round(&day),
                Value::Hour(range) => range.contains_round(&hour),
                _ => false,
            })
        })
        .collect()
}

/// The half-open range of a value.
fn range(value: &Value) -> Option<(i64, i64)> {
    match value {
        Value::Number(range) => of_numbers(range),
        Value::Time(range) => Some(of_times(range)),
        _ => None,
    }
}

/// Numbers beyond 64 bits are none that a column has.
fn of_numbers(range: &Range<Decimal>) -> Option<(i64, i64)> {
    Some(match range {
        Range::Is(one) => (one.integer()?, one.integer()?.saturating_add(1)),
        Range::From(least) => (least.integer()?, i64::MAX),
        Range::Above(least) => (least.integer()?.saturating_add(1), i64::MAX),
        Range::To(most) => (i64::MIN, most.integer()?.saturating_add(1)),
        Range::Below(most) => (i64::MIN, most.integer()?),
        Range::Between(least, most) => (least.integer()?, most.integer()?.saturating_add(1)),
    })
}

/// The half-open range of milliseconds.
pub(crate) fn of_times(range: &Range<Moment>) -> (i64, i64) {
    match range {
        Range::Is(one) => (one.start_ms(), one.end_ms()),
        Range::From(first) => (first.start_ms(), i64::MAX),
        Range::Above(first) => (first.end_ms(), i64::MAX),
        Range::To(last) => (i64::MIN, last.end_ms()),
        Range::Below(last) => (i64::MIN, last.start_ms()),
        Range::Between(first, last) => (first.start_ms(), last.end_ms()),
    }
}

/// Ranges in order, without those that lie in others.
fn disjoint(mut ranges: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    ranges.sort_unstable();
    let mut disjoint: Vec<(i64, i64)> = Vec::new();
    for (from, until) in ranges {
        match disjoint.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => disjoint.push((from, until)),
        }
    }
    disjoint
}
