//! Where records begin and end in JSON text, whatever its layout: an object a line, pretty-printed objects one behind
//! the other, arrays, envelopes, objects joined by `|`.
//!
//! A record that is damaged or cut off is given as what it is, for the parser to say what is wrong with it, and the
//! next line is looked at afresh. So one torn line costs that line only, although an object may go on over many.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::nested::OpenList;
use super::object::{Followed, Object};

/// Arrays and envelopes within each other that are looked into. Real ones are one or two deep.
const MAX_OPEN: usize = 16;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// A byte order mark that was taken for letters of Windows 1252.
const MOJIBAKE: &[u8] = b"\xc3\xaf\xc2\xbb\xc2\xbf";

/// What comes next in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A record, or what stands in a record's place.
    Record(Range<usize>),
    /// A line that begins and ends as an object: [`Splitter::take_line`] or [`Splitter::leave_line`] has to follow.
    Line(Range<usize>),
    /// Zero bytes between records.
    Zeros(Range<usize>),
    /// The members of an envelope in front of its records, or behind them.
    Beside {
        /// Where they stand.
        range: Range<usize>,
        /// How much of the keys leads to the envelope.
        keys: usize,
    },
    /// The beginning of an object that is longer than any record: [`Splitter::enter`] or [`Splitter::give_up`] has to
    /// follow.
    Long {
        /// As much of it as a record may have.
        range: Range<usize>,
        /// The objects around its beginning, itself among them.
        objects: usize,
        /// Whether it is what is left of an envelope.
        is_envelope: bool,
    },
    /// A text that is longer than any record; it begins here, and the rest of its line is skipped.
    TooLong(usize),
    /// The text ends within the array that holds the records.
    Unclosed,
    /// Nothing before more text is there.
    More,
    /// Nothing more.
    End,
}

/// An array that is being gone through.
#[derive(Debug)]
enum Array {
    /// One that stands by itself.
    Bare,
    /// The records of an envelope.
    Records {
        /// The objects around it, from the envelope on.
        objects: usize,
        /// The length of the keys before it was entered.
        keys: usize,
    },
}

/// Finds records in a buffer that grows at its end and shrinks at its start.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what has been met")]
pub(super) struct Splitter {
    /// Where to go on, within the buffer.
    at: usize,
    /// How many blanks stand before that on its line; nothing when something else does.
    indent: Option<usize>,
    /// The arrays around the next record.
    open: Vec<Array>,
    /// The keys that lead to it through them, joined by dots.
    keys: String,
    object: Option<Object>,
    skipping_line: bool,
    /// Whether a damaged record was the last that was met.
    is_behind_damage: bool,
    /// Whether nothing but white space has been met.
    is_blank: bool,
    /// Whether zero bytes have been met.
    has_zeros: bool,
    record_bytes: usize,
}

impl Splitter {
    /// `record_bytes` is the longest record.
    pub(super) fn new(record_bytes: usize) -> Self {
        Self {
            at: 0,
            indent: Some(0),
            open: Vec::new(),
            keys: String::new(),
            object: None,
            skipping_line: false,
            is_behind_damage: false,
            is_blank: true,
            has_zeros: false,
            record_bytes,
        }
    }

    /// Whether nothing but white space has been met.
    pub(super) fn is_blank(&self) -> bool {
        self.is_blank
    }

    /// Whether zero bytes have been met.
    pub(super) fn has_zeros(&self) -> bool {
        self.has_zeros
    }

    /// Whether what follows can be read as if nothing had been before it.
    pub(super) fn is_between(&self) -> bool {
        self.object.is_none() && self.open.is_empty() && !self.skipping_line && self.indent == Some(0)
    }

    /// How many bytes at the buffer's start are done with.
    pub(super) fn done(&self) -> usize {
        self.object.as_ref().map_or(self.at, |object| object.start)
    }

    /// The keys that lead to what comes next through the envelopes around it, joined by dots.
    pub(super) fn keys(&self) -> &str {
        &self.keys
    }

