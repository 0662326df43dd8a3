//! Which events are already here.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use touchstone_record::Fingerprint;

/// The fingerprints of the silver rows, and the way from a fingerprint to its row.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    by_row: Vec<u128>,
    rows: HashTable<u32>,
}

impl Fingerprints {
    /// Notes the fingerprint of the next silver row, or gives the row that has it already.
    pub(crate) fn insert(&mut self, Fingerprint(fingerprint): Fingerprint) -> Result<u32, u32> {
        let Self { by_row, rows } = self;
        // A fingerprint is a keyed hash already; its low half serves the table as it is.
        let entry = rows.entry(
            fingerprint as u64,
            |row| by_row[*row as usize] == fingerprint,
            |row| by_row[*row as usize] as u64,
        );
        match entry {
            Entry::Occupied(entry) => Err(*entry.get()),
            Entry::Vacant(entry) => {
                let row = by_row.len() as u32;
                entry.insert(row);
                by_row.push(fingerprint);
                Ok(row)
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
