//! Reads the values of a JSON text one after the other, and of a JSON text that is itself in a JSON string. Anything not
//! clearly valid gives none and is left to the parser.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::canonical::{self, Kind};
use crate::event::Param;
use crate::{json, repair};

/// A value of a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a> {
    pub(super) key: &'a str,
    /// What stands between a string's quotes, or any other value's source text.
    pub(super) raw: &'a str,
    pub(super) kind: ValueKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    /// A string without escapes.
    Text,
    /// A string with escapes.
    Escaped,
    /// A string with escapes in a JSON text that is itself in a string.
    EscapedTwice,
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

    pub(super) fn is_object(&self) -> bool {
        self.kind == ValueKind::Nested && self.raw.starts_with('{')
    }

    /// The text that [`json::text`] would give; none for null.
    #[inline]
    pub(super) fn text(&self) -> Option<Cow<'a, str>> {
        Some(match self.kind {
            ValueKind::Text | ValueKind::Word => Cow::Borrowed(self.raw),
            ValueKind::Escaped | ValueKind::EscapedTwice => Cow::Owned(self.decoded()),
            ValueKind::Nested => json::compact(self.raw),
            ValueKind::Null => return None,
        })
    }

    /// The value as a request parameter; none for null.
    pub(super) fn param(&self, key: Cow<'a, str>) -> Option<Param<'a>> {
        Some(Param { key, value: self.text()?, is_json: matches!(self.kind, ValueKind::Word | ValueKind::Nested) })
    }

    /// Appends the value in canonical form; `depth` is its nesting level.
    #[inline]
    pub(super) fn push_canonical(&self, into: &mut Vec<u64>, depth: u32) {
        match self.kind {
            ValueKind::Text => canonical::push_text(into, Kind::Text, self.raw),
            ValueKind::Escaped | ValueKind::EscapedTwice => {
                canonical::push_text(into, Kind::Text, &self.decoded());
            }
            ValueKind::Word | ValueKind::Null => canonical::push_text(into, Kind::Json, self.raw),
            ValueKind::Nested => canonical::push_value(into, self.raw, depth),
        }
    }

    fn decoded(&self) -> String {
        let once = decoded(self.raw);
        if self.kind == ValueKind::EscapedTwice { decoded(&once) } else { once }
    }
}

/// Decodes the escapes that [`string_end`] accepts.
fn decoded(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(slash) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..slash]);
        let (letter, length) = match rest.as_bytes().get(slash + 1) {
            Some(b'n') => ('\n', 2),
            Some(b't') => ('\t', 2),
            Some(b'r') => ('\r', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'u') => {
                let unit = rest.get(slash + 2..slash + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                (unit.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
            }
            other => (other.map_or('\\', |byte| char::from(*byte)), 2),
        };
        text.push(letter);
        rest = rest.get(slash + length..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// Reads the value of `key` at a position, `WITHIN` a JSON text that is in a string or not. Returns the position after
/// it.
pub(super) fn value<'a, const WITHIN: bool>(
    key: &'a str,
    text: &'a str,
    start: usize,
    values: &mut Vec<Value<'a>>,
) -> Option<usize> {
    let bytes = text.as_bytes();
    let (end, kind) = match bytes.get(start)? {
        b'"' if !WITHIN => {
            let (end, has_escape) = string_end::<false>(bytes, start + 1)?;
            let kind = if has_escape { ValueKind::Escaped } else { ValueKind::Text };
            values.push(Value { key, raw: text.get(start + 1..end)?, kind });
            return Some(end + 1);
        }
        b'\\' if WITHIN && bytes.get(start + 1) == Some(&b'"') => {
            let (end, has_escape) = string_end::<true>(bytes, start + 2)?;
            let kind = if has_escape { ValueKind::EscapedTwice } else { ValueKind::Text };
            values.push(Value { key, raw: text.get(start + 2..end)?, kind });
            return Some(end + 2);
        }
        b'{' | b'[' if !WITHIN => {
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
    values.push(Value { key, raw: text.get(start..end)?, kind });
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

/// The position of the quote that closes a string whose content starts at `at`, and whether it has escapes; `WITHIN` a
/// JSON text that is in a string, the position of the backslash before that quote. None if the string is not closed,
/// contains a control character, or has an escape that is invalid, half of a pair, or unusual.
pub(super) fn string_end<const WITHIN: bool>(bytes: &[u8], mut at: usize) -> Option<(usize, bool)> {
    let mut has_escape = false;
    loop {
        at = next_special(bytes, at)?;
        match (bytes[at], bytes.get(at + 1)?) {
            (b'"', _) if !WITHIN => return Some((at, has_escape)),
            (b'\\', b'"') if WITHIN => return Some((at, has_escape)),
            (b'\\', b'\\') if WITHIN => {
                at = match bytes.get(at + 2)? {
                    // What it escapes is escaped itself.
                    b'\\' if matches!(bytes.get(at + 3), Some(b'"' | b'\\')) => at + 4,
                    b'\\' | b'"' => return None,
                    _ => escape_end(bytes, at + 1)?,
                }
            }
            (b'\\', _) if !WITHIN => at = escape_end(bytes, at)?,
            _ => return None,
        }
        has_escape = true;
    }
}

/// The position after the escape whose backslash is at `at`.
fn escape_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => {
            let digits = bytes.get(at + 2..at + 6)?;
            let is_whole = !matches!(digits[0], b'd' | b'D') && digits.iter().all(u8::is_ascii_hexdigit);
            is_whole.then_some(at + 6)
        }
        _ => None,
    }
}

/// The next quote, backslash or control character, eight bytes at a time. Each subtraction sets the highest bit of the
/// first matching byte; it may also set bits of later bytes, but never of earlier ones. With their second bit flipped,
/// quotes and control characters are all that is below `!`.
fn next_special(bytes: &[u8], mut at: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    while let Some(chunk) = bytes.get(at..at + 8).and_then(|chunk| <[u8; 8]>::try_from(chunk).ok()) {
        let chunk = u64::from_le_bytes(chunk);
        let quotes_and_controls = (chunk ^ (ONES * 2)).wrapping_sub(ONES * u64::from(b'!'));
        let backslashes = (chunk ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
        let found = (quotes_and_controls | backslashes) & !chunk & HIGH;
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).map(|found| at + found)
}
