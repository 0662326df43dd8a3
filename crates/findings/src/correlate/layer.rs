//! Occurrences in order of time, by group.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use touchstone_frame::Selection;
use touchstone_medallion::SilverColumn;
use touchstone_query::fold::folded;

use crate::column::Column;
use crate::correlate::Window;
use crate::field::RuleField;
use crate::select::Loaded;

/// The values of a group; nothing where one is absent.
pub(crate) type Key = Vec<Option<String>>;

/// Occurrences by group, within a group by time: events, or windows of other layers.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) groups: Vec<LayerGroup>,
    pub(crate) times: Vec<i64>,
    what: What,
    keys: Keys,
    /// Rows of events without a time, by group, each group once.
    pub(crate) undated: Vec<(Key, Vec<u32>)>,
}

#[derive(Debug)]
pub(crate) struct LayerGroup {
    /// Which of the layer's keys.
    key: u32,
    pub(crate) occurrences: Range<usize>,
}

#[derive(Debug)]
enum What {
    /// Rows of silver.
    Events(Vec<u32>),
    /// By occurrence the source, and what it is there.
    Merged(Vec<Source>, Vec<(u8, Range<u32>)>),
}

/// The values of groups.
#[derive(Debug)]
enum Keys {
    /// By the codes of columns.
    Coded(Groups),
    /// One by one.
    Listed(Vec<Key>),
}

/// What a layer is put together of.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) layer: Rc<Layer>,
    /// What counts as an occurrence of it; each event where nothing is told.
    pub(crate) windows: Option<Vec<Window>>,
    /// For each field of the group its place in the source's key.
    pub(crate) places: Vec<usize>,
}

/// What is kept of layers may take so many bytes, or so many per row: those of few events, which many rules share.
const MAX_BYTES: usize = 4 << 20;
const MAX_BYTES_PER_ROW: usize = 4;

/// What an occurrence takes.
const OCCURRENCE_BYTES: usize = size_of::<i64>() + size_of::<u32>();

/// The group of an event without a time, while groups are counted.
const UNDATED: u32 = u32::MAX;

/// Layers of events, as far as there is room: many rules select the same events by other questions.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    /// The last one asked for last.
    kept: Vec<(Vec<RuleField>, Rc<Selection>, Rc<Layer>)>,
}

impl Layers {
    /// The selected events, by the values of some fields.
    pub(crate) fn of(loaded: &mut Loaded<'_>, selection: Rc<Selection>, fields: &[RuleField]) -> Rc<Layer> {
        let is_it = |(of, selected, _): &(Vec<RuleField>, Rc<Selection>, _)| of == fields && *selected == selection;
        if let Some(at) = loaded.layers.kept.iter().position(is_it) {
            let found = loaded.layers.kept.remove(at);
            let layer = Rc::clone(&found.2);
            loaded.layers.kept.push(found);
            return layer;
        }
        // Room is made first, so that the old and the new are never there together.
        let most = MAX_BYTES.max(loaded.rows() as usize * MAX_BYTES_PER_ROW);
        let new = selection.memory_bytes() + selection.count() as usize * OCCURRENCE_BYTES;
        let kept = &mut loaded.layers.kept;
        let bytes = |kept: &[(Vec<RuleField>, Rc<Selection>, Rc<Layer>)]| {
            kept.iter().map(|(_, selection, layer)| selection.memory_bytes() + layer.bytes()).sum::<usize>()
        };
        while !kept.is_empty() && bytes(kept) + new > most {
            kept.remove(0);
        }
        let layer = Rc::new(Layer::of_events(loaded, &selection, fields));
        let kept = &mut loaded.layers.kept;
        if new <= most {
            kept.push((fields.to_vec(), selection, Rc::clone(&layer)));
        }
        layer
    }
}

impl Layer {
    fn bytes(&self) -> usize {
        self.times.len() * OCCURRENCE_BYTES + self.groups.len() * size_of::<LayerGroup>()
    }

