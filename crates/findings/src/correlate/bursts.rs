//! From windows and events to what becomes one finding.

use std::ops::Range;

use crate::correlate::layer::Key;
use crate::correlate::{Layer, Window};

/// Events of one group that become one finding.
#[derive(Clone, Debug)]
pub(crate) struct Burst {
    pub(crate) key: Key,
    /// The group's place in its layer; nothing for events without a time, and for several groups.
    pub(crate) group: Option<u32>,
    /// The times between which they lie, ends included, in order; none without a time.
    pub(crate) spans: Vec<(i64, i64)>,
    /// Rows of silver, sorted, each once.
    pub(crate) rows: Vec<u32>,
    /// The most values that a counted field has in a window.
    pub(crate) values: Option<u32>,
    /// Whether it has all events of the rule and the group between these times.
    pub(crate) is_whole: bool,
    /// Of how many findings it is, where there are too many; nothing where it is one.
    pub(crate) others: usize,
}

impl Burst {
    pub(crate) fn first_ms(&self) -> Option<i64> {
        self.spans.first().map(|(first, _)| *first)
    }

    pub(crate) fn last_ms(&self) -> Option<i64> {
        self.spans.iter().map(|(_, last)| *last).max()
    }
}

pub(crate) fn sort_rows(rows: &mut Vec<u32>) {
    rows.sort_unstable();
    rows.dedup();
}

/// Windows that share an occurrence are one.
pub(crate) fn bursts(layer: &Layer, windows: &[Window], is_whole: bool) -> Vec<Burst> {
    let mut bursts = Vec::new();
    let mut windows = windows.iter().peekable();
    while let Some(first) = windows.next() {
        let mut occurrences = first.occurrences.clone();
        let mut values = first.values;
        while let Some(next) =
            windows.next_if(|next| next.group == first.group && next.occurrences.start < occurrences.end)
        {
            occurrences.end = next.occurrences.end;
            values = values.max(next.values);
        }
        let occurrences = occurrences.start as usize..occurrences.end as usize;
        let mut rows = Vec::new();
        let span = (layer.times[occurrences.start], layer.times[occurrences.end - 1]);
        layer.push_rows(occurrences, &mut rows);
        sort_rows(&mut rows);
        let key = layer.key(first.group as usize);
        bursts.push(Burst { key, group: Some(first.group), spans: vec![span], rows, values, is_whole, others: 0 });
    }
    bursts
}

/// What begins within a time after another of its group is counted into that. The bursts are by group and time.
pub(crate) fn suppressed(bursts: Vec<Burst>, suppress_ms: i64) -> Vec<Burst> {
    let mut joined: Vec<Burst> = Vec::new();
    for burst in bursts {
        let before = joined.last_mut().filter(|before| before.group.is_some() && before.group == burst.group);
        match (before, burst.first_ms()) {
            (Some(before), Some(first))
                if suppress_ms > 0
                    && before.first_ms().is_some_and(|begun| first.saturating_sub(begun) <= suppress_ms) =>
            {
                before.spans.extend(burst.spans);
                before.rows.extend(burst.rows);
                before.values = before.values.max(burst.values);
                before.is_whole &= burst.is_whole;
            }
            _ => joined.push(burst),
        }
    }
    for burst in &mut joined {
        sort_rows(&mut burst.rows);
    }
    joined
}

/// The events of a layer, those of a group within a time as one. Beyond so many, the last one is of all that are left, in
/// order of time and group.
pub(crate) fn events(layer: &Layer, suppress_ms: i64, most: usize) -> Vec<Burst> {
    let mut found: Vec<(u32, Range<usize>)> = Vec::new();
    for (place, group) in layer.groups.iter().enumerate() {
        let mut from = group.occurrences.start;
        while from < group.occurrences.end {
            let first = layer.times[from];
            let of_group = &layer.times[from..group.occurrences.end];
            let count = of_group.partition_point(|time| time.saturating_sub(first) <= suppress_ms);
            found.push((place as u32, from..from + count));
            from += count;
        }
    }
    let more = found.len().saturating_sub(most);
    if more > 0 {
        found.sort_by_cached_key(|(group, range)| (layer.times[range.start], layer.key(*group as usize)));
    }
    let left = if more > 0 { found.split_off(most.saturating_sub(1)) } else { Vec::new() };
    let mut bursts: Vec<Burst> = found
        .into_iter()
        .map(|(group, range)| {
            let mut rows = Vec::new();
            let spans = vec![(layer.times[range.start], layer.times[range.end - 1])];
            layer.push_rows(range, &mut rows);
            sort_rows(&mut rows);
            let key = layer.key(group as usize);
            Burst { key, group: Some(group), spans, rows, values: None, is_whole: true, others: 0 }
        })
        .collect();
    if let Some((_, range)) = left.first() {
        let first = layer.times[range.start];
        let last = left.iter().map(|(_, range)| layer.times[range.end - 1]).max().unwrap_or(first);
        let others = left.len();
        let mut rows = Vec::new();
        for (_, range) in left {
            layer.push_rows(range, &mut rows);
        }
        sort_rows(&mut rows);
        let spans = vec![(first, last)];
        bursts.push(Burst { key: Key::new(), group: None, spans, rows, values: None, is_whole: false, others });
    }
    let undated = layer.undated.iter();
    bursts.extend(undated.map(|(key, rows)| Burst {
        key: key.clone(),
        group: None,
        spans: Vec::new(),
        rows: rows.clone(),
        values: None,
        is_whole: true,
        others: 0,
    }));
    bursts
}
