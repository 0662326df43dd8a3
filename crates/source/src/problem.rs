//! Why a record, or a whole input, could not be read.

use serde::{Deserialize, Serialize};

use crate::ReadError;

/// A record, or a whole input, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What went wrong, for machines.
    pub kind: ProblemKind,
    /// What went wrong, in a sentence that begins in lower case and names no input.
    pub message: String,
}

/// The kinds of problem; their names are part of the summary's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ProblemKind {
    /// The bytes are no JSON text.
    InvalidJson,
    /// The bytes are no UTF-8.
    InvalidUtf8,
    /// A JSON text that is no object.
    NotAnObject,
    /// A part of a record that has another type than its format says.
    UnexpectedType,
    /// An object with the keys of no format that is known.
    UnknownFormat,
    /// A row of a CSV text that has another number of cells than the header.
    InvalidCsv,
    /// A record longer than any can be.
    RecordTooLong,
    /// A record with more keys than any can have.
    TooManyKeys,
    /// An input without a byte, or with white space only.
    EmptyInput,
    /// An input that holds no log.
    NotALog,
    /// An input, or a part of it, in a container that is not read.
    UnsupportedContainer,
    /// A container whose bytes are damaged or end too early. What was read before stays.
    CorruptContainer,
    /// A compressed input that expands beyond what is read of one. What was read before stays.
    ExpandsTooFar,
    /// A part of a container that is held in one piece, and takes more memory than there is for it.
    TooLarge,
    /// A file that a Delta table's log lists and that was not given.
    MissingFile,
    /// The input's bytes could not be had.
    ReadError,
}

impl ProblemKind {
    /// The name in summaries and exports.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidJson => "invalid_json",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::NotAnObject => "not_an_object",
            Self::UnexpectedType => "unexpected_type",
            Self::UnknownFormat => "unknown_format",
            Self::InvalidCsv => "invalid_csv",
            Self::RecordTooLong => "record_too_long",
            Self::TooManyKeys => "too_many_keys",
            Self::EmptyInput => "empty_input",
            Self::NotALog => "not_a_log",
            Self::UnsupportedContainer => "unsupported_container",
            Self::CorruptContainer => "corrupt_container",
            Self::ExpandsTooFar => "expands_too_far",
            Self::TooLarge => "too_large",
            Self::MissingFile => "missing_file",
            Self::ReadError => "read_error",
        }
    }
}

impl Problem {
    /// Of a kind, with its sentence.
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self { kind: ProblemKind::ReadError, message: error.message }
    }
}
