//! Column values that stand in the names of folders, as Hive, Spark and Delta write them:
//! `workspaceId=7/date=2024-01-31/`.

use std::borrow::Cow;

use serde_json::value::{RawValue, to_raw_value};

use crate::json::{self, Member};

/// What Spark writes for null.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// How many there may be. Each is looked for in every record of the input.
const MAX: usize = 64;

/// The partition columns of an input, in the order of its folders.
#[derive(Clone, Debug, Default)]
pub struct Partitions(Vec<(String, Box<RawValue>)>);

impl Partitions {
    /// From a path's folders; the file's own name is none.
    pub fn of_path(path: &str) -> Self {
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        Self::of_values(
            folders
                .split('/')
                .filter_map(|folder| folder.split_once('='))
                .filter(|(key, value)| !key.is_empty() && *value != NULL)
                .map(|(key, value)| (decoded(key), decoded(value))),
        )
    }

    /// From keys and their values. More than 64, which no table has, are not looked at.
    pub fn of_values(values: impl Iterator<Item = (String, String)>) -> Self {
        Self(values.take(MAX).filter_map(|(key, value)| Some((key, to_raw_value(&value).ok()?))).collect())
    }

    /// The text of a value.
    pub(crate) fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        self.0.iter().rev().find(|(other, _)| other == key).map(|(_, value)| json::text(value.get()))
    }

    /// Whether they say no more than which workspace and which day a record is of, as the folders of log delivery do.
    pub(crate) fn are_of_delivery(&self) -> bool {
        self.0.iter().all(|(key, _)| matches!(key.as_str(), "workspaceId" | "date"))
    }

    /// Whether they say no more than which day a record is of, which no event has from them.
    pub(crate) fn are_days(&self) -> bool {
        self.0.iter().all(|(key, _)| matches!(key.as_str(), "event_date" | "date"))
    }

    /// Adds what a record lacks. A null counts as lacking.
    pub(crate) fn fill<'a>(&'a self, members: &mut Vec<Member<'a>>) {
        for (key, value) in &self.0 {
            if !members.iter().any(|member| member.key == key.as_str() && member.value.get() != "null") {
                members.push(Member { key: Cow::Borrowed(key), value });
            }
        }
    }
}

/// Without percent escapes, in which Spark writes what a folder's name may not hold.
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
    // The parser of numbers would take a sign.
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
            (
                "workspaceId=7/date=2024-01-31/a=b.json",
                "{}",
                vec![("workspaceId", "\"7\""), ("date", "\"2024-01-31\"")],
            ),
            ("logs/workspaceId=7/a.json", r#"{"workspaceId":8}"#, vec![("workspaceId", "8")]),
            ("workspaceId=7/a.json", r#"{"workspaceId":null}"#, vec![("workspaceId", "\"7\"")]),
            ("k=__HIVE_DEFAULT_PARTITION__/a.json", "{}", vec![]),
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
}
