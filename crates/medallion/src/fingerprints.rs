//! Detects events that are already loaded.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Number of fingerprints looked up together, as in dictionaries.
const LOOKUP_BATCH: usize = 16;

/// The fingerprints of the silver rows, and an index from fingerprint to row.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    by_row: Vec<u128>,
    rows: HashTable<u32>,
}

/// The result of inserting a block's events, by their index in the block, ascending.
#[derive(Debug, Default)]
pub(crate) struct Inserted {
    /// New events.
    pub(crate) kept: Vec<u32>,
    /// Events that repeat a row, and the row.
    pub(crate) repeats: Vec<(u32, u32)>,
    /// New events whose original fingerprint belongs to another row, and that row.
    pub(crate) reused: Vec<(u32, u32)>,
}

impl Fingerprints {
    /// Inserts new events as the next rows. For an event whose fingerprint is taken, `other` receives its index, the
    /// row, and the events inserted so far; if the event differs from that row, it returns the fingerprint to use
    /// instead.
    pub(crate) fn insert_all(
        &mut self,
        fingerprints: &[u128],
        other: impl Fn(u32, u32, &[u32]) -> Option<u128>,
    ) -> Inserted {
        let mut inserted = Inserted { kept: Vec::with_capacity(fingerprints.len()), ..Inserted::default() };
        for (nth, fingerprints) in fingerprints.chunks(LOOKUP_BATCH).enumerate() {
            // Independent lookups overlap their cache misses; sequential ones would not.
            let mut known = [None; LOOKUP_BATCH];
            for (known, fingerprint) in known.iter_mut().zip(fingerprints) {
                *known = self.find(*fingerprint);
            }
            for (at, (fingerprint, known)) in fingerprints.iter().zip(known).enumerate() {
                let at = (nth * LOOKUP_BATCH + at) as u32;
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

    /// The fingerprint of a row.
    pub(crate) fn of(&self, row: u32) -> Option<u128> {
        self.by_row.get(row as usize).copied()
    }

    fn find(&self, fingerprint: u128) -> Option<u32> {
        // A fingerprint is a keyed hash already, so its low half serves as the table's hash.
        self.rows.find(fingerprint as u64, |row| self.by_row[*row as usize] == fingerprint).copied()
    }

    /// Inserts the fingerprint of the next row, unless a row has it; returns that row.
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

    /// Peak allocation for inserting `more` fingerprints: list and table each double when full.
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
