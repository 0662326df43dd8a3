//! Follows one object in JSON text to its end.

use memchr::memchr3;

/// Keys of arrays that contain the records: the envelopes of Event Hub, Immuta and `CloudTrail`.
const ENVELOPES: [&str; 3] = ["records", "hits", "Records"];

const LONGEST_KEY: usize = 8;

/// How following an object ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Followed {
    /// After its closing brace.
    Closed,
    /// After the bracket of an array of records, with the array's key: the object is an envelope.
    Envelope(&'static str),
    /// Where the text stops being JSON.
    Damaged,
    /// At the end of the buffer.
    More,
}

/// What is being followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    /// Between tokens, or in a number or word.
    Structure,
    String,
    /// Nothing: the text is known not to continue as JSON.
    Damage,
}

/// An object that has started. Its grammar is checked only as far as necessary to distinguish a record that was cut off
/// from one that continues on the next line; the rest is left to the parser.
#[derive(Debug)]
pub(super) struct Object {
    /// Its start in the buffer.
    pub(super) start: usize,
    /// The number of blanks before it on its line; none if something else precedes it.
    pub(super) indent: Option<usize>,
    /// The number of open objects at its start, including itself.
    pub(super) objects: usize,
    /// Whether `start` may be inside a member because earlier bytes were discarded. It moves to the next member.
    pub(super) is_loose: bool,
    /// Whether it is an envelope whose records have been emitted.
    pub(super) is_envelope: bool,
    /// The brackets open inside it: `{` or `[`.
    open: Vec<u8>,
    /// The last byte other than white space; `x` for any part of a number or word.
    last: u8,
    within: Position,
    /// The start of the current string, if it may be an envelope's key.
    key: Option<usize>,
    /// The last string, if it was an envelope's key.
    envelope_key: Option<&'static str>,
}

impl Object {
    /// An object whose `{` is at `start`.
    pub(super) fn at(start: usize, indent: Option<usize>) -> Self {
        Self {
            start,
            indent,
            objects: 1,
            is_loose: false,
            is_envelope: false,
            open: Vec::new(),
            last: b':',
            within: Position::Structure,
            key: None,
            envelope_key: None,
        }
    }

    /// The rest of an envelope after its array of records, inside this many objects.
    pub(super) fn after_records(start: usize, objects: usize) -> Self {
        Self { is_envelope: true, objects, open: vec![b'{'; objects], last: b']', ..Self::at(start, None) }
    }

    /// Marks it as damaged, which following it again will report.
    pub(super) fn give_up(&mut self) {
        self.within = Position::Damage;
    }

    /// Discards what has been followed of an envelope, up to `at`; its records have been emitted.
    pub(super) fn discard_followed(&mut self, at: usize) {
        // A string that may still become an envelope's key is short.
        self.key = self.key.filter(|key| at - key <= LONGEST_KEY);
        self.start = self.key.unwrap_or(at);
        self.is_loose = true;
    }

    /// Whether its closing brace has been passed.
    pub(super) fn is_closed(&self) -> bool {
        self.open.is_empty() && self.last == b'}' && self.within != Position::Damage
    }

    /// Discards the first `count` bytes of the buffer.
    pub(super) fn discard(&mut self, count: usize) {
        self.start = self.start.saturating_sub(count);
        self.key = self.key.map(|key| key.saturating_sub(count));
    }

    /// Continues from `at`, which it advances.
    pub(super) fn follow(&mut self, text: &[u8], at: &mut usize) -> Followed {
        if self.within == Position::Damage {
            return Followed::Damaged;
        }
        while *at < text.len() {
            if self.within == Position::String {
                if let Some(followed) = self.follow_string(text, at) {
                    return followed;
                }
                continue;
            }
            let byte = text[*at];
            let in_object = self.open.last() == Some(&b'{');
            let begins_value = match self.last {
                b':' => true,
                b'[' | b',' => !in_object,
                _ => false,
            };
            let begins_key = in_object && matches!(self.last, b'{' | b',');
            let ends_value = matches!(self.last, b'"' | b'}' | b']' | b'x');
            let fits = match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    *at += 1;
                    continue;
                }
                b'"' => {
                    self.within = Position::String;
                    if self.is_loose && begins_key && !self.open.contains(&b'[') {
                        (self.start, self.objects, self.is_loose) = (*at, self.open.len(), false);
                    }
                    self.key = (begins_key && self.open.len() == 1).then_some(*at + 1);
                    begins_value || begins_key
                }
                b'{' | b'[' => {
                    if byte == b'['
                        && self.open.len() == 1
                        && self.last == b':'
                        && let Some(key) = self.envelope_key
                    {
                        *at += 1;
                        return Followed::Envelope(key);
                    }
                    self.open.push(byte);
                    begins_value
                }
                b'}' => self.open.pop() == Some(b'{') && (ends_value || self.last == b'{'),
                b']' => self.open.pop() == Some(b'[') && (ends_value || self.last == b'['),
                b':' => in_object && self.last == b'"',
                b',' => ends_value,
                _ => begins_value || self.last == b'x',
            };
            if !fits {
                return Followed::Damaged;
            }
            *at += 1;
            self.last = if b"\"{}[]:,".contains(&byte) { byte } else { b'x' };
            if self.open.is_empty() {
                return Followed::Closed;
            }
        }
        Followed::More
    }

    /// Continues within a string. JSON strings have no line feeds, so one means that the text was cut.
    fn follow_string(&mut self, text: &[u8], at: &mut usize) -> Option<Followed> {
        let Some(found) = memchr3(b'"', b'\\', b'\n', &text[*at..]) else {
            *at = text.len();
            return Some(Followed::More);
        };
        *at += found;
        match text[*at] {
            b'"' => {
                self.within = Position::Structure;
                let key = self.key.take().map(|start| &text[start..*at]);
                self.envelope_key = ENVELOPES.into_iter().find(|envelope| key == Some(envelope.as_bytes()));
                *at += 1;
                None
            }
            b'\\' if *at + 1 == text.len() => Some(Followed::More),
            b'\\' => {
                *at += 2;
                None
            }
            _ => Some(Followed::Damaged),
        }
    }
}
