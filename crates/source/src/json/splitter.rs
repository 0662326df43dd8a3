//! Finds the records in JSON text of any layout: one object per line, pretty-printed objects, arrays, envelopes,
//! objects joined by `|`.
//!
//! A damaged or truncated record is emitted as it is, for the parser to report, and the search resumes on the next
//! line. One torn line therefore costs only that line, although objects may span many lines.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::nested::OpenList;
use super::object::{Followed, Object};

/// How many nested arrays and envelopes are entered. Real ones nest once or twice.
const MAX_OPEN: usize = 16;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// A byte order mark that was decoded as Windows 1252.
const MOJIBAKE: &[u8] = b"\xc3\xaf\xc2\xbb\xc2\xbf";

/// What comes next in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A record, or something in a record's place.
    Record(Range<usize>),
    /// A line that starts and ends like an object. Call [`Splitter::take_line`] or [`Splitter::leave_line`] next.
    Line(Range<usize>),
    /// Zero bytes between records.
    Zeros(Range<usize>),
    /// The members of an envelope before or after its records.
    Beside {
        /// Their position.
        range: Range<usize>,
        /// How many bytes of the keys lead to the envelope.
        keys: usize,
    },
    /// The start of an object that is longer than any record. Call [`Splitter::enter`] or [`Splitter::give_up`] next.
    Long {
        /// As many of its bytes as a record may have.
        range: Range<usize>,
        /// The number of open objects at its start, including itself.
        objects: usize,
        /// Whether it is the rest of an envelope.
        is_envelope: bool,
    },
    /// The start of a text that is longer than any record; the rest of its line is skipped.
    TooLong(usize),
    /// The text ends inside the array of records.
    Unclosed,
    /// Needs more text.
    More,
    /// The end.
    End,
}

/// An array that has been entered.
#[derive(Debug)]
enum Array {
    /// An array without an envelope.
    Bare,
    /// The records of an envelope.
    Records {
        /// The number of objects around it, from the envelope on.
        objects: usize,
        /// The length of the keys before it was entered.
        keys: usize,
    },
}

/// Finds records in a buffer that grows at its end and shrinks at its start.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about the text so far")]
pub(super) struct Splitter {
    /// The current position in the buffer.
    at: usize,
    /// The number of blanks before the position on its line; none if something else precedes it.
    indent: Option<usize>,
    /// The arrays around the next record.
    open: Vec<Array>,
    /// The keys that lead to it, joined by dots.
    keys: String,
    object: Option<Object>,
    skipping_line: bool,
    /// Whether the last record was damaged.
    is_after_damage: bool,
    /// Whether only white space has been found.
    is_blank: bool,
    /// Whether zero bytes have been found.
    has_zeros: bool,
    record_bytes: usize,
}

impl Splitter {
    /// `record_bytes` is the length of the longest record.
    pub(super) fn new(record_bytes: usize) -> Self {
        Self {
            at: 0,
            indent: Some(0),
            open: Vec::new(),
            keys: String::new(),
            object: None,
            skipping_line: false,
            is_after_damage: false,
            is_blank: true,
            has_zeros: false,
            record_bytes,
        }
    }

    /// Whether only white space has been found.
    pub(super) fn is_blank(&self) -> bool {
        self.is_blank
    }

    /// Whether zero bytes have been found.
    pub(super) fn has_zeros(&self) -> bool {
        self.has_zeros
    }

    /// Whether the rest can be read as if nothing came before it.
    pub(super) fn is_between(&self) -> bool {
        self.object.is_none() && self.open.is_empty() && !self.skipping_line && self.indent == Some(0)
    }

    /// How many bytes at the start of the buffer can be discarded.
    pub(super) fn done(&self) -> usize {
        self.object.as_ref().map_or(self.at, |object| object.start)
    }

    /// The keys that lead to what comes next through its envelopes, joined by dots.
    pub(super) fn keys(&self) -> &str {
        &self.keys
    }

    /// Discards the first `count` bytes of the buffer.
    pub(super) fn discard(&mut self, count: usize) {
        self.at -= count;
        if let Some(object) = &mut self.object {
            object.discard(count);
        }
    }

