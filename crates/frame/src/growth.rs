//! How much memory an append can ask for, told before it is made: where memory ends, nothing may be tried.

use crate::column::Open;
use crate::frame::{ColumnId, Frame, NEW_COLUMN_BYTES};
use crate::segment::SEGMENT_ROWS;
use crate::sparse::SparseColumn;

impl Frame {
    /// The most that a text column asks for when it takes in `rows` rows with so many texts, of so many bytes in all; of a
    /// rare one only the rows that have a value. A column that is not there yet becomes a rare one. Nothing where a part of it would get longer than
    /// memory has it.
    pub fn growth_bytes(&self, column: Option<ColumnId>, rows: usize, texts: usize, bytes: usize) -> Option<usize> {
        let (dictionary, held) = match column.map(|column| self.kind(column)) {
            Some(Open::Text { dictionary, codes }) => (dictionary.growth_bytes(texts, bytes)?, codes.capacity()),
            Some(Open::Integer { .. }) => (0, 0),
            Some(Open::SparseColumn(rare)) => {
                return rare.dictionary.growth_bytes(texts, bytes)?.checked_add(rare.growth_bytes(rows));
            }
            // Lists that are empty round up.
            None => {
                let dictionary = bytes.checked_mul(2)?.checked_add(texts.checked_mul(48)?)?.checked_add(256)?;
                return dictionary.checked_add(SparseColumn::default().growth_bytes(rows));
            }
        };
        let open = self.rows() as usize % SEGMENT_ROWS + rows;
        let codes = if open > held { (2 * held).max(2 * open) * size_of::<u32>() } else { 0 };
        dictionary.checked_add(codes)
    }

    /// What so many new columns ask for, beside their names and values: the lists of columns move to twice their room.
    pub fn columns_growth_bytes(&self, more: usize) -> usize {
        if more == 0 { 0 } else { (self.width() + more + 4) * NEW_COLUMN_BYTES }
    }

    /// What sealing asks for when `rows` rows more are appended, but for rare columns.
    pub fn sealing_bytes(&self, rows: usize) -> usize {
        let seals = (self.rows() as usize % SEGMENT_ROWS + rows) / SEGMENT_ROWS;
        seals * self.held() * SEGMENT_ROWS * size_of::<u64>()
    }
}
