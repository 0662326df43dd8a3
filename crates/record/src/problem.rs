//! Why a record could not be read.

/// A record, or a whole input, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong, for machines.
    pub kind: ProblemKind,
    /// What went wrong, in a sentence that begins in lower case and names no input.
    pub message: String,
}

/// The kinds of problem; their names are part of the summary's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// A line longer than any record can be.
    RecordTooLong,
    /// An input without a byte, or with white space only.
    EmptyInput,
    /// An input that holds no log.
    NotALog,
    /// An input in a container that is not read.
    UnsupportedContainer,
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
            Self::RecordTooLong => "record_too_long",
            Self::EmptyInput => "empty_input",
            Self::NotALog => "not_a_log",
            Self::UnsupportedContainer => "unsupported_container",
            Self::ReadError => "read_error",
        }
    }
}

impl Problem {
    /// From what the parser said about `text`.
    pub(crate) fn of_json(text: &str, error: serde_json::Error) -> Self {
        // Of a text that begins as something else than an object, the parser says just that. Whether it is JSON at all
        // takes another look.
        let error = match serde_json::from_str::<serde::de::IgnoredAny>(text) {
            Ok(_) if error.is_data() => {
                return Self {
                    kind: ProblemKind::NotAnObject,
                    message: "the record is JSON, but no object".to_owned(),
                };
            }
            Ok(_) => error,
            Err(error) => error,
        };
        let message = if error.is_eof() {
            "the record ends before its JSON is complete".to_owned()
        } else {
            // The parser ends its sentence with a line number, which is always 1 here.
            let sentence = error.to_string();
            let sentence = sentence.split(" at line ").next().unwrap_or_default();
            format!("{sentence} at byte {} of the record", error.column())
        };
        Self { kind: ProblemKind::InvalidJson, message }
    }
}
