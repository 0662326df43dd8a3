//! The result of a question.

/// A result, or the reason why there is none, as a sentence for the user.
pub type QueryResult<T> = Result<T, String>;
