//! Estimates the peak allocation of an append before it is made: near the memory limit nothing may be tried.

use crate::column::Open;
use crate::frame::{ColumnId, Frame, NEW_COLUMN_BYTES};
use crate::segment::SEGMENT_ROWS;
use crate::sparse::SparseColumn;

impl Frame {
    /// Peak allocation of appending `rows` rows with so many texts and bytes to a text column; for a sparse column,
    /// count only rows with a value. `None` as the column means a new sparse one. Returns `None` if a buffer would
    /// exceed the addressable length.
    pub fn growth_bytes(&self, column: Option<ColumnId>, rows: usize, texts: usize, bytes: usize) -> Option<usize> {
        let (dictionary, held) = match column.map(|column| self.kind(column)) {
            Some(Open::Text { dictionary, codes }) => (dictionary.growth_bytes(texts, bytes)?, codes.capacity()),
            Some(Open::Integer { .. }) => (0, 0),
            Some(Open::SparseColumn(rare)) => {
                return rare.dictionary.growth_bytes(texts, bytes)?.checked_add(rare.growth_bytes(rows));
            }
            // Empty lists round up.
            None => {
                let dictionary = bytes.checked_mul(2)?.checked_add(texts.checked_mul(48)?)?.checked_add(256)?;
                return dictionary.checked_add(SparseColumn::default().growth_bytes(rows));
            }
        };
        let open = self.rows() as usize % SEGMENT_ROWS + rows;
        let codes = if open > held { (2 * held).max(2 * open) * size_of::<u32>() } else { 0 };
        dictionary.checked_add(codes)
    }

    /// Allocation for comparing the codes of all columns whose texts were appended without a lookup.
    pub fn unindexed_bytes(&self) -> usize {
        let unindexed = |(column, _)| match self.kind(column) {
            Open::Text { dictionary, .. } => dictionary.unindexed_bytes(),
            Open::SparseColumn(rare) => rare.dictionary.unindexed_bytes(),
            Open::Integer { .. } => 0,
        };
        self.columns().map(unindexed).sum()
    }

    /// Allocation for reading all texts of the column whose packed texts are the most.
    pub fn reading_bytes(&self) -> usize {
        self.columns().map(|(column, _)| self.dictionary(column).reading_bytes()).max().unwrap_or_default()
    }

    /// Peak allocation of adding columns, without their names and values: the lists of columns double.
    pub fn columns_growth_bytes(&self, more: usize) -> usize {
        if more == 0 { 0 } else { (self.width() + more + 4) * NEW_COLUMN_BYTES }
    }

    /// Peak allocation of sealing when `rows` rows are appended, without sparse columns.
    pub fn sealing_bytes(&self, rows: usize) -> usize {
        let seals = (self.rows() as usize % SEGMENT_ROWS + rows) / SEGMENT_ROWS;
        seals * self.segment_columns() * SEGMENT_ROWS * size_of::<u64>()
    }
}
