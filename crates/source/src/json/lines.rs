//! Reads the lines that start within a range of a JSON text, as if the text consisted of these lines alone.

use std::cell::Cell;
use std::rc::Rc;

use memchr::memchr;

use super::splitter::Splitter;
use super::text_pieces;
use crate::limits::Limits;
use crate::piece::Sink;
use crate::portion::Checkpoint;
use crate::stream::Position;
use crate::{Problem, Source};

/// How many bytes are read at once beyond the range to find the end of its last line. Nearly every record is shorter.
const READ_AHEAD_BYTES: usize = 1 << 16;

thread_local! {
    /// The buffer of the last range, for the next one: a new one would be cleared first, which takes as long as all
    /// reading of its bytes.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The bytes that have been read, in a buffer that may be longer.
struct Text {
    buffer: Vec<u8>,
    length: usize,
}

impl Text {
    fn bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    /// Leaves the buffer to the next range, unless a long line has made it larger than ranges need.
    fn leave(mut self, wanted: usize) {
        let enough = wanted + READ_AHEAD_BYTES;
        self.buffer.truncate(enough);
        self.buffer.shrink_to(enough);
        SPARE.set(self.buffer);
    }
}

/// A byte range of a JSON text.
pub(crate) struct JsonLines {
    source: Rc<dyn Source>,
    position: Position,
    start: u64,
    end: u64,
    stand: Option<Checkpoint>,
    limits: Limits,
}

impl JsonLines {
    pub(crate) fn new(source: Rc<dyn Source>, position: Position, start: u64, end: u64, limits: Limits) -> Self {
        Self { source, position, start, end, stand: None, limits }
    }

    /// Where reading started and ended; none before the step.
    pub(crate) fn checkpoint(&self) -> Option<Checkpoint> {
        self.stand
    }

    /// The start of the range.
    pub(crate) fn start(&self) -> u64 {
        self.start
    }

    /// Reads the whole range and emits its pieces.
    pub(crate) fn step(&mut self, sink: &mut dyn Sink) -> Result<(), Problem> {
        let size = self.source.size();
        // A line starts after a line feed, which may be the last byte before the range.
        let from = self.start.saturating_sub(1);
        let wanted = (self.end - from) as usize + READ_AHEAD_BYTES;
        let mut text = Text { buffer: SPARE.take(), length: 0 };
        self.read_on(&mut text, from, wanted)?;
        let begin = if self.start == 0 { Some(0) } else { self.next_line(&mut text, from, 0)? };
        let last = (self.end - from) as usize;
        let end = if self.end == size { Some(text.length) } else { self.next_line(&mut text, from, last - 1)? };
        let (Some(begin), Some(end)) = (begin, end) else {
            // The line is longer than any record. The reader of the portion where it starts reports it.
            let at = self.start;
            self.stand = Some(Checkpoint::Lines { begin: at, end: at, is_between: false });
            return Ok(());
        };
        let begin = begin.min(end);
        let base = from + begin as u64;
        let mut splitter = Splitter::new(self.limits.record_bytes);
        let lines = &text.bytes()[begin..end];
        let end = base + lines.len() as u64;
        text_pieces(&mut splitter, lines, base, end == size, self.limits, sink);
        text.leave(wanted);
        self.position.set(end);
        self.stand = Some(Checkpoint::Lines { begin: base, end, is_between: splitter.is_between() });
        Ok(())
    }

    /// The start of the first line after the line feed at or after `at`; none if the line is longer than any record.
    /// Reads more if necessary.
    fn next_line(&self, text: &mut Text, from: u64, at: usize) -> Result<Option<usize>, Problem> {
        let mut searched = at.min(text.length);
        loop {
            if let Some(found) = memchr(b'\n', &text.bytes()[searched..]) {
                return Ok(Some(searched + found + 1));
            }
            searched = text.length;
            if from + searched as u64 == self.source.size() {
                return Ok(Some(searched));
            }
            if searched - at > self.limits.record_bytes {
                return Ok(None);
            }
            let wanted = (searched - at).max(READ_AHEAD_BYTES);
            self.read_on(text, from, wanted)?;
        }
    }

    /// Appends up to `wanted` more bytes.
    fn read_on(&self, text: &mut Text, from: u64, wanted: usize) -> Result<(), Problem> {
        let at = from + text.length as u64;
        let wanted = (self.source.size() - at).min(wanted as u64) as usize;
        let end = text.length + wanted;
        if text.buffer.len() < end {
            // Ranges differ by a byte, for which the buffer must not double.
            text.buffer.reserve_exact(end + READ_AHEAD_BYTES - text.buffer.len());
            text.buffer.resize(end, 0);
        }
        let count = self.source.read_at(at, &mut text.buffer[text.length..end])?;
        text.length = end;
        if count < wanted {
            return Err(crate::stream::cut_off(&*self.source, at + count as u64).into());
        }
        Ok(())
    }
}
