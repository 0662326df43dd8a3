//! The rows of a CSV text, each with its position. Not a library's parser, because exports deviate from RFC 4180: Spark
//! escapes quotes with backslashes, and some have blanks before an opening quote.

use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr2, memchr3};

use crate::stream::read_full;
use crate::{Problem, ProblemKind};

/// How many bytes are read at once.
const CHUNK_BYTES: usize = 1 << 16;

/// How a CSV text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The byte between cells.
    pub(crate) delimiter: u8,
    /// Whether, in a quoted cell, a backslash escapes a quote or another backslash.
    pub(crate) has_backslashes: bool,
    /// Whether cells are padded with blanks that are not part of their values.
    pub(crate) is_spaced: bool,
}

/// Reads rows from a stream.
pub(crate) struct Rows {
    stream: Box<dyn Read>,
    pub(crate) dialect: Dialect,
    buffer: Vec<u8>,
    /// The start of the next row in the buffer.
    at: usize,
    /// The offset of the buffer's first byte in the text.
    base: u64,
    /// Before this offset in the text no backslash is seen to escape a quote.
    examined: u64,
    ended: bool,
    /// The length of the longest row.
    limit: usize,
}

/// The cells of a row.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Whether a quote that opens a cell but is not properly closed counts as text.
    has_open_quote: bool,
}

impl Cells {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }

    /// Whether a cell starts with a quote that is never closed, or closed only within a later row.
    pub(crate) fn has_open_quote(&self) -> bool {
        self.has_open_quote
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.has_open_quote = false;
    }

    fn finish(&mut self, is_spaced: bool) {
        if is_spaced {
            let start = self.ends.last().copied().unwrap_or_default();
            let length = self.bytes[start..].trim_ascii_end().len();
            self.bytes.truncate(start + length);
        }
        self.ends.push(self.bytes.len());
    }
}

impl Rows {
    pub(crate) fn new(stream: Box<dyn Read>, dialect: Dialect, limit: usize) -> Self {
        Self { stream, dialect, buffer: Vec::new(), at: 0, base: 0, examined: 0, ended: false, limit }
    }

