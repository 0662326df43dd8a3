//! Where records begin and end in JSON text, whatever its layout: an object a line, pretty-printed objects one behind
//! the other, arrays, envelopes, objects joined by `|`.
//!
//! A record that is damaged or cut off is given as what it is, for the parser to say what is wrong with it, and the
//! next line is looked at afresh. So one torn line costs that line only, although an object may go on over many.

use std::ops::Range;

use memchr::memchr;

use super::object::{Followed, Object};

/// Arrays and envelopes within each other that are looked into. Real ones are one or two deep.
const MOST_OPEN: usize = 16;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// What comes next in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A record, or what stands in a record's place.
    Record(Range<usize>),
    /// A line that begins and ends as an object: [`Splitter::take_line`] or [`Splitter::leave_line`] has to follow.
    Line(Range<usize>),
    /// Zero bytes between records.
    Zeros(Range<usize>),
    /// A text that is longer than any record; it begins here, and the rest of its line is skipped.
    TooLong(usize),
    /// The text ends within the array that holds the records.
    Unclosed,
    /// Nothing before more text is there.
    More,
    /// Nothing more.
    End,
}

/// Finds records in a buffer that grows at its end and shrinks at its start.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what has been met")]
pub(super) struct Splitter {
    /// Where to go on, within the buffer.
    at: usize,
    /// How many blanks stand before that on its line; nothing when something else does.
    indent: Option<usize>,
    /// The arrays around the next record; true for one within an envelope.
    open: Vec<bool>,
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
        self.object.as_ref().map_or(self.at, |object| object.needed(self.at))
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
            Followed::Closed if object.is_envelope => None,
            Followed::Closed if self.at - object.start > self.record_bytes => Some(Split::TooLong(object.start)),
            Followed::Closed => Some(Split::Record(object.start..self.at)),
            Followed::Envelope if self.open.len() < MOST_OPEN => {
                self.open.push(true);
                None
            }
            Followed::Envelope | Followed::Damaged => Some(self.damaged(object, text, ended)),
            Followed::More if self.at - object.start > self.record_bytes && !object.is_envelope => {
                Some(self.too_long(object.start, &text[object.start..]))
            }
            Followed::More if ended && object.is_envelope => {
                self.at = text.len();
                self.open.clear();
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
                b'[' if self.open.len() < MOST_OPEN => {
                    self.open.push(false);
                    self.indent = None;
                    self.at += 1;
                }
                b']' if !self.open.is_empty() => {
                    self.at += 1;
                    if self.open.pop() == Some(true) {
                        self.object = Some(Object::behind_records(self.at));
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
                _ if MARK.starts_with(rest) && !ended => return Some(Split::More),
                _ => return Some(self.no_object(rest, ended)),
            }
        }
        if !ended {
            return Some(Split::More);
        }
        // The array around damage that goes on to the end is not closed either, which is the same damage.
        let is_told = self.open.is_empty() || self.is_behind_damage;
        self.open.clear();
        Some(if is_told { Split::End } else { Split::Unclosed })
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

    /// Gives the lines that an object was cut off in, and goes on behind them.
    fn damaged(&mut self, mut object: Object, text: &[u8], ended: bool) -> Split {
        // Of an envelope, the records have been given: only what cannot be followed is damaged.
        let start = if object.is_envelope { self.at } else { object.start };
        let Some(end) = damaged_end(text, start, object.indent, ended) else {
            if text.len() - start > self.record_bytes {
                return self.too_long(start, &text[start..]);
            }
            object.give_up();
            self.object = Some(object);
            return Split::More;
        };
        if end - start > self.record_bytes {
            return self.too_long(start, &text[start..]);
        }
        self.at = end;
        self.indent = Some(0);
        self.is_behind_damage = true;
        Split::Record(start..start + text[start..end].trim_ascii_end().len())
    }
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
