//! Finds records and lists of records inside a JSON text, such as the answers of query APIs, search engines and log
//! pipelines.
//!
//! The text is followed leniently, by its brackets and strings only: it may be cut off or damaged, and damage inside a
//! value is left to the value's parser to report.

use std::ops::Range;

use memchr::memchr2;

/// How deep to search. Real lists are one to six brackets deep.
const LEVELS: usize = 12;

/// How many bytes of the keys that lead to a value are kept.
const KEYS_BYTES: usize = 64;

/// A value inside a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nested {
    /// Its position.
    pub range: Range<usize>,
    /// The keys that lead to it, joined by dots.
    pub keys: String,
    /// Whether it is an element of a list.
    pub is_element: bool,
}

/// A list of records that the text cuts off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenList {
    /// The position after its bracket.
    pub(super) at: usize,
    /// The number of objects around it.
    pub(super) objects: usize,
    /// The keys that lead to it.
    pub(super) keys: String,
    elements: Vec<Range<usize>>,
}

/// The records in `text`, in order: values accepted by `is_record`, except those inside another, and all elements of a
/// list that contains one. `text` is a list, an object or the rest of one, but not a record itself. Strings that may
/// contain JSON are passed to `is_record` with their quotes.
pub fn nested(text: &[u8], is_record: &mut dyn FnMut(&[u8]) -> bool) -> Vec<Nested> {
    let (mut found, open) = find(text, 1, is_record);
    if let Some(OpenList { keys, elements, .. }) = open {
        found.extend(elements.into_iter().map(|range| Nested { range, keys: keys.clone(), is_element: true }));
    }
    found
}

/// Like [`nested`], but also returns the list that the text cuts off. The text starts inside this many objects.
pub(super) fn find(
    text: &[u8],
    objects: usize,
    is_record: &mut dyn FnMut(&[u8]) -> bool,
) -> (Vec<Nested>, Option<OpenList>) {
    let mut search = Search { text, is_record, found: Vec::new(), open: None, keys: String::new(), objects, level: 0 };
    if text.first() == Some(&b'[') {
        search.list(0);
        return (search.found, search.open);
    }
    let mut at = usize::from(text.first() == Some(&b'{'));
    while let Some(end) = search.members(at)
        && search.objects > 1
    {
        search.objects -= 1;
        at = end;
    }
    (search.found, search.open)
}

struct Search<'a> {
    text: &'a [u8],
    is_record: &'a mut dyn FnMut(&[u8]) -> bool,
    found: Vec<Nested>,
    open: Option<OpenList>,
    keys: String,
    objects: usize,
    level: usize,
}

