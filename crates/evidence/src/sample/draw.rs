//! Which events of a population are drawn.

use std::cmp::Reverse;

use sha2::{Digest as _, Sha256};
use touchstone_frame::Selection;
use touchstone_query::group::as_stored;
use touchstone_query::{Coded, Field};

use super::Stratum;
use super::key::{Key, Keys};

/// The rows of the lowest keys, lowest first.
pub(crate) fn simple(keys: &Keys<'_>, size: usize) -> Vec<u32> {
    rows(lowest(keys, keys.list.clone(), size))
}

/// Events by time at regular steps; lowest key first.
pub(crate) fn systematic(keys: &Keys<'_>, size: usize, seed: &str) -> Vec<u32> {
    let mut list = keys.list.clone();
    let total = list.len() as u64;
    let size = (size as u64).min(total);
    if size == total {
        return simple(keys, list.len());
    }
    list.sort_by_cached_key(|key| keys.time(key.1));
    for at_once in list.chunk_by_mut(|a, b| keys.time(a.1) == keys.time(b.1)) {
        at_once.sort_unstable_by(|a, b| keys.order(*a, *b));
    }
    let start = start(seed, total);
    let place = |at: u64| (u128::from(at) * u128::from(total) + u128::from(start)) / u128::from(size.max(1));
    let drawn: Vec<Key> = (0..size).filter_map(|at| list.get(usize::try_from(place(at)).ok()?).copied()).collect();
    rows(lowest(keys, drawn, usize::MAX))
}

/// Where systematic draws start: the first 32 bits of the seed's SHA-256 modulo the population.
pub(crate) fn start(seed: &str, total: u64) -> u64 {
    let digest: [u8; 32] = Sha256::digest(seed.as_bytes()).into();
    u64::from(digest.first_chunk().map_or(0, |first| u32::from_be_bytes(*first))) % total.max(1)
}

/// From each value of a field in proportion; lowest key first. An error says why the field has no strata.
pub(crate) fn stratified(keys: &Keys<'_>, size: usize, by: &Field) -> Result<(Vec<u32>, Vec<Stratum>), String> {
    let mut selection = Selection::none(keys.medallion.silver().rows());
    keys.list.iter().for_each(|(_, row)| selection.insert(*row));
    let coded = Coded::of(keys.medallion, &selection, by, &as_stored)?;
    let mut members: Vec<Vec<Key>> = vec![Vec::new(); coded.len()];
    for key in &keys.list {
        if let Some(members) = members.get_mut(coded.code(key.1) as usize) {
            members.push(*key);
        }
    }
    let mut strata: Vec<(Option<&str>, Vec<Key>)> = members
        .into_iter()
        .enumerate()
        .filter(|(_, members)| !members.is_empty())
        .map(|(code, members)| (coded.value(code as u32), members))
        .collect();
    strata.sort_by(|a, b| Reverse(a.1.len()).cmp(&Reverse(b.1.len())).then_with(|| order(a.0).cmp(&order(b.0))));
    let counts: Vec<usize> = strata.iter().map(|(_, members)| members.len()).collect();
    let mut drawn = Vec::new();
    let mut shown = Vec::with_capacity(strata.len());
    for ((value, members), share) in strata.into_iter().zip(shares(&counts, size)) {
        let stratum = Stratum { value: value.map(str::to_owned), events: members.len() as u64, drawn: share as u64 };
        shown.push(stratum);
        drawn.extend(lowest(keys, members, share));
    }
    Ok((rows(lowest(keys, drawn, usize::MAX)), shown))
}

/// The absent value comes last.
fn order(value: Option<&str>) -> (bool, Option<&str>) {
    (value.is_none(), value)
}

/// How many are drawn of each stratum: its share rounded down, and one more where the remainder is largest, in the order
/// given where remainders are equal.
fn shares(counts: &[usize], size: usize) -> Vec<usize> {
    let total: usize = counts.iter().sum();
    let size = size.min(total);
    let exact = |count: &usize| *count as u128 * size as u128;
    let total = total.max(1) as u128;
    let mut shares: Vec<usize> = counts.iter().map(|count| (exact(count) / total) as usize).collect();
    let mut by_rest: Vec<usize> = (0..counts.len()).collect();
    by_rest.sort_by_key(|at| Reverse(exact(&counts[*at]) % total));
    let rest = size - shares.iter().sum::<usize>();
    by_rest.iter().take(rest).for_each(|at| shares[*at] += 1);
    shares
}

fn lowest(keys: &Keys<'_>, mut list: Vec<Key>, size: usize) -> Vec<Key> {
    if size == 0 {
        return Vec::new();
    }
    if size < list.len() {
        list.select_nth_unstable_by(size - 1, |a, b| keys.order(*a, *b));
        list.truncate(size);
    }
    list.sort_unstable_by(|a, b| keys.order(*a, *b));
    list
}

fn rows(list: Vec<Key>) -> Vec<u32> {
    list.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn shares_are_proportional_and_add_up() {
        for (counts, size, expected) in [
            (&[50, 30, 20][..], 10, &[5, 3, 2][..]),
            (&[50, 30, 20], 11, &[6, 3, 2]),
            (&[1, 1, 1], 2, &[1, 1, 0]),
            (&[3, 2], 9, &[3, 2]),
            (&[1_000_000, 1], 2, &[2, 0]),
            (&[5], 0, &[0]),
            (&[], 3, &[]),
        ] {
            assert_eq!(shares(counts, size), expected, "{size} of {counts:?}");
        }
    }
}
