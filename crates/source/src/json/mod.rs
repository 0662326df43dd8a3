//! Reads records from JSON text.

mod columnar;
mod incomplete;
mod lines;
mod nested;
mod object;
mod splitter;
mod tabular;

use std::io::{self, Read};
use std::ops::Range;

use crate::limits::Limits;
use crate::piece::{Piece, Record, Sink};
use crate::stream::read_full;
use crate::{Problem, ProblemKind, Warning, WarningKind};
pub use incomplete::incomplete;
pub(crate) use lines::JsonLines;
pub use nested::{Nested, nested};
use splitter::{Split, Splitter};

/// A JSON text being read. Holds one slice, and the incomplete record before it.
pub(crate) struct JsonText {
    stream: Box<dyn Read>,
    buffer: Vec<u8>,
    /// The offset of the buffer's first byte in the text.
    base: u64,
    splitter: Splitter,
    ended: bool,
    limits: Limits,
}

impl JsonText {
    /// Reads a stream of UTF-8 that starts at offset `base` of its text.
    pub(crate) fn new(stream: Box<dyn Read>, base: u64, limits: Limits) -> Self {
        let splitter = Splitter::new(limits.record_bytes);
        Self { stream, buffer: Vec::new(), base, splitter, ended: false, limits }
    }

    /// The position in the text.
    pub(crate) fn position(&self) -> u64 {
        self.base
    }

    /// Reads one slice and emits its pieces; false at the end. If the stream breaks off, complete records are emitted
    /// before the error is returned.
    pub(crate) fn step(&mut self, sink: &mut dyn Sink) -> io::Result<bool> {
        let read = self.read_slice();
        let is_end = text_pieces(&mut self.splitter, &self.buffer, self.base, self.ended, self.limits, sink);
        if is_end && self.splitter.is_blank() && read.is_ok() {
            let problem = if self.splitter.has_zeros() {
                Problem::new(ProblemKind::NotALog, "not an audit log: it holds zero bytes only")
            } else {
                Problem::new(ProblemKind::EmptyInput, "the file holds white space only")
            };
            return Err(io::Error::other(problem));
        }
        if is_end {
            return read.map(|()| false);
        }
        let done = self.splitter.done();
        self.buffer.drain(..done);
        self.splitter.discard(done);
        self.base += done as u64;
        read.map(|()| true)
    }

    fn read_slice(&mut self) -> io::Result<()> {
        let mut left = self.limits.slice_bytes;
        // The buffer grows with what is read: a text of one line must not allocate a whole slice.
        let mut room = FIRST_BYTES;
        while left > 0 {
            let (held, wanted) = (self.buffer.len(), room.min(left));
            self.buffer.resize(held + wanted, 0);
            let (count, read) = read_full(&mut *self.stream, &mut self.buffer[held..]);
            self.buffer.truncate(held + count);
            self.ended = read.is_ok() && count < wanted;
            if read.is_err() || self.ended {
                return read;
            }
            left -= wanted;
            room *= 4;
        }
        Ok(())
    }
}

/// How many bytes of a slice are requested first.
const FIRST_BYTES: usize = 1 << 14;

/// Emits the pieces of a text whose first byte is at offset `base`. Returns true if nothing follows them.
fn text_pieces(
    splitter: &mut Splitter,
    text: &[u8],
    base: u64,
    ended: bool,
    limits: Limits,
    sink: &mut dyn Sink,
) -> bool {
    let problem = |at: usize, kind: ProblemKind, message: String| Piece::Problem {
        offset: base + at as u64,
        length: 0,
        problem: Problem { kind, message },
    };
    loop {
        let split = splitter.next(text, ended);
        let split = match split {
            Split::Long { range, objects, is_envelope } => {
                let (found, open) = nested::find(&text[range.clone()], objects, &mut |bytes| sink.is_record(bytes));
                if is_envelope || open.is_some() {
                    emit_nested(&found, place(text, base, range, splitter.keys()), sink);
                }
                let split = match &open {
                    Some(list) => splitter.enter(text, list),
                    None => splitter.give_up(text),
                };
                let Some(split) = split else { continue };
                split
            }
            split => split,
        };
        match split {
            Split::Record(range) => {
                let record = place(text, base, range, splitter.keys());
                if !tabular::emit_rows(record, sink) && !columnar::emit_rows(record, sink) {
                    sink.take(Piece::Record(record));
                }
            }
            Split::Line(range) => {
                let end = range.end;
                if sink.take_line(place(text, base, range, splitter.keys())) {
                    splitter.take_line(end);
                } else {
                    splitter.leave_line();
                }
            }
            Split::Zeros(range) => {
                let message = format!("{} zero bytes between records were skipped", range.len());
                let warning = Warning::new(WarningKind::SkippedBytes, message);
                sink.take(Piece::Warning { offset: base + range.start as u64, length: range.len() as u32, warning });
            }
            Split::Beside { range, keys } => {
                if let Some(warning) = incomplete::beside(&text[range.clone()]) {
                    sink.take(Piece::Warning {
                        offset: base + range.start as u64,
                        length: range.len() as u32,
                        warning,
                    });
                }
                let found = nested(&text[range.clone()], &mut |bytes| sink.is_record(bytes));
                emit_nested(&found, place(text, base, range, &splitter.keys()[..keys]), sink);
            }
            // Handled above.
            Split::Long { .. } => {}
            Split::TooLong(start) => {
                let message = format!(
                    "the record is longer than {} MiB, which no audit record is; the rest of its line is skipped",
                    limits.record_bytes >> 20
                );
                sink.take(problem(start, ProblemKind::RecordTooLong, message));
            }
            Split::Unclosed => {
                let message = "the text ends within the array that holds the records: it may have been cut off";
                sink.take(problem(text.len(), ProblemKind::InvalidJson, message.to_owned()));
            }
            Split::More => return false,
            Split::End => return true,
        }
    }
}

/// The record in a range of a text whose first byte is at offset `base`.
fn place<'a>(text: &'a [u8], base: u64, range: Range<usize>, wrapper: &'a str) -> Record<'a> {
    let (offset, length) = (base + range.start as u64, range.len() as u32);
    Record { offset, length, bytes: &text[range], is_text: true, wrapper }
}

/// Emits the records inside a text that is not a record itself.
fn emit_nested(found: &[Nested], text: Record<'_>, sink: &mut dyn Sink) {
    for Nested { range, keys, .. } in found {
        let dot = if text.wrapper.is_empty() || keys.is_empty() { "" } else { "." };
        let wrapper = format!("{}{dot}{keys}", text.wrapper);
        sink.take(Piece::Record(Record {
            offset: text.offset + range.start as u64,
            length: range.len() as u32,
            bytes: &text.bytes[range.clone()],
            wrapper: &wrapper,
            ..text
        }));
    }
}

/// Emits the records of a JSON text in memory, in any layout, with their positions in it.
pub fn json_records(text: &[u8], limits: Limits, sink: &mut dyn Sink) {
    text_pieces(&mut Splitter::new(limits.record_bytes), text, 0, true, limits, sink);
}
