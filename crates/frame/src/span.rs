//! Finds numbers in a range by the bounds of sealed runs: most runs are entirely inside or outside.

use crate::codes::{Bounds, Integers};
use crate::frame::{ColumnId, Frame};
use crate::rows::{each_bit, set_bits};
use crate::selection::Selection;

/// Minimum and maximum of some rows' numbers, and how many rows have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Minimum and maximum; `None` if no row has a number.
    pub ends: Option<(i64, i64)>,
    /// Rows without a number.
    pub absent: u32,
}

impl Frame {
    /// The rows with a number in `from..until`.
    pub fn select_range(&self, column: ColumnId, from: i64, until: i64) -> Selection {
        let mut selection = Selection::none(self.rows());
        for ((start, rows, numbers), bounds) in self.integers(column).zip(self.bounds(column)) {
            let words = selection.words_mut(start, rows);
            match bounds {
                Some(Bounds { min, max, .. }) if until <= min || max < from => {}
                // Sealed rows fill whole words.
                Some(Bounds { min, max, is_dense: true }) if from <= min && max < until => words.fill(u64::MAX),
                _ => select_run(words, rows, numbers, from, until),
            }
        }
        selection
    }

    /// The span of the selected rows' numbers. Skips runs that cannot widen it.
    pub fn span(&self, column: ColumnId, selection: &Selection) -> Span {
        let mut span = Span::default();
        let mut sealed = Vec::new();
        for ((start, rows, numbers), bounds) in self.integers(column).zip(self.bounds(column)) {
            let words = selection.words(start, rows);
            if words.iter().all(|word| *word == 0) {
                continue;
            }
            match bounds {
                Some(bounds) if bounds.is_dense => sealed.push((bounds, words, numbers)),
                _ => span.widen(words, numbers),
            }
        }
        sealed.sort_unstable_by_key(|(bounds, ..)| bounds.min);
        for (bounds, words, numbers) in &sealed {
            if span.ends.is_some_and(|(min, _)| min <= bounds.min) {
                break;
            }
            span.widen(words, *numbers);
        }
        sealed.sort_unstable_by_key(|(bounds, ..)| std::cmp::Reverse(bounds.max));
        for (bounds, words, numbers) in &sealed {
            if span.ends.is_some_and(|(_, max)| max >= bounds.max) {
                break;
            }
            span.widen(words, *numbers);
        }
        span
    }
}

impl Span {
    fn widen(&mut self, words: &[u64], numbers: Integers<'_>) {
        each_bit(words, |at| match (numbers.get(at), &mut self.ends) {
            (None, _) => self.absent += 1,
            (Some(number), None) => self.ends = Some((number, number)),
            (Some(number), Some((min, max))) => {
                *min = (*min).min(number);
                *max = (*max).max(number);
            }
        });
    }
}

fn select_run(words: &mut [u64], rows: usize, numbers: Integers<'_>, from: i64, until: i64) {
    // The stored form, relative to the base; 0 is the absent number.
    let stored = |number: i64, base: i64| number.saturating_sub(base).saturating_add(1).clamp(1, 1 << 32);
    let narrow = |base: i64| (stored(from, base), stored(until, base));
    match numbers {
        Integers::Absent => {}
        Integers::U8(base, distances) => {
            let (first, end) = narrow(base);
            set_bits(words, rows, |at| (first..end).contains(&i64::from(distances[at])));
        }
        Integers::U16(base, distances) => {
            let (first, end) = narrow(base);
            set_bits(words, rows, |at| (first..end).contains(&i64::from(distances[at])));
        }
        Integers::U32(base, distances) => {
            let (first, end) = narrow(base);
            set_bits(words, rows, |at| (first..end).contains(&i64::from(distances[at])));
        }
        Integers::Same(_) | Integers::Run(_) | Integers::Blocks(..) | Integers::I64(_) => {
            set_bits(words, rows, |at| numbers.get(at).is_some_and(|number| from <= number && number < until));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::SEGMENT_ROWS;

    /// Numbers of every width, sorted and unsorted, some absent, over sealed runs and an open one.
    fn columns() -> Vec<Vec<Option<i64>>> {
        let rows = 2 * SEGMENT_ROWS as i64 + 1000;
        let noon = 1_577_534_400_000;
        vec![
            (0..rows).map(|row| Some(noon + row)).collect(),
            (0..rows).map(|row| Some(noon + row % 200)).collect(),
            (0..rows).map(|row| Some(noon + row / 20_000)).collect(),
            (0..rows).map(|row| (row % 7 != 0).then_some(noon + row * 70 + row % 11)).collect(),
            (0..rows).map(|row| Some(row * 800 + row % 11)).collect(),
            (0..rows).map(|row| (row % 7 != 0).then_some(noon - row * 7919 % 50_000)).collect(),
            (0..rows).map(|row| (row > 20_000).then_some(row * 7919 % 70_000)).collect(),
            (0..rows).map(|row| Some((row * 7919 % rows) * (1 << 40) - (1 << 53))).collect(),
            (0..rows).map(|_| None).collect(),
        ]
    }

    fn frame(numbers: &[Option<i64>]) -> (Frame, ColumnId) {
        let mut frame = Frame::default();
        let column = frame.add_integer("number");
        for batch in numbers.chunks(3000) {
            frame.extend_integers(column, batch.iter().copied());
            frame.finish_rows(batch.len());
        }
        (frame, column)
    }

    #[test]
    fn a_range_selects_what_lies_in_it() {
        for numbers in columns() {
            let (frame, column) = frame(&numbers);
            let of = |row: usize| numbers[row].unwrap_or_default();
            let ranges = [
                (i64::MIN, i64::MAX),
                (of(100), of(20_000)),
                (of(20_000), of(100)),
                (of(20_001), of(20_001) + 1),
                (of(30_000) + 3, i64::MAX),
                (i64::MIN, of(17_000)),
                (0, 0),
            ];
            for (from, until) in ranges {
                let expected = |number: Option<i64>| number.is_some_and(|number| from <= number && number < until);
                let found = frame.select_range(column, from, until);
                assert_eq!(found, frame.select_integers(column, expected), "{from}..{until}");
                let count = numbers.iter().filter(|number| expected(**number)).count();
                assert_eq!(found.count() as usize, count, "{from}..{until}");
            }
        }
    }

    #[test]
    fn a_span_is_that_of_the_selected_rows() {
        for numbers in columns() {
            let (frame, column) = frame(&numbers);
            let selections: [&dyn Fn(u32) -> bool; 6] = [
                &|_| true,
                &|_| false,
                &|row| row % 3 == 0,
                &|row| row > 20_000 && row < 25_000,
                &|row| row == 5,
                &|row| row >= 2 * SEGMENT_ROWS as u32,
            ];
            for is_member in selections {
                let mut selection = Selection::none(frame.rows());
                (0..frame.rows()).filter(|row| is_member(*row)).for_each(|row| selection.insert(row));
                let selected = || selection.iter().map(|row| numbers[row as usize]);
                let present = || selected().flatten();
                let expected = Span {
                    ends: present().min().zip(present().max()),
                    absent: selected().filter(Option::is_none).count() as u32,
                };
                assert_eq!(frame.span(column, &selection), expected);
            }
        }
    }
}
