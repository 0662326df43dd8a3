//! Request parameters, in every representation that records use.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::event::{Note, Param};
use crate::json::{self, Member};
use crate::names;
use crate::problem;
use crate::unique::{self, LastItems};
use touchstone_source::{Problem, ProblemKind};

/// The most parameters a record may have. The widest documented service has about a hundred.
pub(crate) const MAX: usize = 10_000;

/// Reads the parameters under `key` that are not null, in order of appearance; of equal keys, the last one wins. They
/// may be an object, a list of pairs as tools write a Parquet map (`[{"key":"k","value":"v"}]`, `[{"k":"k","v":"v"}]`
/// or `[["k","v"]]`), or the JSON text of either. Absent, null and empty text give no parameters; anything else is a
/// problem.
pub(crate) fn of<'a>(members: &[Member<'a>], key: &str, notes: &mut Vec<Note>) -> Result<Vec<Param<'a>>, Problem> {
    match json::document(members, key) {
        None => Ok(Vec::new()),
        Some(Cow::Borrowed(text)) => of_text(text, key, notes),
        Some(Cow::Owned(text)) => Ok(of_text(&text, key, notes)?.into_iter().map(Param::into_owned).collect()),
    }
}

fn of_text<'a>(text: &'a str, key: &str, notes: &mut Vec<Note>) -> Result<Vec<Param<'a>>, Problem> {
    let members = if text.trim_start().starts_with('[') {
        of_pairs(text).ok_or_else(|| problem::of_part(key))?
    } else {
        json::object(text, key)?
    };
    let mut params = Vec::with_capacity(members.len());
    let mut lasts = 0;
    let last_items = LastItems::of(&members);
    let counted = last_items.in_order().inspect(|_| lasts += 1);
    params.extend(counted.filter(|member| !member.is_null()).map(of_member));
    if lasts < members.len() {
        unique::note_repeats(&members, Some(key), notes);
    }
    if params.len() > MAX { Err(too_many()) } else { Ok(params) }
}

/// Whether a text is a list of pairs, as tools write a map.
pub(crate) fn are_pairs(text: &str) -> bool {
    of_pairs(text).is_some()
}

fn of_pairs(text: &str) -> Option<Vec<Member<'_>>> {
    json::elements(text).ok()?.into_iter().map(|pair| of_pair(pair.get())).collect()
}

/// The member that a pair is; none if it has members other than a key and a value.
fn of_pair(raw: &str) -> Option<Member<'_>> {
    if raw.starts_with('[') {
        let [key, value]: [&RawValue; 2] = serde_json::from_str(raw).ok()?;
        return Some(Member { key: json::string(key.get())?, value });
    }
    let members = json::members(raw).ok()?;
    let find = |name: &str| members.iter().rev().find(|member| names::equals_folded(&member.key, name));
    let key = ["key", "k", "name"].into_iter().find_map(find)?;
    let value = ["value", "v"].into_iter().find_map(find);
    // Writers of tables leave out a value that is null, and add members that are.
    let is_other = |member: &Member<'_>| match value {
        Some(value) => !member.is_null() && !std::ptr::eq(member, key) && !std::ptr::eq(member, value),
        None => !std::ptr::eq(member, key),
    };
    if members.iter().any(is_other) {
        return None;
    }
    let key = json::string(key.value.get())?;
    Some(Member { key, value: value.map_or(RawValue::NULL, |member| member.value) })
}

fn of_member<'a>(member: &Member<'a>) -> Param<'a> {
    of_value(member.key.clone(), member.value.get())
}

/// A parameter whose value has the JSON text `raw`.
pub(crate) fn of_value<'a>(key: Cow<'a, str>, raw: &'a str) -> Param<'a> {
    Param { key, value: json::text(raw), is_json: !raw.starts_with('"') }
}

