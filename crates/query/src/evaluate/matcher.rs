//! Tests whether a text matches one of the values of an item: once per distinct text, up to millions of times.

use std::collections::BTreeSet;
use std::net::IpAddr;

use memchr::memmem::Finder;
use touchstone_frame::TextRun;

use crate::decimal::Decimal;
use crate::evaluate::flattened::is_escaped;
use crate::evaluate::needle::{Needle, mark};
use crate::field::{Field, Kind};
use crate::fold::{fold_into, folded};
use crate::network::{Network, address};
use crate::pattern::Piece;
use crate::regex::Regex;
use crate::value::{Range, Value};
use crate::wildcards::Wildcards;

/// Most regular expressions are in few of their positions at a time.
const POSITIONS_PER_STEP: usize = 16;

/// What is looked for in many texts at once.
enum Sought<'a> {
    /// Texts that contain one of these.
    Anywhere(&'a [Needle]),
    /// Texts that contain one of these, as far as the regular expression matches them.
    Likely(&'a [Finder<'static>], &'a Regex),
}

#[derive(Debug, Default)]
pub(super) struct Matcher {
    is_absent: bool,
    /// Has a value, whichever.
    is_present: bool,
    cased: BTreeSet<String>,
    folded: BTreeSet<String>,
    cased_patterns: Vec<Wildcards>,
    /// Without case.
    patterns: Vec<Wildcards>,
    contained: Vec<Needle>,
    /// Admits texts that JSON escapes.
    admits_escaped: bool,
    regexes: Vec<Regex>,
    networks: Vec<Network>,
    addresses: Vec<IpAddr>,
    numbers: Vec<Range<Decimal>>,
    /// Where texts are written without case.
    buffer: String,
}

impl Matcher {
    /// A matcher of texts that are there.
    pub(super) fn present() -> Self {
        Self { is_present: true, ..Self::default() }
    }

    pub(super) fn of(field: &Field, values: &[Value]) -> Self {
        let mut matcher = Self::default();
        let is_contained = *field == Field::Anywhere;
        for value in values {
            match value {
                Value::Absent => matcher.is_absent = true,
                Value::Text(pattern) if is_contained => match pattern.literal() {
                    Some(text) => matcher.contained.push(Needle::of(text)),
                    None => matcher.patterns.push(Wildcards::of(&pattern.folded().within())),
                },
                Value::Cased(pattern) if is_contained => matcher.cased_patterns.push(Wildcards::of(&pattern.within())),
                Value::Text(pattern) => match pattern.literal() {
                    Some(text) => {
                        if field.kind() == Kind::Address {
                            // With a port or a zone, only that very text is meant.
                            matcher.addresses.extend(text.parse::<IpAddr>().ok().map(|address| address.to_canonical()));
                        }
                        matcher.folded.insert(folded(text));
                    }
                    None => match pattern.pieces() {
                        [Piece::Any, Piece::Text(text), Piece::Any] => matcher.contained.push(Needle::of(text)),
                        _ => matcher.patterns.push(Wildcards::of(&pattern.folded())),
                    },
                },
                Value::Cased(pattern) => match pattern.literal() {
                    Some(text) => {
                        matcher.cased.insert(text.to_owned());
                    }
                    None => matcher.cased_patterns.push(Wildcards::of(pattern)),
                },
                Value::Regex(regex) => matcher.regexes.push(regex.clone()),
                Value::Network(network) => matcher.networks.push(*network),
                Value::Number(range) => matcher.numbers.push(range.clone()),
                Value::Time(_) | Value::Weekday(_) | Value::Hour(_) => {}
            }
        }
        matcher
    }

    /// A matcher of texts that contain one of some fragments, or that JSON escapes.
    pub(super) fn of_fragments(fragments: &[String]) -> Self {
        let contained = fragments.iter().map(|fragment| Needle::of(fragment)).collect();
        Self { contained, admits_escaped: true, ..Self::default() }
    }

    /// How many steps it takes for a byte of a text, at most and roughly.
    pub(super) fn weight(&self) -> usize {
        let passes = self.patterns.iter().chain(&self.cased_patterns).map(Wildcards::passes).sum::<usize>();
        let positions = self.regexes.iter().map(Regex::positions).sum::<usize>();
        (self.contained.len() + passes + positions.div_ceil(POSITIONS_PER_STEP)).max(1)
    }

    pub(super) fn admits(&mut self, text: Option<&str>) -> bool {
        let Some(text) = text else { return self.is_absent };
        self.is_present
            || self.contained.iter().any(|needle| needle.is_in(text, &mut self.buffer))
            || !self.cased.is_empty() && self.cased.contains(text)
            || self.is_folded(text)
            || self.cased_patterns.iter().any(|pattern| pattern.matches(text))
            || self.regexes.iter().any(|regex| regex.matches(text))
            || self.is_address(text)
            || self.is_number(text)
            || self.admits_escaped && text.contains(is_escaped)
    }

