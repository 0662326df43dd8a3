//! One object in JSON text, followed to its end.

use memchr::memchr3;

/// Deeper nesting is no record; the JSON parser stops at the same depth.
const DEPTH: usize = 128;

/// Keys whose array holds the records: Event Hub's, Immuta's and `CloudTrail`'s envelopes.
const ENVELOPES: [&str; 3] = ["records", "hits", "Records"];

const LONGEST_KEY: usize = 8;

/// Where following an object has led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Followed {
    /// Behind its closing brace.
    Closed,
    /// Behind the bracket of an array that holds the records, and its key: the object is an envelope.
    Envelope(&'static str),
    /// To where no JSON goes on like this.
    Damaged,
    /// To the end of what is there.
    More,
}

/// Where following an object goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// Between tokens, or in a number or word.
    Structure,
    String,
    /// Nowhere: it is known not to go on as JSON.
    Damage,
}

/// An object that has begun. It checks no more of the grammar than tells a record that was cut off from one that goes
/// on in the next line; the rest is left to the parser.
#[derive(Debug)]
pub(super) struct Object {
    /// Where it begins within the buffer.
    pub(super) start: usize,
    /// How many blanks stand before it on its line; nothing when something else does.
    pub(super) indent: Option<usize>,
    /// The objects around where it begins, itself among them.
    pub(super) objects: usize,
    /// Whether `start` lies somewhere within a member, as what was before it was let go. It moves to the next member.
    pub(super) is_loose: bool,
    /// Whether it is an envelope, of which the records have been given already.
    pub(super) is_envelope: bool,
    /// What is open within it: `{` or `[`.
    open: Vec<u8>,
    /// The last byte that was no white space; `x` for any part of a number or word.
    last: u8,
    within: Within,
    /// Where the string begins that is being followed, if it may be an envelope's key.
    key: Option<usize>,
    /// The last string, if it was an envelope's key.
    envelope_key: Option<&'static str>,
}

impl Object {
    /// For one whose `{` lies at `start`.
    pub(super) fn at(start: usize, indent: Option<usize>) -> Self {
        Self {
            start,
            indent,
            objects: 1,
            is_loose: false,
            is_envelope: false,
            open: Vec::new(),
            last: b':',
            within: Within::Structure,
            key: None,
            envelope_key: None,
        }
    }

    /// For what is left of an envelope behind the array of its records, which lies within so many objects.
    pub(super) fn behind_records(start: usize, objects: usize) -> Self {
        Self { is_envelope: true, objects, open: vec![b'{'; objects], last: b']', ..Self::at(start, None) }
    }

    /// Notes that it does not go on as JSON; following it again says so.
    pub(super) fn give_up(&mut self) {
        self.within = Within::Damage;
    }

    /// Forgets what of an envelope has been followed, up to `at`; its records have been given.
    pub(super) fn let_go(&mut self, at: usize) {
        // A key that may become an envelope's is short.
        self.key = self.key.filter(|key| at - key <= LONGEST_KEY);
        self.start = self.key.unwrap_or(at);
        self.is_loose = true;
    }

    /// Whether it has been followed behind its closing brace.
    pub(super) fn is_closed(&self) -> bool {
        self.open.is_empty() && self.last == b'}' && self.within != Within::Damage
    }

    /// Forgets the first `count` bytes of the buffer.
    pub(super) fn discard(&mut self, count: usize) {
        self.start = self.start.saturating_sub(count);
        self.key = self.key.map(|key| key.saturating_sub(count));
    }

    /// Goes on from `at`, which it moves.
    pub(super) fn follow(&mut self, text: &[u8], at: &mut usize) -> Followed {
        if self.within == Within::Damage {
            return Followed::Damaged;
        }
        while *at < text.len() {
            if self.within == Within::String {
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
                    self.within = Within::String;
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
                    begins_value && self.open.len() <= DEPTH
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

    /// Goes on within a string. JSON has no line feed in one, so there the text was cut.
    fn follow_string(&mut self, text: &[u8], at: &mut usize) -> Option<Followed> {
        let Some(found) = memchr3(b'"', b'\\', b'\n', &text[*at..]) else {
            *at = text.len();
            return Some(Followed::More);
        };
        *at += found;
        match text[*at] {
            b'"' => {
                self.within = Within::Structure;
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
