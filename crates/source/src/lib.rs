//! Splits inputs into records. An input is read in slices through one trait, its container is detected from its
//! content, and the content is split into records. This crate does not know what a record means.

mod archive;
mod archive_names;
mod companion;
mod container;
mod content;
mod csv;
mod delta;
mod json;
mod limits;
mod parquet;
mod piece;
mod portion;
mod problem;
mod raw;
mod reader;
mod stream;
mod warning;

use std::io::Read;

/// Rows of a table with their columns, as passed to a [`Sink`].
pub use arrow_array::RecordBatch;
pub use arrow_schema::Schema;
pub use companion::companion;
pub use container::{Container, Encoding, HEAD_BYTES, sniff};
pub use delta::{DataFile, Planned, plan};
pub use json::{Nested, incomplete, json_records, nested};
pub use limits::Limits;
pub use piece::{Consumed, Piece, Record, RowNumbers, Sink};
pub use portion::{Checkpoint, Portion, RowPosition, Usage, portions};
pub use problem::{Problem, ProblemKind};
pub use raw::RawReader;
pub use reader::{Reader, SMALL_BYTES, Step};
pub use stream::{Expanding, Expansion, Position};
pub use warning::{Warning, WarningKind};

/// An input with random access: a file on disk, a `File` in the browser, bytes in memory.
pub trait Source {
    /// Its size in bytes when it was opened.
    fn size(&self) -> u64;

    /// Reads bytes from `offset` on into `into`. Returns how many it read, which is fewer than asked for only at the
    /// end.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError>;

    /// The content of a compressed input, decompressed by `expansion` in another thread, where a core is free; `position`
    /// then follows what is read of the input. By default there is none, and the reader decompresses by itself.
    fn expanded_beside(&self, expansion: Expansion, position: &Position) -> Option<Box<dyn Read>> {
        _ = (expansion, position);
        None
    }
}

/// Why bytes could not be read; the message is shown to the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ReadError {
    /// A sentence without the input's name, which the ledger adds.
    pub message: String,
}

impl ReadError {
    fn changed() -> Self {
        Self { message: "the file is no longer what it was when it was read".to_owned() }
    }
}

impl Source for [u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.len());
        let count = into.len().min(self.len() - start);
        into[..count].copy_from_slice(&self[start..start + count]);
        Ok(count)
    }
}

impl Source for Vec<u8> {
    fn size(&self) -> u64 {
        self.as_slice().size()
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        self.as_slice().read_at(offset, into)
    }
}

/// Reads `length` bytes from `offset` on: the raw record behind a row.
pub fn read_range(source: &dyn Source, offset: u64, length: usize) -> Result<Vec<u8>, ReadError> {
    let mut bytes = vec![0; length];
    let count = source.read_at(offset, &mut bytes)?;
    if count < length {
        return Err(ReadError {
            message: format!("the file now ends {} bytes before the record's end", length - count),
        });
    }
    Ok(bytes)
}
