//! The frame: a table that grows by rows and columns.

use std::collections::HashMap;

use crate::codes::{Bounds, Codes, Integers};
use crate::column::{Column, Open};
use crate::dictionary::Dictionary;
use crate::index::Firsts;
use crate::segment::{SEGMENT_ROWS, Segment};

/// A column of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnId(usize);

impl ColumnId {
    /// Its index among the frame's columns, in order of arrival.
    pub fn index(self) -> usize {
        self.0
    }
}

/// A table. A column holds either text, as dictionary codes, or integers; any value may be absent.
///
/// To append rows, first extend the columns that have values with [`Frame::extend_text`] and
/// [`Frame::extend_integers`], then call [`Frame::finish_rows`] once.
#[derive(Debug, Default)]
pub struct Frame {
    columns: Vec<Column>,
    /// Number of leading columns stored in segments; all later ones are sparse.
    segment_columns: usize,
    /// Sparse columns that have a value in an open row.
    touched: Vec<usize>,
    by_name: HashMap<String, ColumnId>,
    segments: Vec<Segment>,
    open_rows: usize,
}

impl Frame {
    /// Number of rows.
    pub fn rows(&self) -> u32 {
        (self.segments.len() * SEGMENT_ROWS + self.open_rows) as u32
    }

    /// The column with a name.
    pub fn find(&self, name: &str) -> Option<ColumnId> {
        self.by_name.get(name).copied()
    }

    /// The column at an index.
    pub fn column(&self, index: usize) -> Option<ColumnId> {
        (index < self.columns.len()).then_some(ColumnId(index))
    }

    /// The name of a column.
    pub fn name(&self, column: ColumnId) -> &str {
        &self.columns[column.0].name
    }

    /// Every column and its name, in order of arrival.
    pub fn columns(&self) -> impl Iterator<Item = (ColumnId, &str)> {
        self.columns.iter().enumerate().map(|(at, column)| (ColumnId(at), column.name.as_str()))
    }

    /// Adds a text column; existing rows have no value.
    pub fn add_text(&mut self, name: &str) -> ColumnId {
        let id = self.add(name, Column::text(name.to_owned()));
        self.segment_columns = self.columns.len();
        id
    }

    /// Adds a text column that few rows have; existing rows have no value. It takes memory only for rows that have a
    /// value; [`Frame::extend_sparse`] appends to it.
    pub fn add_sparse(&mut self, name: &str) -> ColumnId {
        self.add(name, Column::rare(name.to_owned()))
    }

    /// Adds an integer column; existing rows have no value.
    pub fn add_integer(&mut self, name: &str) -> ColumnId {
        let id = self.add(name, Column::integer(name.to_owned()));
        self.segment_columns = self.columns.len();
        id
    }

    fn add(&mut self, name: &str, column: Column) -> ColumnId {
        let id = ColumnId(self.columns.len());
        self.columns.push(column);
        self.by_name.insert(name.to_owned(), id);
        id
    }

    /// Number of columns.
    pub(crate) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Number of columns stored in segments.
    pub(crate) fn segment_columns(&self) -> usize {
        self.segment_columns
    }

    pub(crate) fn kind(&self, column: ColumnId) -> &Open {
        &self.columns[column.0].open
    }

    /// The dictionary of a text column; empty for an integer column.
    pub fn dictionary(&self, column: ColumnId) -> &Dictionary {
        static EMPTY: std::sync::LazyLock<Dictionary> = std::sync::LazyLock::new(Dictionary::default);
        match &self.columns[column.0].open {
            Open::Text { dictionary, .. } => dictionary,
            Open::SparseColumn(rare) => &rare.dictionary,
            Open::Integer { .. } => &EMPTY,
        }
    }

    /// The code of a text in a column's dictionary, which is added if new.
    pub fn intern(&mut self, column: ColumnId, text: &str) -> u32 {
        match &mut self.columns[column.0].open {
            Open::Text { dictionary, .. } => dictionary.intern(text),
            Open::SparseColumn(rare) => rare.dictionary.intern(text),
            Open::Integer { .. } => crate::NULL,
        }
    }

