//! The most frequent values of a column.

use touchstone_frame::Dictionary;

use crate::answer::Leader;

/// The leaders among counts by code, most events first, then by value; the absent value sorts after all others. Chosen
/// values are always among them.
pub(crate) fn leaders(
    dictionary: &Dictionary,
    counts: &[u32],
    most: usize,
    chosen: impl Fn(Option<&str>) -> bool,
) -> Vec<Leader> {
    let mut found: Vec<(u32, Option<&str>, bool)> = counts
        .iter()
        .enumerate()
        .map(|(code, count)| (*count, dictionary.get(code as u32)))
        .map(|(count, value)| (count, value, chosen(value)))
        .filter(|(count, _, chosen)| *count > 0 || *chosen)
        .collect();
    found.sort_unstable_by(|(a_count, a, _), (b_count, b, _)| {
        b_count.cmp(a_count).then_with(|| (a.is_none(), a).cmp(&(b.is_none(), b)))
    });
    let mut room = most;
    found.retain(|(_, _, chosen)| {
        let stays = *chosen || room > 0;
        room = room.saturating_sub(1);
        stays
    });
    found
        .into_iter()
        .map(|(events, value, chosen)| Leader { value: value.map(str::to_owned), events, chosen })
        .collect()
}

/// How many values occur; the absent one counts if `with_absent`.
pub(crate) fn distinct(counts: &[u32], with_absent: bool) -> u32 {
    let skipped = usize::from(!with_absent);
    counts.iter().skip(skipped).filter(|count| **count > 0).count() as u32
}
