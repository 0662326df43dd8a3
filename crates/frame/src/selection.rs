//! Sets of rows.

/// A set of a frame's rows, one bit per row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    words: Vec<u64>,
    rows: u32,
}

/// Places of rows within a [`Selection`], in order of rows.
#[derive(Clone, Debug)]
pub struct Ranks {
    words: Vec<u64>,
    /// By word, the number of rows in the words before it.
    before: Vec<u32>,
}

impl Ranks {
    /// How many rows of the selection are before `row`: its place, if it is in the selection.
    pub fn of(&self, row: u32) -> usize {
        let (at, below) = (row as usize / 64, (1_u64 << (row % 64)) - 1);
        let Some((word, before)) = self.words.get(at).zip(self.before.get(at)) else { return 0 };
        (before + (word & below).count_ones()) as usize
    }
}

impl Selection {
    /// All of `rows` rows.
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

    /// Number of rows in the frame.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Number of rows in the set.
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The places of its rows.
    pub fn ranks(&self) -> Ranks {
        let mut rows = 0;
        let before = self.words.iter().map(|word| {
            let before = rows;
            rows += word.count_ones();
            before
        });
        Ranks { before: before.collect(), words: self.words.clone() }
    }

    /// Adds a row.
    pub fn insert(&mut self, row: u32) {
        self.set(row, true);
    }

    /// Adds or removes a row.
    pub fn set(&mut self, row: u32, member: bool) {
        let bit = 1 << (row % 64);
        let word = &mut self.words[row as usize / 64];
        if member { *word |= bit } else { *word &= !bit }
    }

    /// Whether a row is in the set.
    pub fn contains(&self, row: u32) -> bool {
        self.words[row as usize / 64] >> (row % 64) & 1 == 1
    }

    /// Whether every row is in the set.
    pub fn is_all(&self) -> bool {
        self.count() == self.rows
    }

    /// Whether the set is empty.
    pub fn is_none(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The number of rows in which the two sets differ. Rows past the end of the shorter are not in it.
    pub fn difference(&self, other: &Self) -> u32 {
        let (short, long) = if self.words.len() < other.words.len() { (self, other) } else { (other, self) };
        let (shared, rest) = long.words.split_at(short.words.len());
        let differing = shared.iter().zip(&short.words).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        differing + rest.iter().map(|word| word.count_ones()).sum::<u32>()
    }

    /// The rows in this set but not in `other`. The result is as long as the longer; rows past the end of the shorter
    /// are not in it.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = self.clone();
        left.rows = self.rows.max(other.rows);
        left.words.resize(left.rows.div_ceil(64) as usize, 0);
        for (word, other) in left.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
        left
    }

    /// Size in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }

    /// Keeps only the rows that are in `other` as well, a set of equal length.
    pub fn intersect(&mut self, other: &Self) {
        debug_assert_eq!(self.rows, other.rows);
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds the rows of `other`, a set of equal length.
    pub fn unite(&mut self, other: &Self) {
        debug_assert_eq!(self.rows, other.rows);
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Replaces the set with its complement.
    pub fn invert(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        self.intersect(&Self::all(self.rows));
    }

    /// The rows of the set, ascending.
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

    /// The words that cover a run of rows; `start` is a multiple of 64.
    pub(crate) fn words(&self, start: u32, rows: usize) -> &[u64] {
        let first = start as usize / 64;
        &self.words[first..first + rows.div_ceil(64)]
    }

    /// The same words, mutable. Bits past the last row must stay clear.
    pub(crate) fn words_mut(&mut self, start: u32, rows: usize) -> &mut [u64] {
        let first = start as usize / 64;
        &mut self.words[first..first + rows.div_ceil(64)]
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
            prop_assert_eq!(selection.is_none(), a.is_empty());
            prop_assert_eq!(selection.iter().collect::<BTreeSet<_>>(), a.clone());
            prop_assert!((0..rows).all(|row| selection.contains(row) == a.contains(&row)));
            let mut both = selection.clone();
            both.unite(&of(rows, &b));
            let united: BTreeSet<u32> = a.union(&b).copied().filter(|row| *row < rows).collect();
            prop_assert_eq!(both.iter().collect::<BTreeSet<_>>(), united);
            selection.intersect(&of(rows, &b));
            prop_assert_eq!(selection.iter().collect::<BTreeSet<_>>(), a.intersection(&b).copied().collect());
            selection.invert();
            let expected: BTreeSet<u32> = (0..rows).filter(|row| !(a.contains(row) && b.contains(row))).collect();
            prop_assert_eq!(selection.iter().collect::<BTreeSet<_>>(), expected);
            prop_assert_eq!(Selection::all(rows).count(), rows);
            prop_assert!(Selection::all(rows).is_all());
        }

        #[test]
        fn sets_of_different_lengths_are_compared(
            rows in 0u32..200,
            more in 0u32..200,
            a in proptest::collection::btree_set(0u32..200, 0..50),
            b in proptest::collection::btree_set(0u32..400, 0..50),
        ) {
            let a: BTreeSet<u32> = a.into_iter().filter(|row| *row < rows).collect();
            let b: BTreeSet<u32> = b.into_iter().filter(|row| *row < rows + more).collect();
            let (short, long) = (of(rows, &a), of(rows + more, &b));
            prop_assert_eq!(short.difference(&long) as usize, a.symmetric_difference(&b).count());
            prop_assert_eq!(long.difference(&short), short.difference(&long));
            prop_assert_eq!(short.without(&long), of(rows + more, &a.difference(&b).copied().collect()));
            prop_assert_eq!(long.without(&short), of(rows + more, &b.difference(&a).copied().collect()));
        }
    }
}
