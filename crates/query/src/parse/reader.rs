//! The parser's cursor over the text.

use std::ops::Range;

use crate::escape::is_hidden;
use crate::limits;
use crate::parse::probe::{Expecting, Probe};
use crate::pattern::{Pattern, Piece};

/// A parse error with its span.
pub(super) struct ParseError {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    at: usize,
    pub(super) depth: usize,
    pub(super) items: usize,
    pub(super) regexes: usize,
    /// The positions of the regular expressions so far.
    pub(super) regex_positions: usize,
    wildcards: usize,
    /// Whether the part read last is a clause with a field, or one in brackets.
    pub(super) is_behind_field: bool,
    /// Where the item read last begins.
    pub(super) item_start: usize,
    /// Where the part read last ended.
    pub(super) end_of_part: usize,
    pub(super) probe: Option<Probe>,
}

/// A word: text, wildcards and quoted text without a blank between.
pub(super) struct Word {
    pub(super) pattern: Pattern,
    /// The word itself, where it has neither quotes nor escapes.
    pub(super) bare: Option<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            items: 0,
            regexes: 0,
            regex_positions: 0,
            wildcards: 0,
            is_behind_field: false,
            item_start: 0,
            end_of_part: 0,
            probe: None,
        }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        if is_there {
            self.at += wanted.len_utf8();
        }
        is_there
    }

    pub(super) fn eat_text(&mut self, wanted: &str) -> bool {
        let is_there = self.rest().starts_with(wanted);
        if is_there {
            self.at += wanted.len();
        }
        is_there
    }

    pub(super) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Whether a word in capitals comes next, and ends there.
    pub(super) fn is_at_keyword(&self, word: &str) -> bool {
        let behind = self.rest().strip_prefix(word);
        behind.is_some_and(|rest| {
            rest.chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, '(' | ')'))
        })
    }

    pub(super) fn eat_keyword(&mut self, word: &str) -> bool {
        let before = self.at;
        self.skip_blanks();
        if self.is_at_keyword(word) {
            self.at += word.len();
            return true;
        }
        self.at = before;
        false
    }

    pub(super) fn error(&self, span: Range<usize>, message: impl Into<String>) -> ParseError {
        let end = span.end.min(self.text.len());
        ParseError { span: span.start.min(end)..end, message: message.into() }
    }

    /// Refuses what stands right behind a closing bracket and is none.
    pub(super) fn ends_here(&self, closed: &str) -> Result<(), ParseError> {
        let at = self.at;
        match self.peek() {
            Some(next) if !next.is_whitespace() && next != ')' => {
                Err(self.error(at..at + next.len_utf8(), format!("expected a space behind {closed} in brackets")))
            }
            _ => Ok(()),
        }
    }

    /// One level deeper, if that is allowed.
    pub(super) fn enter(&mut self, start: usize) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > limits::DEPTH {
            let message = format!("brackets and negations nest at most {} deep", limits::DEPTH);
            return Err(self.error(start..start + 1, message));
        }
        Ok(())
    }

    /// Whether the key of a request parameter is what is being typed.
    pub(super) fn is_at_key(&self) -> bool {
        self.probe
            .as_ref()
            .is_some_and(|probe| probe.expecting == Expecting::Key && probe.item_start == self.item_start)
    }

    /// Notes that an item could begin here.
    pub(super) fn expect_item(&mut self) {
        self.item_start = self.at;
        self.note(self.at, Expecting::Item, String::new(), false);
    }

    pub(super) fn note(&mut self, start: usize, expecting: Expecting, typed: String, is_cased: bool) {
        self.probe =
            Some(Probe { start, item_start: self.item_start, end: self.text.len(), expecting, typed, is_cased });
    }

    /// Reads a word as far as it goes. In a list a comma ends it, and a colon where `ends_at_colon`.
    pub(super) fn word(&mut self, in_list: bool, ends_at_colon: bool) -> Result<Word, ParseError> {
        let start = self.at;
        let mut pattern = Pattern::default();
        let mut bare = Some(String::new());
        while let Some(character) = self.peek() {
            let piece = match character {
                '"' => {
                    bare = None;
                    Piece::Text(self.quoted()?)
                }
                '\\' => {
                    bare = None;
                    let next = self.rest()[1..].chars().next();
                    if next.is_some_and(char::is_alphanumeric) {
                        // As in the name of a domain, CORP\alice.
                        self.eat('\\');
                        Piece::Text("\\".to_owned())
                    } else {
                        Piece::Text(self.escape()?.to_string())
                    }
                }
                ')' => break,
                ',' if in_list => break,
                ':' if ends_at_colon => break,
                blank if blank.is_whitespace() => break,
                '(' => {
                    let at = self.at;
                    return Err(self.error(
                        at..at + 1,
                        "expected a space before the bracket, or quotes around a text with brackets",
                    ));
                }
                hidden if is_hidden(hidden) => {
                    let end = self.at + hidden.len_utf8();
                    let message = format!("an invisible character: write it as \"{}\"", hidden.escape_unicode());
                    return Err(self.error(self.at..end, message));
                }
                plain => {
                    self.at += plain.len_utf8();
                    if let Some(bare) = &mut bare {
                        bare.push(plain);
                    }
                    match plain {
                        '*' => Piece::Any,
                        '?' => Piece::One,
                        plain => Piece::Text(plain.to_string()),
                    }
                }
            };
            pattern.push(piece);
        }
        if pattern.wildcards() > limits::WILDCARDS {
            let message = format!("a pattern has at most {} wildcards", limits::WILDCARDS);
            return Err(self.error(start..self.at, message));
        }
        self.wildcards += pattern.wildcards();
        if self.wildcards > limits::ALL_WILDCARDS {
            let message = format!("a filter has at most {} wildcards", limits::ALL_WILDCARDS);
            return Err(self.error(start..self.at, message));
        }
        Ok(Word { pattern, bare })
    }

    /// Reads a text in quotes.
    pub(super) fn quoted(&mut self) -> Result<String, ParseError> {
        let start = self.at;
        self.eat('"');
        let mut text = String::new();
        loop {
            match self.peek() {
                None => return Err(self.error(start..start + 1, "this quote is not closed: expected \"")),
                Some('"') => {
                    self.eat('"');
                    return Ok(text);
                }
                Some('\\') => text.push(self.escape()?),
                Some(plain) => {
                    self.at += plain.len_utf8();
                    text.push(plain);
                }
            }
        }
    }

    /// Reads what stands behind a backslash.
    fn escape(&mut self) -> Result<char, ParseError> {
        let start = self.at;
        self.eat('\\');
        let Some(character) = self.peek() else {
            return Err(self.error(
                start..start + 1,
                "expected a character behind the backslash; write a backslash itself as \\\\",
            ));
        };
        self.at += character.len_utf8();
        let refused = |reader: &Self, message: &str| Err(reader.error(start..reader.at, message));
        match character {
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            't' => Ok('\t'),
            'u' => {
                const EXPECTED: &str = "expected the number of a character, like \\u{200e}";
                let Some((digits, _)) = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
                    return refused(self, EXPECTED);
                };
                let is_number = digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                let number = if is_number { u32::from_str_radix(digits, 16).ok() } else { None };
                match number.and_then(char::from_u32) {
                    Some(character) => {
                        self.at += digits.len() + 2;
                        Ok(character)
                    }
                    None => refused(self, EXPECTED),
                }
            }
            letter if letter.is_alphanumeric() => {
                refused(self, "unknown escape: there are \\n, \\r, \\t and \\u{…}; write a backslash itself as \\\\")
            }
            other => Ok(other),
        }
    }
}
