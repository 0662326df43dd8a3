//! Parse errors and positions.

use std::ops::Range;

use serde::Serialize;
use ts_rs::TS;

/// A position in a text, in three units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// UTF-8 bytes before it.
    pub byte: usize,
    /// Characters before it.
    pub character: usize,
    /// UTF-16 units before it, JavaScript's measure.
    pub utf16: usize,
}

impl Position {
    /// The position at a byte of a text; within a character, that of its first byte.
    pub fn of(text: &str, byte: usize) -> Self {
        let mut position = Self::default();
        for (at, character) in text.char_indices() {
            if at + character.len_utf8() > byte {
                break;
            }
            position.byte = at + character.len_utf8();
            position.character += 1;
            position.utf16 += character.len_utf16();
        }
        position
    }
}

/// Why a text is not a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterError {
    /// The start of the mistake.
    pub start: Position,
    /// Its end; equal to the start if something is missing.
    pub end: Position,
    /// The mistake and what was expected: a sentence without its full stop.
    pub message: String,
}

impl FilterError {
    pub(crate) fn new(text: &str, span: Range<usize>, message: String) -> Self {
        Self { start: Position::of(text, span.start), end: Position::of(text, span.end), message }
    }
}

impl std::fmt::Display for FilterError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "at character {}: {}", self.start.character + 1, self.message)
    }
}

impl std::error::Error for FilterError {}
