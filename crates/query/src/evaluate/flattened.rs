//! Tests of the request parameters as JSON, which is built row by row.
//!
//! Most rows need no JSON: a text found there is also found in a key or a value, unless JSON escapes characters. The
//! dictionaries of keys and values give the candidates first.

use touchstone_frame::Selection;
use touchstone_medallion::Medallion;

use crate::evaluate::matcher::Matcher;
use crate::pattern::{Pattern, Piece};
use crate::value::Value;

/// The most rows tested in a step.
const STEP_ROWS: usize = 4096;

/// The rows still to be tested.
#[derive(Debug)]
pub(super) struct Rows {
    /// The last ones first.
    left: Vec<u32>,
}

impl Rows {
    pub(super) fn all(medallion: &Medallion) -> Self {
        Self { left: (0..medallion.silver().rows()).rev().collect() }
    }

    pub(super) fn of(candidates: &Selection) -> Self {
        let mut left: Vec<u32> = candidates.iter().collect();
        left.reverse();
        Self { left }
    }

    pub(super) fn left(&self) -> u64 {
        self.left.len() as u64
    }

    /// Tests some rows and inserts those that match into the selection. Returns the number tested.
    pub(super) fn step(&mut self, medallion: &Medallion, into: &mut Selection, matcher: &mut Matcher) -> u64 {
        let rows = self.left.split_off(self.left.len().saturating_sub(STEP_ROWS / matcher.weight().min(STEP_ROWS)));
        for row in &rows {
            if matcher.admits(Some(&medallion.flattened(*row))) {
                into.insert(*row);
            }
        }
        rows.len() as u64
    }
}

/// A matcher of keys and values, one of which every event has whose JSON holds one of the values; nothing where that
/// is not known.
pub(super) fn candidates(values: &[Value]) -> Option<Matcher> {
    let mut fragments = Vec::new();
    for value in values {
        match value {
            Value::Text(pattern) | Value::Cased(pattern) => fragments.push(of_pattern(pattern)?.to_owned()),
            Value::Regex(regex) => {
                for literal in regex.literals()? {
                    fragments.push(fragment(std::str::from_utf8(literal.needle()).ok()?)?.to_owned());
                }
            }
            // JSON of an object is neither a number nor an address, and never absent.
            _ => {}
        }
    }
    Some(Matcher::of_fragments(&fragments))
}

fn of_pattern(pattern: &Pattern) -> Option<&str> {
    let texts = pattern.pieces().iter().filter_map(|piece| match piece {
        Piece::Text(text) => fragment(text),
        Piece::Any | Piece::One => None,
    });
    texts.max_by_key(|text| text.len())
}

/// The longest part of a text that stands within one key or value as it is: without what divides or escapes in JSON.
fn fragment(text: &str) -> Option<&str> {
    let parts = text.split(|one: char| matches!(one, '{' | '}' | '"' | ':' | ',') || is_escaped(one));
    parts.max_by_key(|part| part.len()).filter(|part| !part.is_empty())
}

/// Whether JSON escapes a character: letters of an escape stand in no key and no value.
pub(super) fn is_escaped(character: char) -> bool {
    character < ' ' || matches!(character, '"' | '\\')
}
