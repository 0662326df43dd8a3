//! What asking gives.

/// What was asked for, or why it cannot be had: a sentence for the person.
pub type Asked<T> = Result<T, String>;
