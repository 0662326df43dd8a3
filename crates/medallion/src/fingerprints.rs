//! Which events are already here.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// How many are looked up side by side, as in dictionaries.
const TOGETHER: usize = 16;

/// The fingerprints of the silver rows, and the way from a fingerprint to its row.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    by_row: Vec<u128>,
    rows: HashTable<u32>,
}

/// What became of the events of a block, by their places in it, ascending.
#[derive(Debug, Default)]
pub(crate) struct Inserted {
    /// Those that are new.
    pub(crate) kept: Vec<u32>,
    /// Those that a row is already, and the row.
    pub(crate) repeats: Vec<(u32, u32)>,
    /// Those of the new ones whose first fingerprint a row has, and the row.
    pub(crate) reused: Vec<(u32, u32)>,
}

impl Fingerprints {
    /// Notes those that are new, each as the next row. `other` is asked of an event, by its place, whose fingerprint is
    /// known: where it is not what that row is, it gives the fingerprint to know it by instead. It is told which of the
    /// events were new before.
    pub(crate) fn insert_all(
        &mut self,
        fingerprints: &[u128],
        other: impl Fn(u32, u32, &[u32]) -> Option<u128>,
    ) -> Inserted {
        let mut inserted = Inserted { kept: Vec::with_capacity(fingerprints.len()), ..Inserted::default() };
        for (nth, fingerprints) in fingerprints.chunks(TOGETHER).enumerate() {
            // Their places in memory come nearer side by side, which they would not one after the other.
            let mut known = [None; TOGETHER];
            for (known, fingerprint) in known.iter_mut().zip(fingerprints) {
                *known = self.find(*fingerprint);
            }
            for (at, (fingerprint, known)) in fingerprints.iter().zip(known).enumerate() {
                let at = (nth * TOGETHER + at) as u32;
                let Some(of_row) = known.or_else(|| self.insert(*fingerprint)) else {
                    inserted.kept.push(at);
                    continue;
                };
                let Some(other) = other(at, of_row, &inserted.kept) else {
                    inserted.repeats.push((at, of_row));
                    continue;
                };
                match self.insert(other) {
                    None => {
                        inserted.reused.push((at, of_row));
                        inserted.kept.push(at);
                    }
                    Some(of_row) => inserted.repeats.push((at, of_row)),
                }
            }
        }
        inserted
    }

    fn find(&self, fingerprint: u128) -> Option<u32> {
        // A fingerprint is a keyed hash already; its low half serves the table as it is.
        self.rows.find(fingerprint as u64, |row| self.by_row[*row as usize] == fingerprint).copied()
    }

    /// Notes that of the next row, unless a row has it.
    fn insert(&mut self, fingerprint: u128) -> Option<u32> {
        let Self { by_row, rows } = self;
        let is_it = |row: &u32| by_row[*row as usize] == fingerprint;
        match rows.entry(fingerprint as u64, is_it, |row| by_row[*row as usize] as u64) {
            Entry::Occupied(entry) => Some(*entry.get()),
            Entry::Vacant(entry) => {
                entry.insert(by_row.len() as u32);
                by_row.push(fingerprint);
                None
            }
        }
    }

    /// The most memory that so many more make it ask for: the list and its table, each moved to twice its room.
    pub(crate) fn growth_bytes(&self, more: usize) -> usize {
        let wanted = self.by_row.len() + more;
        let list = if wanted > self.by_row.capacity() { wanted.max(2 * self.by_row.capacity()) * 16 } else { 0 };
        let table = if wanted > self.rows.capacity() { wanted.max(2 * self.rows.capacity()) * 12 } else { 0 };
        list + table
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.by_row.capacity() * 16 + self.rows.capacity() * 8 / 7 * 5
    }
}
