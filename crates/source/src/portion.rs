//! Parts of an input that can be read by themselves, and so side by side.

use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::container::{Container, Encoding, HEAD_BYTES, sniff};
use crate::limits::Limits;
use crate::{ReadError, Source, read_range};

/// A part of an input that is read by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Portion {
    /// All of the input.
    Whole,
    /// The lines of a JSON text that begin in `start..end`. Whether records begin and end with these lines is known only
    /// when they and all before them have been read: [`Stand`] says it.
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
}

/// Where reading a portion of lines began and came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// Where its first line begins.
    pub begin: u64,
    /// Where the first line behind it begins.
    pub end: u64,
    /// Whether it ends between two records and within no array: then the next portion can be read as if it stood alone.
    pub is_between: bool,
}

/// How an input can be divided. Only a JSON text in UTF-8 whose first line is an object is, and only when it is longer
/// than one portion.
pub fn portions(source: &dyn Source, limits: Limits) -> Result<Vec<Portion>, ReadError> {
    let (size, bytes) = (source.size(), limits.slice_bytes as u64);
    if size <= bytes {
        return Ok(vec![Portion::Whole]);
    }
    let head = read_range(source, 0, size.min(HEAD_BYTES as u64) as usize)?;
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
