//! Regular expressions of the crate `regex`, which match in linear time.

use std::fmt::Write as _;
use std::sync::Arc;

use memchr::memmem::Finder;
use regex_syntax::hir::literal::{Extractor, Literal};
use regex_syntax::hir::{Hir, HirKind};

use crate::escape::is_hidden;
use crate::limits::{REGEX_BYTES, REGEX_CACHE_BYTES, REGEX_COMPILED_BYTES, REGEX_POSITIONS};

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
    positions: usize,
}

/// Why a regular expression is refused that would take too long.
pub(crate) const TOO_LARGE: &str = "the regular expression is too large once its repetitions are written out";

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
        let too_long = || format!("the regular expression is longer than {REGEX_BYTES} bytes");
        if source.len() > REGEX_BYTES {
            return Err(too_long());
        }
        let source = plain(source);
        if printed(&source).len() > REGEX_BYTES {
            return Err(too_long());
        }
        let compiled = regex::RegexBuilder::new(&source)
            .case_insensitive(ignores_case)
            .size_limit(REGEX_COMPILED_BYTES)
            .dfa_size_limit(REGEX_CACHE_BYTES)
            .nest_limit(64)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => TOO_LARGE.to_owned(),
                error => {
                    let message = error.to_string();
                    let reason = message.lines().last().unwrap_or_default();
                    format!("no regular expression: {}", reason.trim_start_matches("error: "))
                }
            })?;
        let mut parser = regex_syntax::ParserBuilder::new().case_insensitive(ignores_case).nest_limit(64).build();
        let parsed = parser.parse(&source).map_err(|error| error.to_string())?;
        let positions = positions(&parsed);
        if positions > REGEX_POSITIONS {
            return Err(TOO_LARGE.to_owned());
        }
        let literals = literals(&parsed).map(Arc::from);
        Ok(Self { source, ignores_case, compiled, literals, positions })
    }

    /// Its source, without the slashes around it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches in either case.
    pub fn ignores_case(&self) -> bool {
        self.ignores_case
    }

    /// Its source as it is printed: slashes have a backslash.
    pub(crate) fn printed(&self) -> String {
        printed(&self.source)
    }

    /// Its characters and classes once its repetitions are written out: the most steps it takes for a byte of a text.
    pub(crate) fn positions(&self) -> usize {
        self.positions
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
fn literals(expression: &Hir) -> Option<Vec<Finder<'static>>> {
    let begins = Extractor::new().limit_total(MAX_LITERALS).extract(expression);
    let literals = begins.literals()?;
    let is_long = |literal: &Literal| literal.as_bytes().len() >= MIN_LITERAL;
    (!literals.is_empty() && literals.iter().all(is_long))
        .then(|| literals.iter().map(|literal| Finder::new(literal.as_bytes()).into_owned()).collect())
}

/// The characters and classes of an expression once its repetitions are written out. What matches no character counts
/// as one.
fn positions(expression: &Hir) -> usize {
    let sum = |parts: &[Hir]| parts.iter().fold(0_usize, |sum, part| sum.saturating_add(positions(part)));
    match expression.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            positions(&repetition.sub).saturating_mul(times as usize)
        }
        HirKind::Capture(capture) => positions(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => sum(parts),
    }
}

fn printed(source: &str) -> String {
    source.replace('/', "\\/")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_count_as_often_as_they_are_written_out() {
        for (source, expected) in [
            ("abc", 3),
            ("^[a-z]+$", 3),
            ("(ab|c)*", 3),
            ("a{3}", 3),
            ("a{2,5}", 5),
            ("a{7,}", 7),
            ("(a{10}b){20}", 220),
            ("(?:){30}", 1),
            ("(?:a|){30}", 60),
            ("é", 2),
            (r"\d{4}-\d{2}", 7),
        ] {
            assert_eq!(Regex::new(source, false).unwrap().positions(), expected, "{source}");
        }
        for source in [
            r"^[\w.+-]+@[\w-]+\.[\w.]+$",
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            r"(?:\s*\w+\s*){4}",
            r"(?i)\b(?:password|secret|token|api[_-]?key)\b\s*[:=]\s*\S{8,64}",
            "AKIA[A-Z0-9]{16}",
            "[A-Za-z0-9+/]{200,}",
        ] {
            assert_eq!(Regex::new(source, true).map(|regex| regex.source().to_owned()), Ok(source.to_owned()));
        }
        for source in
            ["a{1001}", "(a{40}){40}", "(a?){500}(b?){501}", r"\w{400}", "((a{0,10}){0,10}){0,11}", "(a|){501}"]
        {
            assert_eq!(Regex::new(source, false), Err(TOO_LARGE.to_owned()), "{source}");
        }
    }
}
