//! Why a record or a whole input could not be read.

use serde::{Deserialize, Serialize};

use crate::ReadError;

/// A record or a whole input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What went wrong, for programs.
    pub kind: ProblemKind,
    /// What went wrong: a sentence that starts in lower case and does not name the input.
    pub message: String,
}

/// The kinds of problem. Their names are part of the summary's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ProblemKind {
    /// The bytes are not JSON.
    InvalidJson,
    /// The bytes are not UTF-8.
    InvalidUtf8,
    /// The JSON is not an object.
    NotAnObject,
    /// A part of a record does not have its format's type.
    UnexpectedType,
    /// An object whose keys match no known format.
    UnknownFormat,
    /// A CSV row and its header have different numbers of cells.
    InvalidCsv,
    /// A record longer than the limit.
    RecordTooLong,
    /// A record with more keys than the limit.
    TooManyKeys,
    /// An input without bytes, or with white space only.
    EmptyInput,
    /// An input that is not a log.
    NotALog,
    /// An input, or part of one, in an unsupported container.
    UnsupportedContainer,
    /// A container that is damaged or cut off. What was read before stays.
    CorruptContainer,
    /// A compressed input that expands beyond the limit. What was read before stays.
    ExpandsTooFar,
    /// A part of a container that must be held in memory as a whole and exceeds the limit.
    TooLarge,
    /// A file that a Delta table's log lists but that was not given.
    MissingFile,
    /// The input's bytes could not be read.
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
    /// A problem with its kind and sentence.
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self { kind: ProblemKind::ReadError, message: error.message }
    }
}
