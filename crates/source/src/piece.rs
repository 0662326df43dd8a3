//! What reading comes across.

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use crate::{Problem, Warning};

/// What reading comes across, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'a> {
    /// A record, or what stands in a record's place.
    Record(Record<'a>),
    /// Something that cannot be read. It counts as one record.
    Problem {
        /// Where it begins within its text.
        offset: u64,
        /// Its length in bytes; 0 where there is nothing to show.
        length: u32,
        /// What is wrong.
        problem: Problem,
    },
    /// What was lost or guessed between records. It counts as no record.
    Warning {
        /// Where it begins within its text.
        offset: u64,
        /// Its length in bytes; 0 where there is nothing to show.
        length: u32,
        /// What happened.
        warning: Warning,
    },
    /// From here on, pieces come from this part of an archive.
    Part {
        /// Its number within the archive's directory, from 0.
        index: u32,
        /// Its path within the archive.
        path: &'a str,
        /// Of a Delta table's data file, its partition values as the table's log has them.
        partitions: Option<&'a [(String, String)]>,
    },
    /// A part of an archive that holds no records by its name, or by its table's log, or of which the log leaves out rows.
    Skipped {
        /// Its path within the archive.
        path: &'a str,
        /// Why, or what.
        reason: &'a str,
    },
}

/// Whoever takes what reading comes across. A closure takes pieces, and leaves what it is asked to the reader.
pub trait Sink {
    /// Takes a piece.
    fn take(&mut self, piece: Piece<'_>);

    /// Takes a line that looks like a record, in whole: whether it can be read as one. Otherwise where it ends is looked
    /// for, and what was found comes again as a record. For nearly every line of nearly every log that saves going over it
    /// twice.
    fn take_line(&mut self, _line: Record<'_>) -> bool {
        false
    }

    /// Whether a JSON value that stands within another is a record, or holds one.
    fn is_record(&mut self, _value: &[u8]) -> bool {
        false
    }

    /// Takes rows of a table as columns, before they are written as JSON. The rows that are left come as records.
    fn take_rows(&mut self, _places: &RowNumbers, rows: &RecordBatch) -> Consumed {
        Consumed { read: 0, left: rows.num_rows() }
    }

    /// Which columns of the rows that come next are never looked at, and are left out of the rows that are given as
    /// columns; empty: none.
    fn unused_columns(&mut self, _schema: &Schema) -> Vec<bool> {
        Vec::new()
    }
}

impl<F: FnMut(Piece<'_>)> Sink for F {
    fn take(&mut self, piece: Piece<'_>) {
        self(piece);
    }
}

/// Which rows of a file some rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowNumbers {
    /// Rows that follow on each other.
    Contiguous(u64),
    /// Rows between which others are left out.
    List(Vec<u64>),
}

impl RowNumbers {
    /// The row that stands at a place among them, from 0.
    pub fn row(&self, at: usize) -> u64 {
        match self {
            Self::Contiguous(first) => first + at as u64,
            Self::List(rows) => rows.get(at).copied().unwrap_or_default(),
        }
    }

    /// The row behind the first so many of them.
    pub(crate) fn behind(&self, count: usize) -> u64 {
        match (self, count.checked_sub(1)) {
            (Self::Contiguous(first), _) => first + count as u64,
            (Self::List(_), Some(last)) => self.row(last) + 1,
            (Self::List(_), None) => self.row(0),
        }
    }

    /// Some of them.
    pub(crate) fn part(&self, first: usize, count: usize) -> Self {
        match self {
            Self::Contiguous(row) => Self::Contiguous(row + first as u64),
            Self::List(rows) => Self::List(rows[first..first + count].to_vec()),
        }
    }
}

/// What becomes of rows that were given as columns. Those behind it are given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consumed {
    /// How many have been read.
    pub read: usize,
    /// How many behind them are left, to be given as records.
    pub left: usize,
}

/// A record's place, and its text.
///
/// Its place is in the text of its input, or of its part of an archive, after decompression and in UTF-8; in a Parquet
/// file, `offset` is the row, from 0, and `length` is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Where it begins.
    pub offset: u64,
    /// How long it is there.
    pub length: u32,
    /// Its text as JSON, without white space around it: the bytes that stand there, or the JSON of a row.
    pub bytes: &'a [u8],
    /// Whether `bytes` are those that stand there.
    pub is_text: bool,
    /// The keys that lead to it within what another system wrapped around it, joined by dots; empty where there is nothing
    /// around it.
    pub wrapper: &'a str,
}
