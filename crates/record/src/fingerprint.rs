//! Fingerprints detect duplicates: a keyed 128-bit hash of the event's own id or, without one, of the record's content
//! regardless of the order of keys.
//!
//! Content is hashed in canonical form ([`crate::canonical`]) with `SipHash`, under a key that is random in each run.
//! Nobody who writes to a log knows the key, so nobody can forge a record that passes for a duplicate of another.

use std::hash::Hasher as _;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::canonical;
use crate::json::Member;

/// Equal for events with the same id from the same product, in any format. For records without an id, equal for equal
/// content, whatever the order of keys and the white space between tokens; below 32 levels of nesting, the order of
/// keys matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub u128);

/// The secret key of fingerprints.
#[derive(Clone, Debug)]
pub struct FingerprintKey(SipHasher13);

impl FingerprintKey {
    /// A key from 16 random bytes, which the caller gets from its platform.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(SipHasher13::new_with_key(&bytes))
    }

    /// The key for messages that start with these words.
    pub(crate) fn with_prefix(&self, canonical: &[u64]) -> Self {
        let mut hasher = self.0;
        hasher.write(bytemuck::cast_slice(canonical));
        Self(hasher)
    }
}

/// The fingerprint of a record's content.
pub(crate) fn of_record(members: &[Member<'_>], key: &FingerprintKey) -> Fingerprint {
    let mut spelled = Vec::with_capacity(128);
    canonical::push_record(&mut spelled, members);
    of_canonical(&spelled, key)
}

/// The fingerprint of a record that is read only with a loss, from its own text. It is equal to none of [`of_record`].
/// The spelling of what is nested deeper than four levels matters.
pub(crate) fn of_lossy(text: &str, key: &FingerprintKey) -> Fingerprint {
    let mut spelled = Vec::with_capacity(128);
    canonical::push_head(&mut spelled, canonical::Kind::Array, 1);
    canonical::push_value(&mut spelled, text, canonical::DEPTH - 4);
    of_canonical(&spelled, key)
}

/// The fingerprint of a record in canonical form.
pub(crate) fn of_canonical(canonical: &[u64], key: &FingerprintKey) -> Fingerprint {
    let mut hasher = key.0;
    hasher.write(bytemuck::cast_slice(canonical));
    Fingerprint(hasher.finish128().as_u128())
}

/// The key for the ids of `family`, the product that assigns them.
pub(crate) fn key_of_ids(family: &str, key: &FingerprintKey) -> FingerprintKey {
    let mut spelled = Vec::new();
    canonical::push_text(&mut spelled, canonical::Kind::Family, family);
    key.with_prefix(&spelled)
}

/// The fingerprint of an event with its own id, under the key of its family's ids. `scratch` is a reused buffer.
pub(crate) fn of_id(id: &str, key_of_ids: &FingerprintKey, scratch: &mut Vec<u64>) -> Fingerprint {
    scratch.clear();
    canonical::push_text(scratch, canonical::Kind::Text, id);
    of_canonical(scratch, key_of_ids)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json;

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

    #[test]
    fn values_in_other_places_matter() {
        let texts = [
            r#"{"a":"x","b":"y"}"#,
            r#"{"a":"y","b":"x"}"#,
            r#"{"a":{"a":"x","b":"y"}}"#,
            r#"{"a":{"a":"y","b":"x"}}"#,
            r#"{"a":{"b":"y"},"b":{"a":"x"}}"#,
            r#"{"a":{"a":"x"},"b":"y"}"#,
            r#"{"a":{"a":"x"},"b":{"b":"y"}}"#,
            r#"{"a":{"a":"x"},"b":{"b":"y"},"c":{}}"#,
            r#"{"a":{"a":"x"},"b":{"b":"y"},"c":[]}"#,
            r#"{"a":{"a":"x"},"b":{"b":"y"},"c":"{}"}"#,
            r#"{"a":{"a":"x"},"b":{"b":"y"},"c":null}"#,
            r#"{"a":{"a":"x"},"b":{"b":"y"},"c":{"":null}}"#,
            r#"{"a":{"a":"x"},"a":{"b":"y"}}"#,
            r#"{"a":{"b":"y"},"a":{"a":"x"}}"#,
            r#"{"a":{"a":"x","a":"y"}}"#,
            r#"{"a":{"a":"y","a":"x"}}"#,
            r#"{"a":{"a":{"b":1,"b":2}}}"#,
            r#"{"a":{"a":{"b":2,"b":1}}}"#,
            r#"{"a":"x","a":"x"}"#,
            r#"{"a":"x","a":"x","a":"x"}"#,
            r#"{"aa":{"b":"x"}}"#,
            r#"{"a":{"ab":"x"}}"#,
            r#"{"a":"x"}"#,
            r#"{"a":"\"x\""}"#,
            "{}",
        ];
        for (at, first) in texts.iter().enumerate() {
            for other in &texts[..at] {
                assert_ne!(fingerprint(first), fingerprint(other), "{first} {other}");
            }
        }
    }

    /// The same value in another spelling: white space everywhere, keys reversed, letters escaped.
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
        fn fingerprints_are_equal_only_for_equal_content(first in value(), second in value()) {
            let record = |value: &serde_json::Value| serde_json::json!({"a": value});
            let of = |text: &str| fingerprint(text);
            prop_assert_eq!(of(&record(&first).to_string()), of(&spelled(&record(&first))));
            let are_equal = of(&record(&first).to_string()) == of(&record(&second).to_string());
            prop_assert_eq!(are_equal, first == second);
        }
    }

    #[test]
    fn deep_nesting_does_not_overflow_the_stack() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(120), "]".repeat(120));
        assert_eq!(fingerprint(&deep), fingerprint(&deep));
    }
}
