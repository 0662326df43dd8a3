//! What was lost or guessed of something that was read.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// What was lost or guessed of an event that was read, or of an input. It stands beside the identity
/// `records = events + duplicates + problems`: what could not be read at all is a [`crate::Problem`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What happened, for machines.
    pub kind: WarningKind,
    /// The field it happened to, by the name it has in the record; nothing where it concerns the whole.
    pub field: Option<Cow<'static, str>>,
    /// What happened and what came of it, in a sentence that begins in lower case and names no input.
    pub message: String,
}

impl Warning {
    /// Of a kind, with its sentence; of a record or an input as a whole.
    pub fn new(kind: WarningKind, message: impl Into<String>) -> Self {
        Self { kind, field: None, message: message.into() }
    }

    /// The same, of one field.
    #[must_use]
    pub fn of_field(self, field: impl Into<Cow<'static, str>>) -> Self {
        Self { field: Some(field.into()), ..self }
    }
}

/// The kinds of warning; their names are part of the summary's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WarningKind {
    /// A field was cut off by whoever wrote the log. What stands before the cut was read.
    CutOff,
    /// A part of a record that is neither an object nor a text of one.
    UnreadPart,
    /// A time that has no reading, or more than one. The event is undated.
    UnplacedTime,
    /// `NaN` or an infinity, which JSON does not have. The value is absent.
    NotANumber,
    /// A text with half of a surrogate pair. U+FFFD stands in its place.
    BrokenText,
    /// Bytes that belong to no record were skipped.
    SkippedBytes,
    /// A line that repeats the header of its CSV text was skipped.
    RepeatedHeader,
    /// Something was inferred that the input does not say.
    Guessed,
    /// Columns, or members of records, from which nothing was read.
    UnreadColumns,
    /// The input says of itself that it is not all of what was asked for.
    Incomplete,
}

impl WarningKind {
    /// The name in summaries and exports.
    pub fn name(self) -> &'static str {
        match self {
            Self::CutOff => "cut_off",
            Self::UnreadPart => "unread_part",
            Self::UnplacedTime => "unplaced_time",
            Self::NotANumber => "not_a_number",
            Self::BrokenText => "broken_text",
            Self::SkippedBytes => "skipped_bytes",
            Self::RepeatedHeader => "repeated_header",
            Self::Guessed => "guessed",
            Self::UnreadColumns => "unread_columns",
            Self::Incomplete => "incomplete",
        }
    }
}
