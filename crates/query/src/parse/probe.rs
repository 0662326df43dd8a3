//! The parser's expectation at the end of a text, for completion.

use crate::field::Field;

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Probe {
    /// Where it begins.
    pub(crate) start: usize,
    /// Where the item begins that it is a part of.
    pub(crate) item_start: usize,
    /// Where the text ends.
    pub(crate) end: usize,
    pub(crate) expecting: Expecting,
    /// What is there of it, without quotes and escapes.
    pub(crate) typed: String,
    /// Whether it begins with `=`.
    pub(crate) is_cased: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expecting {
    /// A field, or a text.
    Item,
    /// The key of a request parameter.
    Key,
    /// A value of a field.
    Value(Field),
    /// A length of time.
    Duration,
}
