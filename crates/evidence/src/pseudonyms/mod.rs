//! Pseudonyms: e-mail addresses, names and IP addresses in what is exported become tokens that only the key turns back.
//!
//! A token is the text encrypted with AES-SIV, so that one text has one token in every file made with a key, and nothing but
//! the key need be kept. Its length tells that of the text.

mod find;
mod form;
mod key;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use touchstone_medallion::Medallion;

use find::Finder;
pub use form::Form;
use form::mapped;
use key::Kind;
pub use key::{PseudonymKey, Revealed};

/// Tokens kept at hand: the same few names are in most rows.
const KEPT: usize = 1 << 14;

/// Pseudonyms of what is loaded.
#[derive(Debug)]
pub struct Pseudonyms {
    key: PseudonymKey,
    finder: Finder,
    tokens: Mutex<BTreeMap<(Kind, String), String>>,
}

impl Pseudonyms {
    /// Those of what is loaded now. An error is a sentence.
    pub fn of(key: &PseudonymKey, medallion: &Medallion) -> Result<Self, String> {
        Ok(Self { key: key.clone(), finder: Finder::of(medallion)?, tokens: Mutex::default() })
    }

    /// The key.
    pub fn key(&self) -> &PseudonymKey {
        &self.key
    }

    /// A text with its pseudonyms; nothing if there is none.
    pub fn changed(&self, text: &str) -> Option<String> {
        let found = self.finder.find(text);
        let mut out = String::new();
        let mut end = 0;
        for (range, kind) in &found {
            out.push_str(&text[end..range.start]);
            out.push_str(&self.token(*kind, &text[range.clone()]));
            end = range.end;
        }
        (!found.is_empty()).then(|| out + &text[end..])
    }

    /// As [`Self::changed`], of a cell, which may be JSON.
    pub fn cell(&self, text: &str) -> Option<String> {
        if !text.trim_start().starts_with(['{', '[']) {
            return self.changed(text);
        }
        let changed = self.json(text);
        (changed != text).then_some(changed)
    }

    /// JSON with the pseudonyms of its texts.
    pub fn json(&self, text: &str) -> String {
        // The content is UTF-8, and so is what is made of it.
        String::from_utf8_lossy(&self.content(Form::Json, text.as_bytes())).into_owned()
    }

    /// As [`Self::changed`], or as it was.
    pub fn text(&self, text: &str) -> String {
        self.changed(text).unwrap_or_else(|| text.to_owned())
    }

    /// Content with the pseudonyms of its texts.
    pub fn content(&self, form: Form, content: &[u8]) -> Vec<u8> {
        mapped(form, content, &mut |text| self.changed(text))
    }

    /// Records as they were read: each line in the form that it has.
    pub fn records(&self, content: &[u8]) -> Vec<u8> {
        let of_line = |line: &[u8]| {
            let is_json = matches!(line.trim_ascii_start().first(), Some(b'{' | b'['));
            self.content(if is_json { Form::Json } else { Form::Plain }, line)
        };
        content.split_inclusive(|byte| *byte == b'\n').flat_map(of_line).collect()
    }

    fn token(&self, kind: Kind, text: &str) -> String {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = tokens.get(&(kind, text.to_owned())) {
            return token.clone();
        }
        // What cannot be encrypted is longer than memory: nothing of it is shown.
        let token = self.key.token(kind, text).unwrap_or_else(|_| "name~~".to_owned());
        if tokens.len() >= KEPT {
            tokens.clear();
        }
        tokens.insert((kind, text.to_owned()), token.clone());
        token
    }
}