    /// The codes of texts in a column's dictionary, which are added if new.
    pub fn intern_all(&mut self, column: ColumnId, texts: &[&str]) -> Vec<u32> {
        self.add_texts(column, texts, Dictionary::intern_all)
    }

    /// The codes of the distinct texts of `rows` further rows in a column's dictionary, as [`Dictionary::append_all`].
    pub fn append_all(&mut self, column: ColumnId, texts: &[&str], rows: usize) -> Vec<u32> {
        self.add_texts(column, texts, |dictionary, texts| dictionary.append_all(texts, rows))
    }

    /// Adds texts that are known to be new to a column; returns their codes.
    pub fn add_all(&mut self, column: ColumnId, texts: &[&str]) -> Vec<u32> {
        self.add_texts(column, texts, |dictionary, texts| texts.iter().map(|text| dictionary.add(text)).collect())
    }

    fn add_texts(
        &mut self,
        column: ColumnId,
        texts: &[&str],
        add: impl FnOnce(&mut Dictionary, &[&str]) -> Vec<u32>,
    ) -> Vec<u32> {
        let dictionary = match &mut self.columns[column.0].open {
            Open::Text { dictionary, .. } => dictionary,
            Open::SparseColumn(rare) => &mut rare.dictionary,
            Open::Integer { .. } => return vec![crate::NULL; texts.len()],
        };
        let codes = add(dictionary, texts);
        dictionary.trim();
        codes
    }

    /// Appends codes of the column's own dictionary. They take effect with [`Frame::finish_rows`].
    pub fn extend_text(&mut self, column: ColumnId, values: impl IntoIterator<Item = u32>) {
        if let Open::Text { codes, .. } = &mut self.columns[column.0].open {
            codes.resize(self.open_rows, crate::NULL);
            extend(codes, values.into_iter());
        }
    }

    /// Appends codes to a sparse column, with the index of each row among those being appended, ascending. They take
    /// effect with [`Frame::finish_rows`].
    pub fn extend_sparse(&mut self, column: ColumnId, values: impl IntoIterator<Item = (u32, u32)>) {
        let first = self.rows();
        let Self { columns, touched, .. } = self;
        let column_at = &mut columns[column.0];
        if let Open::SparseColumn(rare) = &mut column_at.open {
            values.into_iter().for_each(|(place, code)| rare.push(first + place, code));
            rare.trim();
            if !column_at.is_touched {
                column_at.is_touched = true;
                touched.push(column.0);
            }
        }
    }

    /// Appends numbers. They take effect with [`Frame::finish_rows`].
    pub fn extend_integers(&mut self, column: ColumnId, values: impl IntoIterator<Item = Option<i64>>) {
        if let Open::Integer { numbers } = &mut self.columns[column.0].open {
            numbers.resize(self.open_rows, i64::MIN);
            extend(numbers, values.into_iter().map(|number| number.unwrap_or(i64::MIN)));
        }
    }

    /// Completes an append of `rows` rows; columns that were not extended are absent in them.
    pub fn finish_rows(&mut self, rows: usize) {
        self.open_rows += rows;
        while self.open_rows >= SEGMENT_ROWS {
            self.seal();
        }
    }

