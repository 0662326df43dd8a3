//! Problems of a record or one of its parts.

use touchstone_source::{Problem, ProblemKind};

/// Converts the parser's error for `text`.
pub(crate) fn of_json(text: &str, error: serde_json::Error) -> Problem {
    // For any JSON value other than an object, the parser reports only the wrong type. Parse again to see whether it is
    // valid JSON.
    let error = match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) if error.is_data() => {
            return Problem { kind: ProblemKind::NotAnObject, message: "the record is JSON, but no object".to_owned() };
        }
        Ok(_) => error,
        Err(error) => error,
    };
    let message = if error.is_eof() {
        "the record ends before its JSON is complete".to_owned()
    } else {
        // Drop the line number at the end of the parser's message: it is always 1 here.
        let sentence = error.to_string();
        let sentence = sentence.split(" at line ").next().unwrap_or_default();
        format!("{sentence} at byte {} of the record", error.column())
    };
    Problem { kind: ProblemKind::InvalidJson, message }
}

/// The part of a record under `key` is not an object.
pub(crate) fn of_part(key: &str) -> Problem {
    Problem::new(ProblemKind::UnexpectedType, format!("{key} is neither an object nor the JSON text of one"))
}
