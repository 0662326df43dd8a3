//! Decompression of a whole input, which may run in another thread than reading.

use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::container::{Container, HEAD_BYTES};
use crate::stream::{BUFFER_BYTES, Gzip, cut_off, read_full};
use crate::{ReadError, Source};

/// What a decompressor is asked for at a time. It loses what it made of a piece in which it fails, so this is the same
/// wherever it runs.
const PIECE_BYTES: usize = 1 << 16;

/// The size at which a chunk is handed over.
const CHUNK_BYTES: usize = 7 * PIECE_BYTES;

/// How an input is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expansion {
    /// gzip with one or more members.
    Gzip,
    /// zstd with one or more frames.
    Zstd,
}

impl Expansion {
    pub(crate) fn of(container: Container) -> Option<Self> {
        match container {
            Container::Gzip => Some(Self::Gzip),
            Container::Zstd => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The name of the compressed data in messages.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Gzip => "the gzip archive",
            Self::Zstd => "the zstd archive",
        }
    }

    /// Decompresses a stream.
    pub(crate) fn expand<R: Read>(self, stream: R) -> io::Result<Pieces<Decompressor<R>>> {
        Ok(Pieces::new(match self {
            Self::Gzip => Decompressor::Gzip(Box::new(Gzip::new(stream))),
            Self::Zstd => Decompressor::Zstd(zstd::stream::read::Decoder::new(stream)?),
        }))
    }

    /// Decompresses a source from its start, chunk by chunk. The bytes read of it are stored in `position`.
    pub fn start<S: Source + Send + 'static>(self, source: S, position: Arc<AtomicU64>) -> io::Result<Expanding> {
        let mut stream = BufReader::with_capacity(BUFFER_BYTES, FromStart { source, at: 0, position });
        let mut head = vec![0; HEAD_BYTES];
        let (count, read) = read_full(&mut stream, &mut head);
        read?;
        head.truncate(count);
        let Pieces { inner, .. } = self.expand(Box::new(Cursor::new(head).chain(stream)) as Box<dyn Read + Send>)?;
        Ok(Expanding(inner))
    }
}

/// A decompressor of either kind.
pub(crate) enum Decompressor<R: Read> {
    Gzip(Box<Gzip<R>>),
    Zstd(zstd::stream::read::Decoder<'static, BufReader<R>>),
}

impl<R: Read> Read for Decompressor<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(gzip) => gzip.read(into),
            Self::Zstd(zstd) => zstd.read(into),
        }
    }
}

/// A source being decompressed.
pub struct Expanding(Decompressor<Box<dyn Read + Send>>);

impl Expanding {
    /// The next bytes, and how it ended if these are the last.
    pub fn next_chunk(&mut self) -> (Vec<u8>, Option<io::Result<()>>) {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES + PIECE_BYTES);
        while chunk.len() < CHUNK_BYTES {
            let held = chunk.len();
            chunk.resize(held + PIECE_BYTES, 0);
            let read = self.0.read(&mut chunk[held..]);
            chunk.truncate(held + *read.as_ref().unwrap_or(&0));
            match read {
                Ok(0) => return (chunk, Some(Ok(()))),
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return (chunk, Some(Err(error))),
                _ => {}
            }
        }
        (chunk, None)
    }
}

impl std::fmt::Debug for Expanding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Expanding").finish_non_exhaustive()
    }
}

/// Asks for one piece at a time, whatever it is asked for.
pub(crate) struct Pieces<R> {
    inner: R,
    piece: Vec<u8>,
    given: usize,
}

impl<R: Read> Pieces<R> {
    fn new(inner: R) -> Self {
        Self { inner, piece: Vec::new(), given: 0 }
    }
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.piece.len() {
            self.given = 0;
            self.piece.resize(PIECE_BYTES, 0);
            let read = self.inner.read(&mut self.piece);
            self.piece.truncate(*read.as_ref().unwrap_or(&0));
            read?;
        }
        let count = into.len().min(self.piece.len() - self.given);
        into[..count].copy_from_slice(&self.piece[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// A source's bytes from start to end.
struct FromStart<S> {
    source: S,
    at: u64,
    position: Arc<AtomicU64>,
}

impl<S: Source> Read for FromStart<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.source.size().saturating_sub(self.at);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let count = self.source.read_at(self.at, &mut into[..wanted]).map_err(io::Error::other::<ReadError>)?;
        if count < wanted {
            return Err(io::Error::other(cut_off(&self.source, self.at + count as u64)));
        }
        self.at += count as u64;
        self.position.store(self.at, Ordering::Relaxed);
        Ok(count)
    }
}
