//! A fast reader for the usual records of log delivery: no repeated keys, parts that are objects, and the same keys in
//! the same order as in earlier records.
//!
//! The general reader parses a record and looks up each field by its key. This one makes a single pass along a tree of
//! the keys seen so far; the leaf says where each value belongs. Anything unusual is left to the general reader: this
//! one returns the same event or none.

mod layout;
mod scan;

use std::mem;

use layout::{Entry, PARTS, Template};
use scan::{Value, string_end};

use crate::event::Event;
use crate::fingerprint::FingerprintKey;
use crate::partitions::Partitions;

/// The largest number of nodes. Real logs have about a hundred orders of keys; hostile ones have a new one in every
/// record.
const MAX_NODES: usize = 20_000;
const MAX_STEPS: usize = 48;

/// The longest key in the tree, including quotes.
const MAX_KEY_BYTES: usize = 256;

/// Keys of the system table, the other format that comes by the million. Log delivery has none of them.
const FOREIGN: [&str; 4] = ["service_name", "action_name", "event_time", "event_date"];

/// The tree of templates seen so far.
#[derive(Debug)]
pub(crate) struct TemplateCache {
    nodes: Vec<Node>,
    /// Reused for each record's values; empty between records.
    values: Vec<Value<'static>>,
    scratch: Vec<u64>,
}

/// A node of the tree.
#[derive(Debug, Default)]
struct Node {
    /// The previous node, and the step from there.
    from: Option<(usize, Box<str>)>,
    /// The next nodes, by key with its quotes.
    steps: Vec<(Box<str>, usize)>,
    /// The next nodes after a part's opening and closing brace.
    braces: [Option<usize>; 2],
    /// Whether the step to this node is the key of a part.
    is_part: bool,
    /// Whether the step to this node is a key that log delivery does not have.
    is_foreign: bool,
    leaf: Leaf,
}

/// What is known about records that end at a node.
#[derive(Debug, Default)]
enum Leaf {
    /// No record has ended here yet.
    #[default]
    Unknown,
    /// Such records go to the general reader.
    General,
    Template(Box<Template>),
}

impl Default for TemplateCache {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], values: Vec::new(), scratch: Vec::new() }
    }
}

impl TemplateCache {
    /// Reads a record; none if the general reader has to read it.
    pub(crate) fn read<'a>(
        &mut self,
        text: &'a str,
        partitions: &'a Partitions,
        key: &FingerprintKey,
    ) -> Option<Event<'a>> {
        let mut values: Vec<Value<'a>> = mem::take(&mut self.values);
        let event = self.read_into(text, partitions, key, &mut values);
        // Gives back the allocation under the other lifetime.
        #[expect(clippy::unnecessary_filter_map, reason = "a filter would keep the lifetime")]
        let emptied = values.into_iter().filter_map(|_| None).collect();
        self.values = emptied;
        event
    }

    fn read_into<'a>(
        &mut self,
        text: &'a str,
        partitions: &'a Partitions,
        key: &FingerprintKey,
        values: &mut Vec<Value<'a>>,
    ) -> Option<Event<'a>> {
        let (end, behind) = self.members(text, expect(text.as_bytes(), 0, b'{')?, 0, false, values)?;
        if blanks(text.as_bytes(), behind) != text.len() {
            return None;
        }
        if matches!(self.nodes[end].leaf, Leaf::Unknown) {
            self.nodes[end].leaf =
                Template::of(&self.keys(end), key).map_or(Leaf::General, |template| Leaf::Template(Box::new(template)));
        }
        let Leaf::Template(template) = &self.nodes[end].leaf else { return None };
        template.event(values, partitions, &mut self.scratch)
    }

    /// Reads the members of an object from after its opening brace. Returns the node and the position after them.
    fn members<'a>(
        &mut self,
        text: &'a str,
        start: usize,
        mut node: usize,
        is_within_part: bool,
        values: &mut Vec<Value<'a>>,
    ) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut at = blanks(bytes, start);
        if let Some(behind) = expect(bytes, at, b'}') {
            return Some((node, behind));
        }
        loop {
            let start = at + 1;
            (node, at) = self.key(text, at, node)?;
            if self.nodes[node].is_foreign && !is_within_part {
                return None;
            }
            let key = text.get(start..at - 1)?;
            at = blanks(bytes, expect(bytes, blanks(bytes, at), b':')?);
            let is_part = self.nodes[node].is_part && !is_within_part;
            if is_part && let Some(behind) = expect(bytes, at, b'{') {
                let opened = self.brace(node, 0)?;
                (node, at) = self.members(text, behind, opened, true, values)?;
                node = self.brace(node, 1)?;
            } else {
                at = scan::value(key, text, at, values)?;
                let value = values.last()?;
                // A part may be text, and nested values elsewhere are not expected.
                if is_part && !value.is_null() || !is_within_part && value.is_nested() {
                    return None;
                }
            }
            at = blanks(bytes, at);
            if let Some(behind) = expect(bytes, at, b'}') {
                return Some((node, behind));
            }
            at = blanks(bytes, expect(bytes, at, b',')?);
        }
    }

    /// Reads the key at a position. Returns the node and the position after it.
    fn key(&mut self, text: &str, at: usize, node: usize) -> Option<(usize, usize)> {
        let rest = text.as_bytes().get(at..)?;
        let known = |(step, _): &&(Box<str>, usize)| begins_with(rest, step.as_bytes());
        if let Some((step, next)) = self.nodes[node].steps.iter().find(known) {
            return Some((*next, at + step.len()));
        }
        if rest.first() != Some(&b'"') {
            return None;
        }
        let (end, has_escape) = string_end(text.as_bytes(), at + 1)?;
        let step = text.get(at..=end)?;
        if has_escape || step.len() > MAX_KEY_BYTES || self.nodes[node].steps.len() >= MAX_STEPS {
            return None;
        }
        let next = self.add(node, step)?;
        self.nodes[node].steps.push((step.into(), next));
        Some((next, end + 1))
    }

    /// Follows a part's brace: 0 for opening, 1 for closing.
    fn brace(&mut self, node: usize, which: usize) -> Option<usize> {
        if self.nodes[node].braces[which].is_none() {
            self.nodes[node].braces[which] = self.add(node, ["{", "}"][which]);
        }
        self.nodes[node].braces[which]
    }

    /// Adds a node after another.
    fn add(&mut self, node: usize, step: &str) -> Option<usize> {
        let next = self.nodes.len();
        (next < MAX_NODES).then_some(())?;
        let key = step.trim_matches('"');
        let (is_part, is_foreign) = (PARTS.contains(&key), FOREIGN.contains(&key));
        self.nodes.push(Node { from: Some((node, step.into())), is_part, is_foreign, ..Node::default() });
        Some(next)
    }

    /// The keys on the path to a node, and what they hold.
    fn keys(&self, end: usize) -> Vec<(String, Entry)> {
        let mut steps = Vec::new();
        let mut node = end;
        while let Some((before, step)) = &self.nodes[node].from {
            steps.push(&**step);
            node = *before;
        }
        let mut members: Vec<(String, Entry)> = Vec::new();
        let mut is_within_part = false;
        let mut values = 0;
        for step in steps.into_iter().rev() {
            let key = || step[1..step.len() - 1].to_owned();
            match (step, members.last_mut()) {
                ("{", Some((_, entry))) => {
                    // The part's key was counted as one with a value.
                    values -= 1;
                    *entry = Entry::Part(Vec::new());
                    is_within_part = true;
                }
                ("}", _) => is_within_part = false,
                (_, Some((_, Entry::Part(inner)))) if is_within_part => {
                    inner.push((key(), values));
                    values += 1;
                }
                _ => {
                    members.push((key(), Entry::Value(values)));
                    values += 1;
                }
            }
        }
        members
    }
}

