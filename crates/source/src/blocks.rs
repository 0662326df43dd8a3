//! An input in blocks of whole lines, each small enough to hold in memory.

use memchr::{memchr, memrchr};

use crate::{ReadError, Source};

/// How much is read at a time. Small enough for progress and cancel to feel immediate, large enough that a read's
/// fixed cost vanishes.
const SLICE_BYTES: usize = 4 << 20;

/// The longest line that is read. Databricks cuts request parameters at 100 KB, so a longer line is no record.
const LINE_BYTES: usize = 16 << 20;

/// Whole lines of an input, or word of one that is too long.
#[derive(Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// Whole lines. Only the input's last may lack its line feed.
    Lines {
        /// Where they begin within the input.
        offset: u64,
        /// The lines.
        bytes: &'a [u8],
    },
    /// A line that was skipped because it exceeds the limit.
    LineTooLong {
        /// Where it begins within the input.
        offset: u64,
        /// The limit in bytes.
        limit: usize,
    },
}

/// Reads an input front to back. Holds one slice and the unfinished line before it.
#[derive(Debug)]
pub struct Blocks {
    buffer: Vec<u8>,
    /// Offset of `buffer[0]` within the input.
    base: u64,
    /// Bytes at the front of `buffer` that the last block handed out.
    used: usize,
    position: u64,
    size: u64,
    slice_bytes: usize,
    line_bytes: usize,
    skipping: bool,
}

impl Blocks {
    /// For an input of `size` bytes.
    pub fn new(size: u64) -> Self {
        Self::with_limits(size, SLICE_BYTES, LINE_BYTES)
    }

    /// With other sizes, so that tests reach the seams between slices with little data.
    pub fn with_limits(size: u64, slice_bytes: usize, line_bytes: usize) -> Self {
        Self { buffer: Vec::new(), base: 0, used: 0, position: 0, size, slice_bytes, line_bytes, skipping: false }
    }

    /// How many bytes have been read.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The next block, or nothing at the end. After an error the input is not read further.
    pub fn next(&mut self, source: &dyn Source) -> Result<Option<Block<'_>>, ReadError> {
        self.discard(self.used);
        self.used = 0;
        loop {
            let ended = !self.read_slice(source)?;
            if self.skipping {
                let line_end = memchr(b'\n', &self.buffer);
                self.discard(line_end.map_or(self.buffer.len(), |at| at + 1));
                self.skipping = line_end.is_none();
            }
            let end = if ended { Some(self.buffer.len()) } else { memrchr(b'\n', &self.buffer).map(|at| at + 1) };
            match end {
                Some(0) => return Ok(None),
                Some(end) => {
                    self.used = end;
                    return Ok(Some(Block::Lines { offset: self.base, bytes: &self.buffer[..end] }));
                }
                None if self.buffer.len() > self.line_bytes => {
                    self.skipping = true;
                    let offset = self.base;
                    self.discard(self.buffer.len());
                    return Ok(Some(Block::LineTooLong { offset, limit: self.line_bytes }));
                }
                None => {}
            }
        }
    }

    fn discard(&mut self, count: usize) {
        self.buffer.drain(..count);
        self.base += count as u64;
    }

    /// Reads one slice onto the end of the buffer; false at the end of the input.
    fn read_slice(&mut self, source: &dyn Source) -> Result<bool, ReadError> {
        let left = usize::try_from(self.size - self.position).unwrap_or(usize::MAX);
        let wanted = left.min(self.slice_bytes);
        let carried = self.buffer.len();
        self.buffer.resize(carried + wanted, 0);
        let count = source.read_at(self.position, &mut self.buffer[carried..])?;
        self.position += count as u64;
        if count < wanted {
            return Err(ReadError {
                message: format!(
                    "the file ends after {} of its {} bytes: it changed while it was read",
                    self.position, self.size
                ),
            });
        }
        Ok(wanted > 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_all(input: &[u8], slice: usize, line: usize) -> Vec<(u64, Vec<u8>)> {
        let mut blocks = Blocks::with_limits(input.len() as u64, slice, line);
        let mut read = Vec::new();
        while let Some(block) = blocks.next(&input.to_vec()).unwrap() {
            match block {
                Block::Lines { offset, bytes } => read.push((offset, bytes.to_vec())),
                Block::LineTooLong { offset, .. } => read.push((offset, b"<too long>".to_vec())),
            }
        }
        read
    }

    #[test]
    fn a_line_over_the_limit_is_skipped_and_the_rest_is_read() {
        let read = read_all(b"a\nbbbbbbbbbbbbbbbb\nc\nd", 4, 8);
        let lines: Vec<_> = read.iter().map(|(at, bytes)| (*at, String::from_utf8_lossy(bytes).into_owned())).collect();
        assert_eq!(
            lines,
            [(0, "a\n".to_owned()), (2, "<too long>".to_owned()), (19, "c\n".to_owned()), (21, "d".to_owned())]
        );
    }

    #[test]
    fn an_input_that_shrinks_is_an_error() {
        let mut blocks = Blocks::new(10);
        assert!(blocks.next(&b"short".to_vec()).unwrap_err().message.contains("changed while it was read"));
    }

    proptest! {
        #[test]
        fn blocks_join_to_the_input_and_end_at_lines(input in "[ab\n]{0,60}", slice in 1usize..9) {
            let read = read_all(input.as_bytes(), slice, 1 << 10);
            let mut joined = Vec::new();
            for (at, (offset, bytes)) in read.iter().enumerate() {
                prop_assert_eq!(*offset, joined.len() as u64);
                prop_assert!(bytes.ends_with(b"\n") || at + 1 == read.len());
                joined.extend_from_slice(bytes);
            }
            prop_assert_eq!(joined, input.into_bytes());
        }
    }
}
