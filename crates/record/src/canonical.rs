//! A JSON value spelled in one way, for hashing: equal content has equal bytes, and other content has others.
//!
//! Each text stands behind its kind and length; an object's members come in the order of their keys.

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
    /// An array.
    Array,
    /// What follows the last element of an array.
    EndOfArray,
    /// Whose ids an id is one of.
    Family,
}

/// Appends what stands before a value.
pub(crate) fn push_head(into: &mut Vec<u8>, kind: Kind, length: usize) {
    into.extend_from_slice(&((length as u64) << 8 | kind as u64).to_le_bytes());
}

/// Appends a text.
pub(crate) fn push_text(into: &mut Vec<u8>, kind: Kind, text: &str) {
    push_head(into, kind, text.len());
    into.extend_from_slice(text.as_bytes());
}

/// Appends an object, given as its members. Of equal keys the order counts.
pub(crate) fn push_members(into: &mut Vec<u8>, members: &[Member<'_>]) {
    push_object(into, members.iter().map(|member| (&*member.key, member.value.get())).collect(), 0);
}

/// Appends an object whose values stand so deep, given as its keys and raw values.
fn push_object(into: &mut Vec<u8>, mut members: Vec<(&str, &str)>, depth: u32) {
    members.sort_by_key(|(key, _)| *key);
    push_head(into, Kind::Object, members.len());
    for (key, raw) in members {
        push_text(into, Kind::Text, key);
        push_value(into, raw, depth);
    }
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
        push_object(into, members.iter().map(|(key, raw)| (&**key, *raw)).collect(), depth + 1);
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
