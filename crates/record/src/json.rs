//! JSON as audit records need it: the members of an object in order, each with its source text, decoded on demand.
//!
//! `serde_json` does the parsing. Source text preserves ids of any length and numbers of any precision.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Error;
use serde_json::value::RawValue;

use crate::event::Note;
use crate::{names, problem, repair, scalars};
use touchstone_source::Problem;

/// A key and the source text of its value.
#[derive(Clone, Debug)]
pub(crate) struct Member<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) value: &'a RawValue,
}

impl Member<'_> {
    /// Whether the value is null, which counts as absent.
    pub(crate) fn is_null(&self) -> bool {
        self.value.get() == "null"
    }
}

/// Parses an object into its members, in order of appearance.
pub(crate) fn members(text: &str) -> Result<Vec<Member<'_>>, Error> {
    serde_json::from_str::<Members<'_>>(text).map(|members| members.0)
}

/// Parses an array into its elements.
pub(crate) fn elements(text: &str) -> Result<Vec<&RawValue>, Error> {
    serde_json::from_str(text)
}

/// The source text of the member with this key. Of equal keys the last one wins, as in every common parser.
pub(crate) fn get<'a>(members: &[Member<'a>], key: &str) -> Option<&'a str> {
    members.iter().rev().find(|member| member.key == key).map(|member| member.value.get()).filter(|raw| *raw != "null")
}

/// The text of the member with this key: a string's value, anything else as compact JSON.
pub(crate) fn text_of<'a>(members: &[Member<'a>], key: &str) -> Option<Cow<'a, str>> {
    get(members, key).map(text)
}

/// Like [`text_of`], but falls back to a key that differs in case or in what separates its words.
pub(crate) fn text_of_folded<'a>(members: &[Member<'a>], key: &str) -> Option<Cow<'a, str>> {
    let exact = members.iter().rev().find(|member| member.key == key).filter(|member| !member.is_null());
    let found = exact.or_else(|| members.iter().rev().find(|member| names::equals_folded(&member.key, key)));
    let value = found.filter(|member| !member.is_null())?.value;
    // Messages and results are often JSON themselves.
    let is_free = matches!(key, "result" | "errorMessage" | "error_message");
    let typed = scalars::typed(value).filter(|(name, _)| !is_free || *name == "string");
    Some(text(typed.map_or(value, |(_, value)| value).get()))
}

/// Whether there are members with all of the keys; their values may be null.
pub(crate) fn has_all<const N: usize>(members: &[Member<'_>], keys: [&str; N]) -> bool {
    keys.iter().all(|key| members.iter().any(|member| member.key == *key))
}

/// Whether there is a member with one of the keys; its value may be null.
pub(crate) fn has_any<const N: usize>(members: &[Member<'_>], keys: [&str; N]) -> bool {
    members.iter().any(|member| keys.iter().any(|key| member.key == *key))
}

/// The JSON text of the part of a record under `key`, which holds JSON or a string with JSON in it. None if it is
/// absent, null or empty.
pub(crate) fn document<'a>(members: &[Member<'a>], key: &str) -> Option<Cow<'a, str>> {
    let raw = get(members, key)?;
    let text = string(raw).unwrap_or(Cow::Borrowed(raw));
    let nothing = matches!(text.trim(), "" | "null");
    (!nothing).then_some(text)
}

/// Parses the part of a record under `key` as an object; a problem if it is not one.
pub(crate) fn object<'a>(text: &'a str, key: &str) -> Result<Vec<Member<'a>>, Problem> {
    members(text).map_err(|_| problem::of_part(key))
}

/// Notes the members of a struct that have values but are not among `names`.
pub(crate) fn note_unread(members: &[Member<'_>], key: &str, names: &[&str], notes: &mut Vec<Note>) {
    let is_struct = !matches!(key, "properties" | "actor");
    let is_read =
        |key: &str| names.iter().any(|name| *name == key || names::equals_folded(key, name)) || IGNORED.contains(&key);
    let is_unread = |member: &&Member<'_>| !names::is_nothing(member.value.get()) && !is_read(&member.key);
    let mut unread: Vec<_> = members.iter().filter(|member| is_struct && is_unread(member)).collect();
    unread.sort_by(|one, other| one.key.cmp(&other.key));
    unread.dedup_by(|one, other| one.key == other.key);
    notes.extend(unread.iter().take(MAX_UNREAD).map(|member| Note::unread(&format!("{key}.{}", member.key))));
}

/// Notes the members of a struct, among `names`, that have different values in two spellings.
pub(crate) fn note_spellings(members: &[Member<'_>], key: &str, names: &[&str], notes: &mut Vec<Note>) {
    for (at, name) in names.iter().enumerate() {
        if names[..at].iter().any(|before| names::equals_folded(name, before)) {
            continue;
        }
        let is_it =
            |member: &&Member<'_>| names::equals_folded(&member.key, name) && !names::is_nothing(member.value.get());
        let mut spelled = members.iter().filter(is_it);
        let differs = spelled.next().is_some_and(|first| {
            let of_first = text(first.value.get());
            spelled.any(|other| first.key != other.key && of_first != text(other.value.get()))
        });
        if differs {
            notes.push(Note::guessed(
                &format!("{key}.{name}"),
                "is spelled in several ways with different values; only one was used",
            ));
        }
    }
}

/// How many unread members of one struct are noted.
const MAX_UNREAD: usize = 32;

/// Members of structs that feed no column: one that the platform adds, and what a cut left.
pub(crate) const IGNORED: [&str; 3] = ["acting_resource", "actingResource", "TRUNCATED"];

/// A range of a text, borrowed if the text is.
pub(crate) fn part(text: Cow<'_, str>, range: Range<usize>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    }
}

/// Decodes a JSON string, given with its quotes, with U+FFFD for each half of a surrogate pair; none for any other value.
pub(crate) fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    // serde_json skips over half a surrogate pair but cannot decode it. It is the only such escape.
    let mended = || serde_json::from_str(&repair::without_half_pairs(raw).unwrap_or_default());
    Some(exact_string(raw).unwrap_or_else(|| Cow::Owned(mended().unwrap_or_else(|_| inner.to_owned()))))
}

/// Decodes a JSON string, given with its quotes; none for any other value, and with half of a surrogate pair.
pub(crate) fn exact_string(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}

/// The text of a value: a string's value, anything else as compact JSON.
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

/// A key, borrowed from the text if it has no escapes.
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
            (r#""half \ud800\n""#, "half \u{fffd}\n"),
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
    fn members_keep_their_order_and_the_last_of_equal_keys_wins() {
        let members = members(r#"{"b":1,"a":{"x": 2},"b":3,"n":null}"#).unwrap();
        let keys: Vec<_> = members.iter().map(|member| member.key.as_ref()).collect();
        assert_eq!(keys, ["b", "a", "b", "n"]);
        assert_eq!(get(&members, "b"), Some("3"));
        assert_eq!(get(&members, "a"), Some(r#"{"x": 2}"#));
        assert_eq!(get(&members, "n"), None);
    }
}
