//! Reads the values of a JSON text one after the other. Anything not clearly valid gives none and is left to the
//! parser.

use std::borrow::Cow;
use std::mem;

use serde_json::value::RawValue;

use crate::canonical::{self, Kind};
use crate::event::Param;
use crate::{json, repair};

/// A value of a record.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    key: &'a str,
    /// A string's decoded text, or any other value's source text.
    text: Cow<'a, str>,
    kind: ValueKind,
}

/// As wide as the fields beside it: writing a byte and then copying it as part of a word stalls the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
enum ValueKind {
    Text,
    /// A number, true or false.
    Word,
    Null,
    /// An object or an array.
    Nested,
}

impl<'a> Value<'a> {
    pub(super) fn is_null(&self) -> bool {
        self.kind == ValueKind::Null
    }

    pub(super) fn is_nested(&self) -> bool {
        self.kind == ValueKind::Nested
    }

    /// Takes the text that [`json::text`] would give; none for null.
    pub(super) fn take(&mut self) -> Option<Cow<'a, str>> {
        match (self.kind, mem::take(&mut self.text)) {
            (ValueKind::Null, _) => None,
            (ValueKind::Nested, Cow::Borrowed(text)) => Some(json::compact(text)),
            (_, text) => Some(text),
        }
    }

    /// Takes the value as a request parameter; none for null.
    pub(super) fn take_param(&mut self) -> Option<Param<'a>> {
        let value = self.take()?;
        Some(Param { key: Cow::Borrowed(self.key), value, is_json: self.kind != ValueKind::Text })
    }

    /// Appends the value in canonical form.
    pub(super) fn push_canonical(&self, into: &mut Vec<u64>) {
        match self.kind {
            ValueKind::Text => canonical::push_text(into, Kind::Text, &self.text),
            ValueKind::Word | ValueKind::Null => canonical::push_text(into, Kind::Json, &self.text),
            // It is inside one of the record's parts.
            ValueKind::Nested => canonical::push_value(into, &self.text, 1),
        }
    }
}

/// Reads the value of `key` at a position. Returns the position after it.
pub(super) fn value<'a>(key: &'a str, text: &'a str, start: usize, values: &mut Vec<Value<'a>>) -> Option<usize> {
    let bytes = text.as_bytes();
    let (end, kind) = match bytes.get(start)? {
        b'"' => {
            let (end, has_escape) = string_end(bytes, start + 1)?;
            let text = if has_escape {
                // serde_json accepts lone surrogates where it only skips over a value, but not here.
                Cow::Owned(serde_json::from_str(text.get(start..=end)?).ok()?)
            } else {
                Cow::Borrowed(text.get(start + 1..end)?)
            };
            values.push(Value { key, text, kind: ValueKind::Text });
            return Some(end + 1);
        }
        b'{' | b'[' => {
            let mut values = serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<&RawValue>();
            let nested = values.next()?.ok()?;
            if repair::may_have_half_pairs(nested.get()) {
                return None;
            }
            (start + values.byte_offset(), ValueKind::Nested)
        }
        b'n' => (start + word(bytes, start, b"null")?, ValueKind::Null),
        b't' => (start + word(bytes, start, b"true")?, ValueKind::Word),
        b'f' => (start + word(bytes, start, b"false")?, ValueKind::Word),
        _ => (number_end(bytes, start)?, ValueKind::Word),
    };
    values.push(Value { key, text: Cow::Borrowed(text.get(start..end)?), kind });
    Some(end)
}

fn word(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    bytes[at..].starts_with(word).then_some(word.len())
}

fn number_end(bytes: &[u8], start: usize) -> Option<usize> {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || whole > 1 && bytes[at] == b'0' {
        return None;
    }
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        at += 1 + fraction;
        if fraction == 0 {
            return None;
        }
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at);
        at += exponent;
        if exponent == 0 {
            return None;
        }
    }
    Some(at)
}

/// The position of the quote that closes a string whose content starts at `at`, and whether it has escapes. None if it
/// is not closed or contains a control character.
pub(super) fn string_end(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut has_escape = false;
    loop {
        at = next_special(bytes, at)?;
        match bytes[at] {
            b'"' => return Some((at, has_escape)),
            b'\\' => {
                has_escape = true;
                at += 2;
            }
            _ => return None,
        }
    }
}

/// The next quote, backslash or control character, eight bytes at a time. Each subtraction sets the highest bit of the
/// first matching byte; it may also set bits of later bytes, but never of earlier ones.
fn next_special(bytes: &[u8], mut at: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    while let Some(chunk) = bytes.get(at..at + 8).and_then(|chunk| <[u8; 8]>::try_from(chunk).ok()) {
        let chunk = u64::from_le_bytes(chunk);
        let is_zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
        let quotes = is_zero(chunk ^ (ONES * u64::from(b'"')));
        let backslashes = is_zero(chunk ^ (ONES * u64::from(b'\\')));
        let controls = chunk.wrapping_sub(ONES * 0x20) & !chunk & HIGH;
        let found = quotes | backslashes | controls;
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).map(|found| at + found)
}
