//! Parts of an input that can be read by themselves, and so side by side.

use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::container::{Container, Encoding, HEAD_BYTES, sniff};
use crate::limits::Limits;
use crate::{ReadError, Source, parquet, read_range};

/// A part of an input that is read by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Portion {
    /// All of the input.
    Whole,
    /// The lines of a JSON text that begin in `start..end`. Whether records begin and end with these lines is known only
    /// when they and all before them have been read: [`Checkpoint`] says it.
    Lines {
        /// Where the portion begins.
        start: u64,
        /// Where the next one does.
        end: u64,
    },
    /// A JSON text from the beginning of a line on, to its end.
    Rest {
        /// Where that line begins.
        start: u64,
    },
    /// The row groups `first..end` of a Parquet file. Whether the file may expand as far as they do is known only when
    /// they and all before them have been read: [`Checkpoint`] says what each step took.
    RowGroups {
        /// The first, from 0.
        first: u32,
        /// The one behind the last.
        end: u32,
    },
    /// A Parquet file from a row on, to its end.
    Rows {
        /// Where reading goes on.
        from: RowPosition,
        /// What the rows before it have taken.
        taken: Usage,
    },
}

/// A place in a Parquet file between two steps of reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPosition {
    /// The row group that is next, or that has begun.
    pub group: u32,
    /// The next row of the file, from 0.
    pub row: u64,
    /// Whether the row group has begun: what its pages take has been taken.
    pub is_begun: bool,
    /// Whether all of its columns are decoded from there on.
    pub is_whole: bool,
}

/// What was taken of that to which a Parquet file may expand: its pages and its rows may each expand so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// By pages.
    pub pages: u64,
    /// By rows.
    pub rows: u64,
}

/// Where reading a portion began and came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Checkpoint {
    /// Of a portion of lines that has been read.
    Lines {
        /// Where its first line begins.
        begin: u64,
        /// Where the first line behind it begins.
        end: u64,
        /// Whether it ends between two records and within no array: then the next portion can be read as if it stood
        /// alone.
        is_between: bool,
    },
    /// Of a step of reading row groups.
    Rows {
        /// Where the step began.
        begin: RowPosition,
        /// What the step took.
        taken: Usage,
        /// To how much the file may expand.
        most: u64,
    },
}

impl Usage {
    /// This and more; nothing where that is more than there may be.
    pub fn with(self, more: Self, most: u64) -> Option<Self> {
        let sum = |taken: u64, more: u64| taken.checked_add(more).filter(|sum| *sum <= most);
        Some(Self { pages: sum(self.pages, more.pages)?, rows: sum(self.rows, more.rows)? })
    }
}

/// How an input can be divided, if it is longer than one portion: a JSON text in UTF-8 whose first line is an object at
/// its lines, a Parquet file at its row groups.
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