    /// Whether it admits each of some texts, appended to those before.
    pub(super) fn admit(&mut self, texts: &TextRun<'_>, admitted: &mut Vec<bool>) {
        let first = admitted.len();
        match self.sought(texts) {
            None => admitted.extend(texts.iter().map(|text| self.admits(Some(text)))),
            Some(Sought::Anywhere(needles)) => {
                admitted.resize(first + texts.len(), false);
                for needle in needles.iter().filter(|needle| needle.may_be_in(texts)) {
                    needle.mark(texts, &mut admitted[first..]);
                }
                let may_have = |byte: u8| is_escaped(byte.into()) && texts.may_have(byte);
                if self.admits_escaped && (0..=b'\\').any(may_have) && texts.joined().contains(is_escaped) {
                    for (is_admitted, text) in admitted[first..].iter_mut().zip(texts.iter()) {
                        *is_admitted = *is_admitted || text.contains(is_escaped);
                    }
                }
            }
            Some(Sought::Likely(literals, regex)) => {
                admitted.resize(first + texts.len(), false);
                let may_have = |literal: &&Finder<'_>| literal.needle().iter().all(|byte| texts.may_have(*byte));
                for literal in literals.iter().filter(may_have) {
                    let haystack = texts.joined().as_bytes();
                    let next = |from: usize| literal.find(haystack.get(from..)?).map(|at| from + at);
                    mark(texts, next, literal.needle().len(), &mut admitted[first..]);
                }
                if admitted[first..].contains(&true) {
                    for (is_admitted, text) in admitted[first..].iter_mut().zip(texts.iter()) {
                        *is_admitted = *is_admitted && regex.matches(text);
                    }
                }
            }
        }
    }

    /// How texts are looked through all at once; nothing where each has to be looked at.
    fn sought(&self, texts: &TextRun<'_>) -> Option<Sought<'_>> {
        let is_other = self.is_present
            || !self.cased.is_empty()
            || !self.folded.is_empty()
            || !self.cased_patterns.is_empty()
            || !self.patterns.is_empty()
            || !self.networks.is_empty()
            || !self.addresses.is_empty()
            || !self.numbers.is_empty();
        match (self.contained.as_slice(), self.regexes.as_slice()) {
            _ if is_other => None,
            ([], [regex]) => Some(Sought::Likely(regex.literals()?, regex)),
            ([_, ..], []) => {
                let is_plain = self.contained.iter().all(Needle::is_plain) && texts.is_ascii();
                is_plain.then_some(Sought::Anywhere(&self.contained))
            }
            _ => None,
        }
    }

    fn is_folded(&mut self, text: &str) -> bool {
        if self.patterns.is_empty() {
            match self.folded.len() {
                0 => return false,
                1 if text.is_ascii() => {
                    return self.folded.first().is_some_and(|one| one.eq_ignore_ascii_case(text));
                }
                _ => {}
            }
        }
        // A text of ASCII is as long as its folding.
        if self.patterns.is_empty() && text.is_ascii() && self.folded.iter().all(|one| one.len() != text.len()) {
            return false;
        }
        fold_into(&mut self.buffer, text);
        self.folded.contains(&self.buffer) || self.patterns.iter().any(|pattern| pattern.matches(&self.buffer))
    }

    fn is_address(&self, text: &str) -> bool {
        if self.networks.is_empty() && self.addresses.is_empty() {
            return false;
        }
        address(text).is_some_and(|address| {
            self.addresses.contains(&address) || self.networks.iter().any(|network| network.contains(address))
        })
    }

    fn is_number(&self, text: &str) -> bool {
        if self.numbers.is_empty() {
            return false;
        }
        Decimal::of(text).is_some_and(|number| self.numbers.iter().any(|range| range.contains(&number)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pattern::Pattern;

    proptest! {
        #[test]
        fn texts_are_found_without_case(needle in "[aAbBkK\u{212a}äÄ-]{0,3}", text in "[aAbBkK\u{212a}äÄ-]{0,10}") {
            let expected = folded(&text).contains(&folded(&needle));
            prop_assert_eq!(Needle::of(&needle).is_in(&text, &mut String::new()), expected);
            let values = [Value::Text(Pattern::text(&needle))];
            let mut matcher = Matcher::of(&Field::Param(String::new()), &values);
            prop_assert_eq!(matcher.admits(Some(&text)), folded(&text) == folded(&needle));
            let values = [Value::Text(Pattern::text(&needle).within())];
            prop_assert_eq!(Matcher::of(&Field::Param(String::new()), &values).admits(Some(&text)), expected);
        }

        #[test]
        fn many_texts_are_looked_through_as_one_by_one(
            texts in prop::collection::vec("[abAä]{0,5}", 0..30),
            regex in prop::sample::select(vec!["aa", "ab+", "^ab|ba$", "(?i)aab?", "aä", "[ab]a", "a.*b", r"\bab", ".b"]),
            needle in "[abä]{0,2}",
        ) {
            let mut dictionary = touchstone_frame::Dictionary::default();
            for text in &texts {
                dictionary.intern(text);
            }
            let run = dictionary.run(1, usize::MAX, usize::MAX);
            for value in [
                Value::Regex(Regex::new(regex, false).unwrap()),
                Value::Text(Pattern::text(&needle).within()),
                Value::Text(Pattern::text(&needle)),
            ] {
                let mut matcher = Matcher::of(&Field::Param(String::new()), &[value]);
                let mut admitted = Vec::new();
                matcher.admit(&run, &mut admitted);
                let expected: Vec<bool> = run.iter().map(|text| matcher.admits(Some(text))).collect();
                prop_assert_eq!(admitted, expected);
            }
        }
    }
}
