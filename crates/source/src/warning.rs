//! What was lost or guessed in something that was read.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// What was lost or guessed in an event or an input. Warnings do not enter the ledger's identity,
/// `records = events + duplicates + problems`: what could not be read at all is a [`crate::Problem`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What happened, for programs.
    pub kind: WarningKind,
    /// The field concerned, under its name in the record; none if the warning concerns the whole.
    pub field: Option<Cow<'static, str>>,
    /// What happened and what the reader did: a sentence that starts in lower case and does not name the input.
    pub message: String,
}

impl Warning {
    /// A warning with its kind and sentence, about a record or an input as a whole.
    pub fn new(kind: WarningKind, message: impl Into<String>) -> Self {
        Self { kind, field: None, message: message.into() }
    }

    /// The same warning about one field.
    #[must_use]
    pub fn of_field(self, field: impl Into<Cow<'static, str>>) -> Self {
        Self { field: Some(field.into()), ..self }
    }
}

/// The kinds of warning. Their names are part of the summary's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WarningKind {
    /// The log's writer cut off a field. What comes before the cut was read.
    CutOff,
    /// A part of a record that is neither an object nor the text of one.
    UnreadPart,
    /// A time with no reading, or more than one. The event has no time.
    UnplacedTime,
    /// `NaN` or an infinity, which JSON does not have. The value is absent.
    NotANumber,
    /// A text with half of a surrogate pair, which became U+FFFD.
    BrokenText,
    /// Bytes that belong to no record were skipped.
    SkippedBytes,
    /// A line that repeats its CSV text's header was skipped.
    RepeatedHeader,
    /// Something was inferred that the input does not state.
    Guessed,
    /// Columns or keys that no reader uses.
    UnreadColumns,
    /// The input says that it is incomplete.
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
