//! An input's bytes from start to end, decompressed and decoded to UTF-8 if necessary.

mod bounded;
mod budget;
mod expansion;
mod gzip;
mod utf16;

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

pub(crate) use bounded::Bounded;
pub(crate) use budget::Budget;
pub use expansion::{Expanding, Expansion};
pub(crate) use gzip::Gzip;
pub(crate) use utf16::{BrokenUnits, Utf16};

use crate::{Problem, ProblemKind, ReadError, Source};

/// How many bytes a decompressor requests at a time.
const BUFFER_BYTES: usize = 1 << 20;

/// How many bytes of an input have been read, shared with whoever shows progress.
pub type Position = Rc<Cell<u64>>;

/// Reads a byte range of an input from start to end.
pub(crate) struct ByteRangeReader {
    source: Rc<dyn Source>,
    at: u64,
    end: u64,
    position: Position,
}

impl ByteRangeReader {
    /// Buffered, since decompressors request little at a time and every read of a file has a fixed cost.
    pub(crate) fn buffered(source: Rc<dyn Source>, start: u64, length: u64, position: Position) -> BufReader<Self> {
        // The range from an archive's directory may extend beyond the end of the file.
        let end = start.saturating_add(length).min(source.size());
        let start = start.min(end);
        // A small file must not allocate a large buffer.
        let capacity = usize::try_from(end - start).unwrap_or(usize::MAX).clamp(1, BUFFER_BYTES);
        BufReader::with_capacity(capacity, Self { source, at: start, end, position })
    }
}

impl Read for ByteRangeReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let wanted = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(into.len());
        let count = self.source.read_at(self.at, &mut into[..wanted]).map_err(io::Error::other)?;
        if count < wanted {
            return Err(io::Error::other(cut_off(&*self.source, self.at + count as u64)));
        }
        self.at += count as u64;
        self.position.set(self.position.get().max(self.at));
        Ok(count)
    }
}

/// The error of a source that ends at `at`, before its stated size.
pub(crate) fn cut_off(source: &dyn Source, at: u64) -> ReadError {
    let message = format!("the file ends after {at} of its {} bytes: it changed while it was read", source.size());
    ReadError { message }
}

/// The problem that stopped a stream, depending on where the error arose. `what` names the compressed data.
pub(crate) fn problem_of(error: io::Error, what: &str) -> Problem {
    let kind = error.kind();
    let shown = error.to_string();
    match error.into_inner().map(<dyn std::error::Error + Send + Sync>::downcast::<ReadError>) {
        Some(Ok(read)) => Problem::from(*read),
        Some(Err(inner)) => match inner.downcast::<Problem>() {
            Ok(problem) => *problem,
            Err(other) => Problem::new(ProblemKind::CorruptContainer, format!("{what} is damaged: {other}")),
        },
        None if kind == io::ErrorKind::UnexpectedEof => {
            Problem::new(ProblemKind::CorruptContainer, format!("{what} ends before its content is complete"))
        }
        None => Problem::new(ProblemKind::CorruptContainer, format!("{what} is damaged: {shown}")),
    }
}

/// Fills `into` as far as the stream goes. Bytes before an error are counted, too.
pub(crate) fn read_full(stream: &mut dyn Read, into: &mut [u8]) -> (usize, io::Result<()>) {
    let mut filled = 0;
    while filled < into.len() {
        match stream.read(&mut into[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (filled, Err(error)),
        }
    }
    (filled, Ok(()))
}
