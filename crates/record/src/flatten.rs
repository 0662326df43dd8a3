//! Flattens nested objects into parameters, joining their keys with dots.

use std::borrow::Cow;

use crate::event::{Note, Param};
use crate::json::{self, Member};
use crate::params;
use crate::unique::{self, LastItems};
use touchstone_source::Problem;

/// Objects nested deeper than this stay JSON text, so that a hostile record cannot exhaust the stack.
const DEPTH: u32 = 16;

/// Objects whose joined key is longer than this many bytes stay JSON text. Every nested key repeats its parents, so a
/// hostile record could otherwise multiply its size.
const LONGEST_KEY: usize = 256;

/// Collects flattened parameters.
pub(crate) struct Flat<'a> {
    params: Vec<Param<'a>>,
    notes: Vec<Note>,
    whole: &'static [&'static str],
}

impl<'a> Flat<'a> {
    /// An empty collection. Objects whose joined key is in `whole` stay JSON text.
    pub(crate) fn new(whole: &'static [&'static str]) -> Self {
        Self { params: Vec::new(), notes: Vec::new(), whole }
    }

    /// Adds a value, given as its JSON text. Each member of an object is added under `key`, a dot and its own key. An
    /// array is added as JSON, and so is an empty object, to stay visible. Null is skipped.
    pub(crate) fn add(&mut self, key: Cow<'a, str>, raw: &'a str) -> Result<(), Problem> {
        self.add_at(key, raw, 0)
    }

    fn add_at(&mut self, key: Cow<'a, str>, raw: &'a str, depth: u32) -> Result<(), Problem> {
        if raw == "null" {
            return Ok(());
        }
        let is_opened =
            raw.starts_with('{') && depth < DEPTH && key.len() <= LONGEST_KEY && !self.whole.contains(&key.as_ref());
        let members = if is_opened { json::members(raw).unwrap_or_default() } else { Vec::new() };
        if members.is_empty() {
            if self.params.len() == params::MAX {
                return Err(params::too_many());
            }
            self.params.push(params::of_value(key, raw));
            return Ok(());
        }
        unique::note_repeats(&members, Some(&key), &mut self.notes);
        for member in LastItems::of(&members).in_order() {
            self.add_at(Cow::Owned(format!("{key}.{}", member.key)), member.value.get(), depth + 1)?;
        }
        Ok(())
    }

    /// Adds the members of the object under `key`, or of the object whose JSON text is stored there. `prefix` returns
    /// what to put before each member's key.
    pub(crate) fn add_object(
        &mut self,
        members: &[Member<'a>],
        key: &str,
        prefix: impl Fn(&str) -> &'static str,
    ) -> Result<(), Problem> {
        match json::document(members, key) {
            None => Ok(()),
            Some(Cow::Borrowed(text)) => self.add_members(&json::object(text, key)?, key, prefix),
            Some(Cow::Owned(text)) => {
                let mut other = Flat::new(self.whole);
                other.add_members(&json::object(&text, key)?, key, prefix)?;
                self.notes.extend(other.notes);
                self.params.extend(other.params.into_iter().map(|param| -> Param<'a> { param.into_owned() }));
                if self.params.len() > params::MAX { Err(params::too_many()) } else { Ok(()) }
            }
        }
    }

    fn add_members(
        &mut self,
        members: &[Member<'a>],
        part: &str,
        prefix: impl Fn(&str) -> &'static str,
    ) -> Result<(), Problem> {
        unique::note_repeats(members, Some(part), &mut self.notes);
        for member in LastItems::of(members).in_order() {
            let key = match prefix(&member.key) {
                "" => member.key.clone(),
                prefix => Cow::Owned(format!("{prefix}{}", member.key)),
            };
            self.add(key, member.value.get())?;
        }
        Ok(())
    }

    /// Returns the parameters, and appends to `notes`. Of equal keys, as in `{"a":{"b":1},"a.b":2}`, the last one wins.
    pub(crate) fn into_params(mut self, notes: &mut Vec<Note>) -> Vec<Param<'a>> {
        unique::note_repeats(&self.params, None, &mut self.notes);
        unique::retain_last(&mut self.params);
        notes.append(&mut self.notes);
        self.params
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(raw: &str) -> Vec<(String, String)> {
        let mut flat = Flat::new(&["k.whole"]);
        flat.add("k".into(), raw).unwrap();
        flat.into_params(&mut Vec::new()).into_iter().map(|param| (param.key.into(), param.value.into())).collect()
    }

    #[test]
    fn nested_keys_are_joined_by_dots() {
        for (raw, expected) in [
            ("null", vec![]),
            ("1", vec![("k", "1")]),
            (r#""a""#, vec![("k", "a")]),
            ("[]", vec![("k", "[]")]),
            ("{}", vec![("k", "{}")]),
            (
                r#"{"a":{"b":"1","c":null,"d":{}},"e":[{"f": 1}]}"#,
                vec![("k.a.b", "1"), ("k.a.d", "{}"), ("k.e", r#"[{"f":1}]"#)],
            ),
            (r#"{"whole":{"a": 1}}"#, vec![("k.whole", r#"{"a":1}"#)]),
            (r#"{"a":{"b":1},"a.b":2}"#, vec![("k.a.b", "2")]),
            (r#"{"a":{"b":1},"a":{"c":2}}"#, vec![("k.a.c", "2")]),
        ] {
            let expected: Vec<_> =
                expected.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            assert_eq!(flat(raw), expected, "{raw}");
        }
    }

    #[test]
    fn objects_nested_too_deep_stay_json() {
        let deep = format!("{}1{}", r#"{"a":"#.repeat(20), "}".repeat(20));
        let expected = format!("{}1{}", r#"{"a":"#.repeat(4), "}".repeat(4));
        assert_eq!(flat(&deep), [(format!("k{}", ".a".repeat(16)), expected)]);
        let deeper = format!("{}1{}", r#"{"a":"#.repeat(200_000), "}".repeat(200_000));
        assert_eq!(flat(&deeper).len(), 1);
    }

    #[test]
    fn long_keys_do_not_multiply() {
        let key = "x".repeat(300);
        let found = flat(&format!(r#"{{"{key}":{{"a":1,"b":2}}}}"#));
        assert_eq!(found, [(format!("k.{key}"), r#"{"a":1,"b":2}"#.to_owned())]);
    }

    #[test]
    fn too_many_keys_are_a_problem() {
        let members: Vec<_> = (0..=params::MAX).map(|at| format!("\"k{at}\":{at}")).collect();
        let raw = format!("{{\"a\":{{{}}}}}", members.join(","));
        assert_eq!(Flat::new(&[]).add("k".into(), &raw), Err(params::too_many()));
    }
}
