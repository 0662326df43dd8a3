//! A text column that few rows have: it costs what those rows cost, however many there are without it.

use crate::codes::Codes;
use crate::dictionary::{Dictionary, NULL};
use crate::segment::{SEGMENT_ROWS, Segment};

/// A sealed segment in which so many rows have a value rests as one code per row, for each byte of a code's width: then
/// it takes up to twice what rows beside codes would, and is read without looking for a row.
const DENSE_ENTRIES: usize = SEGMENT_ROWS / 16;

/// What a row beside its code takes.
const ENTRY_BYTES: usize = 2 * size_of::<u32>();

/// The most that sealing makes of a row and its code.
const SEALED_BYTES: usize = 24;

/// The values of the rows that have one.
#[derive(Debug, Default)]
pub(crate) struct Rare {
    pub(crate) dictionary: Dictionary,
    /// Rows of the frame, ascending, and as many codes: of the open rows, and of sealed ones that are not in `dense`.
    rows: Vec<u32>,
    codes: Vec<u32>,
    /// By number of the segment, ascending: the segments that enough rows have.
    dense: Vec<(u32, Segment)>,
}

impl Rare {
    /// Appends the code of a row behind those that have one.
    pub(crate) fn push(&mut self, row: u32, code: u32) {
        if code != NULL {
            self.rows.push(row);
            self.codes.push(code);
        }
    }

    /// Seals a segment; true where rows behind it have values.
    pub(crate) fn seal(&mut self, segment: u32) -> bool {
        let (from, until) = self.within(segment);
        let largest = self.codes[from..until].iter().copied().max().unwrap_or(NULL);
        let width = if largest <= u8::MAX.into() {
            1
        } else if largest <= u16::MAX.into() {
            2
        } else {
            4
        };
        if until - from >= DENSE_ENTRIES * width {
            let first = segment * SEGMENT_ROWS as u32;
            let mut codes = vec![NULL; SEGMENT_ROWS];
            for (row, code) in self.rows.drain(from..until).zip(self.codes.drain(from..until)) {
                codes[(row - first) as usize] = code;
            }
            let mut builder = Segment::builder();
            builder.push_codes(&codes);
            self.dense.push((segment, builder.finish()));
            return self.rows.len() > from;
        }
        self.rows.len() > until
    }

    /// The codes of a segment's rows; those of the open rows are the last segment's.
    pub(crate) fn codes(&self, segment: u32) -> Codes<'_> {
        if let Ok(at) = self.dense.binary_search_by_key(&segment, |(segment, _)| *segment) {
            return self.dense[at].1.codes(0);
        }
        let (from, until) = self.within(segment);
        if from == until {
            return Codes::Absent;
        }
        let first = segment * SEGMENT_ROWS as u32;
        Codes::Sparse { first, rows: &self.rows[from..until], codes: &self.codes[from..until] }
    }

    /// Where the rows of a segment stand.
    fn within(&self, segment: u32) -> (usize, usize) {
        let place = |segment: u32| {
            let first = u64::from(segment) * SEGMENT_ROWS as u64;
            self.rows.partition_point(|row| u64::from(*row) < first)
        };
        (place(segment), place(segment + 1))
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.dictionary.memory_bytes()
            + self.rows.capacity() * ENTRY_BYTES
            + self.dense.iter().map(|(_, segment)| segment.memory_bytes()).sum::<usize>()
            + self.dense.capacity() * size_of::<(u32, Segment)>()
    }

    /// The most that so many values more ask for, and sealing them.
    pub(crate) fn growth_bytes(&self, entries: usize) -> usize {
        let wanted = self.rows.len() + entries;
        let lists = if wanted > self.rows.capacity() { 2 * wanted.max(self.rows.capacity()) * ENTRY_BYTES } else { 0 };
        let unsealed = self.rows.len().min(SEGMENT_ROWS) + entries;
        let dense = 2 * (self.dense.len() + 4) * size_of::<(u32, Segment)>();
        lists + if unsealed >= DENSE_ENTRIES { SEALED_BYTES * unsealed + dense } else { 0 }
    }
}
