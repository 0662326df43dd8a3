//! Nested objects as parameters whose keys are joined by dots.

use std::borrow::Cow;

use crate::event::{Note, Param};
use crate::json::{self, Member};
use crate::params;
use crate::unique::{self, Places};
use touchstone_source::Problem;

/// Objects nested deeper stay JSON text, so that a hostile record cannot exhaust the stack.
const DEPTH: u32 = 16;

/// Objects whose own key is longer stay JSON text, so that a hostile record cannot multiply its size: every key below
/// repeats the ones above.
const LONGEST_KEY: usize = 256;

/// Parameters in the making.
pub(crate) struct Flat<'a> {
    params: Vec<Param<'a>>,
    notes: Vec<Note>,
    whole: &'static [&'static str],
}

impl<'a> Flat<'a> {
    /// An empty one. Objects whose joined key is in `whole` stay JSON text.
    pub(crate) fn new(whole: &'static [&'static str]) -> Self {
        Self { params: Vec::new(), notes: Vec::new(), whole }
    }

    /// Adds a value, given as its raw text: an object as its members, each under `key`, a dot and its own key; an array
    /// as its JSON; an empty object too, so that it shows; null not at all.
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
        for member in Places::of(&members).lasts() {
            self.add_at(Cow::Owned(format!("{key}.{}", member.key)), member.value.get(), depth + 1)?;
        }
        Ok(())
    }

    /// Adds the members of the object under `key`, or of the one whose JSON text stands there. The keys of its members
    /// follow what `prefix` says to each.
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
        for member in Places::of(members).lasts() {
            let key = match prefix(&member.key) {
                "" => member.key.clone(),
                prefix => Cow::Owned(format!("{prefix}{}", member.key)),
            };
            self.add(key, member.value.get())?;
        }
        Ok(())
    }

    /// The parameters, and what is to be noted of them. Of equal keys, which `{"a":{"b":1},"a.b":2}` makes, the last
    /// counts.
    pub(crate) fn into_params(mut self, notes: &mut Vec<Note>) -> Vec<Param<'a>> {
        unique::note_repeats(&self.params, None, &mut self.notes);
        unique::retain_lasts(&mut self.params);
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
    fn what_nests_too_deep_stays_json() {
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
