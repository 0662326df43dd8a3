//! What tells a duplicate: a keyed 128-bit hash of an event's own id where it has one, else of the record's content,
//! which does not depend on the order of keys.
//!
//! An object's hash is the sum of its members' hashes, so that order does not matter without sorting. Every member, and
//! every nested object's sum, goes through `SipHash` under a key that is random in each run. Whoever writes into a log
//! cannot know the key, and so cannot make one record pass for a duplicate of another.

use std::borrow::Cow;
use std::hash::Hasher as _;

use memchr::memchr2;
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::json::{self, Member};

/// Equal for events with the same id of the same product, whatever their formats; else for records of equal content,
/// whatever the order of their keys and the white space between tokens; from 32 levels of nesting on, the order of keys
/// matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub u128);

/// The secret under which fingerprints are made.
#[derive(Clone, Debug)]
pub struct FingerprintKey(SipHasher13);

impl FingerprintKey {
    /// From 16 random bytes, which the caller takes from its platform.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(SipHasher13::new_with_key(&bytes))
    }
}

/// Deeper nesting is hashed as the text it stands in, so that a hostile record cannot exhaust the stack.
const DEPTH: u32 = 32;

/// The fingerprint of a record's content.
pub(crate) fn of_record(members: &[Member<'_>], key: &FingerprintKey) -> Fingerprint {
    Fingerprint(members.iter().fold(0, |sum, member| {
        let mut hasher = key.0;
        write_text(&mut hasher, Kind::Text, &member.key);
        Walk { text: member.value.get(), at: 0, key }.value(&mut hasher, 0);
        sum.wrapping_add(hasher.finish128().as_u128())
    }))
}

/// The fingerprint of an event with an id of its own. `family` tells whose ids these are.
pub(crate) fn of_id(family: &str, id: &str, key: &FingerprintKey) -> Fingerprint {
    let mut hasher = key.0;
    write_text(&mut hasher, Kind::Family, family);
    write_text(&mut hasher, Kind::Text, id);
    Fingerprint(hasher.finish128().as_u128())
}

/// What is hashed next. Each is told from the others, so that no two values are hashed as the same bytes.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// A number, a word, or what nests too deep.
    Json,
    Object,
    Array,
    EndOfArray,
    Family,
}

fn write_text(hasher: &mut SipHasher13, kind: Kind, text: &str) {
    hasher.write_u64((text.len() as u64) << 8 | kind as u64);
    hasher.write(text.as_bytes());
}

/// A JSON text that the parser has accepted, walked from front to back. Of any other text, the hash is of no use, but
/// walking it comes to an end.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    key: &'a FingerprintKey,
}

impl<'a> Walk<'a> {
    fn value(&mut self, hasher: &mut SipHasher13, depth: u32) {
        match self.peek() {
            Some(b'"') => write_text(hasher, Kind::Text, &self.string()),
            Some(b'{') if depth < DEPTH => {
                let sum = self.object(depth);
                hasher.write_u64(Kind::Object as u64);
                hasher.write_u128(sum);
            }
            Some(b'[') if depth < DEPTH => {
                self.at += 1;
                hasher.write_u64(Kind::Array as u64);
                while !matches!(self.peek(), None | Some(b']')) {
                    self.value(hasher, depth + 1);
                    self.skip(b',');
                }
                self.skip(b']');
                hasher.write_u64(Kind::EndOfArray as u64);
            }
            Some(b'{' | b'[') => {
                let start = self.at;
                self.pass();
                write_text(hasher, Kind::Json, &json::compact(&self.text[start..self.at]));
            }
            _ => {
                let rest = &self.text[self.at..];
                let ends = |byte: u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
                let end = rest.bytes().position(ends).unwrap_or(rest.len()).max(1).min(rest.len());
                write_text(hasher, Kind::Json, &rest[..end]);
                self.at += end;
            }
        }
    }

    fn object(&mut self, depth: u32) -> u128 {
        self.at += 1;
        let mut sum = 0_u128;
        while !matches!(self.peek(), None | Some(b'}')) {
            let mut hasher = self.key.0;
            write_text(&mut hasher, Kind::Text, &self.string());
            self.skip(b':');
            self.value(&mut hasher, depth + 1);
            self.skip(b',');
            sum = sum.wrapping_add(hasher.finish128().as_u128());
        }
        self.skip(b'}');
        sum
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

    /// Goes behind the object or array that begins here, however deep it is.
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
                _ => self.at += 1,
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fingerprint(text: &str) -> Fingerprint {
        of_record(&json::members(text).unwrap(), &FingerprintKey::new([7; 16]))
    }

    #[test]
    fn order_of_keys_and_white_space_do_not_matter() {
        let record = fingerprint(r#"{"a":1,"b":{"c":"x","d":[1,{"e":2,"f":3}]}}"#);
        for same in [
            r#"{"b":{"d":[1,{"f":3,"e":2}],"c":"x"},"a":1}"#,
            r#" { "a" : 1 , "b" : { "c" : "\u0078" , "d" : [ 1 , { "e" : 2 , "f" : 3 } ] } } "#,
        ] {
            assert_eq!(fingerprint(same), record, "{same}");
        }
    }

    #[test]
    fn any_other_content_matters() {
        let record = fingerprint(r#"{"a":1,"b":["x","y"],"c":null}"#);
        for other in [
            r#"{"a":"1","b":["x","y"],"c":null}"#,
            r#"{"a":1,"b":["y","x"],"c":null}"#,
            r#"{"a":1,"b":["x","y"]}"#,
            r#"{"a":1,"b":"xy","c":null}"#,
            r#"{"a":1,"a":1,"b":["x","y"],"c":null}"#,
            r#"{"b":1,"a":["x","y"],"c":null}"#,
            r#"{"a":1,"b":["x",["y"]],"c":null}"#,
            r#"{"a":1,"b":{"x":"y"},"c":null}"#,
        ] {
            assert_ne!(fingerprint(other), record, "{other}");
        }
    }

    /// Spelled otherwise: white space everywhere, keys the other way round, escapes.
    fn spelled(value: &serde_json::Value) -> String {
        use serde_json::Value::{Array, Object, String as Text};
        match value {
            Object(members) => {
                let members = members
                    .iter()
                    .rev()
                    .map(|(key, value)| format!(" {} :\t{}", spelled(&Text(key.clone())), spelled(value)));
                format!("{{{} }}", members.collect::<Vec<_>>().join(","))
            }
            Array(elements) => format!("[ {}]", elements.iter().map(spelled).collect::<Vec<_>>().join(" ,\n")),
            Text(text) => {
                let units: Vec<_> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
                format!("\"{}\"", units.concat())
            }
            other => other.to_string(),
        }
    }

    fn value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            "[a-c\"\\\\é😀]{0,3}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                proptest::collection::btree_map("[a-c]{0,2}", inner, 0..4)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn equal_content_and_no_other_has_equal_fingerprints(first in value(), second in value()) {
            let record = |value: &serde_json::Value| serde_json::json!({"a": value});
            let of = |text: &str| fingerprint(text);
            prop_assert_eq!(of(&record(&first).to_string()), of(&spelled(&record(&first))));
            let are_equal = of(&record(&first).to_string()) == of(&record(&second).to_string());
            prop_assert_eq!(are_equal, first == second);
        }
    }

    #[test]
    fn nesting_without_end_is_no_stack_overflow() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(120), "]".repeat(120));
        assert_eq!(fingerprint(&deep), fingerprint(&deep));
    }
}
