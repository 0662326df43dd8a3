//! The tree of the keys that records had, in order: a walk along it reads a record's values.

use std::num::NonZeroU32;
use std::ops::Range;

use super::layout::{self, Entry, Layout, Object};
use super::scan::{self, Value, ValueKind, string_end};
use crate::event::Format;
use crate::fingerprint::FingerprintKey;
use crate::formats::{self, immuta_uam};
use crate::{json, scalars};

/// The largest number of nodes. Real logs have about a hundred orders of keys; hostile ones have a new one in every
/// record.
pub(super) const MAX_NODES: usize = 20_000;
const MAX_STEPS: usize = 48;

/// The longest key in the tree, including quotes.
pub(super) const MAX_KEY_BYTES: usize = 256;

/// Objects nested deeper than this are not opened.
const DEPTH: u8 = 8;

/// A tree of keys. Each node from which a record ended has the layout of such records.
#[derive(Debug)]
pub(super) struct Tree {
    /// What a walk needs of each node: little, and in the order in which walks meet it.
    pub(super) nodes: Vec<Node>,
    /// The rest, by the same numbers.
    learned: Vec<Learned>,
    /// The keys one after the other, with their quotes, which are escaped in a part that is JSON text.
    keys: String,
}

/// A node of a tree.
#[derive(Debug)]
pub(super) struct Node {
    /// The key that was met last, if any.
    likely: Way,
    /// The next nodes by brace.
    braces: [Option<NonZeroU32>; 4],
    /// If the step to this node is a key: what it may hold.
    pub(super) holds: Holds,
}

/// A key after a node.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    /// Where it is in the tree's keys.
    start: u32,
    length: u32,
    /// The node after it; of no key, the first node, which comes after none.
    next: u32,
}

/// What is known of a node.
#[derive(Debug)]
struct Learned {
    /// The previous node, and the step from there.
    from: Option<(usize, Step)>,
    /// The next nodes, by key.
    ways: Vec<Way>,
    /// The object that the next keys are in.
    inside: Inside,
    leaf: Leaf,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Key(Way),
    Brace(Brace),
}

/// A brace around an object, or around one that is JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Brace {
    Open,
    /// In a string, where the quotes of its keys are escaped.
    OpenText,
    /// In a cell of a table, where they are not.
    OpenCell,
    Close,
}

/// Where a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// At the top of a record of Databricks.
    Databricks,
    /// In the `properties` of one of Azure's.
    Properties,
    /// In one of its other parts.
    Part,
    /// At the top of a record of Immuta's universal audit model.
    UniversalModel,
    /// In any other object of Immuta's records, at this depth; at the top of its legacy records.
    Immuta(u8),
}

/// What may be under a key, besides null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A text, a number or a boolean.
    Scalar,
    /// An object, or the JSON text of one.
    Part,
    /// Any value. Objects with members are opened.
    Flat,
    /// Any value. No object is opened.
    Any,
}

/// What is known about records that end at a node.
#[derive(Debug, Default)]
enum Leaf {
    /// No record has ended here yet.
    #[default]
    Unknown,
    /// Such records go to the general reader.
    General,
    Layout(Box<Layout>),
}

impl Way {
    #[inline]
    fn place(self) -> Range<usize> {
        self.start as usize..(self.start + self.length) as usize
    }
}

impl Inside {
    /// Where the keys of a format's records are.
    pub(super) fn of(format: Format) -> Self {
        match format {
            Format::ImmutaUam => Self::UniversalModel,
            Format::ImmutaLegacy => Self::Immuta(0),
            _ => Self::Databricks,
        }
    }

