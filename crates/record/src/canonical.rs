//! A JSON value spelled in one way, for hashing: equal content has equal bytes, and other content has others.
//!
//! Each text stands behind its kind and length, and takes whole words of eight bytes; an object's members come in the
//! order of their keys. Of a record all keys of its two upper levels stand before all values, so that records of one
//! layout begin alike.

use std::borrow::Cow;

use memchr::memchr2;

use crate::json::{self, Member};

/// Deeper nesting is spelled as the text it stands in, so that a hostile record cannot exhaust the stack.
const DEPTH: u32 = 32;

/// What follows. No two kinds of value are spelled alike.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A key, or the value of a string.
    Text,
    /// A number, a word, or what nests too deep.
    Json,
    /// An object; its length is the number of its members.
    Object,
    /// That a record's key holds no object.
    Value,
    /// An array.
    Array,
    /// What follows the last element of an array.
    EndOfArray,
    /// Whose ids an id is one of.
    Family,
}

/// What a key of a record holds.
pub(crate) enum Held<Key, Value> {
    /// No object.
    Value(Value),
    /// The members of an object.
    Part(Vec<(Key, Value)>),
}

/// Appends what stands before a value.
pub(crate) fn push_head(into: &mut Vec<u8>, kind: Kind, length: usize) {
    into.extend_from_slice(&((length as u64) << 8 | kind as u64).to_le_bytes());
}

/// Appends a text.
#[inline]
pub(crate) fn push_text(into: &mut Vec<u8>, kind: Kind, text: &str) {
    push_head(into, kind, text.len());
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    // Word by word: in a browser a copy of unknown length is a call out of the module, which costs more than most texts.
    for word in words {
        into.extend_from_slice(word);
    }
    if !rest.is_empty() {
        let last = rest.iter().rev().fold(0_u64, |last, byte| last << 8 | u64::from(*byte));
        into.extend_from_slice(&last.to_le_bytes());
    }
}

/// Appends a record, given as its members. Of equal keys the order counts.
pub(crate) fn push_record(into: &mut Vec<u8>, members: &[Member<'_>]) {
    let members: Vec<_> = members
        .iter()
        .map(|member| {
            let raw = member.value.get();
            let held = if raw.starts_with('{') {
                let members = Walk { text: raw, at: 0 }.members().into_iter();
                Held::Part(members.map(|(key, raw)| (key, (raw, 1))).collect())
            } else {
                Held::Value((raw, 0))
            };
            (Cow::Borrowed(&*member.key), held)
        })
        .collect();
    for (raw, depth) in push_keys(into, &members) {
        push_value(into, raw, depth);
    }
}

/// Appends the keys of a record, and gives its values in the order in which they are to follow.
pub(crate) fn push_keys<Key: AsRef<str>, Value: Copy>(
    into: &mut Vec<u8>,
    members: &[(Key, Held<Key, Value>)],
) -> Vec<Value> {
    let mut values = Vec::new();
    push_head(into, Kind::Object, members.len());
    for (key, held) in sorted(members) {
        push_text(into, Kind::Text, key.as_ref());
        match held {
            Held::Value(value) => {
                push_head(into, Kind::Value, 0);
                values.push(*value);
            }
            Held::Part(inner) => {
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

/// Appends a value that stands so deep. Of a text that no parser has accepted, something comes of it that is of no use.
pub(crate) fn push_value(into: &mut Vec<u8>, raw: &str, depth: u32) {
    Walk { text: raw, at: 0 }.value(into, depth);
}

/// A JSON text that the parser has accepted, walked from front to back. Walking any other comes to an end.
struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    fn value(&mut self, into: &mut Vec<u8>, depth: u32) {
        match self.peek() {
            Some(b'"') => push_text(into, Kind::Text, &self.string()),
            Some(b'{') if depth < DEPTH => self.object(into, depth),
            Some(b'[') if depth < DEPTH => {
                self.at += 1;
                push_head(into, Kind::Array, 0);
                while !matches!(self.peek(), None | Some(b']')) {
                    self.value(into, depth + 1);
                    self.skip(b',');
                }
                self.skip(b']');
                push_head(into, Kind::EndOfArray, 0);
            }
            _ => {
                let start = self.at;
                self.pass();
                push_text(into, Kind::Json, &json::compact(&self.text[start..self.at]));
            }
        }
    }

    fn object(&mut self, into: &mut Vec<u8>, depth: u32) {
        let members = self.members();
        push_head(into, Kind::Object, members.len());
        for (key, raw) in sorted(&members) {
            push_text(into, Kind::Text, key);
            push_value(into, raw, depth + 1);
        }
    }

    /// The members of the object that begins here, each with its raw value.
    fn members(&mut self) -> Vec<(Cow<'a, str>, &'a str)> {
        self.at += 1;
        let mut members = Vec::new();
        while !matches!(self.peek(), None | Some(b'}')) {
            let key = self.string();
            self.skip(b':');
            self.peek();
            let start = self.at;
            self.pass();
            members.push((key, &self.text[start..self.at]));
            self.skip(b',');
        }
        self.skip(b'}');
        members
    }

    /// The string that begins here.
    fn string(&mut self) -> Cow<'a, str> {
        self.peek();
        let start = self.at;
        self.pass_string();
        let raw = &self.text[start..self.at];
        json::string(raw).unwrap_or(Cow::Borrowed(raw))
    }

    fn pass_string(&mut self) {
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

    /// Goes behind the value that begins here, however deep it is.
    fn pass(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.pass_string(),
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

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
        self.at += blanks;
        rest.get(blanks).copied()
    }

    /// Goes over a byte, if it is the next.
    fn skip(&mut self, byte: u8) {
        if self.peek() == Some(byte) {
            self.at += 1;
        }
    }
}
