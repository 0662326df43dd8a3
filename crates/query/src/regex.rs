//! Regular expressions: those of the crate `regex`, whose time is linear in the text.

use std::fmt::Write as _;

use crate::escape::is_hidden;
use crate::limits::{REGEX_BYTES, REGEX_COMPILED_BYTES};

/// A regular expression that finds its match anywhere in a text, as it was written.
#[derive(Clone, Debug)]
pub struct Regex {
    source: String,
    ignores_case: bool,
    compiled: regex::Regex,
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        (&self.source, self.ignores_case) == (&other.source, other.ignores_case)
    }
}

impl Eq for Regex {}

impl Regex {
    /// A regular expression, with case or without. An error says what is wrong with it, or that it is too large.
    ///
    /// Slashes need no backslash, and characters that cannot be seen are written as `\x{…}`.
    pub fn new(source: &str, ignores_case: bool) -> Result<Self, String> {
        if source.len() > REGEX_BYTES {
            return Err(format!("the regular expression is longer than {REGEX_BYTES} bytes"));
        }
        let source = plain(source);
        let compiled = regex::RegexBuilder::new(&source)
            .case_insensitive(ignores_case)
            .size_limit(REGEX_COMPILED_BYTES)
            .dfa_size_limit(REGEX_COMPILED_BYTES)
            .nest_limit(64)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => {
                    "the regular expression is too large once its repetitions are written out".to_owned()
                }
                error => {
                    let message = error.to_string();
                    let reason = message.lines().last().unwrap_or_default();
                    format!("no regular expression: {}", reason.trim_start_matches("error: "))
                }
            })?;
        Ok(Self { source, ignores_case, compiled })
    }

    /// Its source, without the slashes around it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches in either case.
    pub fn ignores_case(&self) -> bool {
        self.ignores_case
    }

    /// Whether it is found in a text.
    pub fn matches(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }
}

/// The source in its one spelling.
fn plain(source: &str) -> String {
    let mut plain = String::with_capacity(source.len());
    let mut is_escaped = false;
    for character in source.chars() {
        if character == '/' && is_escaped {
            plain.pop();
        }
        if is_hidden(character) {
            if is_escaped {
                plain.pop();
            }
            let _ = write!(plain, "\\x{{{:x}}}", u32::from(character));
        } else {
            plain.push(character);
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    plain
}