    /// The selected events, by the values of some fields.
    fn of_events(loaded: &mut Loaded<'_>, selection: &Selection, fields: &[RuleField]) -> Self {
        let mut places = Groups::new(loaded.columns_of(fields, selection));
        let mut of_rows = places.of_rows(selection);
        let mut undated: Vec<(u32, u32)> = Vec::new();
        let silver = loaded.medallion.silver();
        let time_column = silver.id(SilverColumn::EventTime);
        if !silver.frame().is_dense(time_column) {
            let mut groups_of = of_rows.iter_mut();
            silver.frame().each_integer(time_column, selection, |row, time| {
                if let Some(group) = groups_of.next()
                    && time.is_none()
                {
                    undated.push((*group, row));
                    *group = UNDATED;
                }
            });
        }
        // First how many each group has, then where its next one goes.
        let mut next = vec![0_usize; places.size() + 1];
        for group in of_rows.iter().filter(|group| **group != UNDATED) {
            next[*group as usize + 1] += 1;
        }
        for group in 1..next.len() {
            next[group] += next[group - 1];
        }
        let count = next.last().copied().unwrap_or_default();
        let (mut times, mut rows) = (vec![0; count], vec![0; count]);
        let mut groups_of = of_rows.iter();
        silver.frame().each_integer(time_column, selection, |row, time| {
            if let (Some(group), Some(time)) = (groups_of.next(), time) {
                let place = &mut next[*group as usize];
                (times[*place], rows[*place]) = (time, row);
                *place += 1;
            }
        });
        drop(of_rows);
        let mut groups: Vec<LayerGroup> = Vec::new();
        let mut from = 0;
        for (key, until) in next.into_iter().take(places.size()).enumerate() {
            if from < until {
                in_order_of_time(&mut times[from..until], &mut rows[from..until]);
                groups.push(LayerGroup { key: key as u32, occurrences: from..until });
            }
            from = until;
        }
        undated.sort_unstable();
        let of_undated = undated.chunk_by(|a, b| a.0 == b.0);
        let undated: Vec<(Key, Vec<u32>)> =
            of_undated.map(|run| (places.key(run[0].0), run.iter().map(|(_, row)| *row).collect())).collect();
        Self { groups, undated, keys: Keys::Coded(places), times, what: What::Events(rows) }
    }

    /// What occurs in several sources, by group.
    pub(crate) fn merged(mut sources: Vec<Source>) -> Self {
        let mut places: FxHashMap<Vec<Option<String>>, u32> = FxHashMap::default();
        let mut keys: Vec<Key> = Vec::new();
        let mut entries: Vec<(u32, i64, u8, Range<u32>)> = Vec::new();
        for (at, source) in sources.iter().enumerate() {
            let mut place_of = |group: usize| {
                let whole = source.layer.key(group);
                let key: Key = source.places.iter().map(|place| whole.get(*place).cloned().flatten()).collect();
                let folded = key.iter().map(|value| value.as_deref().map(folded)).collect();
                *places.entry(folded).or_insert_with(|| {
                    keys.push(key);
                    keys.len() as u32 - 1
                })
            };
            let layer = &source.layer;
            match &source.windows {
                None => {
                    for (nth, group) in layer.groups.iter().enumerate() {
                        let place = place_of(nth);
                        let range = group.occurrences.clone();
                        entries
                            .extend(range.map(|nth| (place, layer.times[nth], at as u8, nth as u32..nth as u32 + 1)));
                    }
                }
                Some(windows) => {
                    // Windows are by group.
                    let mut last: Option<(u32, u32)> = None;
                    for window in windows {
                        let place = match last {
                            Some((group, place)) if group == window.group => place,
                            _ => place_of(window.group as usize),
                        };
                        last = Some((window.group, place));
                        let time = layer.times[window.occurrences.end as usize - 1];
                        entries.push((place, time, at as u8, window.occurrences.clone()));
                    }
                }
            }
        }
        for windows in sources.iter_mut().filter_map(|source| source.windows.as_mut()) {
            *windows = Vec::new();
        }
        // What comes from one source is in order already.
        entries.sort_by_key(|(place, time, source, _)| (*place, *time, *source));
        let mut groups: Vec<LayerGroup> = Vec::new();
        for run in entries.chunk_by(|a, b| a.0 == b.0) {
            let from = groups.last().map_or(0, |group| group.occurrences.end);
            groups.push(LayerGroup { key: run[0].0, occurrences: from..from + run.len() });
        }
        Self {
            groups,
            undated: Vec::new(),
            keys: Keys::Listed(keys),
            times: entries.iter().map(|(_, time, _, _)| *time).collect(),
            what: What::Merged(sources, entries.into_iter().map(|(_, _, at, range)| (at, range)).collect()),
        }
    }

    /// The values of a group, by its place.
    pub(crate) fn key(&self, group: usize) -> Key {
        match (&self.keys, self.groups.get(group)) {
            (Keys::Coded(groups), Some(group)) => groups.key(group.key),
            (Keys::Listed(keys), Some(group)) => keys.get(group.key as usize).cloned().unwrap_or_default(),
            (_, None) => Key::new(),
        }
    }

    /// The source of an occurrence.
    pub(crate) fn source(&self, nth: usize) -> usize {
        match &self.what {
            What::Events(_) => 0,
            What::Merged(_, occurrences) => occurrences[nth].0.into(),
        }
    }

    /// The row of an occurrence that is an event.
    pub(crate) fn row(&self, nth: usize) -> Option<u32> {
        match &self.what {
            What::Events(rows) => rows.get(nth).copied(),
            What::Merged(sources, occurrences) => {
                let (at, range) = occurrences.get(nth)?;
                let source = sources.get(usize::from(*at)).filter(|source| source.windows.is_none())?;
                source.layer.row(range.start as usize)
            }
        }
    }