    /// Finds what comes next. `ended` means that nothing follows `text`.
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

    /// Continues within an object; none if the object gives no record of its own.
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
                object.discard_followed(self.at);
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

    /// Examines what follows a record, an opening bracket or nothing at all.
    fn between(&mut self, text: &[u8], ended: bool) -> Option<Split> {
        while let Some(byte) = text.get(self.at) {
            let rest = &text[self.at..];
            self.is_after_damage = false;
            // JSON allows ASCII's white space except the form feed.
            self.is_blank &= matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0) || MARK.contains(byte);
            match byte {
                // In RFC 7464, 0x1e precedes each record.
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
                        self.object = Some(Object::after_records(self.at, objects));
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
        // If a damaged record extends to the end, the unclosed array around it is the same damage.
        let is_reported = self.open.is_empty() || self.is_after_damage;
        self.close_all();
        Some(if is_reported { Split::End } else { Split::Unclosed })
    }

    /// Enters the array of an envelope's records, after its bracket.
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

    /// Asks the caller what to do with an object that is longer than any record.
    fn long(&mut self, object: Object) -> Split {
        let (start, objects) = (object.start, object.objects);
        let is_envelope = object.is_envelope;
        self.object = Some(object);
        // Never more, even if more is buffered: the result must not depend on how the text is sliced.
        Split::Long { range: start..start + self.record_bytes, objects, is_envelope }
    }

    /// Enters the list that a long object was cut off in; the object becomes its envelope. Gives the object up if too
    /// many lists are open.
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

    /// Gives up a long object. Of an envelope, whose records have been emitted, only the part examined is discarded.
    pub(super) fn give_up(&mut self, text: &[u8]) -> Option<Split> {
        let mut object = self.object.take()?;
        if object.is_envelope {
            object.discard_followed(self.at);
            self.object = Some(object);
            return None;
        }
        let start = object.start;
        Some(if object.is_closed() { Split::TooLong(start) } else { self.too_long(start, &text[start..]) })
    }

    /// Skips a line that was read as a record.
    pub(super) fn take_line(&mut self, end: usize) {
        self.at = end;
        self.indent = None;
    }

    /// Follows the object at the current position, even if it is not the whole line.
    pub(super) fn leave_line(&mut self) {
        self.object = Some(Object::at(self.at, self.indent.take()));
    }

    /// The current line, if it ends like an object. Needs the end of the line to be in the buffer.
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

    /// Handles something else in place of an object: an element of another type, or the rest of a line.
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

    /// Gives up what starts at `start`. The lines after the first are examined again, as far as they are buffered; a
    /// line longer than that is skipped.
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

    /// Gives up a damaged object that is longer than any record.
    fn damaged_and_long(&mut self, mut object: Object, text: &[u8]) -> Split {
        object.give_up();
        if object.is_envelope { self.too_long(self.at, &text[self.at..]) } else { self.long(object) }
    }

    /// Emits the lines in which an object was cut off, and continues after them.
    fn damaged(&mut self, mut object: Object, text: &[u8], ended: bool) -> Split {
        // Records of an envelope have been emitted, so only what cannot be followed is damaged.
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
        self.is_after_damage = true;
        Split::Record(start..start + text[start..end].trim_ascii_end().len())
    }
}

/// The members beside an envelope's records, if they may say more.
fn beside(range: Range<usize>, text: &[u8], keys: usize) -> Option<Split> {
    let members = text[range.clone()].strip_prefix(b"{").unwrap_or(&text[range.clone()]);
    let members = members.strip_suffix(b"[").unwrap_or(members);
    // Without a text, a number or a word there is nothing to examine.
    let has_more = || memchr::memchr_iter(b':', members).count() > usize::from(members.ends_with(b":"));
    (memchr2(b'{', b'[', members).is_some() || has_more()).then_some(Split::Beside { range, keys })
}

/// The end of an array's element that is not an object.
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

/// The end of the damage of an object that starts at `start`: the end of its line or, if it was spread over several
/// lines, the next line in which an object could start the same way. None if that is not in the buffer yet.
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