/// The problem of a record with more than [`MAX`] parameters.
pub(crate) fn too_many() -> Problem {
    Problem::new(ProblemKind::TooManyKeys, format!("the record has more than {MAX} request parameters"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(value: &str) -> Result<Vec<(String, String, bool)>, Problem> {
        let text = format!(r#"{{"p":{value}}}"#);
        let params = of(&json::members(&text).unwrap(), "p", &mut Vec::new())?;
        Ok(params.into_iter().map(|param| (param.key.into(), param.value.into(), param.is_json)).collect())
    }

    #[test]
    fn request_parameters_may_be_anything() {
        for (value, expected) in [
            ("null", vec![]),
            ("{}", vec![]),
            ("[]", vec![]),
            (r#""""#, vec![]),
            (r#"" ""#, vec![]),
            (r#""null""#, vec![]),
            (r#""{}""#, vec![]),
            (r#""[]""#, vec![]),
            (r#"{"a":null}"#, vec![]),
            (r#"{"a":""}"#, vec![("a", "", false)]),
            (r#"{"TRUNCATED":""}"#, vec![("TRUNCATED", "", false)]),
            (r#"{"text":"SELECT … truncated"}"#, vec![("text", "SELECT … truncated", false)]),
            (r#"{"b":"1","a":2}"#, vec![("b", "1", false), ("a", "2", true)]),
            (
                r#"{"yes":true,"list":[1, "2"],"object":{"a": null},"id":3049056262456431186970}"#,
                vec![
                    ("yes", "true", true),
                    ("list", r#"[1,"2"]"#, true),
                    ("object", r#"{"a":null}"#, true),
                    ("id", "3049056262456431186970", true),
                ],
            ),
            (r#"{"conf":"{\"a\": 1}"}"#, vec![("conf", r#"{"a": 1}"#, false)]),
            (r#""{\"b\":\"1\"}""#, vec![("b", "1", false)]),
            (r#""{\"b\":\"\\\"1\\\"\"}""#, vec![("b", "\"1\"", false)]),
            (
                r#"{"DataSourceId":"1","dataSourceId":"2"}"#,
                vec![("DataSourceId", "1", false), ("dataSourceId", "2", false)],
            ),
            (r#"{"a":"first","a":"last"}"#, vec![("a", "last", false)]),
            (r#"{"a":"first","a":null}"#, vec![]),
            (
                r#"[{"key":"a","value":"1"},{"key":"b","value":null},{"key":"c"},{"value":"2","key":"d"}]"#,
                vec![("a", "1", false), ("d", "2", false)],
            ),
            (r#"[{"k":"a","v":"1"},{"k":"b","v":null}]"#, vec![("a", "1", false)]),
            (r#"[{"name":"a","value":"1"}]"#, vec![("a", "1", false)]),
            (r#"[{"key":"a","value":"1","x":null}]"#, vec![("a", "1", false)]),
            (r#"[["a","1"],["b",null],["a","2"]]"#, vec![("a", "2", false)]),
            (r#""[[\"a\",\"1\"]]""#, vec![("a", "1", false)]),
            (r#""[{\"key\":\"a\",\"value\":\"1\"}]""#, vec![("a", "1", false)]),
        ] {
            let expected =
                expected.into_iter().map(|(key, value, is_json)| (key.into(), value.into(), is_json)).collect();
            assert_eq!(params(value), Ok(expected), "{value}");
        }
    }

    #[test]
    fn values_without_keys_are_a_problem() {
        for value in [
            "1",
            "true",
            "[1,2]",
            r#"["a","1"]"#,
            r#"[["a"]]"#,
            r#"[["a","1","2"]]"#,
            r#"[[1,"a"]]"#,
            r#"[{"value":"1"}]"#,
            r#"[{"name":"cluster","size":5}]"#,
            r#"[{"name":"cluster","size":null}]"#,
            r#"[{"key":"a","val":"1"},{"key":"b","value":"2"}]"#,
            r#"[{"name":"a","key":"b","value":"1"}]"#,
            r#"[{"key":"a","value":"1","v":"2"}]"#,
            r#""a=1""#,
            r#""{\"a\":\"cut""#,
            r#""[[\"a\"""#,
        ] {
            let problem = params(value).unwrap_err();
            assert_eq!(problem.kind, ProblemKind::UnexpectedType, "{value}");
        }
    }

    #[test]
    fn too_many_keys_are_a_problem() {
        let object = |count: usize| {
            let members: Vec<_> =
                (0..count).map(|at| format!("\"k{at}\":{at},\"n{at}\":null,\"k{at}\":\"\"")).collect();
            format!("{{{}}}", members.join(","))
        };
        assert_eq!(params(&object(MAX)).unwrap().len(), MAX);
        assert_eq!(params(&object(MAX + 1)), Err(too_many()));
        assert_eq!(params(&object(200_000)), Err(too_many()));
    }
}
