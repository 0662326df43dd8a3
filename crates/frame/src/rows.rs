//! Iterates over the values of selected rows, and selects rows by value.

use crate::codes::{Codes, near};
use crate::frame::{ColumnId, Frame};
use crate::selection::Selection;

impl Frame {
    /// Calls `visit` with the code of each selected row, in order of rows.
    pub fn each_code(&self, column: ColumnId, selection: &Selection, mut visit: impl FnMut(u32, u32)) {
        let firsts = self.firsts(column);
        if firsts.is_empty() {
            self.each_stored_code(column, selection, visit);
        } else {
            self.each_stored_code(column, selection, |row, code| visit(row, firsts.of(code)));
        }
    }

    fn each_stored_code(&self, column: ColumnId, selection: &Selection, mut visit: impl FnMut(u32, u32)) {
        for (start, rows, codes) in self.codes(column) {
            let words = selection.words(start, rows);
            match codes {
                Codes::Absent => each_bit(words, |at| visit(start + at as u32, crate::NULL)),
                Codes::Same(code) => each_bit(words, |at| visit(start + at as u32, code)),
                Codes::Run(first) => each_bit(words, |at| visit(start + at as u32, first + at as u32)),
                Codes::U8(codes) => each_bit(words, |at| visit(start + at as u32, codes[at].into())),
                Codes::U16(codes) => each_bit(words, |at| visit(start + at as u32, codes[at].into())),
                Codes::Near(base, distances) => {
                    each_bit(words, |at| visit(start + at as u32, near(base, distances[at])));
                }
                Codes::U32(_) => each_bit(words, |at| visit(start + at as u32, codes.get(at))),
                Codes::Sparse { rows, codes, .. } => {
                    let mut next = 0;
                    each_bit(words, |at| {
                        let row = start + at as u32;
                        while rows.get(next).is_some_and(|found| *found < row) {
                            next += 1;
                        }
                        let is_there = rows.get(next).is_some_and(|found| *found == row);
                        visit(row, if is_there { codes[next] } else { crate::NULL });
                    });
                }
            }
        }
    }

    /// Calls `visit` with the number of each selected row, in order of rows.
    pub fn each_integer(&self, column: ColumnId, selection: &Selection, mut visit: impl FnMut(u32, Option<i64>)) {
        for (start, rows, numbers) in self.integers(column) {
            each_bit(selection.words(start, rows), |at| visit(start + at as u32, numbers.get(at)));
        }
    }

    /// Calls `visit` with the code in one column and the number in another for each selected row, in order of rows.
    pub fn each_pair(
        &self,
        texts: ColumnId,
        integers: ColumnId,
        selection: &Selection,
        mut visit: impl FnMut(u32, Option<i64>),
    ) {
        let firsts = self.firsts(texts);
        for ((start, rows, codes), (_, _, numbers)) in self.codes(texts).zip(self.integers(integers)) {
            each_bit(selection.words(start, rows), |at| visit(firsts.of(codes.get(at)), numbers.get(at)));
        }
    }

    /// The number of selected rows per code of a text column.
    pub fn count(&self, column: ColumnId, selection: &Selection) -> Vec<u32> {
        let mut counts = vec![0; self.dictionary(column).len() + 1];
        let mut present = 0;
        for (start, rows, codes) in self.codes(column) {
            let words = selection.words(start, rows);
            if let Codes::Same(code) = codes {
                let rows = words.iter().map(|word| word.count_ones()).sum::<u32>();
                counts[code as usize] += rows;
                present += rows;
                continue;
            }
            let mut count = |code: u32| {
                counts[code as usize] += 1;
                present += 1;
            };
            match codes {
                Codes::Absent | Codes::Same(_) => {}
                Codes::Run(first) => each_bit(words, |at| count(first + at as u32)),
                Codes::U8(codes) => each_bit(words, |at| count(codes[at].into())),
                Codes::U16(codes) => each_bit(words, |at| count(codes[at].into())),
                Codes::Near(base, distances) => each_bit(words, |at| count(near(base, distances[at]))),
                Codes::U32(_) => each_bit(words, |at| count(codes.get(at))),
                // Rows without a value are not visited.
                Codes::Sparse { rows, codes, .. } => {
                    rows.iter()
                        .zip(codes)
                        .filter(|(row, _)| selection.contains(**row))
                        .for_each(|(_, code)| count(*code));
                }
            }
        }
        counts[crate::NULL as usize] += selection.count() - present;
        for (code, first) in self.firsts(column).repeats() {
            counts[first] += std::mem::take(&mut counts[code]);
        }
        counts
    }