    /// Forgets the first `count` bytes of the buffer.
    pub(super) fn discard(&mut self, count: usize) {
        self.at -= count;
        if let Some(object) = &mut self.object {
            object.discard(count);
        }
    }

    /// What comes next. `ended` says that nothing will follow `text`.
    pub(super) fn next(&mut self, text: &[u8], ended: bool) -> Split {
        loop {
            if self.skipping_line {
                let end = memchr(b'\n', &text[self.at..]);
                self.at = end.map_or(text.len(), |end| self.at + end + 1);
                self.skipping_line = end.is_none();
                self.indent = Some(0);
            }
            let found = match self.object.take() {
                Some(object) => self.follow(object, text, ended),
                None => self.between(text, ended),
            };
            if let Some(split) = found {
                return split;
            }
        }
    }

    /// Goes on within an object; nothing when the object gives no record of its own.
    fn follow(&mut self, mut object: Object, text: &[u8], ended: bool) -> Option<Split> {
        match object.follow(text, &mut self.at) {
            Followed::Closed if object.is_loose => None,
            Followed::Closed if object.is_envelope => beside(object.start..self.at, text, self.keys.len()),
            Followed::Closed if self.at - object.start > self.record_bytes => Some(self.long(object)),
            Followed::Closed => Some(Split::Record(object.start..self.at)),
            Followed::Envelope(key) if self.open.len() < MAX_OPEN => {
                let keys = self.keys.len();
                self.open_records(key, 1);
                beside(object.start..self.at, text, keys)
            }
            Followed::Envelope(_) | Followed::Damaged => Some(self.damaged(object, text, ended)),
            Followed::More if self.at - object.start > self.record_bytes && object.is_loose => {
                object.let_go(self.at);
                self.object = Some(object);
                None
            }
            Followed::More if self.at - object.start > self.record_bytes => Some(self.long(object)),
            Followed::More if ended && object.is_envelope => {
                self.at = text.len();
                self.close_all();
                Some(Split::Unclosed)
            }
            Followed::More if ended => Some(self.damaged(object, text, ended)),
            Followed::More => {
                self.object = Some(object);
                Some(Split::More)
            }
        }
    }