    /// The position of the next row.
    pub(crate) fn position(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Reads until this many bytes are buffered or the text ends. Returns what is buffered from the next row on.
    pub(crate) fn peek(&mut self, bytes: usize) -> io::Result<&[u8]> {
        while !self.ended && self.buffer.len() - self.at < bytes {
            self.read_on()?;
        }
        Ok(&self.buffer[self.at..])
    }

    /// Skips bytes that belong to no row.
    pub(crate) fn skip(&mut self, bytes: usize) {
        self.at = self.buffer.len().min(self.at + bytes);
    }

    /// Reads the next row into `cells` and returns its position; none at the end. Skips empty lines.
    pub(crate) fn next(&mut self, cells: &mut Cells) -> io::Result<Option<Range<u64>>> {
        loop {
            let rest = &self.buffer[self.at..];
            let blank = rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
            self.at += blank;
            cells.clear();
            let mut end = row(&self.buffer[self.at..], self.dialect, self.ended, cells);
            // Up to the first quote that a backslash escapes, both dialects read the same.
            if !self.dialect.has_backslashes
                && let Some(quote) = self.first_escaped_quote()
                && end.is_none_or(|end| self.at + end > quote)
            {
                self.dialect.has_backslashes = true;
                cells.clear();
                end = row(&self.buffer[self.at..], self.dialect, self.ended, cells);
            }
            if let Some(end) = end.filter(|end| *end <= self.limit) {
                let start = self.position();
                self.at += end;
                return Ok((end > 0).then(|| start..start + end as u64));
            }
            if self.buffer.len() - self.at > self.limit {
                // A quote not closed within the longest row is never closed.
                cells.clear();
                let end = row(&self.buffer[self.at..], self.dialect, true, cells);
                if let Some(end) = end.filter(|end| *end <= self.limit && cells.has_open_quote) {
                    let start = self.position();
                    self.at += end;
                    return Ok(Some(start..start + end as u64));
                }
                let message = format!("the row is longer than {} MiB, which no audit record is", self.limit >> 20);
                return Err(io::Error::other(Problem::new(ProblemKind::RecordTooLong, message)));
            }
            self.read_on()?;
        }
    }

    /// Where in the buffer a backslash first escapes a quote. Examines each byte once, until there is one.
    fn first_escaped_quote(&mut self) -> Option<usize> {
        let from = usize::try_from(self.examined.saturating_sub(self.base)).unwrap_or(usize::MAX).max(self.at);
        let found = escaped_quote(&self.buffer, from, self.dialect.delimiter);
        // What the last two bytes mean depends on what follows.
        let end = found.unwrap_or_else(|| self.buffer.len().saturating_sub(2).max(from));
        self.examined = self.base + end as u64;
        found
    }

    fn read_on(&mut self) -> io::Result<()> {
        self.base += self.at as u64;
        self.buffer.drain(..self.at);
        self.at = 0;
        // Twice as much if a row is incomplete: it is scanned again from its start.
        let held = self.buffer.len();
        let wanted = held.max(CHUNK_BYTES);
        self.buffer.resize(held + wanted, 0);
        let (count, read) = read_full(&mut *self.stream, &mut self.buffer[held..]);
        self.buffer.truncate(held + count);
        self.ended = count < wanted;
        // Return what came before an error; the stream will repeat the error.
        if count > 0 { Ok(()) } else { read }
    }
}

/// Where, from `from` on, a backslash first escapes a quote. If quotes are doubled instead, a backslash before a quote
/// ends a cell.
pub(super) fn escaped_quote(text: &[u8], from: usize, delimiter: u8) -> Option<usize> {
    let ends_cell = |byte: &u8| *byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n' | b' ');
    memchr::memmem::find_iter(text.get(from..)?, b"\\\"").map(|at| from + at).find(|at| {
        let is_escaped = text[..*at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
        !is_escaped && text.get(at + 2).is_some_and(|byte| !ends_cell(byte))
    })
}

/// The length of the first row without its line end; none if the line end has not been read yet.
fn row(text: &[u8], dialect: Dialect, ended: bool, cells: &mut Cells) -> Option<usize> {
    let mut at = 0;
    if text.is_empty() {
        return ended.then_some(0);
    }
    loop {
        if dialect.is_spaced {
            at += text[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        }
        if text.get(at) == Some(&b'"') {
            let held = cells.bytes.len();
            match quoted(text, at + 1, dialect, cells) {
                Some(behind) if ends_cell(&text[behind..], dialect) || !cells.bytes[held..].contains(&b'\n') => {
                    at = behind;
                }
                None if !ended => return None,
                // Keeps the following rows from being taken for this cell's text.
                _ => {
                    cells.bytes.truncate(held);
                    cells.has_open_quote = true;
                }
            }
        }
        let plain = at;
        match memchr3(dialect.delimiter, b'\n', b'\r', &text[at..]) {
            Some(found) => at += found,
            None if ended => at = text.len(),
            None => return None,
        }
        cells.bytes.extend_from_slice(&text[plain..at]);
        cells.finish(dialect.is_spaced);
        if text.get(at) != Some(&dialect.delimiter) {
            return Some(at);
        }
        at += 1;
    }
}

/// Whether what follows a closing quote ends the cell. Assumes so at the end of the buffer.
fn ends_cell(rest: &[u8], dialect: Dialect) -> bool {
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t') && **byte != dialect.delimiter).count();
    let rest = &rest[blanks..];
    rest.first().is_none_or(|byte| *byte == dialect.delimiter || matches!(byte, b'\n' | b'\r'))
}

/// Reads a quoted cell and returns the position after its closing quote.
fn quoted(text: &[u8], mut at: usize, dialect: Dialect, cells: &mut Cells) -> Option<usize> {
    loop {
        let backslash = if dialect.has_backslashes { b'\\' } else { b'"' };
        let Some(found) = memchr2(b'"', backslash, &text[at..]).map(|found| at + found) else {
            cells.bytes.extend_from_slice(&text[at..]);
            return None;
        };
        cells.bytes.extend_from_slice(&text[at..found]);
        match (text[found], text.get(found + 1)) {
            (b'"', Some(b'"')) => {
                cells.bytes.push(b'"');
                at = found + 2;
            }
            (b'"', _) => return Some(found + 1),
            (_, Some(escaped @ (b'"' | b'\\'))) => {
                cells.bytes.push(*escaped);
                at = found + 2;
            }
            _ => {
                cells.bytes.push(b'\\');
                at = found + 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
        let mut rows = Rows::new(Box::new(io::Cursor::new(text.to_owned())), dialect, 1 << 20);
        let (mut cells, mut found) = (Cells::default(), Vec::new());
        while let Some(place) = rows.next(&mut cells).unwrap() {
            assert!(place.end <= text.len() as u64 && place.start < place.end);
            found.push(cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
        }
        found
    }

    #[test]
    fn cells_are_read_in_every_dialect() {
        const PLAIN: Dialect = Dialect { delimiter: b',', has_backslashes: false, is_spaced: false };
        const SPARK: Dialect = Dialect { has_backslashes: true, ..PLAIN };
        const SPACED: Dialect = Dialect { is_spaced: true, ..PLAIN };
        for (text, dialect, expected) in [
            ("a,b\n1,2\n", PLAIN, vec![vec!["a", "b"], vec!["1", "2"]]),
            ("a,b\r1,2\r\n\r\n\n3,", PLAIN, vec![vec!["a", "b"], vec!["1", "2"], vec!["3", ""]]),
            ("\"x,\"\"y\"\"\nz\",\"\"\n", PLAIN, vec![vec!["x,\"y\"\nz", ""]]),
            ("\"C:\\\",\"\\\"\"x\"\n", PLAIN, vec![vec!["C:\\", "\\\"x"]]),
            ("\"{\\\"a\\\":\\\"x\\\\n\\\"}\",1\n", SPARK, vec![vec!["{\"a\":\"x\\n\"}", "1"]]),
            ("\"C:\\temp\",\"a\"\"b\"\n", SPARK, vec![vec!["C:\\temp", "a\"b"]]),
            ("a, b ,  \"x, \"\"y\"\"\" , \n", SPACED, vec![vec!["a", "b", "x, \"y\"", ""]]),
            (" a , b", PLAIN, vec![vec![" a ", " b"]]),
            ("\"unclosed,\n1,2", PLAIN, vec![vec!["\"unclosed", ""], vec!["1", "2"]]),
            ("a,\"open\nb,\"x\"\nc,d", PLAIN, vec![vec!["a", "\"open"], vec!["b", "x"], vec!["c", "d"]]),
            ("a,\"x\"y\nb,\"1\n2\"", PLAIN, vec![vec!["a", "xy"], vec!["b", "1\n2"]]),
            ("", PLAIN, vec![]),
            ("\n\n", PLAIN, vec![]),
        ] {
            assert_eq!(rows(text, dialect), expected, "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_quote_does_not_consume_other_rows() {
        let text = format!("a,\"b\n{}", "x,y\n".repeat(1 << 20));
        let mut rows =
            Rows::new(Box::new(io::Cursor::new(text)), Dialect { delimiter: b',', ..Dialect::default() }, 1 << 20);
        let mut cells = Cells::default();
        assert_eq!(rows.next(&mut cells).unwrap(), Some(0..4));
        assert!(cells.has_open_quote());
        assert_eq!(rows.next(&mut cells).unwrap(), Some(5..8));
        assert!(!cells.has_open_quote());
        let text = format!("a,\"{}", "x".repeat(1 << 21));
        let mut rows =
            Rows::new(Box::new(io::Cursor::new(text)), Dialect { delimiter: b',', ..Dialect::default() }, 1 << 20);
        assert!(rows.next(&mut cells).is_err(), "too long in any case");
    }
}