    /// The rows with an admitted code; `admitted` has an entry per code, the same for codes of the same text.
    pub fn select_codes(&self, column: ColumnId, admitted: &[bool]) -> Selection {
        let mut selection = Selection::none(self.rows());
        for (start, rows, codes) in self.codes(column) {
            let words = selection.words_mut(start, rows);
            match codes {
                Codes::Absent => set_bits(words, rows, |_| admitted[crate::NULL as usize]),
                Codes::Same(code) => set_bits(words, rows, |_| admitted[code as usize]),
                Codes::Run(first) => {
                    let admitted = &admitted[first as usize..][..rows];
                    set_bits(words, rows, |at| admitted[at]);
                }
                Codes::U8(codes) => select_bytes(words, &codes[..rows], admitted),
                Codes::U16(codes) => set_bits(words, rows, |at| admitted[codes[at] as usize]),
                Codes::Near(base, distances) => {
                    set_bits(words, rows, |at| admitted[near(base, distances[at]) as usize]);
                }
                Codes::U32(_) => set_bits(words, rows, |at| admitted[codes.get(at) as usize]),
                Codes::Sparse { first, rows: some, codes } => {
                    set_bits(words, rows, |_| admitted[crate::NULL as usize]);
                    for (row, code) in some.iter().zip(codes) {
                        let (at, is_member) = ((row - first) as usize, admitted[*code as usize]);
                        words[at / 64] = words[at / 64] & !(1 << (at % 64)) | u64::from(is_member) << (at % 64);
                    }
                }
            }
        }
        selection
    }

    /// The rows whose number satisfies a predicate.
    pub fn select_integers(&self, column: ColumnId, admits: impl Fn(Option<i64>) -> bool) -> Selection {
        let mut selection = Selection::none(self.rows());
        for (start, rows, numbers) in self.integers(column) {
            set_bits(selection.words_mut(start, rows), rows, |at| admits(numbers.get(at)));
        }
        selection
    }
}

/// Calls `visit` with the index of each bit that is set.
pub(crate) fn each_bit(words: &[u64], mut visit: impl FnMut(usize)) {
    for (at, word) in words.iter().enumerate() {
        let first = at * 64;
        if *word == u64::MAX {
            (first..first + 64).for_each(&mut visit);
            continue;
        }
        let mut left = *word;
        while left != 0 {
            visit(first + left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}

/// Sets the bits of `rows` rows by a predicate, one word at a time and without a branch per row.
pub(crate) fn set_bits(words: &mut [u64], rows: usize, is_member: impl Fn(usize) -> bool) {
    for (at, word) in words.iter_mut().enumerate() {
        let first = at * 64;
        let mut flags = [0; 64];
        for (flag, row) in flags.iter_mut().zip(first..rows) {
            *flag = u8::from(is_member(row));
        }
        *word = word_of(&flags);
    }
}

/// With so few codes, each is compared with many rows at once; more are looked up row by row.
const FEW_CODES: usize = 8;

/// Sets the bits of the rows with an admitted code.
fn select_bytes(words: &mut [u64], codes: &[u8], admitted: &[bool]) {
    // A table of every byte needs no check of its bounds.
    let mut table = [false; 256];
    table.iter_mut().zip(admitted).for_each(|(entry, is_admitted)| *entry = *is_admitted);
    let few: Vec<u8> = (0..=u8::MAX).filter(|code| table[usize::from(*code)]).take(FEW_CODES + 1).collect();
    for (word, codes) in words.iter_mut().zip(codes.chunks(64)) {
        let mut flags = [0; 64];
        if few.len() <= FEW_CODES {
            for one in &few {
                flags.iter_mut().zip(codes).for_each(|(flag, code)| *flag |= u8::from(code == one));
            }
        } else {
            flags.iter_mut().zip(codes).for_each(|(flag, code)| *flag = u8::from(table[usize::from(*code)]));
        }
        *word = word_of(&flags);
    }
}

/// The bits of 64 flags, each 0 or 1. The product has the lowest bit of each of eight bytes in its highest byte.
fn word_of(flags: &[u8; 64]) -> u64 {
    flags
        .as_chunks::<8>()
        .0
        .iter()
        .rev()
        .fold(0, |word, eight| word << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56)
}
