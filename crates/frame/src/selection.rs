//! A set of rows.

/// A set of the rows of a frame, one bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    words: Vec<u64>,
    rows: u32,
}

impl Selection {
    /// Every one of `rows` rows.
    pub fn all(rows: u32) -> Self {
        let mut words = vec![u64::MAX; rows.div_ceil(64) as usize];
        if let Some(last) = words.last_mut()
            && !rows.is_multiple_of(64)
        {
            *last = (1 << (rows % 64)) - 1;
        }
        Self { words, rows }
    }

    /// None of `rows` rows.
    pub fn none(rows: u32) -> Self {
        Self { words: vec![0; rows.div_ceil(64) as usize], rows }
    }

    /// How many rows the frame has.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// How many rows are in the set.
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Puts a row into the set.
    pub fn insert(&mut self, row: u32) {
        self.set(row, true);
    }

    /// Puts a row into the set, or takes it out.
    pub fn set(&mut self, row: u32, member: bool) {
        let bit = 1 << (row % 64);
        let word = &mut self.words[row as usize / 64];
        if member { *word |= bit } else { *word &= !bit }
    }

    /// Whether a row is in the set.
    pub fn contains(&self, row: u32) -> bool {
        self.words[row as usize / 64] >> (row % 64) & 1 == 1
    }

    /// Keeps only what `other`, a set over as many rows, has too.
    pub fn intersect(&mut self, other: &Self) {
        debug_assert_eq!(self.rows, other.rows);
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Turns the set into the rows that were not in it.
    pub fn invert(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        self.intersect(&Self::all(self.rows));
    }

    /// The rows in the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }

    /// The words that cover a run of rows which begins at a multiple of 64.
    pub(crate) fn words(&self, start: u32, rows: usize) -> &[u64] {
        let first = start as usize / 64;
        &self.words[first..first + rows.div_ceil(64)]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn of(rows: u32, members: &BTreeSet<u32>) -> Selection {
        let mut selection = Selection::none(rows);
        members.iter().filter(|row| **row < rows).for_each(|row| selection.insert(*row));
        selection
    }

    proptest! {
        #[test]
        fn a_selection_is_a_set(
            rows in 0u32..200,
            a in proptest::collection::btree_set(0u32..200, 0..50),
            b in proptest::collection::btree_set(0u32..200, 0..50),
        ) {
            let a: BTreeSet<u32> = a.into_iter().filter(|row| *row < rows).collect();
            let mut selection = of(rows, &a);
            prop_assert_eq!(selection.count() as usize, a.len());
            prop_assert_eq!(selection.iter().collect::<BTreeSet<_>>(), a.clone());
            prop_assert!((0..rows).all(|row| selection.contains(row) == a.contains(&row)));
            selection.intersect(&of(rows, &b));
            prop_assert_eq!(selection.iter().collect::<BTreeSet<_>>(), a.intersection(&b).copied().collect());
            selection.invert();
            let expected: BTreeSet<u32> = (0..rows).filter(|row| !(a.contains(row) && b.contains(row))).collect();
            prop_assert_eq!(selection.iter().collect::<BTreeSet<_>>(), expected);
            prop_assert_eq!(Selection::all(rows).count(), rows);
        }
    }
}
