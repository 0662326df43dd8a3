//! Column values in the names of folders, as Hive, Spark and Delta write them: `workspaceId=7/date=2024-01-31/`, and
//! those that a Delta table's log states.

use std::borrow::Cow;

use serde_json::value::{RawValue, to_raw_value};

use crate::json::{self, Member};
use crate::names;

/// Spark's folder name for null.
pub(crate) const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// The column of log delivery's folders that events take from them.
pub(crate) const WORKSPACE: &str = "workspaceId";

/// The most partition columns of an input. Each is looked up in every record.
const MAX: usize = 64;

/// The partition columns of an input, in the order of its folders.
#[derive(Clone, Debug, Default)]
pub struct Partitions {
    values: Vec<(String, Box<RawValue>)>,
    /// Whether a table's log states the values, which then win over the records' own.
    are_of_log: bool,
}

impl Partitions {
    /// Reads the folders of a path, ignoring the file's own name.
    pub fn of_path(path: &str) -> Self {
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        let values = folders
            .split('/')
            .filter_map(|folder| folder.split_once('='))
            .filter(|(key, value)| !key.is_empty() && !matches!(*value, NULL | "null"))
            .map(|(key, value)| (decoded(key), decoded(value)));
        Self { values: first(values.map(|(key, value)| (key, Some(value)))), are_of_log: false }
    }

    /// Takes pairs of key and value that a table's log states; a value may be null. Ignores all beyond the first 64; no
    /// table has as many.
    pub fn of_values(values: impl Iterator<Item = (String, Option<String>)>) -> Self {
        Self { values: first(values), are_of_log: true }
    }

    /// The text of the value under `key`.
    pub(crate) fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        self.values
            .iter()
            .rev()
            .find(|(other, _)| other == key)
            .filter(|(_, value)| value.get() != "null")
            .map(|(_, value)| json::text(value.get()))
    }

    /// The workspace that folders name, the innermost of several. None if a table's log states the values.
    pub(crate) fn workspace(&self) -> Option<&RawValue> {
        let mut values = self.values.iter().rev().filter(|(key, value)| is_workspace(key) && value.get() != "null");
        values.next().filter(|_| !self.are_of_log).map(|(_, value)| &**value)
    }

    /// Whether there are no columns but the workspace and the day, which log delivery's folders give, and none that
    /// replaces a record's own value.
    pub(crate) fn has_only_workspace_and_day(&self) -> bool {
        !self.are_of_log && self.values.iter().all(|(key, _)| matches!(key.as_str(), WORKSPACE | "date" | "event_date"))
            || self.values.is_empty()
    }

    /// Whether there are no columns but the day, which no event takes from them.
    pub(crate) fn has_only_day(&self) -> bool {
        self.values.iter().all(|(key, _)| matches!(key.as_str(), "event_date" | "date"))
    }

    /// Adds the columns that a record lacks or has as null, however it spells them, but no folder's
    /// [workspace](Self::workspace). Values of a log also replace the record's own, in whatever case.
    pub(crate) fn fill<'a>(&'a self, members: &mut Vec<Member<'a>>) {
        for (key, value) in &self.values {
            let is_it = |member: &Member<'_>| member.key.eq_ignore_ascii_case(key);
            if self.are_of_log {
                members.iter_mut().filter(|member| is_it(member)).for_each(|member| member.value = value);
            } else if is_workspace(key) {
                continue;
            }
            let is_there = |member: &Member<'_>| {
                !member.is_null() && (is_it(member) || !self.are_of_log && names::equals_folded(&member.key, key))
            };
            if value.get() != "null" && !members.iter().any(is_there) {
                members.push(Member { key: Cow::Borrowed(key), value });
            }
        }
    }
}

fn is_workspace(key: &str) -> bool {
    names::equals_folded(key, WORKSPACE)
}

fn first(values: impl Iterator<Item = (String, Option<String>)>) -> Vec<(String, Box<RawValue>)> {
    values.take(MAX).filter_map(|(key, value)| Some((key, to_raw_value(&value).ok()?))).collect()
}

/// Decodes percent escapes, which Spark writes for characters that folder names cannot contain.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape = (*first == b'%').then(|| after.get(..2)).flatten();
        if let Some(byte) = escape.and_then(hexadecimal) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    // `from_str_radix` accepts a sign.
    let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn folders_fill_what_a_record_lacks() {
        for (path, record, expected) in [
            ("audit.json", "{}", vec![]),
            ("accountId=7/date=2024-01-31/a=b.json", "{}", vec![("accountId", "\"7\""), ("date", "\"2024-01-31\"")]),
            ("logs/accountId=7/a.json", r#"{"accountId":8}"#, vec![("accountId", "8")]),
            ("accountId=7/a.json", r#"{"accountId":null}"#, vec![("accountId", "\"7\"")]),
            ("accountId=7/a.json", r#"{"account-ID":8}"#, vec![("account-ID", "8")]),
            ("workspaceId=7/workspace_id=8/a.json", "{}", vec![]),
            ("k=__HIVE_DEFAULT_PARTITION__/a.json", "{}", vec![]),
            ("k=null/a.json", "{}", vec![]),
            ("k=a%3Ab%2/a.json", "{}", vec![("k", "\"a:b%2\"")]),
            ("k=%+1%é%/a.json", "{}", vec![("k", "\"%+1%é%\"")]),
            ("=x/y=/a.json", "{}", vec![("y", "\"\"")]),
        ] {
            let partitions = Partitions::of_path(path);
            let mut members = json::members(record).unwrap();
            partitions.fill(&mut members);
            for (key, value) in &expected {
                assert_eq!(json::get(&members, key), Some(*value), "{path} {record}");
            }
            assert!(members.len() <= expected.len() + 1, "{path} {record}");
        }
    }

    #[test]
    fn values_of_a_log_replace_what_a_record_has() {
        for (record, expected) in [
            ("{}", r#"["2"]"#),
            (r#"{"workspace_id":"1"}"#, r#"["2"]"#),
            (r#"{"workspace_id":null,"a":1}"#, r#"["2"]"#),
            (r#"{"workspace_id":1,"workspace_id":[3]}"#, r#"["2", "2"]"#),
            (r#"{"Workspace_ID":"1"}"#, r#"["2"]"#),
        ] {
            let log = Partitions::of_values([("workspace_id".to_owned(), Some("2".to_owned()))].into_iter());
            let mut members = json::members(record).unwrap();
            log.fill(&mut members);
            let found = members.iter().filter(|member| member.key.eq_ignore_ascii_case("workspace_id"));
            let found: Vec<_> = found.map(|member| json::text(member.value.get())).collect();
            assert_eq!(format!("{found:?}"), expected, "{record}");
        }
    }
}