    /// Looks at what follows a record, an opening bracket or nothing at all.
    fn between(&mut self, text: &[u8], ended: bool) -> Option<Split> {
        while let Some(byte) = text.get(self.at) {
            let rest = &text[self.at..];
            self.is_behind_damage = false;
            // Of ASCII's white space, JSON leaves out the form feed.
            self.is_blank &= matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0) || MARK.contains(byte);
            match byte {
                // 0x1e stands before each record in RFC 7464.
                b' ' | b'\t' => {
                    self.indent = self.indent.map(|indent| indent + 1);
                    self.at += 1;
                }
                b'\n' => {
                    self.indent = Some(0);
                    self.at += 1;
                }
                b'\r' | b',' | b'|' | 0x1e => {
                    self.indent = None;
                    self.at += 1;
                }
                b'[' if self.open.len() < MAX_OPEN => {
                    self.open.push(Array::Bare);
                    self.indent = None;
                    self.at += 1;
                }
                b']' if !self.open.is_empty() => {
                    self.at += 1;
                    if let Some(Array::Records { objects, keys }) = self.open.pop() {
                        self.keys.truncate(keys);
                        self.object = Some(Object::behind_records(self.at, objects));
                        return None;
                    }
                }
                b'{' => {
                    let may_be_line = self.open.is_empty() && self.indent.is_some();
                    let line = if may_be_line { self.line(text, ended) } else { None };
                    if line.is_none() {
                        self.leave_line();
                    }
                    return line;
                }
                // Rotating a log by truncating it leaves zeros where records were.
                0 => {
                    let zeros = rest.iter().take_while(|byte| **byte == 0).count();
                    let start = self.at;
                    self.at += zeros;
                    self.has_zeros = true;
                    return Some(Split::Zeros(start..self.at));
                }
                _ if rest.starts_with(MARK) => self.at += MARK.len(),
                _ if rest.starts_with(MOJIBAKE) => self.at += MOJIBAKE.len(),
                _ if MOJIBAKE.starts_with(rest) && !ended => return Some(Split::More),
                _ if MARK.starts_with(rest) && !ended => return Some(Split::More),
                _ => return Some(self.no_object(rest, ended)),
            }
        }
        if !ended {
            return Some(Split::More);
        }
        // The array around damage that goes on to the end is not closed either, which is the same damage.
        let is_told = self.open.is_empty() || self.is_behind_damage;
        self.close_all();
        Some(if is_told { Split::End } else { Split::Unclosed })
    }

    /// Goes into the array of an envelope's records, behind its bracket.
    fn open_records(&mut self, key: &str, objects: usize) {
        self.open.push(Array::Records { objects, keys: self.keys.len() });
        if !self.keys.is_empty() && !key.is_empty() {
            self.keys.push('.');
        }
        self.keys.push_str(key);
        self.indent = None;
    }

    fn close_all(&mut self) {
        self.open.clear();
        self.keys.clear();
    }

    /// Asks what is to become of an object that is longer than any record.
    fn long(&mut self, object: Object) -> Split {
        let (start, objects) = (object.start, object.objects);
        let is_envelope = object.is_envelope;
        self.object = Some(object);
        // Never more, though more may be there: what is found must not depend on how the text is sliced.
        Split::Long { range: start..start + self.record_bytes, objects, is_envelope }
    }

    /// Goes into the list that a long object ends in, as far as was looked: the object is its envelope. Where the lists
    /// around are too many, it is given up.
    pub(super) fn enter(&mut self, text: &[u8], list: &OpenList) -> Option<Split> {
        let start = self.object.as_ref().map_or(self.at, |object| object.start);
        if self.open.len() >= MAX_OPEN {
            return self.give_up(text);
        }
        self.object = None;
        self.at = start + list.at;
        self.open_records(&list.keys, list.objects);
        None
    }

    /// Gives up a long object. Of an envelope, whose records have been given, only what was looked at is let go.
    pub(super) fn give_up(&mut self, text: &[u8]) -> Option<Split> {
        let mut object = self.object.take()?;
        if object.is_envelope {
            object.let_go(self.at);
            self.object = Some(object);
            return None;
        }
        let start = object.start;
        Some(if object.is_closed() { Split::TooLong(start) } else { self.too_long(start, &text[start..]) })
    }

    /// Goes behind a line that was read as a record.
    pub(super) fn take_line(&mut self, end: usize) {
        self.at = end;
        self.indent = None;
    }

    /// Follows the object that begins here, whether or not it is its line.
    pub(super) fn leave_line(&mut self) {
        self.object = Some(Object::at(self.at, self.indent.take()));
    }

    /// The line that begins here, if it ends as an object may. Where its end is not there yet, it has to come first.
    fn line(&self, text: &[u8], ended: bool) -> Option<Split> {
        let rest = &text[self.at..];
        let line = match memchr(b'\n', rest) {
            Some(end) => &rest[..end],
            None if ended => rest,
            None if rest.len() > self.record_bytes => return None,
            None => return Some(Split::More),
        };
        let line = line.trim_ascii_end();
        let is_whole = line.ends_with(b"}") && line.len() <= self.record_bytes;
        is_whole.then(|| Split::Line(self.at..self.at + line.len()))
    }

    /// What stands where an object should: an element of another type, or the rest of a line.
    fn no_object(&mut self, rest: &[u8], ended: bool) -> Split {
        self.is_blank = false;
        let end = if self.open.is_empty() { memchr(b'\n', rest) } else { element_end(rest) };
        let end = match end {
            Some(end) => end,
            None if ended => rest.len(),
            None if rest.len() > self.record_bytes => return self.too_long(self.at, &[]),
            None => return Split::More,
        };
        if end > self.record_bytes {
            return self.too_long(self.at, &[]);
        }
        let start = self.at;
        self.at += end;
        self.indent = None;
        Split::Record(start..start + rest[..end].trim_ascii_end().len())
    }

    /// Gives up what begins at `start`. Of what is held, the lines behind the first are looked at afresh; the rest of
    /// a line that is longer than what is held is skipped.
    fn too_long(&mut self, start: usize, held: &[u8]) -> Split {
        if let Some(end) = memchr(b'\n', held) {
            self.at = start + end + 1;
            self.indent = Some(0);
        } else {
            self.at = self.at.max(start);
            self.skipping_line = true;
        }
        Split::TooLong(start)
    }

    /// The same of what is longer than any record.
    fn damaged_and_long(&mut self, mut object: Object, text: &[u8]) -> Split {
        object.give_up();
        if object.is_envelope { self.too_long(self.at, &text[self.at..]) } else { self.long(object) }
    }

    /// Gives the lines that an object was cut off in, and goes on behind them.
    fn damaged(&mut self, mut object: Object, text: &[u8], ended: bool) -> Split {
        // Of an envelope, the records have been given: only what cannot be followed is damaged.
        let start = if object.is_envelope { self.at } else { object.start };
        let Some(end) = damaged_end(text, start, object.indent, ended) else {
            if text.len() - start > self.record_bytes {
                return self.damaged_and_long(object, text);
            }
            object.give_up();
            self.object = Some(object);
            return Split::More;
        };
        if end - start > self.record_bytes {
            return self.damaged_and_long(object, text);
        }
        self.at = end;
        self.indent = Some(0);
        self.is_behind_damage = true;
        Split::Record(start..start + text[start..end].trim_ascii_end().len())
    }
}

