//! What is wrong with a record or a part of it, as a problem.

use touchstone_source::{Problem, ProblemKind};

/// From what the parser said about `text`.
pub(crate) fn of_json(text: &str, error: serde_json::Error) -> Problem {
    // Of a text that begins as something else than an object, the parser says just that. Whether it is JSON at all
    // takes another look.
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
        // The parser ends its sentence with a line number, which is always 1 here.
        let sentence = error.to_string();
        let sentence = sentence.split(" at line ").next().unwrap_or_default();
        format!("{sentence} at byte {} of the record", error.column())
    };
    Problem { kind: ProblemKind::InvalidJson, message }
}

/// Of the part of a record under `key`, which ought to be an object.
pub(crate) fn of_part(key: &str) -> Problem {
    Problem::new(ProblemKind::UnexpectedType, format!("{key} is neither an object nor the JSON text of one"))
}
