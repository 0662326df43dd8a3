//! Sliding windows: for each time at which something occurs, what occurred so long before it.

use std::ops::Range;
use std::rc::Rc;

use rsigma_parser::ConditionExpr;

use crate::column::{ABSENT, Column};
use crate::correlate::usual::{Earlier, Excess, Later, LogSpan};
use crate::correlate::{Bound, Layer, WindowTest};

/// A window that is as a correlation demands: it ends with its last occurrence.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    /// The group's place in the layer.
    pub(crate) group: u32,
    pub(crate) occurrences: Range<u32>,
    /// How many values a counted field has in it.
    pub(crate) values: Option<u32>,
}

/// How windows are seen.
pub(crate) struct Seen<'a> {
    /// The names of the sources, by which an expression calls them.
    pub(crate) names: &'a [String],
    /// The columns of counted fields.
    pub(crate) counted: &'a [Rc<Column>],
    /// Whether windows that share an occurrence are one.
    pub(crate) is_joined: bool,
    /// How many times as much as usual is needed.
    pub(crate) above_usual: Option<u64>,
    /// The log, if windows at its beginning have to be above what is usual later in it, too.
    pub(crate) proven_in: Option<LogSpan>,
}

/// The windows of a layer that are as a correlation demands, by group and time.
pub(crate) fn windows(layer: &Layer, test: &WindowTest, span_ms: i64, seen: &Seen<'_>) -> Vec<Window> {
    let names = seen.names;
    let mut windows: Vec<Window> = Vec::new();
    let mut values = Values::new(seen.counted);
    let excess = seen.above_usual.map(|times| Excess { times, threshold: threshold(test) });
    for (place, group) in layer.groups.iter().enumerate() {
        let all = group.occurrences.clone();
        if !can_hold(test, all.len()) || !values.can_hold(test, layer, all.clone()) {
            continue;
        }
        let mut sources = Sources::new(names.len());
        let mut usual = Earlier::default();
        let mut rest = excess.zip(seen.proven_in).map(|(excess, log)| Later::of(log, excess, span_ms));
        // Windows that wait for what is later, with their places among all of the group.
        let mut waiting: Vec<(usize, Window)> = Vec::new();
        let (mut from, mut until) = (all.start, all.start);
        while until < all.end {
            let time = layer.times[until];
            let begin = until;
            while until < all.end && layer.times[until] == time {
                match test {
                    WindowTest::Values(..) => values.add(layer, until, 1),
                    WindowTest::Rules(_) => sources.counts[layer.source(until)] += 1,
                    WindowTest::Events(_) | WindowTest::Ordered => {}
                }
                until += 1;
            }
            while time.saturating_sub(layer.times[from]) > span_ms {
                match test {
                    WindowTest::Values(..) => values.add(layer, from, -1),
                    WindowTest::Rules(_) => sources.counts[layer.source(from)] -= 1,
                    WindowTest::Events(_) | WindowTest::Ordered => {}
                }
                from += 1;
            }
            let mut occurrences = from..until;
            let is_met = match test {
                WindowTest::Events(bounds) => hold(bounds, occurrences.len() as u64),
                WindowTest::Values(_, bounds) => hold(bounds, u64::from(values.distinct)),
                WindowTest::Rules(expr) => means(expr, names, &sources.counts),
                WindowTest::Ordered => {
                    let ends = sources.go_on(layer, begin..until, time);
                    // What is before the first of the rules belongs to no sequence.
                    let first = ends.filter(|first| time.saturating_sub(*first) <= span_ms);
                    if first.is_some() {
                        let is_first = |nth: &usize| layer.source(*nth) == 0;
                        occurrences.start = occurrences.clone().find(is_first).unwrap_or(occurrences.start);
                    }
                    first.is_some()
                }
            };
            let count = match test {
                WindowTest::Values(..) => u64::from(values.distinct),
                _ => occurrences.len() as u64,
            };
            let from_time = layer.times[from];
            let is_unusual = excess.is_none_or(|excess| {
                usual.see(time, count);
                excess.holds(count, usual.before(from_time))
            });
            if let Some(rest) = &mut rest {
                rest.see(from_time, time, count);
            }
            if is_met && is_unusual {
                let values = matches!(test, WindowTest::Values(..)).then_some(values.distinct);
                let occurrences = occurrences.start as u32..occurrences.end as u32;
                let window = Window { group: place as u32, occurrences, values };
                match &rest {
                    Some(rest) => waiting.push((rest.len() - 1, window)),
                    None => push(&mut windows, window, seen.is_joined),
                }
            }
        }
        if let Some(rest) = rest.filter(|_| !waiting.is_empty()) {
            let proven = rest.proven();
            let waited = waiting.into_iter().filter(|(nth, _)| proven[*nth]);
            waited.for_each(|(_, window)| push(&mut windows, window, seen.is_joined));
        }
        if matches!(test, WindowTest::Values(..)) {
            (from..all.end).for_each(|nth| values.add(layer, nth, -1));
        }
    }
    windows
}

/// Adds a window, to the one before if they share an occurrence and are to be one.
fn push(windows: &mut Vec<Window>, window: Window, is_joined: bool) {
    let shares = |last: &&mut Window| last.group == window.group && window.occurrences.start < last.occurrences.end;
    match windows.last_mut().filter(|last| is_joined && shares(last)) {
        Some(last) => {
            last.occurrences.end = window.occurrences.end;
            last.values = last.values.max(window.values);
        }
        None => windows.push(window),
    }
}

