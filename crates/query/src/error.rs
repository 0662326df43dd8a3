//! Why a text is no filter, and where.

use std::ops::Range;

use serde::Serialize;
use ts_rs::TS;

/// A place in a text, counted in three ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Bytes of UTF-8 before it.
    pub byte: usize,
    /// Characters before it.
    pub character: usize,
    /// UTF-16 units before it, as JavaScript counts.
    pub utf16: usize,
}

impl Place {
    /// The place behind so many bytes of a text; a place within a character is that of its beginning.
    pub fn of(text: &str, byte: usize) -> Self {
        let mut place = Self::default();
        for (at, character) in text.char_indices() {
            if at + character.len_utf8() > byte {
                break;
            }
            place.byte = at + character.len_utf8();
            place.character += 1;
            place.utf16 += character.len_utf16();
        }
        place
    }
}

/// A text that is no filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterError {
    /// Where what is wrong begins.
    pub start: Place,
    /// Where it ends; where something is missing, where it begins.
    pub end: Place,
    /// What is wrong, and what was expected: a sentence without a full stop.
    pub message: String,
}

impl FilterError {
    pub(crate) fn new(text: &str, span: Range<usize>, message: String) -> Self {
        Self { start: Place::of(text, span.start), end: Place::of(text, span.end), message }
    }
}

impl std::fmt::Display for FilterError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "at character {}: {}", self.start.character + 1, self.message)
    }
}

impl std::error::Error for FilterError {}