    /// What a key here may hold.
    fn holds(self, key: &str) -> Holds {
        match self {
            Self::Databricks if formats::PARTS.contains(&key) => Holds::Part,
            Self::Properties if matches!(key, "identity" | "response" | "requestParams") => Holds::Part,
            Self::UniversalModel if immuta_uam::PARTS.contains(&key) => Holds::Part,
            Self::UniversalModel | Self::Immuta(0) if scalars::is_scalar(key) => Holds::Scalar,
            Self::Databricks | Self::Properties => Holds::Scalar,
            Self::Immuta(DEPTH..) | Self::Part => Holds::Any,
            Self::UniversalModel | Self::Immuta(_) if matches!(key, "targets" | "policySet") => Holds::Any,
            Self::UniversalModel | Self::Immuta(_) => Holds::Flat,
        }
    }

    /// Where the keys of the object under a key are.
    fn object(self, key: &str) -> Self {
        match self {
            Self::Databricks if key == "properties" => Self::Properties,
            Self::Databricks | Self::Properties | Self::Part => Self::Part,
            Self::UniversalModel => Self::Immuta(1),
            Self::Immuta(depth) => Self::Immuta(depth.saturating_add(1)),
        }
    }
}

impl Tree {
    /// An empty tree of records that are `inside`.
    pub(super) fn new(inside: Inside) -> Self {
        let mut tree = Self { nodes: Vec::new(), learned: Vec::new(), keys: String::new() };
        tree.push(None, inside, Holds::Any);
        tree
    }

    /// Where the keys of its records are.
    pub(super) fn inside(&self) -> Inside {
        self.learned[0].inside
    }

