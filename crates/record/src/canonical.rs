//! Writes JSON values in canonical form for hashing: equal content gives equal bytes, different content different
//! bytes.
//!
//! Each text follows its kind and length and is padded to whole words of eight bytes; words are little-endian. An object's members are sorted by
//! key. For a record, the keys of its two upper levels come before all values, so that records with the same keys share
//! a prefix.

use std::borrow::Cow;

use memchr::memchr2;

use crate::json::{self, Member};

/// Values nested deeper than this are written as their source text, so that a hostile record cannot exhaust the stack.
pub(crate) const DEPTH: u32 = 32;

/// The kind of the item that follows. No two kinds have the same encoding.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A key, or the value of a string.
    Text,
    /// A number, true, false or null, a value that is nested too deep, or a string with half of a surrogate pair.
    Json,
    /// An object; its length is the number of its members.
    Object,
    /// Marks a record's key whose value is not an object.
    Value,
    /// An array.
    Array,
    /// Follows the last element of an array.
    EndOfArray,
    /// The family that an id belongs to.
    Family,
}

/// A key: its text, or, if that has half of a surrogate pair, its spelling as JSON.
struct Key<'a> {
    kind: Kind,
    text: Cow<'a, str>,
}

impl AsRef<str> for Key<'_> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// What a record has under a key.
pub(crate) enum Entry<Key, Value> {
    /// Any value but an object.
    Value(Value),
    /// The members of an object.
    Part(Vec<(Key, Value)>),
}

/// Appends the kind and length that precede a value.
pub(crate) fn push_head(into: &mut Vec<u64>, kind: Kind, length: usize) {
    into.push(((length as u64) << 8 | kind as u64).to_le());
}

/// Appends a text.
#[inline]
pub(crate) fn push_text(into: &mut Vec<u64>, kind: Kind, text: &str) {
    push_head(into, kind, text.len());
    let bytes = text.as_bytes();
    let (words, rest) = bytes.as_chunks::<8>();
    // Word by word: in a browser, copying an unknown number of bytes calls out of the module, which costs more than
    // most texts do.
    into.extend(words.iter().map(|word| u64::from_ne_bytes(*word)));
    if !rest.is_empty() {
        let last = match bytes.last_chunk::<8>() {
            Some(last) => u64::from_le_bytes(*last) >> (8 * (8 - rest.len())),
            None => rest.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte)),
        };
        into.push(last.to_le());
    }
}

