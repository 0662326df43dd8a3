//! Values of a JSON text, one behind the other. What is not plainly sound is nothing, and left to the parser.

use std::borrow::Cow;
use std::mem;

use serde_json::value::RawValue;

use crate::canonical::{self, Kind};
use crate::event::Param;
use crate::{json, repair};

/// A value as it stands in a record.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    key: &'a str,
    /// What a text says; anything else as it stands.
    text: Cow<'a, str>,
    kind: ValueKind,
}

/// As wide as its neighbours: what is written as a byte and copied as a word holds the processor up.
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

    /// Takes what [`json::text`] gives; nothing for null.
    pub(super) fn take(&mut self) -> Option<Cow<'a, str>> {
        match (self.kind, mem::take(&mut self.text)) {
            (ValueKind::Null, _) => None,
            (ValueKind::Nested, Cow::Borrowed(text)) => Some(json::compact(text)),
            (_, text) => Some(text),
        }
    }

    /// Takes it as a request parameter; nothing for null.
    pub(super) fn take_param(&mut self) -> Option<Param<'a>> {
        let value = self.take()?;
        Some(Param { key: Cow::Borrowed(self.key), value, is_json: self.kind != ValueKind::Text })
    }

    /// Appends it in the one spelling.
    pub(super) fn spell(&self, into: &mut Vec<u8>) {
        match self.kind {
            ValueKind::Text => canonical::push_text(into, Kind::Text, &self.text),
            ValueKind::Word | ValueKind::Null => canonical::push_text(into, Kind::Json, &self.text),
            // It stands within one of the record's parts.
            ValueKind::Nested => canonical::push_value(into, &self.text, 1),
        }
    }
}

/// Adds the value under a key, which begins at a place, and gives the place behind it.
pub(super) fn value<'a>(key: &'a str, text: &'a str, start: usize, values: &mut Vec<Value<'a>>) -> Option<usize> {
    let bytes = text.as_bytes();
    let (end, kind) = match bytes.get(start)? {
        b'"' => {
            let (end, has_escape) = string_end(bytes, start + 1)?;
            let text = if has_escape {
                // The parser lets lone surrogates pass where it only skims, which is its own affair.
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

/// Where the string ends whose content begins at `at`, and whether it has escapes. Nothing where it does not end, or
/// holds what no JSON string may.
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

/// The next quote, backslash or control character. Eight bytes are looked at in one step: the subtractions leave a mark
/// in the highest bit of the first byte that is one, and only behind it maybe in others.
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
