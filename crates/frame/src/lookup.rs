//! Values of many single rows of a column, whose runs are found once.

use crate::codes::{Codes, Integers};
use crate::dictionary::NULL;
use crate::frame::{ColumnId, Frame};
use crate::index::Firsts;
use crate::segment::SEGMENT_ROWS;

/// The codes of a text column, by row.
#[derive(Debug)]
pub struct RowCodes<'a>(Vec<Codes<'a>>, Firsts<'a>);

/// The numbers of an integer column, by row.
#[derive(Debug)]
pub struct RowIntegers<'a>(Vec<Integers<'a>>);

impl Frame {
    /// Looks up codes of a text column row by row.
    pub fn row_codes(&self, column: ColumnId) -> RowCodes<'_> {
        RowCodes(self.codes(column).map(|(_, _, codes)| codes).collect(), self.firsts(column))
    }

    /// Looks up numbers of an integer column row by row.
    pub fn row_integers(&self, column: ColumnId) -> RowIntegers<'_> {
        RowIntegers(self.integers(column).map(|(_, _, numbers)| numbers).collect())
    }
}

impl Frame {
    /// Whether every row of an integer column has a number.
    pub fn is_dense(&self, column: ColumnId) -> bool {
        self.integers(column).zip(self.bounds(column)).all(|((_, rows, numbers), bounds)| match bounds {
            Some(bounds) => bounds.is_dense,
            None => (0..rows).all(|at| numbers.get(at).is_some()),
        })
    }
}

impl RowCodes<'_> {
    /// As [`Frame::code`].
    pub fn get(&self, row: u32) -> u32 {
        let (run, at) = (row as usize / SEGMENT_ROWS, row as usize % SEGMENT_ROWS);
        self.0.get(run).map_or(NULL, |codes| self.1.of(codes.get(at)))
    }
}

impl RowIntegers<'_> {
    /// As [`Frame::integer`].
    pub fn get(&self, row: u32) -> Option<i64> {
        let (run, at) = (row as usize / SEGMENT_ROWS, row as usize % SEGMENT_ROWS);
        self.0.get(run)?.get(at)
    }
}