impl Search<'_> {
    /// Searches the members from `at` on. Returns the position after the closing brace; none if the text ends first or
    /// does not continue as an object.
    fn members(&mut self, mut at: usize) -> Option<usize> {
        let mut key = None;
        loop {
            match self.text.get(at)? {
                b'}' => return Some(at + 1),
                b']' => return None,
                b',' => (key, at) = (None, at + 1),
                b'"' if key.is_none() => {
                    let end = end_of_string(self.text, at)?;
                    (key, at) = (Some(at + 1..end - 1), end);
                }
                b'"' | b'{' | b'[' => {
                    let length = self.keys.len();
                    self.push_key(key.take()?);
                    let end = self.value(at);
                    self.keys.truncate(length);
                    at = end?;
                }
                _ => at += 1,
            }
        }
    }

    fn push_key(&mut self, key: Range<usize>) {
        let key = String::from_utf8_lossy(&self.text[key]);
        let dot = usize::from(!self.keys.is_empty());
        if self.keys.len() + dot + key.len() <= KEYS_BYTES {
            self.keys.extend((dot > 0).then_some('.'));
            self.keys.push_str(&key);
        }
    }

    /// Examines a value and returns the position after it.
    fn value(&mut self, at: usize) -> Option<usize> {
        if self.level == LEVELS {
            return end_of_value(self.text, at);
        }
        let before = self.found.len();
        self.level += 1;
        let end = match self.text[at] {
            b'{' => {
                self.objects += 1;
                let end = self.members(at + 1);
                self.objects -= 1;
                end.inspect(|end| self.keep_if_record(at..*end, before))
            }
            b'[' => self.list(at),
            b'"' => {
                let end = end_of_string(self.text, at);
                end.filter(|end| may_be_json(&self.text[at..*end]))
                    .inspect(|end| self.keep_if_record(at..*end, before))
                    .or(end)
            }
            _ => end_of_value(self.text, at),
        };
        self.level -= 1;
        end
    }

    /// Keeps a value if it is a record, and drops those found inside it.
    fn keep_if_record(&mut self, range: Range<usize>, before: usize) {
        if (self.is_record)(&self.text[range.clone()]) {
            self.found.truncate(before);
            self.found.push(Nested { range, keys: self.keys.clone(), is_element: false });
        }
    }

    /// Searches a list. Once it is known to contain a record, only the ends of its elements matter.
    fn list(&mut self, open: usize) -> Option<usize> {
        let before = self.found.len();
        let (mut elements, mut holds_records) = (Vec::new(), false);
        let mut at = open + 1;
        let end = loop {
            match self.text.get(at) {
                None | Some(b'}' | b':') => break None,
                Some(b']') => break Some(at + 1),
                Some(b',' | b' ' | b'\t' | b'\r' | b'\n') => at += 1,
                Some(_) => {
                    let end = if holds_records { end_of_value(self.text, at) } else { self.value(at) };
                    holds_records |= self.found.len() > before || self.open.take().is_some();
                    self.found.truncate(before);
                    let Some(end) = end else { break None };
                    elements.push(at..at + self.text[at..end].trim_ascii_end().len());
                    at = end;
                }
            }
        };
        if holds_records {
            let keys = self.keys.clone();
            if end.is_some() {
                self.found.extend(elements.into_iter().map(|range| Nested {
                    range,
                    keys: keys.clone(),
                    is_element: true,
                }));
            } else {
                self.open = Some(OpenList { at: open + 1, objects: self.objects, keys, elements });
            }
        }
        end
    }
}

/// Whether a string, given with its quotes, may contain JSON, plain or encoded.
fn may_be_json(string: &[u8]) -> bool {
    let mut inner = &string[1..];
    loop {
        inner = match inner {
            // Blanks, a string within a string, or the prefix of hexadecimal digits.
            [b' ', rest @ ..]
            | [b'\\', b'n' | b'r' | b't' | b'"', rest @ ..]
            | [b'0', b'x', rest @ ..]
            | [b'\\', b'\\', b'x', rest @ ..] => rest,
            // Plain, in base64, or in hexadecimal digits.
            [b'{' | b'[', ..] | [b'e', b'y' | b'w', ..] | [b'W', b'3' | b'w', ..] | [b'7' | b'5', b'b' | b'B', ..] => {
                return true;
            }
            _ => return false,
        };
    }
}

/// The position after a string's closing quote; none if the text ends first.
fn end_of_string(text: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The position after a value; none if the text ends first, or if brackets do not match.
fn end_of_value(text: &[u8], start: usize) -> Option<usize> {
    let mut open: Vec<u8> = Vec::new();
    let mut at = start;
    loop {
        match *text.get(at)? {
            b'"' => at = end_of_string(text, at)?,
            byte @ (b'{' | b'[') => {
                open.push(byte);
                at += 1;
            }
            byte @ (b'}' | b']') => {
                match open.pop() {
                    // A number or a word ends before the enclosing bracket.
                    None => return (at > start).then_some(at),
                    Some(opened) if (opened == b'{') != (byte == b'}') => return None,
                    Some(_) => at += 1,
                }
            }
            b',' if open.is_empty() => return Some(at),
            _ => {
                at += 1;
                continue;
            }
        }
        if open.is_empty() {
            return Some(at);
        }
        // Nothing but brackets and strings matters.
        at += text.get(at..)?.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
    }
}
