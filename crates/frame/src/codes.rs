//! Views of a column's values over a run of rows.

use crate::dictionary::NULL;

/// Dictionary codes of a run of rows, in their stored width.
#[derive(Clone, Copy, Debug)]
pub enum Codes<'a> {
    /// All absent.
    Absent,
    /// The same in every row.
    Same(u32),
    /// One more in each row than in the one before it, from this in the first.
    Run(u32),
    /// One byte each.
    U8(&'a [u8]),
    /// Two bytes each.
    U16(&'a [u16]),
    /// Two bytes each: the difference from a base plus one; 0 means absent.
    Near(u32, &'a [u16]),
    /// Four bytes each. Rows past the end are absent.
    U32(&'a [u32]),
    /// Only the rows that have a code. The run starts at row `first` of the frame.
    Sparse {
        /// The run's first row.
        first: u32,
        /// Rows of the frame, ascending.
        rows: &'a [u32],
        /// One code per row.
        codes: &'a [u32],
    },
}

impl Codes<'_> {
    /// The code of a row of the run.
    pub fn get(self, at: usize) -> u32 {
        match self {
            Self::Absent => NULL,
            Self::Same(code) => code,
            Self::Run(first) => first + at as u32,
            Self::U8(codes) => codes[at].into(),
            Self::U16(codes) => codes[at].into(),
            Self::Near(base, distances) => near(base, distances[at]),
            Self::U32(codes) => codes.get(at).copied().unwrap_or(NULL),
            Self::Sparse { first, rows, codes } => {
                rows.binary_search(&(first + at as u32)).map_or(NULL, |found| codes[found])
            }
        }
    }
}

/// A code from its stored difference.
pub(crate) fn near(base: u32, distance: u16) -> u32 {
    if distance == 0 { NULL } else { base + u32::from(distance) - 1 }
}

/// Rows that share a base where numbers are stored by blocks of rows.
pub(crate) const BLOCK_ROWS: usize = 32;

/// Minimum and maximum of a run's numbers, and whether every row has one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) min: i64,
    pub(crate) max: i64,
    pub(crate) is_dense: bool,
}

/// Integers of a run of rows, in their stored width. Narrow ones are stored as the difference from a base plus one; 0
/// means absent.
#[derive(Clone, Copy, Debug)]
pub enum Integers<'a> {
    /// All absent.
    Absent,
    /// The same in every row.
    Same(i64),
    /// One more in each row than in the one before it, from this in the first.
    Run(i64),
    /// One byte each, relative to the base.
    U8(i64, &'a [u8]),
    /// Two bytes each, relative to the base.
    U16(i64, &'a [u16]),
    /// Two bytes each, relative to the sum of the base and the entry of the row's block of 32 rows.
    Blocks(i64, &'a [u32], &'a [u16]),
    /// Four bytes each, relative to the base.
    U32(i64, &'a [u32]),
    /// Full width. Rows past the end, and `i64::MIN`, are absent.
    I64(&'a [i64]),
}

impl Integers<'_> {
    /// The number of a row of the run.
    pub fn get(self, at: usize) -> Option<i64> {
        let (base, distance) = match self {
            Self::Absent => return None,
            Self::Same(number) => return Some(number),
            Self::Run(first) => return Some(first + at as i64),
            Self::U8(base, distances) => (base, u32::from(distances[at])),
            Self::U16(base, distances) => (base, u32::from(distances[at])),
            Self::Blocks(base, blocks, distances) => {
                (base + i64::from(blocks[at / BLOCK_ROWS]), u32::from(distances[at]))
            }
            Self::U32(base, distances) => (base, distances[at]),
            Self::I64(numbers) => return numbers.get(at).copied().filter(|number| *number != i64::MIN),
        };
        distance.checked_sub(1).map(|distance| base + i64::from(distance))
    }
}
