//! JSON as audit records need it: the members of an object in order, each with its raw text, decoded only when asked.
//!
//! `serde_json` does the parsing. Keeping the raw text is what keeps ids of any length and numbers of any precision.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Error;
use serde_json::value::RawValue;

use touchstone_source::{Problem, ProblemKind};

/// A key and its value's raw text.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) value: &'a RawValue,
}

/// The members of the object that `text` is, in order of appearance.
pub(crate) fn members(text: &str) -> Result<Vec<Member<'_>>, Error> {
    serde_json::from_str::<Members<'_>>(text).map(|members| members.0)
}

/// The elements of the array that `text` is.
pub(crate) fn elements(text: &str) -> Result<Vec<&RawValue>, Error> {
    serde_json::from_str(text)
}

/// The raw text of a member, by its key. Of equal keys the last counts, as in every common parser.
pub(crate) fn get<'a>(members: &[Member<'a>], key: &str) -> Option<&'a str> {
    members.iter().rev().find(|member| member.key == key).map(|member| member.value.get()).filter(|raw| *raw != "null")
}

/// The text of the object under `key`, which stands there as an object or as its JSON text. Absent, null and empty
/// text are no object; anything else is a problem.
pub(crate) fn object<'a>(members: &[Member<'a>], key: &str) -> Result<Option<Cow<'a, str>>, Problem> {
    let Some(raw) = get(members, key) else { return Ok(None) };
    let text = string(raw).unwrap_or(Cow::Borrowed(raw));
    if text.is_empty() {
        return Ok(None);
    }
    // What stands in the record as an object has been found well-formed when the record was read.
    if raw.starts_with('{') || self::members(&text).is_ok() {
        return Ok(Some(text));
    }
    Err(Problem {
        kind: ProblemKind::UnexpectedType,
        message: format!("{key} is neither an object nor the JSON text of one"),
    })
}

/// The texts of some members of the object under `key`.
pub(crate) fn fields<'a, const N: usize>(
    members: &[Member<'a>],
    key: &str,
    names: [&str; N],
) -> Result<[Option<Cow<'a, str>>; N], Problem> {
    Ok(match object(members, key)? {
        None => [const { None }; N],
        Some(Cow::Borrowed(object)) => {
            let members = self::members(object).unwrap_or_default();
            names.map(|name| get(&members, name).map(text))
        }
        Some(Cow::Owned(object)) => {
            let members = self::members(&object).unwrap_or_default();
            names.map(|name| get(&members, name).map(|raw| Cow::Owned(text(raw).into_owned())))
        }
    })
}

/// The value of a raw text that is a JSON string; nothing for any other.
pub(crate) fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    // A lone surrogate is the one escape that the skimming parser lets pass and that has no text.
    Some(Cow::Owned(serde_json::from_str(raw).unwrap_or_else(|_| inner.to_owned())))
}

/// The text of a raw value: a string's value, anything else as compact JSON.
pub(crate) fn text(raw: &str) -> Cow<'_, str> {
    string(raw).unwrap_or_else(|| compact(raw))
}

/// A JSON text without white space between its tokens.
pub(crate) fn compact(raw: &str) -> Cow<'_, str> {
    if !raw.starts_with(['{', '[']) || !raw.bytes().any(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
        return Cow::Borrowed(raw);
    }
    let mut compacted = String::with_capacity(raw.len());
    let (mut in_string, mut escaped) = (false, false);
    for letter in raw.chars() {
        if in_string {
            in_string = escaped || letter != '"';
            escaped = !escaped && letter == '\\';
        } else if letter.is_ascii_whitespace() {
            continue;
        } else {
            in_string = letter == '"';
        }
        compacted.push(letter);
    }
    Cow::Owned(compacted)
}

struct Members<'a>(Vec<Member<'a>>);

/// A key, borrowed from the text where it has no escape.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::with_capacity(24);
        while let Some((Key(key), value)) = map.next_entry()? {
            members.push(Member { key, value });
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_text() {
        for (raw, expected) in [
            (r#""plain""#, "plain"),
            (r#""a\"b\u00e9""#, "a\"b\u{e9}"),
            (r#""lone \ud800""#, r"lone \ud800"),
            ("3049056262456431186970", "3049056262456431186970"),
            ("1.50", "1.50"),
            ("true", "true"),
            (r#"{"a": [1, 2], "b c": "d e\" f"}"#, r#"{"a":[1,2],"b c":"d e\" f"}"#),
            ("{\n}", "{}"),
        ] {
            assert_eq!(text(raw), expected, "{raw}");
        }
    }

    #[test]
    fn members_come_in_order_and_the_last_of_equal_keys_counts() {
        let members = members(r#"{"b":1,"a":{"x": 2},"b":3,"n":null}"#).unwrap();
        let keys: Vec<_> = members.iter().map(|member| member.key.as_ref()).collect();
        assert_eq!(keys, ["b", "a", "b", "n"]);
        assert_eq!(get(&members, "b"), Some("3"));
        assert_eq!(get(&members, "a"), Some(r#"{"x": 2}"#));
        assert_eq!(get(&members, "n"), None);
    }
}
