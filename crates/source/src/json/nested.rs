//! Values within a JSON text that are records, or lists of them: what query APIs, search engines and log pipelines answer.
//!
//! The text is followed leniently, by its brackets and strings alone: it may be cut off or damaged, and what is damaged in
//! a value is for the value's parser to say.

use std::ops::Range;

use memchr::memchr2;

/// How deep values are looked for. Real lists lie one to six brackets deep.
const LEVELS: usize = 12;

/// How much of the keys that lead to a value is kept.
const KEYS_BYTES: usize = 64;

/// A value within a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nested {
    /// Where it stands.
    pub range: Range<usize>,
    /// The keys that lead to it, joined by dots.
    pub keys: String,
    /// Whether it is an element of a list.
    pub is_element: bool,
}

/// A list of records that does not end in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenList {
    /// Behind its bracket.
    pub(super) at: usize,
    /// The objects around it.
    pub(super) objects: usize,
    /// The keys that lead to it.
    pub(super) keys: String,
    elements: Vec<Range<usize>>,
}

/// The values in `text` that are records, in order: those of which `is_record` says so, but none within another, and all
/// elements of a list that has one anywhere within. `text` is an object, the rest of one or a list, and no record itself. Of
/// a string that may be JSON, `is_record` is asked with its quotes.
pub fn nested(text: &[u8], is_record: &mut dyn FnMut(&[u8]) -> bool) -> Vec<Nested> {
    let (mut found, open) = find(text, 1, is_record);
    if let Some(OpenList { keys, elements, .. }) = open {
        found.extend(elements.into_iter().map(|range| Nested { range, keys: keys.clone(), is_element: true }));
    }
    found
}

/// The same, and apart from them the list that the text ends in. So many objects are around its beginning.
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
    /// Looks through the members from `at` on. Gives what lies behind the closing brace; nothing where the text ends before,
    /// or does not go on as an object.
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

    /// Looks at a value, and gives what lies behind it.
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
                end.inspect(|end| self.ask(at..*end, before))
            }
            b'[' => self.list(at),
            b'"' => {
                let end = end_of_string(self.text, at);
                end.filter(|end| may_be_json(&self.text[at..*end])).inspect(|end| self.ask(at..*end, before)).or(end)
            }
            _ => end_of_value(self.text, at),
        };
        self.level -= 1;
        end
    }

    /// Keeps a value if it is a record, in place of those found in it.
    fn ask(&mut self, range: Range<usize>, before: usize) {
        if (self.is_record)(&self.text[range.clone()]) {
            self.found.truncate(before);
            self.found.push(Nested { range, keys: self.keys.clone(), is_element: false });
        }
    }

    /// Looks through a list. Once it is known to hold a record, where its elements end is all there is to look for.
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

/// Whether a string, with its quotes, may be the JSON of records, in whichever writing.
fn may_be_json(string: &[u8]) -> bool {
    let mut inner = &string[1..];
    loop {
        inner = match inner {
            // Blanks, a text within a text, and what stands before hexadecimal digits.
            [b' ', rest @ ..]
            | [b'\\', b'n' | b'r' | b't' | b'"', rest @ ..]
            | [b'0', b'x', rest @ ..]
            | [b'\\', b'\\', b'x', rest @ ..] => rest,
            // As it is, in base64, in hexadecimal digits.
            [b'{' | b'[', ..] | [b'e', b'y' | b'w', ..] | [b'W', b'3' | b'w', ..] | [b'7' | b'5', b'b' | b'B', ..] => {
                return true;
            }
            _ => return false,
        };
    }
}

/// Behind the quote that closes a string; nothing where the text ends before.
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

/// Behind a value; nothing where the text ends before, or its brackets do not fit.
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
                    // A number or a word ends before the bracket around it.
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
        // Nothing else matters between brackets and strings.
        at += text.get(at..)?.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
    }
}