/// The members beside an envelope's records, where they may hold more.
fn beside(range: Range<usize>, text: &[u8], keys: usize) -> Option<Split> {
    let members = text[range.clone()].strip_prefix(b"{").unwrap_or(&text[range.clone()]);
    let members = members.strip_suffix(b"[").unwrap_or(members);
    // Without a text, a number or a word there is nothing to look at.
    let has_more = || memchr::memchr_iter(b':', members).count() > usize::from(members.ends_with(b":"));
    (memchr2(b'{', b'[', members).is_some() || has_more()).then_some(Split::Beside { range, keys })
}

/// The end of an array's element that is no object.
fn element_end(rest: &[u8]) -> Option<usize> {
    if rest.first() != Some(&b'"') {
        return rest.iter().position(|byte| matches!(byte, b',' | b']' | b'\n')).map(|end| end.max(1));
    }
    let mut at = 1;
    loop {
        at += memchr::memchr3(b'"', b'\\', b'\n', rest.get(at..)?)?;
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return Some(at + 1),
            _ => return Some(at),
        }
    }
}

/// Where the damage of an object that begins at `start` ends: with its line, or, of one that was laid out over several
/// lines, before the next line in which an object can begin as it did. Nothing when that is not there yet.
fn damaged_end(text: &[u8], start: usize, indent: Option<usize>, ended: bool) -> Option<usize> {
    let mut end = line_end(text, start, ended)?;
    let Some(indent) = indent else { return Some(end) };
    if !matches!(text[start..end].trim_ascii_end().last(), Some(b',' | b'{' | b'[')) {
        return Some(end);
    }
    loop {
        let line = &text[end..];
        let next_indent = line.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
        match next_indent.map(|at| (at, line[at])) {
            None => return ended.then_some(text.len()),
            Some((at, b'{')) if at <= indent => return Some(end),
            Some((at, b']')) if at < indent => return Some(end),
            Some(_) => end = line_end(text, end, ended)?,
        }
    }
}

fn line_end(text: &[u8], start: usize, ended: bool) -> Option<usize> {
    match memchr(b'\n', &text[start..]) {
        Some(at) => Some(start + at + 1),
        None => ended.then_some(text.len()),
    }
}
