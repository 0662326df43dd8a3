//! A sparse text column: it takes memory only for rows that have a value.

use crate::codes::Codes;
use crate::dictionary::{Dictionary, NULL};
use crate::segment::{SEGMENT_ROWS, Segment, code_width};
use crate::texts::trimmed;

/// Number of values from which a sealed segment is stored densely, per byte of a code's width. A dense segment takes at
/// most twice the memory of row and code pairs, and reads need no search.
const DENSE_ENTRIES: usize = SEGMENT_ROWS / 16;

/// Size of a row and its code.
const ENTRY_BYTES: usize = 2 * size_of::<u32>();

/// Peak size of a row and its code during sealing.
const SEALED_BYTES: usize = 24;

/// The rows that have a value, and their values.
#[derive(Debug, Default)]
pub(crate) struct SparseColumn {
    pub(crate) dictionary: Dictionary,
    /// Rows of the frame, ascending, and one code each: those of open rows, and of sealed rows not in `dense`.
    rows: Vec<u32>,
    codes: Vec<u32>,
    /// Dense segments by segment number, ascending.
    dense: Vec<(u32, Segment)>,
}

impl SparseColumn {
    /// Appends the code of a row after all others.
    pub(crate) fn push(&mut self, row: u32, code: u32) {
        if code != NULL {
            self.rows.push(row);
            self.codes.push(code);
        }
    }

    /// Gives back room of lists that have doubled.
    pub(crate) fn trim(&mut self) {
        if let Some(capacity) = trimmed::<u32>(self.rows.len(), self.rows.capacity().max(self.codes.capacity())) {
            self.rows.shrink_to(capacity);
            self.codes.shrink_to(capacity);
        }
    }

    /// Seals a segment; returns true if later rows have values.
    pub(crate) fn seal(&mut self, segment: u32) -> bool {
        let (from, until) = self.within(segment);
        if until - from >= DENSE_ENTRIES * code_width(&self.codes[from..until]) {
            let first = segment * SEGMENT_ROWS as u32;
            let mut codes = vec![NULL; SEGMENT_ROWS];
            for (row, code) in self.rows.drain(from..until).zip(self.codes.drain(from..until)) {
                codes[(row - first) as usize] = code;
            }
            let mut builder = Segment::builder();
            builder.push_codes(&codes);
            self.dense.push((segment, builder.finish()));
            self.trim();
            return self.rows.len() > from;
        }
        self.rows.len() > until
    }

    /// The codes of a segment's rows; the open rows belong to the last segment.
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

    /// The code of a row.
    pub(crate) fn code(&self, row: u32) -> u32 {
        let (segment, at) = (row / SEGMENT_ROWS as u32, row as usize % SEGMENT_ROWS);
        // Usually either every segment is dense, or none.
        let place = match self.dense.get(segment as usize) {
            Some((found, _)) if *found == segment => Ok(segment as usize),
            _ => self.dense.binary_search_by_key(&segment, |(segment, _)| *segment),
        };
        match place {
            Ok(place) => self.dense[place].1.codes(0).get(at),
            Err(_) => self.rows.binary_search(&row).map_or(NULL, |found| self.codes[found]),
        }
    }

    /// The index range of a segment's rows.
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

    /// Peak allocation of adding and sealing so many values.
    pub(crate) fn growth_bytes(&self, entries: usize) -> usize {
        let wanted = self.rows.len() + entries;
        let lists = if wanted > self.rows.capacity() { 2 * wanted.max(self.rows.capacity()) * ENTRY_BYTES } else { 0 };
        let unsealed = self.rows.len().min(SEGMENT_ROWS) + entries;
        let dense = 2 * (self.dense.len() + 4) * size_of::<(u32, Segment)>();
        lists + if unsealed >= DENSE_ENTRIES { SEALED_BYTES * unsealed + dense } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use crate::frame::Frame;
    use crate::segment::SEGMENT_ROWS;
    use crate::selection::Selection;

    /// A sparse column gives the same answers as a dense one.
    #[test]
    fn a_rare_column_answers_as_a_dense_one() {
        let rows = 3 * SEGMENT_ROWS + 5000;
        for (every, distinct) in
            [(1, 3), (1, 70_000), (3, 300), (7, 3), (15, 2), (16, 70_000), (17, 3), (900, 9), (60_000, 1)]
        {
            // From the second segment on, one row in `every` has a value; before that, fewer.
            let value = |row: usize| {
                let is_there = row.is_multiple_of(if row < SEGMENT_ROWS { 40 * every } else { every });
                is_there.then(|| format!("v{}", row * 7919 % distinct))
            };
            let mut frame = Frame::default();
            let (dense, rare) = (frame.add_text("dense"), frame.add_sparse("rare"));
            for start in (0..rows).step_by(3000) {
                let batch = start..(start + 3000).min(rows);
                let texts: Vec<Option<String>> = batch.clone().map(value).collect();
                for column in [dense, rare] {
                    let codes =
                        texts.iter().map(|text| text.as_deref().map_or(crate::NULL, |text| frame.intern(column, text)));
                    let codes: Vec<u32> = codes.collect();
                    if column == dense {
                        frame.extend_text(dense, codes);
                    } else {
                        frame.extend_sparse(rare, (0..).zip(codes));
                    }
                }
                frame.finish_rows(batch.len());
            }
            for row in 0..rows {
                assert_eq!(frame.text(rare, row as u32), value(row).as_deref(), "{every} {distinct}: {row}");
            }
            let mut some = Selection::none(frame.rows());
            (0..frame.rows()).filter(|row| row % 5 != 1 && *row != 40_000).for_each(|row| some.insert(row));
            for selection in [Selection::all(frame.rows()), Selection::none(frame.rows()), some] {
                assert_eq!(frame.count(rare, &selection), frame.count(dense, &selection), "{every} {distinct}");
                let visited = |column| {
                    let mut visited = Vec::new();
                    frame.each_code(column, &selection, |row, code| visited.push((row, code)));
                    visited
                };
                assert_eq!(visited(rare), visited(dense), "{every} {distinct}");
            }
            for admits in [0, 1, 2] {
                let admitted: Vec<bool> = (0..=frame.dictionary(rare).len()).map(|code| code % 3 == admits).collect();
                assert_eq!(
                    frame.select_codes(rare, &admitted),
                    frame.select_codes(dense, &admitted),
                    "{every} {distinct}"
                );
            }
            let order: Vec<u32> = (0..frame.rows()).collect();
            assert_eq!(frame.sort(rare, &order, true), frame.sort(dense, &order, true));
        }
    }

    #[test]
    fn a_rare_column_costs_what_its_values_cost() {
        let mut frame = Frame::default();
        let columns: Vec<_> = (0..2000).map(|nth| frame.add_sparse(&nth.to_string())).collect();
        let mut held = frame.memory_bytes();
        for (nth, column) in columns.iter().enumerate() {
            let told = frame.growth_bytes(Some(*column), 1, 1, 5).unwrap() + frame.sealing_bytes(100);
            let code = frame.intern(*column, "value");
            frame.extend_sparse(*column, [(nth as u32 % 100, code)]);
            frame.finish_rows(100);
            let now = frame.memory_bytes();
            // The estimate for a column does not include the list of columns.
            assert!(now <= held + told + 8 * columns.len(), "{now} are more than {held} and {told}");
            held = now;
        }
        assert!(held < columns.len() * 700, "{held}");
    }
}
