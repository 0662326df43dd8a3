//! A value that is new to its group.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::baseline::{Events, Numbers};
use crate::column::{ABSENT, Column};
use crate::correlate::Burst;

/// The events of each new value from its first on, as long as it is told as new.
pub(super) fn bursts(events: &Events<'_>, column: &Column, numbers: Numbers, told_ms: i64) -> Vec<Burst> {
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    // By place of the value's first event: its events.
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut begun: BTreeMap<u32, usize> = BTreeMap::new();
    let mut last = ABSENT;
    for (nth, time) in events.times().iter().enumerate() {
        let code = column.code(events.row(nth));
        // Most events have the value of the one before.
        if code == ABSENT || code == last && begun.is_empty() {
            continue;
        }
        last = code;
        if seen.insert(code) && events.has_history(nth, numbers) {
            begun.insert(code, nth);
        }
        if let Some(first) = begun.get(&code) {
            if time.saturating_sub(events.times()[*first]) <= told_ms {
                found.entry(*first).or_default().push(nth);
            } else {
                begun.remove(&code);
            }
        }
    }
    found.values().filter_map(|places| events.burst(places, false)).collect()
}
