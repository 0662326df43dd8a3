//! From windows and events to what becomes one finding.

use std::rc::Rc;

use crate::correlate::layer::Key;
use crate::correlate::{Layer, Window};

/// Events of one group that become one finding.
#[derive(Clone, Debug)]
pub(crate) struct Burst {
    pub(crate) key: Rc<Key>,
    /// The times between which they lie, ends included, in order; none without a time.
    pub(crate) spans: Vec<(i64, i64)>,
    /// Rows of silver, sorted, each once.
    pub(crate) rows: Vec<u32>,
    /// The most values that a counted field has in a window.
    pub(crate) values: Option<u32>,
    /// Whether it has all events of the rule and the group between these times.
    pub(crate) is_whole: bool,
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
        let mut rows = Vec::new();
        let span = (layer.times[occurrences.start], layer.times[occurrences.end - 1]);
        layer.push_rows(occurrences, &mut rows);
        sort_rows(&mut rows);
        let key = Rc::clone(&layer.groups[first.group as usize].key);
        bursts.push(Burst { key, spans: vec![span], rows, values, is_whole });
    }
    bursts
}

/// What begins within a time after another of its group is counted into that. The bursts are by group and time.
pub(crate) fn suppressed(bursts: Vec<Burst>, suppress_ms: i64) -> Vec<Burst> {
    let mut joined: Vec<Burst> = Vec::new();
    for burst in bursts {
        let before = joined.last_mut().filter(|before| Rc::ptr_eq(&before.key, &burst.key));
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

/// The events of a layer, those of a group within a time as one.
pub(crate) fn events(layer: &Layer, suppress_ms: i64) -> Vec<Burst> {
    let mut bursts = Vec::new();
    for group in &layer.groups {
        let mut from = group.occurrences.start;
        while from < group.occurrences.end {
            let first = layer.times[from];
            let of_group = &layer.times[from..group.occurrences.end];
            let count = of_group.partition_point(|time| time.saturating_sub(first) <= suppress_ms);
            let mut rows = Vec::new();
            layer.push_rows(from..from + count, &mut rows);
            sort_rows(&mut rows);
            let spans = vec![(first, of_group[count - 1])];
            bursts.push(Burst { key: Rc::clone(&group.key), spans, rows, values: None, is_whole: true });
            from += count;
        }
    }
    let undated = layer.undated.iter();
    bursts.extend(undated.map(|(key, rows)| Burst {
        key: Rc::new(key.clone()),
        spans: Vec::new(),
        rows: rows.clone(),
        values: None,
        is_whole: true,
    }));
    bursts
}