    /// The rows of all occurrences that are events.
    pub(crate) fn rows(&self) -> Cow<'_, [u32]> {
        match &self.what {
            What::Events(rows) => Cow::Borrowed(rows),
            What::Merged(..) => (0..self.times.len()).filter_map(|nth| self.row(nth)).collect(),
        }
    }

    /// Appends the rows of some occurrences; some may come several times.
    pub(crate) fn push_rows(&self, occurrences: Range<usize>, into: &mut Vec<u32>) {
        let (sources, of) = match &self.what {
            What::Events(rows) => return into.extend_from_slice(&rows[occurrences]),
            What::Merged(sources, of) => (sources, of),
        };
        for (at, source) in sources.iter().enumerate() {
            let ranges = of[occurrences.clone()].iter().filter(|(other, _)| usize::from(*other) == at);
            let mut ranges: Vec<Range<usize>> =
                ranges.map(|(_, range)| range.start as usize..range.end as usize).collect();
            // What overlaps is taken once: windows of a source overlap by nearly all of their length.
            ranges.sort_unstable_by_key(|range| range.start);
            let mut behind = 0;
            for range in ranges {
                let from = range.start.max(behind);
                if from < range.end {
                    source.layer.push_rows(from..range.end, into);
                    behind = range.end;
                }
            }
        }
    }
}

/// Puts rows in order of time, those of one time in order of rows, as they are given. Logs mostly come in order of time:
/// only what comes after something later is sorted, and then merged.
fn in_order_of_time(times: &mut [i64], rows: &mut [u32]) {
    let mut late: Vec<(i64, u32)> = Vec::new();
    let mut kept = 0;
    for at in 0..times.len() {
        if kept > 0 && times[at] < times[kept - 1] {
            late.push((times[at], rows[at]));
        } else {
            (times[kept], rows[kept]) = (times[at], rows[at]);
            kept += 1;
        }
    }
    late.sort_unstable();
    // From the end: each place is taken before what it held is needed.
    for at in (0..times.len()).rev() {
        let Some(last) = late.last() else { return };
        if kept > 0 && (times[kept - 1], rows[kept - 1]) > *last {
            kept -= 1;
            (times[at], rows[at]) = (times[kept], rows[kept]);
        } else {
            (times[at], rows[at]) = *last;
            late.pop();
        }
    }
}

/// Groups by the codes of some columns.
#[derive(Debug)]
struct Groups {
    columns: Vec<Rc<Column>>,
    /// By the group before and the next column's code, for all but the first column.
    pairs: FxHashMap<(u32, u32), u32>,
    /// What each pair was.
    known: Vec<(u32, u32)>,
}

impl Groups {
    fn new(columns: Vec<Rc<Column>>) -> Self {
        Self { columns, pairs: FxHashMap::default(), known: Vec::new() }
    }

    /// How many groups there may be.
    fn size(&self) -> usize {
        match self.columns.as_slice() {
            [] => 1,
            [one] => one.size(),
            _ => self.known.len(),
        }
    }

    /// The group of each row, in order of rows.
    fn of_rows(&mut self, rows: &Selection) -> Vec<u32> {
        let mut columns = self.columns.iter();
        let Some(first) = columns.next() else { return vec![0; rows.count() as usize] };
        let mut groups = first.codes_of(rows);
        for column in columns {
            let mut last = None;
            for (group, code) in groups.iter_mut().zip(column.codes_of(rows)) {
                let pair = (*group, code);
                *group = match last {
                    Some((same, group)) if same == pair => group,
                    _ => *self.pairs.entry(pair).or_insert_with(|| {
                        self.known.push(pair);
                        self.known.len() as u32 - 1
                    }),
                };
                last = Some((pair, *group));
            }
        }
        groups
    }

    fn key(&self, group: u32) -> Key {
        let mut key = Vec::with_capacity(self.columns.len());
        let mut group = group;
        for (at, column) in self.columns.iter().enumerate().rev() {
            let code = if at == 0 {
                group
            } else {
                let (before, code) = self.known[group as usize];
                group = before;
                code
            };
            key.push(column.text(code).map(str::to_owned));
        }
        key.reverse();
        key
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_in_order_of_time(given in proptest::collection::vec(0..20_i64, 0..40)) {
            let mut rows: Vec<u32> = (0..given.len() as u32).collect();
            let mut times = given.clone();
            in_order_of_time(&mut times, &mut rows);
            prop_assert!(rows.iter().zip(&times).all(|(row, time)| given[*row as usize] == *time));
            let pairs: Vec<_> = times.into_iter().zip(rows).collect();
            prop_assert!(pairs.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
