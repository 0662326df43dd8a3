//! The most frequent values of a column.

use std::cmp::Ordering;

use touchstone_frame::{Dictionary, NULL};
use touchstone_query::{Expr, Field, Value, edit, fold};

use crate::answer::Leader;

/// Codes of the values that a filter names.
#[derive(Debug, Default)]
pub(crate) struct FilteredValues {
    /// Values that the filter includes.
    pub(crate) chosen: Vec<u32>,
    /// Values that the filter excludes.
    pub(crate) excluded: Vec<u32>,
}

impl FilteredValues {
    /// The values of a column that the filter's clauses name. `shown` maps a code to the code under which it is
    /// counted.
    pub(crate) fn of(expr: &Expr, field: &Field, dictionary: &Dictionary, shown: impl Fn(u32) -> u32) -> Self {
        let codes = |excludes: bool| {
            let listed = edit::listed(expr, field, excludes);
            let mut codes = codes_of(&listed, dictionary);
            for code in &mut codes {
                *code = shown(*code);
            }
            codes.sort_unstable();
            codes.dedup();
            codes
        };
        Self { chosen: codes(false), excluded: codes(true) }
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        self.chosen.iter().chain(&self.excluded).copied()
    }
}

fn codes_of(values: &[Value], dictionary: &Dictionary) -> Vec<u32> {
    let mut codes = Vec::new();
    let mut without_case = Vec::new();
    for value in values {
        match value {
            Value::Absent => codes.push(NULL),
            Value::Cased(pattern) => codes.extend(pattern.literal().and_then(|text| dictionary.find(text))),
            Value::Text(pattern) => without_case.extend(pattern.literal().map(fold::folded)),
            _ => {}
        }
    }
    if !without_case.is_empty() {
        let is_listed = |(_, text): &(u32, &str)| without_case.contains(&fold::folded(text));
        codes.extend(dictionary.iter().filter(is_listed).map(|(code, _)| code));
    }
    codes
}

/// The most frequent values, most events first, then by value; the absent value sorts last among equals. Values that
/// the filter names are always included.
pub(crate) fn leaders(dictionary: &Dictionary, counts: &[u32], max: usize, listed: &FilteredValues) -> Vec<Leader> {
    let count = |code: u32| counts.get(code as usize).copied().unwrap_or_default();
    let order = |a: &u32, b: &u32| -> Ordering {
        let text = |code: u32| (dictionary.get(code).is_none(), dictionary.get(code));
        count(*b).cmp(&count(*a)).then_with(|| text(*a).cmp(&text(*b)))
    };
    let mut found: Vec<u32> = (0..counts.len() as u32).filter(|code| count(*code) > 0).collect();
    let mut unseen: Vec<u32> = listed.iter().filter(|code| count(*code) == 0).collect();
    unseen.sort_unstable();
    unseen.dedup();
    found.extend(unseen);
    // Only the listed values need to be sorted.
    if found.len() > max && max > 0 {
        found.select_nth_unstable_by(max - 1, order);
    }
    let rest = found.split_off(max.min(found.len()));
    found.sort_unstable_by(order);
    let mut kept: Vec<u32> = rest.into_iter().filter(|code| listed.iter().any(|other| other == *code)).collect();
    kept.sort_unstable_by(order);
    found
        .into_iter()
        .chain(kept)
        .map(|code| Leader {
            value: dictionary.get(code).map(str::to_owned),
            events: count(code),
            chosen: listed.chosen.contains(&code),
            excluded: listed.excluded.contains(&code),
        })
        .collect()
}

/// The number of values that occur; `with_absent` counts the absent value as well.
pub(crate) fn distinct(counts: &[u32], with_absent: bool) -> u32 {
    let skipped = usize::from(!with_absent);
    counts.iter().skip(skipped).filter(|count| **count > 0).count() as u32
}
