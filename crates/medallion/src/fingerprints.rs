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

    pub(crate) fn memory_bytes(&self) -> usize {
        self.by_row.capacity() * 16 + self.rows.capacity() * 8 / 7 * 5
    }
}