    /// Reads the values of a record; none if the general reader has to read it.
    pub(super) fn layout<'a>(
        &mut self,
        text: &'a str,
        key: &FingerprintKey,
        values: &mut Vec<Value<'a>>,
    ) -> Option<&Layout> {
        let (end, behind) = self.members::<false>(text, expect(text.as_bytes(), 0, b'{')?, 0, values)?;
        if blanks(text.as_bytes(), behind) != text.len() {
            return None;
        }
        self.learned(end, || text, key, values)
    }

    /// The layout of records that end at a node; none if the general reader has to read them. `text` is the JSON of the
    /// first of them.
    pub(super) fn learned<Text: AsRef<str>>(
        &mut self,
        end: usize,
        text: impl FnOnce() -> Text,
        key: &FingerprintKey,
        values: &[Value<'_>],
    ) -> Option<&Layout> {
        if matches!(self.learned[end].leaf, Leaf::Unknown) {
            let objects = self.objects(end);
            if !layout::operations(objects.first()?).iter().all(|at| layout::is_of_databricks(values.get(*at))) {
                return None;
            }
            let format = formats::detect(&mut json::members(text().as_ref()).ok()?);
            // The other trees open other objects.
            let format = format.filter(|format| Inside::of(*format) == self.inside());
            let layout = format.and_then(|format| Layout::of(format, objects, key));
            self.learned[end].leaf = layout.map_or(Leaf::General, |layout| Leaf::Layout(Box::new(layout)));
        }
        if let Leaf::Layout(layout) = &self.learned[end].leaf { Some(layout) } else { None }
    }

    /// Reads the members of an object from after its opening brace, `WITHIN` a JSON text that is in a string or not.
    /// Returns the node and the position after them.
    pub(super) fn members<'a, const WITHIN: bool>(
        &mut self,
        text: &'a str,
        start: usize,
        mut node: usize,
        values: &mut Vec<Value<'a>>,
    ) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut at = blanks(bytes, start);
        if let Some(behind) = expect(bytes, at, b'}') {
            return Some((node, behind));
        }
        loop {
            let start = at;
            (node, at) = self.key::<WITHIN>(text, at, node)?;
            let quote = if WITHIN { 2 } else { 1 };
            let key = text.get(start + quote..at - quote)?;
            at = blanks(bytes, expect(bytes, blanks(bytes, at), b':')?);
            (node, at) = self.value::<WITHIN>(text, at, key, node, values)?;
            at = blanks(bytes, at);
            if let Some(behind) = expect(bytes, at, b'}') {
                return Some((node, behind));
            }
            at = blanks(bytes, expect(bytes, at, b',')?);
        }
    }

    /// Reads the value at a position, which is that of the key before a node. Returns the node and the position after it.
    #[inline]
    pub(super) fn value<'a, const WITHIN: bool>(
        &mut self,
        text: &'a str,
        at: usize,
        key: &'a str,
        node: usize,
        values: &mut Vec<Value<'a>>,
    ) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let holds = self.nodes[node].holds;
        Some(match (holds, bytes.get(at)?) {
            (Holds::Part, b'{') => self.object::<WITHIN>(text, at + 1, node, Brace::Open, values)?,
            (Holds::Flat, b'{') if bytes.get(blanks(bytes, at + 1)) != Some(&b'}') => {
                self.object::<WITHIN>(text, at + 1, node, Brace::Open, values)?
            }
            (Holds::Part, b'"') if !WITHIN && bytes.get(at + 1) == Some(&b'{') => {
                let whole = values.len();
                values.push(Value { key, raw: "", kind: ValueKind::Escaped });
                let (node, end) = self.object::<true>(text, at + 2, node, Brace::OpenText, values)?;
                values[whole].raw = text.get(at + 1..end)?;
                (node, expect(bytes, end, b'"')?)
            }
            // For the general reader, whatever it is: it may be all the records of an envelope.
            (Holds::Part | Holds::Scalar, b'{' | b'[') => return None,
            _ => {
                let end = scan::value::<WITHIN>(key, text, at, values)?;
                let kind = values.last()?.kind;
                if holds == Holds::Part && kind != ValueKind::Null {
                    return None;
                }
                (node, end)
            }
        })
    }

    /// Reads an object from after its opening brace. Returns the node and the position after it.
    fn object<'a, const WITHIN: bool>(
        &mut self,
        text: &'a str,
        at: usize,
        node: usize,
        brace: Brace,
        values: &mut Vec<Value<'a>>,
    ) -> Option<(usize, usize)> {
        let opened = self.brace(node, brace)?;
        let (node, at) = self.members::<WITHIN>(text, at, opened, values)?;
        Some((self.brace(node, Brace::Close)?, at))
    }

    /// Reads the key at a position. Returns the node and the position after it.
    fn key<const WITHIN: bool>(&mut self, text: &str, at: usize, from: usize) -> Option<(usize, usize)> {
        let rest = text.as_bytes().get(at..)?;
        // As bytes, to check no character boundaries.
        let keys = self.keys.as_bytes();
        let is_next = |way: &Way| keys.get(way.place()).is_some_and(|key| begins_with(rest, key));
        let likely = self.nodes[from].likely;
        if likely.next != 0 && is_next(&likely) {
            return Some((likely.next as usize, at + likely.length as usize));
        }
        let ways = &self.learned[from].ways;
        if let Some(way) = ways.iter().find(|way| is_next(way)).copied() {
            self.nodes[from].likely = way;
            return Some((way.next as usize, at + way.length as usize));
        }
        let quote = if WITHIN { "\\\"" } else { "\"" };
        if !rest.starts_with(quote.as_bytes()) {
            return None;
        }
        let (end, has_escape) = string_end::<WITHIN>(text.as_bytes(), at + quote.len())?;
        let spelled = text.get(at..end + quote.len())?;
        if has_escape || spelled.len() > MAX_KEY_BYTES || ways.len() >= MAX_STEPS {
            return None;
        }
        let inside = self.learned[from].inside;
        let next = self.nodes.len() as u32;
        let way = Way { start: self.keys.len() as u32, length: spelled.len() as u32, next };
        let next = self.add(from, Step::Key(way), inside, inside.holds(unquoted(spelled)))?;
        self.keys.push_str(spelled);
        self.learned[from].ways.push(way);
        self.nodes[from].likely = way;
        Some((next, at + spelled.len()))
    }

    /// Follows a key that is given without its quotes.
    pub(super) fn named(&mut self, name: &str, from: usize) -> Option<usize> {
        let likely = self.nodes[from].likely;
        if likely.next != 0 && unquoted(self.spelled(likely)) == name {
            return Some(likely.next as usize);
        }
        let ways = &self.learned[from].ways;
        if let Some(way) = ways.iter().find(|way| unquoted(self.spelled(**way)) == name).copied() {
            self.nodes[from].likely = way;
            return Some(way.next as usize);
        }
        // A colon follows every key.
        let quoted = format!("\"{name}\":");
        if string_end::<false>(quoted.as_bytes(), 1)? != (name.len() + 1, false) {
            return None;
        }
        Some(self.key::<false>(&quoted, 0, from)?.0)
    }

    /// A key with its quotes.
    fn spelled(&self, way: Way) -> &str {
        self.keys.get(way.place()).unwrap_or_default()
    }

    /// Follows a brace.
    pub(super) fn brace(&mut self, from: usize, brace: Brace) -> Option<usize> {
        if let Some(next) = self.nodes[from].braces[brace as usize] {
            return Some(next.get() as usize);
        }
        let inside = match (brace, &self.learned[from]) {
            (
                Brace::Open | Brace::OpenText | Brace::OpenCell,
                Learned { from: Some((_, Step::Key(key))), inside, .. },
            ) => inside.object(unquoted(self.spelled(*key))),
            _ => self.outside(from)?,
        };
        let next = self.add(from, Step::Brace(brace), inside, Holds::Any)?;
        self.nodes[from].braces[brace as usize] = NonZeroU32::new(next as u32);
        Some(next)
    }

    /// Where the object is whose last member ends at a node.
    fn outside(&self, mut node: usize) -> Option<Inside> {
        let mut open = 0_usize;
        loop {
            let (before, step) = self.learned[node].from?;
            match step {
                Step::Brace(Brace::Close) => open += 1,
                Step::Brace(_) if open == 0 => return Some(self.learned[before].inside),
                Step::Brace(_) => open -= 1,
                Step::Key(_) => {}
            }
            node = before;
        }
    }

    /// Adds a node after another.
    fn add(&mut self, from: usize, step: Step, inside: Inside, holds: Holds) -> Option<usize> {
        let next = self.nodes.len();
        (next < MAX_NODES).then_some(())?;
        self.push(Some((from, step)), inside, holds);
        Some(next)
    }

    fn push(&mut self, from: Option<(usize, Step)>, inside: Inside, holds: Holds) {
        self.nodes.push(Node { likely: Way::default(), braces: [None; 4], holds });
        self.learned.push(Learned { from, ways: Vec::new(), inside, leaf: Leaf::Unknown });
    }

    /// The objects of records that end at a node.
    fn objects(&self, end: usize) -> Vec<Object> {
        let mut steps = Vec::new();
        let mut node = end;
        while let Some((before, step)) = self.learned[node].from {
            steps.push(step);
            node = before;
        }
        let (mut objects, mut within, mut values) = (vec![Object::default()], vec![0], 0);
        for step in steps.into_iter().rev() {
            let Some(&object) = within.last() else { break };
            let next = objects.len();
            match (step, objects[object].members.last_mut()) {
                (Step::Brace(Brace::Close), _) => drop(within.pop()),
                (Step::Brace(brace), Some((_, entry))) => {
                    *entry = Entry::Object(next);
                    // The key was counted as one with a value, which only the text of an object is.
                    values -= usize::from(brace == Brace::Open);
                    let text = (brace != Brace::Open).then(|| values - 1);
                    objects.push(Object { text, ..Object::default() });
                    within.push(next);
                }
                (Step::Brace(_), None) => {}
                (Step::Key(key), _) => {
                    objects[object].members.push((unquoted(self.spelled(key)).to_owned(), Entry::Value(values)));
                    values += 1;
                }
            }
        }
        objects
    }
}

/// A key without its quotes, escaped or not.
fn unquoted(key: &str) -> &str {
    let quote = if key.starts_with('\\') { 2 } else { 1 };
    key.get(quote..key.len() - quote).unwrap_or_default()
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
