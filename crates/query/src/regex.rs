//! Regular expressions: those of the crate `regex`, whose time is linear in the text.

use std::fmt::Write as _;
use std::sync::Arc;

use memchr::memmem::Finder;
use regex_syntax::hir::literal::{Extractor, Literal};

use crate::escape::is_hidden;
use crate::limits::{REGEX_BYTES, REGEX_COMPILED_BYTES};

/// Texts are looked through for so many literals at most, each of so many bytes at least.
const MAX_LITERALS: usize = 16;
const MIN_LITERAL: usize = 2;

/// A regular expression that finds its match anywhere in a text, as it was written.
#[derive(Clone, Debug)]
pub struct Regex {
    source: String,
    ignores_case: bool,
    compiled: regex::Regex,
    /// Every match begins with one of these; nothing where that is not known.
    literals: Option<Arc<[Finder<'static>]>>,
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
        let literals = literals(&source, ignores_case).map(Arc::from);
        Ok(Self { source, ignores_case, compiled, literals })
    }

    /// Its source, without the slashes around it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches in either case.
    pub fn ignores_case(&self) -> bool {
        self.ignores_case
    }

    /// Texts of which one stands in every text that it is found in; nothing where that is not known.
    pub(crate) fn literals(&self) -> Option<&[Finder<'static>]> {
        self.literals.as_deref()
    }

    /// Whether it is found in a text.
    pub fn matches(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }
}

/// With what a match begins, where these are a few texts long enough to be rare.
fn literals(source: &str, ignores_case: bool) -> Option<Vec<Finder<'static>>> {
    let mut parser = regex_syntax::ParserBuilder::new().case_insensitive(ignores_case).nest_limit(64).build();
    let expression = parser.parse(source).ok()?;
    let begins = Extractor::new().limit_total(MAX_LITERALS).extract(&expression);
    let literals = begins.literals()?;
    let is_long = |literal: &Literal| literal.as_bytes().len() >= MIN_LITERAL;
    (!literals.is_empty() && literals.iter().all(is_long))
        .then(|| literals.iter().map(|literal| Finder::new(literal.as_bytes()).into_owned()).collect())
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