    fn seal(&mut self) {
        let mut builder = Segment::builder();
        for column in &mut self.columns[..self.segment_columns] {
            match &mut column.open {
                Open::Text { codes, .. } => {
                    let end = codes.len().min(SEGMENT_ROWS);
                    builder.push_codes(&codes[..end]);
                    codes.drain(..end);
                    codes.shrink_to(SEGMENT_ROWS);
                }
                Open::SparseColumn(_) => builder.push_absent(),
                Open::Integer { numbers } => {
                    let end = numbers.len().min(SEGMENT_ROWS);
                    builder.push_integers(&numbers[..end]);
                    numbers.drain(..end);
                    numbers.shrink_to(SEGMENT_ROWS);
                }
            }
        }
        let segment = self.segments.len() as u32;
        let Self { columns, touched, .. } = self;
        touched.retain(|at| {
            let column = &mut columns[*at];
            column.is_touched = match &mut column.open {
                Open::SparseColumn(rare) => rare.seal(segment),
                Open::Text { .. } | Open::Integer { .. } => false,
            };
            column.is_touched
        });
        self.segments.push(builder.finish());
        self.open_rows -= SEGMENT_ROWS;
    }

    /// Gives back what reading texts took that are packed. Reading them again takes it again.
    pub fn forget(&mut self) {
        for column in &mut self.columns {
            match &mut column.open {
                Open::Text { dictionary, .. } => dictionary.forget(),
                Open::SparseColumn(rare) => rare.dictionary.forget(),
                Open::Integer { .. } => {}
            }
        }
    }

    /// The first code of each text of a text column, which stands for the others in all that compares codes.
    pub(crate) fn firsts(&self, column: ColumnId) -> Firsts<'_> {
        match &self.columns[column.0].open {
            Open::Text { dictionary, .. } => dictionary.firsts(),
            Open::SparseColumn(rare) => rare.dictionary.firsts(),
            Open::Integer { .. } => Firsts::NONE,
        }
    }

    /// The runs of a text column as they are stored, each with its first row and its length.
    pub(crate) fn codes(&self, column: ColumnId) -> impl Iterator<Item = (u32, usize, Codes<'_>)> {
        let kind = &self.columns[column.0].open;
        let open = match kind {
            Open::Text { codes, .. } => Codes::U32(&codes[..codes.len().min(self.open_rows)]),
            Open::SparseColumn(rare) => rare.codes(self.segments.len() as u32),
            Open::Integer { .. } => Codes::Absent,
        };
        let sealed = self.segments.iter().enumerate().map(move |(at, segment)| match kind {
            Open::SparseColumn(rare) => rare.codes(at as u32),
            Open::Text { .. } | Open::Integer { .. } => segment.codes(column.0),
        });
        self.runs(sealed, open)
    }

    /// The runs of an integer column, each with its first row and its length.
    pub fn integers(&self, column: ColumnId) -> impl Iterator<Item = (u32, usize, Integers<'_>)> {
        let open = match &self.columns[column.0].open {
            Open::Integer { numbers } => Integers::I64(&numbers[..numbers.len().min(self.open_rows)]),
            Open::Text { .. } | Open::SparseColumn(_) => Integers::Absent,
        };
        let sealed = self.segments.iter().map(move |segment| segment.integers(column.0));
        self.runs(sealed, open)
    }

    /// The bounds of each run of an integer column; `None` for open rows.
    pub(crate) fn bounds(&self, column: ColumnId) -> impl Iterator<Item = Option<Bounds>> {
        self.segments.iter().map(move |segment| segment.bounds(column.0)).chain(std::iter::once(None))
    }

    fn runs<T>(&self, sealed: impl Iterator<Item = T>, open: T) -> impl Iterator<Item = (u32, usize, T)> {
        let open_start = (self.segments.len() * SEGMENT_ROWS) as u32;
        sealed.enumerate().map(|(at, run)| ((at * SEGMENT_ROWS) as u32, SEGMENT_ROWS, run)).chain(std::iter::once((
            open_start,
            self.open_rows,
            open,
        )))
    }

    /// The code of a row in a text column; rows have the same if they have the same text.
    pub fn code(&self, column: ColumnId, row: u32) -> u32 {
        self.firsts(column).of(self.stored_code(column, row))
    }

    /// The code that is stored for a row.
    pub(crate) fn stored_code(&self, column: ColumnId, row: u32) -> u32 {
        let (segment, at) = (row as usize / SEGMENT_ROWS, row as usize % SEGMENT_ROWS);
        match (self.segments.get(segment), &self.columns[column.0].open) {
            (_, Open::SparseColumn(rare)) => rare.code(row),
            (Some(sealed), _) => sealed.codes(column.0).get(at),
            (None, Open::Text { codes, .. }) => codes.get(at).copied().unwrap_or(crate::NULL),
            (None, Open::Integer { .. }) => crate::NULL,
        }
    }

    /// The text of a row.
    pub fn text(&self, column: ColumnId, row: u32) -> Option<&str> {
        self.dictionary(column).get(self.stored_code(column, row))
    }

    /// The number of a row in an integer column.
    pub fn integer(&self, column: ColumnId, row: u32) -> Option<i64> {
        let (segment, at) = (row as usize / SEGMENT_ROWS, row as usize % SEGMENT_ROWS);
        match (self.segments.get(segment), &self.columns[column.0].open) {
            (Some(sealed), _) => sealed.integers(column.0).get(at),
            (None, Open::Integer { numbers }) => Integers::I64(numbers).get(at),
            (None, Open::Text { .. } | Open::SparseColumn(_)) => None,
        }
    }

    /// Size in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.columns.iter().map(Column::memory_bytes).sum::<usize>()
            + self.columns.capacity() * size_of::<Column>()
            + self.by_name.capacity() * NAME_BYTES
            + self.columns.iter().map(|column| column.name.len()).sum::<usize>()
            + self.touched.capacity() * size_of::<usize>()
            + self.segments.iter().map(Segment::memory_bytes).sum::<usize>()
    }
}

