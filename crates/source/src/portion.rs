//! Parts of an input that can be read independently and in parallel.

use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::container::{Container, Encoding, HEAD_BYTES, sniff};
use crate::limits::Limits;
use crate::{ReadError, Source, parquet, read_range};

/// A part of an input that is read independently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Portion {
    /// The whole input.
    Whole,
    /// The lines of a JSON text that start in `start..end`. Whether records start and end with these lines is only
    /// known after they and all lines before them have been read; [`Checkpoint`] says so.
    Lines {
        /// Where the portion starts.
        start: u64,
        /// Where the next portion starts.
        end: u64,
    },
    /// A JSON text from the start of a line to its end.
    Rest {
        /// Where that line starts.
        start: u64,
    },
    /// The row groups `first..end` of a Parquet file. Whether the file may expand that far is only known after they and
    /// all groups before them have been read; [`Checkpoint`] says how much each step used.
    RowGroups {
        /// The first row group, from 0.
        first: u32,
        /// The row group after the last.
        end: u32,
    },
    /// A Parquet file from a row to its end.
    Rows {
        /// Where reading resumes.
        from: RowPosition,
        /// What the rows before it used.
        taken: Usage,
    },
}

/// A position in a Parquet file between two steps of reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPosition {
    /// The row group that is next, or that has been started.
    pub group: u32,
    /// The next row of the file, from 0.
    pub row: u64,
    /// Whether the row group has been started, so that its pages are already charged to the budget.
    pub is_begun: bool,
    /// Whether all of its columns are decoded from there on.
    pub is_whole: bool,
}

/// How much of a Parquet file's budget has been used, in bytes. Pages and rows each have the whole budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Used by pages.
    pub pages: u64,
    /// Used by rows.
    pub rows: u64,
}

/// Where reading a portion started and ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Checkpoint {
    /// For a portion of lines that has been read.
    Lines {
        /// Where its first line starts.
        begin: u64,
        /// Where the first line after it starts.
        end: u64,
        /// Whether it ends between two records and outside any array, so that the next portion can be read
        /// independently.
        is_between: bool,
    },
    /// For a step of reading row groups.
    Rows {
        /// Where the step started.
        begin: RowPosition,
        /// What the step used.
        taken: Usage,
        /// How far the file may expand, in bytes.
        most: u64,
    },
}

impl Usage {
    /// The sum of two usages; none if it exceeds `most`.
    pub fn with(self, more: Self, most: u64) -> Option<Self> {
        let sum = |taken: u64, more: u64| taken.checked_add(more).filter(|sum| *sum <= most);
        Some(Self { pages: sum(self.pages, more.pages)?, rows: sum(self.rows, more.rows)? })
    }
}

/// Splits an input that is longer than one portion: a JSON text in UTF-8 whose first line is an object, at its lines; a
/// Parquet file, at its row groups.
pub fn portions(source: &dyn Source, limits: Limits) -> Result<Vec<Portion>, ReadError> {
    let (size, bytes) = (source.size(), limits.slice_bytes as u64);
    if size <= bytes {
        return Ok(vec![Portion::Whole]);
    }
    let head = read_range(source, 0, size.min(HEAD_BYTES as u64) as usize)?;
    if sniff(&head) == Container::Parquet {
        return Ok(parquet::portions(source, limits));
    }
    if !is_lines(&head) {
        return Ok(vec![Portion::Whole]);
    }
    let lines = |at: u64| Portion::Lines { start: at * bytes, end: ((at + 1) * bytes).min(size) };
    Ok((0..size.div_ceil(bytes)).map(lines).collect())
}

fn is_lines(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let Some(end) = memchr(b'\n', text) else { return false };
    sniff(head) == Container::Json(Encoding::Utf8)
        && text.starts_with(b"{")
        && text[..end].trim_ascii_end().ends_with(b"}")
}