/// The least count that a test asks for.
fn threshold(test: &WindowTest) -> u64 {
    use rsigma_parser::ConditionOperator as O;
    let (WindowTest::Events(bounds) | WindowTest::Values(_, bounds)) = test else { return 0 };
    let least = bounds.iter().map(|bound| match bound.operator {
        O::Gt => bound.count.saturating_add(1),
        O::Gte | O::Eq => bound.count,
        O::Lt | O::Lte | O::Neq => 0,
    });
    least.max().unwrap_or_default()
}

/// Whether a group of so many occurrences can have a window.
fn can_hold(test: &WindowTest, occurrences: usize) -> bool {
    use rsigma_parser::ConditionOperator as O;
    let bounds = match test {
        WindowTest::Events(bounds) | WindowTest::Values(_, bounds) => bounds,
        WindowTest::Rules(_) | WindowTest::Ordered => return true,
    };
    bounds.iter().all(|bound| match bound.operator {
        O::Gt => occurrences as u64 > bound.count,
        O::Gte | O::Eq => occurrences as u64 >= bound.count,
        O::Lt | O::Lte | O::Neq => true,
    })
}

fn hold(bounds: &[Bound], count: u64) -> bool {
    bounds.iter().all(|bound| bound.holds(count))
}

fn means(expr: &ConditionExpr, names: &[String], counts: &[usize]) -> bool {
    match expr {
        ConditionExpr::Identifier(name) => names.iter().zip(counts).any(|(other, count)| other == name && *count > 0),
        ConditionExpr::And(parts) => parts.iter().all(|part| means(part, names, counts)),
        ConditionExpr::Or(parts) => parts.iter().any(|part| means(part, names, counts)),
        ConditionExpr::Not(inner) => !means(inner, names, counts),
        ConditionExpr::Selector { .. } => false,
    }
}

/// What was met of several sources.
struct Sources {
    /// By source, how often in the window.
    counts: Vec<usize>,
    /// By source, when the latest sequence began that goes from the first source to it.
    begun: Vec<Option<i64>>,
}

impl Sources {
    fn new(count: usize) -> Self {
        Self { counts: vec![0; count], begun: vec![None; count] }
    }

    /// Goes on with occurrences of one time, which may follow each other in any order. If a sequence ends with one of
    /// them, the time at which the latest such began.
    fn go_on(&mut self, layer: &Layer, occurrences: Range<usize>, time: i64) -> Option<i64> {
        let mut sources: Vec<usize> = occurrences.map(|nth| layer.source(nth)).collect();
        sources.sort_unstable();
        sources.dedup();
        for source in &sources {
            let begun = match source.checked_sub(1) {
                None => Some(time),
                Some(before) => self.begun[before],
            };
            if begun > self.begun[*source] {
                self.begun[*source] = begun;
            }
        }
        let last = self.begun.len() - 1;
        if sources.contains(&last) { self.begun[last] } else { None }
    }
}

/// So many values of a group are told apart before windows slide over it.
const FEW_VALUES: u64 = 16;

/// The values in a window.
struct Values<'a> {
    columns: &'a [Rc<Column>],
    /// How often each value is there: of one column by its code, of several by their codes.
    of_one: Vec<u32>,
    of_several: rustc_hash::FxHashMap<Vec<u32>, u32>,
    distinct: u32,
}

impl<'a> Values<'a> {
    fn new(columns: &'a [Rc<Column>]) -> Self {
        let size = match columns {
            [one] => one.size(),
            _ => 0,
        };
        Self { columns, of_one: vec![0; size], of_several: rustc_hash::FxHashMap::default(), distinct: 0 }
    }

    /// Whether a group has so many values that it can have a window. Most groups have one or a few.
    fn can_hold(&self, test: &WindowTest, layer: &Layer, occurrences: Range<usize>) -> bool {
        let (WindowTest::Values(_, bounds), [column]) = (test, self.columns) else { return true };
        let is_met_by_few = |count| bounds.iter().all(|bound| bound.holds(count));
        if is_met_by_few(0) || is_met_by_few(1) {
            return true;
        }
        let least = threshold(test).clamp(2, FEW_VALUES) as usize;
        let codes = occurrences.filter_map(|nth| layer.row(nth)).map(|row| column.code(row));
        let mut found = Vec::with_capacity(least);
        codes.filter(|code| *code != ABSENT).any(|code| {
            // Values mostly repeat the last.
            if found.last() != Some(&code) && !found.contains(&code) {
                found.push(code);
            }
            found.len() >= least
        })
    }

    /// Takes the value of an occurrence in, or out of the window. An absent value is none.
    fn add(&mut self, layer: &Layer, nth: usize, change: i32) {
        let Some(row) = layer.row(nth) else { return };
        let count = match self.columns {
            [one] => match one.code(row) {
                ABSENT => return,
                code => &mut self.of_one[code as usize],
            },
            several => {
                let codes: Vec<u32> = several.iter().map(|column| column.code(row)).collect();
                if codes.contains(&ABSENT) {
                    return;
                }
                self.of_several.entry(codes).or_default()
            }
        };
        let before = *count;
        *count = count.saturating_add_signed(change);
        match (before, *count) {
            (0, 1) => self.distinct += 1,
            (1, 0) => self.distinct -= 1,
            _ => {}
        }
    }
}
