//! How much memory an append can ask for, told before it is made: where memory ends, nothing may be tried.

use crate::column::Open;
use crate::frame::{ColumnId, Frame};
use crate::segment::SEGMENT_ROWS;

impl Frame {
    /// The most that a text column asks for when it takes in `rows` rows with so many texts, of so many bytes in all. A
    /// column that is not there yet begins at the first open row. Nothing where a part of it would get longer than
    /// memory has it.
    pub fn growth_bytes(&self, column: Option<ColumnId>, rows: usize, texts: usize, bytes: usize) -> Option<usize> {
        let (dictionary, held) = match column.map(|column| self.kind(column)) {
            Some(Open::Text { dictionary, codes }) => (dictionary.growth_bytes(texts, bytes)?, codes.capacity()),
            Some(Open::Integer { .. }) => (0, 0),
            // An empty dictionary rounds up.
            None => (bytes.checked_add(texts.checked_mul(24)?)?, 0),
        };
        let open = self.rows() as usize % SEGMENT_ROWS + rows;
        let codes = if open > held { (2 * held).max(2 * open) * size_of::<u32>() } else { 0 };
        dictionary.checked_add(codes)
    }

    /// What sealing asks for when `rows` rows more are appended.
    pub fn sealing_bytes(&self, rows: usize) -> usize {
        let seals = (self.rows() as usize % SEGMENT_ROWS + rows) / SEGMENT_ROWS;
        seals * self.columns().count() * SEGMENT_ROWS * size_of::<u64>()
    }
}
