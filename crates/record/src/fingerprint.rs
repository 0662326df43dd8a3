//! What tells a duplicate: a keyed 128-bit hash of an event's own id where it has one, else of the record's content,
//! which does not depend on the order of keys.
//!
//! An object's hash is the sum of its members' hashes, so that order does not matter without sorting. Every member, and
//! every nested object's sum, goes through `SipHash` under a key that is random in each run. Whoever writes into a log
//! cannot know the key, and so cannot make one record pass for a duplicate of another.

use std::hash::Hasher as _;

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
    Fingerprint(of_members(members, key, 0))
}

/// The fingerprint of an event with an id of its own. `family` tells whose ids these are.
pub(crate) fn of_id(family: &str, id: &str, key: &FingerprintKey) -> Fingerprint {
    let mut hasher = key.0;
    write_text(&mut hasher, family);
    hasher.write(b"i");
    write_text(&mut hasher, id);
    Fingerprint(hasher.finish128().as_u128())
}

fn of_members(members: &[Member<'_>], key: &FingerprintKey, depth: u32) -> u128 {
    members.iter().fold(0_u128, |sum, member| {
        let mut hasher = key.0;
        write_text(&mut hasher, &member.key);
        write_value(&mut hasher, member.value.get(), key, depth);
        sum.wrapping_add(hasher.finish128().as_u128())
    })
}

fn write_value(hasher: &mut SipHasher13, raw: &str, key: &FingerprintKey, depth: u32) {
    match raw.as_bytes().first() {
        Some(b'"') => {
            hasher.write(b"s");
            write_text(hasher, &json::text(raw));
        }
        Some(b'{') if depth < DEPTH => {
            let members = json::members(raw).unwrap_or_default();
            hasher.write(b"o");
            hasher.write_u128(of_members(&members, key, depth + 1));
        }
        Some(b'[') if depth < DEPTH => {
            let elements = json::elements(raw).unwrap_or_default();
            hasher.write(b"a");
            hasher.write_u64(elements.len() as u64);
            for element in elements {
                write_value(hasher, element.get(), key, depth + 1);
            }
        }
        _ => {
            hasher.write(b"j");
            write_text(hasher, &json::compact(raw));
        }
    }
}

fn write_text(hasher: &mut SipHasher13, text: &str) {
    hasher.write_u64(text.len() as u64);
    hasher.write(text.as_bytes());
}

#[cfg(test)]
mod tests {
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
        ] {
            assert_ne!(fingerprint(other), record, "{other}");
        }
    }

    #[test]
    fn nesting_without_end_is_no_stack_overflow() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(120), "]".repeat(120));
        assert_eq!(fingerprint(&deep), fingerprint(&deep));
    }
}
