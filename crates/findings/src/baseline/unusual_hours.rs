//! An hour of the day, in UTC, at which a group did nothing before.

use crate::baseline::{Events, Numbers};
use crate::correlate::Burst;

const HOUR_MS: i64 = 3_600_000;

/// What happens now is no habit yet: history ends so long before an event.
const RECENT_MS: i64 = 12 * HOUR_MS;

/// The events at hours that neither were used before nor lie beside such hours.
pub(super) fn bursts(events: &Events<'_>, numbers: Numbers) -> Vec<Burst> {
    let times = events.times();
    let hour = |time: i64| time.div_euclid(HOUR_MS).rem_euclid(24) as usize;
    let mut used = [false; 24];
    let mut behind = 0;
    let mut bursts: Vec<Vec<usize>> = Vec::new();
    for (nth, time) in times.iter().enumerate() {
        while times[behind] <= time.saturating_sub(RECENT_MS) {
            used[hour(times[behind])] = true;
            behind += 1;
        }
        let now = hour(*time);
        let is_usual = used[now] || used[(now + 1) % 24] || used[(now + 23) % 24];
        let has_history = behind as u64 >= numbers.min_events.max(1) && events.has_history(nth, numbers);
        if is_usual || !has_history {
            continue;
        }
        match bursts.last_mut() {
            Some(burst) if burst.last().is_some_and(|last| time.saturating_sub(times[*last]) <= RECENT_MS) => {
                burst.push(nth);
            }
            _ => bursts.push(vec![nth]),
        }
    }
    bursts.iter().filter_map(|places| events.burst(places, false)).collect()
}
