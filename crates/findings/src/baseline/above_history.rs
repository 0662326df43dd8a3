//! A period in which a group does far more than in its periods before.

use rustc_hash::FxHashSet;

use crate::baseline::{Events, Numbers};
use crate::column::{ABSENT, Column};
use crate::correlate::Burst;

/// The events of each period whose count is above the fence of the group's periods before: the upper quartile and a
/// multiple of the range between the quartiles. Periods without an event are none of them.
pub(super) fn bursts(events: &Events<'_>, column: Option<&Column>, numbers: Numbers) -> Vec<Burst> {
    let times = events.times();
    let period = |nth: usize| times[nth].div_euclid(numbers.period_ms);
    let mut before: Vec<u64> = Vec::new();
    let mut bursts = Vec::new();
    let mut from = 0;
    while from < times.len() {
        let until = from + times[from..].partition_point(|time| time.div_euclid(numbers.period_ms) == period(from));
        let places: Vec<usize> = (from..until).collect();
        let count = match column {
            None => places.len() as u64,
            Some(column) => {
                let codes = places.iter().map(|nth| column.code(events.row(*nth))).filter(|code| *code != ABSENT);
                codes.collect::<FxHashSet<u32>>().len() as u64
            }
        };
        let has_history = !before.is_empty() && events.has_history(from, numbers);
        let is_above = if has_history {
            count as f64 > fence(&before, numbers)
        } else {
            numbers.without_history.is_some_and(|most| count > most)
        };
        if is_above && let Some(burst) = events.burst(&places, true) {
            bursts.push(Burst { values: column.map(|_| count as u32), ..burst });
        }
        let at = before.partition_point(|other| *other < count);
        before.insert(at, count);
        from = until;
    }
    bursts
}

/// The fence of some counts in order.
fn fence(counts: &[u64], numbers: Numbers) -> f64 {
    let quartile = |share: f64| {
        let place = share * (counts.len() - 1) as f64;
        let (low, high) = (counts[place.floor() as usize] as f64, counts[place.ceil() as usize] as f64);
        low + (high - low) * place.fract()
    };
    let (lower, upper) = (quartile(0.25), quartile(0.75));
    upper + numbers.factor * (upper - lower).max(numbers.least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fence_is_above_the_upper_quartile() {
        let numbers =
            |factor, least| Numbers { after_ms: 0, min_events: 0, period_ms: 1, factor, least, without_history: None };
        for (counts, factor, least, expected) in [
            (&[5][..], 5.0, 1.0, 10.0),
            (&[1, 2, 3, 4, 5], 5.0, 1.0, 14.0),
            (&[1, 2, 3, 4, 5], 5.0, 100.0, 504.0),
            (&[1, 3], 0.0, 0.0, 2.5),
        ] {
            assert!((fence(counts, numbers(factor, least)) - expected).abs() < 1e-9, "{counts:?}");
        }
    }
}
