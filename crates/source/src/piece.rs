//! The pieces that reading an input gives.

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use crate::{Problem, Warning};

/// A piece of an input, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'a> {
    /// A record, or something in a record's place.
    Record(Record<'a>),
    /// Something that cannot be read. It counts as one record.
    Problem {
        /// Where it starts within its text.
        offset: u64,
        /// Its length in bytes; 0 if there is nothing to show.
        length: u32,
        /// What is wrong.
        problem: Problem,
    },
    /// What was lost or guessed between records. It does not count as a record.
    Warning {
        /// Where it starts within its text.
        offset: u64,
        /// Its length in bytes; 0 if there is nothing to show.
        length: u32,
        /// What happened.
        warning: Warning,
    },
    /// The following pieces come from this part of an archive.
    Part {
        /// Its index in the archive's directory, from 0.
        index: u32,
        /// Its path within the archive.
        path: &'a str,
        /// For a data file of a Delta table, its partition values from the table's log.
        partitions: Option<&'a [(String, Option<String>)]>,
    },
    /// A part of an archive that was skipped because of its name or its table's log, or some of whose rows the log
    /// leaves out.
    Skipped {
        /// Its path within the archive.
        path: &'a str,
        /// Why it was skipped, or what was left out.
        reason: &'a str,
    },
}

/// Receives the pieces of an input. A closure takes pieces and leaves all decisions to the reader.
pub trait Sink {
    /// Takes a piece.
    fn take(&mut self, piece: Piece<'_>);

    /// Offers a whole line that looks like a record, and returns whether it was read as one. Otherwise the reader finds
    /// where the record ends and emits it as a piece. Taking the line saves scanning it twice, for nearly every line of
    /// nearly every log.
    fn take_line(&mut self, _line: Record<'_>) -> bool {
        false
    }

    /// Whether a JSON value inside another is a record or contains one.
    fn is_record(&mut self, _value: &[u8]) -> bool {
        false
    }

    /// Offers rows of a table as columns, before they are written as JSON. Rows that the sink leaves come as records.
    /// `are_whole` says whether the rows have all their columns; see [`Sink::unused_columns`].
    fn take_rows(&mut self, _places: &RowNumbers, rows: &RecordBatch, _are_whole: bool) -> Consumed {
        Consumed { read: 0, left: rows.num_rows() }
    }

    /// For each column of the coming rows, whether the sink never uses it; such columns are left out of the rows
    /// offered as columns. Empty if all are used.
    fn unused_columns(&mut self, _schema: &Schema) -> Vec<bool> {
        Vec::new()
    }
}

impl<F: FnMut(Piece<'_>)> Sink for F {
    fn take(&mut self, piece: Piece<'_>) {
        self(piece);
    }
}

/// The numbers of some rows within their file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowNumbers {
    /// Consecutive rows, from this one on.
    Contiguous(u64),
    /// Rows with gaps between them.
    List(Vec<u64>),
}

impl RowNumbers {
    /// The row at an index, from 0.
    pub fn row(&self, at: usize) -> u64 {
        match self {
            Self::Contiguous(first) => first + at as u64,
            Self::List(rows) => rows.get(at).copied().unwrap_or_default(),
        }
    }

    /// The row after the first `count` rows.
    pub(crate) fn after(&self, count: usize) -> u64 {
        match (self, count.checked_sub(1)) {
            (Self::Contiguous(first), _) => first + count as u64,
            (Self::List(_), Some(last)) => self.row(last) + 1,
            (Self::List(_), None) => self.row(0),
        }
    }

    /// A range of the rows.
    pub(crate) fn part(&self, first: usize, count: usize) -> Self {
        match self {
            Self::Contiguous(row) => Self::Contiguous(row + first as u64),
            Self::List(rows) => Self::List(rows[first..first + count].to_vec()),
        }
    }
}

/// How many of the offered rows a sink has dealt with. The rest is offered again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consumed {
    /// How many rows it has read.
    pub read: usize,
    /// How many further rows it leaves, to come as records.
    pub left: usize,
}

/// A record's position and its text.
///
/// The position is in the text of its input, or of its part of an archive, after decompression and in UTF-8. In a
/// Parquet file, `offset` is the row, from 0, and `length` is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Where it starts.
    pub offset: u64,
    /// Its length there, in bytes.
    pub length: u32,
    /// Its JSON without surrounding white space: the bytes at the position, or the JSON of a row.
    pub bytes: &'a [u8],
    /// Whether `bytes` are the bytes at the position.
    pub is_text: bool,
    /// The keys that lead to it inside another system's wrapper, joined by dots; empty if there is no wrapper.
    pub wrapper: &'a str,
}