/// The position of the next byte that is not a space.
fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// Like `starts_with`, but word by word: keys are short, and nothing is compared more often.
fn begins_with(text: &[u8], start: &[u8]) -> bool {
    let Some(text) = text.get(..start.len()) else { return false };
    let ((words, rest), (other_words, other_rest)) = (text.as_chunks::<8>(), start.as_chunks::<8>());
    words.iter().zip(other_words).all(|(word, other)| word == other)
        && match (text.last_chunk::<8>(), start.last_chunk::<8>()) {
            // Covers the bytes after the last whole word, and some before them once more.
            (Some(last), Some(other)) => last == other,
            _ => rest.iter().zip(other_rest).all(|(byte, other)| byte == other),
        }
}

/// The position after a byte, if it comes next.
fn expect(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    (bytes.get(at) == Some(&byte)).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_usual_records_are_read() {
        let key = FingerprintKey::new([7; 16]);
        let (none, of_folders) = (Partitions::default(), Partitions::of_path("workspaceId=7/date=2024-01-31/a.json"));
        let mut plain = TemplateCache::default();
        for (text, is_plain) in [
            (r#"{"serviceName":"jobs","actionName":"runNow","requestParams":{"a":"1"},"response":null}"#, true),
            (r#"{"actionName": "runNow", "serviceName": "jobs", "timestamp": 1700000000123}"#, true),
            (r#"{"serviceName":"jobs","actionName":"runNow","requestParams":"{}"}"#, false),
            (r#"{"serviceName":"jobs","actionName":"runNow","flattened":"{}"}"#, false),
            (r#"{"service_name":"jobs","action_name":"runNow"}"#, false),
        ] {
            for partitions in [&none, &of_folders] {
                assert_eq!(plain.read(text, partitions, &key).is_some(), is_plain, "{text}");
            }
        }
    }

    #[test]
    fn endless_new_keys_do_not_fill_memory() {
        let key = FingerprintKey::new([7; 16]);
        let none = Partitions::default();
        let mut plain = TemplateCache::default();
        for nth in 0..1000 {
            let params: Vec<_> = (0..100).map(|at| format!("\"{nth}-{at}\":1")).collect();
            let text = format!(r#"{{"serviceName":"a","actionName":"b","requestParams":{{{}}}}}"#, params.join(","));
            plain.read(&text, &none, &key);
        }
        assert!(plain.nodes.len() <= MAX_NODES);
        let nodes = plain.nodes.len();
        let long = "k".repeat(MAX_KEY_BYTES);
        let text = format!(r#"{{"serviceName":"a","actionName":"b","requestParams":{{"{long}":1}}}}"#);
        assert!(TemplateCache::default().read(&text, &none, &key).is_none());
        assert!(plain.read(&text, &none, &key).is_none());
        assert_eq!(plain.nodes.len(), nodes);
    }
}