/// Appends a record, given as its members. The order of equal keys matters.
pub(crate) fn push_record(into: &mut Vec<u64>, members: &[Member<'_>]) {
    let members: Vec<_> = members
        .iter()
        .map(|member| {
            let raw = member.value.get();
            let entry = if raw.starts_with('{') {
                let members = Walker { text: raw, at: 0 }.members().into_iter();
                Entry::Part(members.map(|(key, raw)| (key, (raw, 1))).collect())
            } else {
                Entry::Value((raw, 0))
            };
            (Key { kind: Kind::Text, text: Cow::Borrowed(&*member.key) }, entry)
        })
        .collect();
    for (raw, depth) in push_keys(into, &members) {
        push_value(into, raw, depth);
    }
}

/// Appends the keys of a record. Returns its values in the order in which they must follow.
pub(crate) fn push_keys<Key: AsRef<str>, Value: Copy>(
    into: &mut Vec<u64>,
    members: &[(Key, Entry<Key, Value>)],
) -> Vec<Value> {
    let mut values = Vec::new();
    push_head(into, Kind::Object, members.len());
    for (key, entry) in sorted(members) {
        push_text(into, Kind::Text, key.as_ref());
        match entry {
            Entry::Value(value) => {
                push_head(into, Kind::Value, 0);
                values.push(*value);
            }
            Entry::Part(inner) => {
                push_head(into, Kind::Object, inner.len());
                for (key, value) in sorted(inner) {
                    push_text(into, Kind::Text, key.as_ref());
                    values.push(*value);
                }
            }
        }
    }
    values
}

fn sorted<Key: AsRef<str>, Value>(members: &[(Key, Value)]) -> Vec<&(Key, Value)> {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by(|a, b| a.0.as_ref().cmp(b.0.as_ref()));
    sorted
}

/// Whether two texts are JSON with equal content. Numbers are equal if they are spelled so.
pub fn is_same_json(one: &str, other: &str) -> bool {
    let is_json = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let canonical = |text: &str| {
        let mut into = Vec::new();
        push_value(&mut into, text, 0);
        into
    };
    is_json(one) && is_json(other) && canonical(one) == canonical(other)
}

/// Appends a value at nesting level `depth`. NaN, infinities and halves of surrogate pairs are kept as they are spelled;
/// for what else is not JSON, the result is arbitrary.
pub(crate) fn push_value(into: &mut Vec<u64>, raw: &str, depth: u32) {
    Walker { text: raw, at: 0 }.value(into, depth);
}

/// Walks JSON that the parser has accepted from front to back. On any other text it still terminates.
struct Walker<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Walker<'a> {
    fn value(&mut self, into: &mut Vec<u64>, depth: u32) {
        match self.peek() {
            Some(b'"') => {
                let raw = self.raw_string();
                match json::exact_string(raw) {
                    Some(text) => push_text(into, Kind::Text, &text),
                    None => push_text(into, Kind::Json, raw),
                }
            }
            Some(b'{') if depth < DEPTH => self.object(into, depth),
            Some(b'[') if depth < DEPTH => {
                self.at += 1;
                push_head(into, Kind::Array, 0);
                while !matches!(self.peek(), None | Some(b']')) {
                    self.value(into, depth + 1);
                    self.skip_byte(b',');
                }
                self.skip_byte(b']');
                push_head(into, Kind::EndOfArray, 0);
            }
            _ => {
                let start = self.at;
                self.skip_value();
                push_text(into, Kind::Json, &json::compact(&self.text[start..self.at]));
            }
        }
    }

    fn object(&mut self, into: &mut Vec<u64>, depth: u32) {
        let members = self.members();
        push_head(into, Kind::Object, members.len());
        for (key, raw) in sorted(&members) {
            push_text(into, key.kind, &key.text);
            push_value(into, raw, depth + 1);
        }
    }

    /// The members of the object at the current position, each with its source text.
    fn members(&mut self) -> Vec<(Key<'a>, &'a str)> {
        self.at += 1;
        let mut members = Vec::new();
        while !matches!(self.peek(), None | Some(b'}')) {
            let key = self.key();
            self.skip_byte(b':');
            self.peek();
            let start = self.at;
            self.skip_value();
            members.push((key, &self.text[start..self.at]));
            self.skip_byte(b',');
        }
        self.skip_byte(b'}');
        members
    }

    /// The key at the current position.
    fn key(&mut self) -> Key<'a> {
        let raw = self.raw_string();
        match json::exact_string(raw) {
            Some(text) => Key { kind: Kind::Text, text },
            None => Key { kind: Kind::Json, text: Cow::Borrowed(raw) },
        }
    }

    /// The string at the current position, with its quotes.
    fn raw_string(&mut self) -> &'a str {
        self.peek();
        let start = self.at;
        self.skip_string();
        &self.text[start..self.at]
    }

    fn skip_string(&mut self) {
        self.at = (self.at + 1).min(self.text.len());
        while let Some(found) = memchr2(b'"', b'\\', &self.text.as_bytes()[self.at..]) {
            self.at += found + 1;
            if self.text.as_bytes()[self.at - 1] == b'"' {
                return;
            }
            self.at = (self.at + 1).min(self.text.len());
        }
        self.at = self.text.len();
    }

    /// Skips the value at the current position, however deep it is.
    fn skip_value(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.skip_string(),
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    open = open.saturating_sub(1);
                    self.at += 1;
                }
                b',' | b':' => self.at += 1,
                _ => {
                    let rest = &self.text[self.at..];
                    let ends = |byte: u8| matches!(byte, b',' | b':' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
                    self.at += rest.bytes().position(ends).unwrap_or(rest.len());
                }
            }
            if open == 0 {
                return;
            }
        }
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
        self.at += blanks;
        rest.get(blanks).copied()
    }

    /// Skips a byte if it comes next.
    fn skip_byte(&mut self, byte: u8) {
        if self.peek() == Some(byte) {
            self.at += 1;
        }
    }
}
