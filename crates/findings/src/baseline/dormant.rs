//! A group that returns after a long silence.

use crate::baseline::{DAY_MS, Events, Numbers};
use crate::correlate::Burst;

/// The events of a day from each return on.
pub(super) fn bursts(events: &Events<'_>, numbers: Numbers) -> Vec<Burst> {
    let times = events.times();
    let returns = (1..times.len()).filter(|nth| {
        *nth as u64 >= numbers.min_events && times[*nth].saturating_sub(times[nth - 1]) >= numbers.after_ms
    });
    let day = |nth: usize| {
        let count = times[nth..].partition_point(|time| time.saturating_sub(times[nth]) < DAY_MS);
        // A silence shorter than a day begins another return.
        let is_return = |next: &usize| times[*next].saturating_sub(times[next - 1]) >= numbers.after_ms;
        let until = (nth + 1..nth + count).find(is_return);
        (nth..until.unwrap_or(nth + count)).collect::<Vec<_>>()
    };
    returns.filter_map(|nth| events.burst(&day(nth), true)).collect()
}