/// Appends values of open rows. There are never many more than those of a segment, so that no room is kept for as many again.
fn extend<T>(open: &mut Vec<T>, values: impl Iterator<Item = T>) {
    open.reserve_exact(values.size_hint().0);
    open.extend(values);
}

/// Size of a column's entry in the name table, without the name.
const NAME_BYTES: usize = (size_of::<(String, ColumnId)>() + 1) * 8 / 7;

/// Size of a new column without its values and its name, which is stored twice; lists of columns double when full.
pub(crate) const NEW_COLUMN_BYTES: usize = 4 * (size_of::<Column>() + NAME_BYTES + size_of::<usize>());

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::selection::Selection;

    type Values = (Option<String>, Option<i64>);

    /// A frame with one text and one integer column, appended in batches, and the values themselves.
    fn build(batches: &[Vec<Values>]) -> (Frame, Vec<Values>) {
        let mut frame = Frame::default();
        let text = frame.add_text("text");
        let number = frame.add_integer("number");
        let mut values = Vec::new();
        for batch in batches {
            let codes: Vec<u32> = batch
                .iter()
                .map(|(value, _)| value.as_deref().map_or(crate::NULL, |value| frame.intern(text, value)))
                .collect();
            if codes.iter().any(|code| *code != crate::NULL) {
                frame.extend_text(text, codes);
            }
            frame.extend_integers(number, batch.iter().map(|(_, value)| *value));
            frame.finish_rows(batch.len());
            values.extend(batch.iter().cloned());
        }
        (frame, values)
    }

    fn check(batches: &[Vec<Values>]) {
        let (frame, values) = build(batches);
        let (text, number) = (frame.find("text").unwrap(), frame.find("number").unwrap());
        assert_eq!(frame.rows() as usize, values.len());
        let (codes, numbers) = (frame.row_codes(text), frame.row_integers(number));
        for (row, (value, integer)) in values.iter().enumerate() {
            let row = row as u32;
            assert_eq!(frame.text(text, row), value.as_deref());
            assert_eq!(codes.get(row), frame.code(text, row));
            assert_eq!((frame.integer(number, row), numbers.get(row)), (*integer, *integer));
        }
        assert_eq!((codes.get(frame.rows()), numbers.get(frame.rows())), (crate::NULL, None));
        let mut visited = 0;
        frame.each_integer(number, &Selection::all(frame.rows()), |row, integer| {
            assert_eq!(integer, values[row as usize].1);
            visited += 1;
        });
        assert_eq!(visited, values.len());
        let counts = frame.count(text, &Selection::all(frame.rows()));
        for (code, count) in counts.iter().enumerate() {
            let value = frame.dictionary(text).get(code as u32);
            assert_eq!(*count as usize, values.iter().filter(|(other, _)| other.as_deref() == value).count());
        }
    }

    #[test]
    fn values_come_back_from_sealed_segments_of_every_width() {
        for (distinct, step, base) in
            [(1_i64, 0, 7), (3, 1, 0), (300, 7, -5), (70_000, 1, 1_577_571_960_848), (1 << 20, 1 << 40, i64::MIN / 2)]
        {
            let rows = SEGMENT_ROWS as i64 + 5000;
            let values: Vec<_> = (0..rows)
                .map(|row| {
                    let value = row * 7919 % distinct;
                    (Some(format!("v{value}")), (row % 11 != 0).then_some(base + value * step))
                })
                .collect();
            let batches: Vec<_> = values.chunks(3000).map(<[_]>::to_vec).collect();
            let (frame, values) = build(&batches);
            let (text, number) = (frame.find("text").unwrap(), frame.find("number").unwrap());
            let (codes, numbers) = (frame.row_codes(text), frame.row_integers(number));
            for (row, (value, integer)) in values.iter().enumerate() {
                let row = row as u32;
                assert_eq!(frame.text(text, row), value.as_deref());
                assert_eq!(codes.get(row), frame.code(text, row));
                assert_eq!((frame.integer(number, row), numbers.get(row)), (*integer, *integer));
            }
        }
    }

    #[test]
    fn a_column_may_come_late() {
        let mut frame = Frame::default();
        frame.finish_rows(SEGMENT_ROWS + 2);
        let late = frame.add_text("late");
        let code = frame.intern(late, "x");
        frame.extend_text(late, [code]);
        frame.finish_rows(1);
        frame.finish_rows(SEGMENT_ROWS);
        let row = SEGMENT_ROWS as u32 + 2;
        let found: Vec<_> = [0, row - 1, row, row + 1].map(|row| frame.text(late, row)).into();
        assert_eq!(found, [None, None, Some("x"), None]);
        assert_eq!(frame.count(late, &Selection::all(frame.rows())), [frame.rows() - 1, 1]);
    }

    #[test]
    fn sorting_is_stable_and_puts_absent_values_last() {
        let batch: Vec<_> = ["10", "b", "9", "", "a", "10"]
            .iter()
            .map(|text| (Some((*text).to_owned()), None))
            .chain([(None, None)])
            .collect();
        let (frame, values) = build(&[batch]);
        let column = frame.find("text").unwrap();
        let rows: Vec<u32> = (0..frame.rows()).collect();
        let texts = |order: &[u32]| order.iter().map(|row| values[*row as usize].0.clone()).collect::<Vec<_>>();
        let ascending = frame.sort(column, &rows, false);
        assert_eq!(ascending, [2, 0, 5, 3, 4, 1, 6], "{:?}", texts(&ascending));
        let descending = frame.sort(column, &rows, true);
        assert_eq!(descending, [1, 4, 3, 0, 5, 2, 6], "{:?}", texts(&descending));
    }

    proptest! {
        #[test]
        fn batches_of_any_size_append(
            batches in proptest::collection::vec(
                proptest::collection::vec((proptest::option::of("[a-d]{0,2}"), proptest::option::of(-9i64..9)), 0..40),
                0..6,
            )
        ) {
            check(&batches);
        }
    }

    /// Texts by row: most occur once, one in `every` is that of an earlier row.
    fn mostly_distinct(rows: usize, every: usize) -> Vec<String> {
        let number = |row: usize| if row % every == every - 1 { row * 7919 % row } else { row };
        (0..rows).map(|row| format!("text {}", number(row))).collect()
    }

    /// A frame with the texts in a column that is looked up and one that is appended, in batches; `ask` is called after
    /// each with the frame and the second column.
    fn appended(texts: &[String], batch: usize, mut ask: impl FnMut(&Frame, ColumnId)) -> (Frame, [ColumnId; 2]) {
        let mut frame = Frame::default();
        let columns = [frame.add_text("looked up"), frame.add_text("appended")];
        for batch in texts.chunks(batch) {
            let mut distinct: Vec<&str> = batch.iter().map(String::as_str).collect();
            distinct.sort_unstable();
            distinct.dedup();
            let codes = [frame.intern_all(columns[0], &distinct), frame.append_all(columns[1], &distinct, batch.len())];
            for (column, codes) in columns.iter().zip(codes) {
                let code = |text: &String| distinct.binary_search(&text.as_str()).map(|at| codes[at]).unwrap();
                frame.extend_text(*column, batch.iter().map(code));
            }
            frame.finish_rows(batch.len());
            ask(&frame, columns[1]);
        }
        (frame, columns)
    }

    #[test]
    fn a_column_that_hardly_repeats_answers_as_one_that_is_looked_up() {
        for (rows, every, batch, asked_at) in [
            (40_000, 20, 3000, usize::MAX),
            (40_000, 20, 3000, 9000),
            (40_000, 1000, 1000, 0),
            (40_000, 4, 10_000, 20_000),
            (3000, 50, 60, 600),
            (100_000, 1000, 5000, usize::MAX),
        ] {
            let texts = mostly_distinct(rows, every);
            let (frame, [looked_up, appended]) = appended(&texts, batch, |frame, column| {
                if frame.rows() as usize >= asked_at {
                    frame.count(column, &Selection::all(frame.rows()));
                }
            });
            let is_same = |one: &str, other: &str| assert_eq!(one, other, "{rows} {every} {batch} {asked_at}");
            let by_text = |column| {
                let counts = frame.count(column, &Selection::all(frame.rows()));
                let texts = counts.iter().enumerate().filter(|(_, count)| **count > 0);
                let mut texts: Vec<_> =
                    texts.map(|(at, count)| (frame.dictionary(column).get(at as u32), *count)).collect();
                texts.sort_unstable();
                format!("{texts:?}")
            };
            is_same(&by_text(appended), &by_text(looked_up));
            let (codes, mut first_rows) = (frame.row_codes(appended), HashMap::new());
            frame.each_code(appended, &Selection::all(frame.rows()), |row, code| {
                let text = &texts[row as usize];
                assert_eq!((frame.text(appended, row), frame.code(appended, row)), (Some(text.as_str()), code));
                assert_eq!(codes.get(row), code);
                assert_eq!(*first_rows.entry(text).or_insert(code), code, "a text has one code");
                assert_eq!(frame.dictionary(appended).find(text), Some(code));
            });
            let selected = |column| {
                let dictionary = frame.dictionary(column);
                let of_code = |code| dictionary.get(code).is_some_and(|text: &str| text.ends_with('7'));
                frame.select_codes(column, &(0..=dictionary.len() as u32).map(of_code).collect::<Vec<_>>())
            };
            assert_eq!(selected(appended), selected(looked_up));
            let order: Vec<u32> = (0..frame.rows()).collect();
            assert_eq!(frame.sort(appended, &order, true), frame.sort(looked_up, &order, true));
        }
    }

    #[test]
    fn texts_that_come_again_in_later_batches_are_not_appended_for_ever() {
        let texts: Vec<String> = (0..60_000).map(|row| format!("text {}", row % 5000)).collect();
        let (frame, [_, appended]) = appended(&texts, 5000, |_, _| {});
        assert!(frame.dictionary(appended).len() < 20_000, "{}", frame.dictionary(appended).len());
    }
}
