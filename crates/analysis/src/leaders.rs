//! The most frequent values of a column.

use std::cmp::Ordering;

use touchstone_frame::Dictionary;

use crate::answer::Leader;

/// The leaders among counts by code, most events first, then by value; the absent value sorts after all others. The
/// values of the chosen codes are always among them.
pub(crate) fn leaders(dictionary: &Dictionary, counts: &[u32], most: usize, chosen: &[u32]) -> Vec<Leader> {
    let count = |code: u32| counts.get(code as usize).copied().unwrap_or_default();
    let order = |a: &u32, b: &u32| -> Ordering {
        let text = |code: u32| (dictionary.get(code).is_none(), dictionary.get(code));
        count(*b).cmp(&count(*a)).then_with(|| text(*a).cmp(&text(*b)))
    };
    let mut found: Vec<u32> = (0..counts.len() as u32).filter(|code| count(*code) > 0).collect();
    found.extend(chosen.iter().filter(|code| count(**code) == 0));
    // Only those that are listed need an order.
    if found.len() > most && most > 0 {
        found.select_nth_unstable_by(most - 1, order);
    }
    let rest = found.split_off(most.min(found.len()));
    found.sort_unstable_by(order);
    let mut kept: Vec<u32> = rest.into_iter().filter(|code| chosen.contains(code)).collect();
    kept.sort_unstable_by(order);
    found
        .into_iter()
        .chain(kept)
        .map(|code| Leader {
            value: dictionary.get(code).map(str::to_owned),
            events: count(code),
            chosen: chosen.contains(&code),
        })
        .collect()
}

/// How many values occur; the absent one counts if `with_absent`.
pub(crate) fn distinct(counts: &[u32], with_absent: bool) -> u32 {
    let skipped = usize::from(!with_absent);
    counts.iter().skip(skipped).filter(|count| **count > 0).count() as u32
}
