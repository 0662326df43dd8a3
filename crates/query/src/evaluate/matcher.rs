//! Whether a text is one of the values of an item. It is asked once per distinct text, up to some million times.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::decimal::Decimal;
use crate::field::{Field, Kind};
use crate::fold::{fold_into, folded};
use crate::network::{Network, address};
use crate::pattern::{Pattern, Piece};
use crate::regex::Regex;
use crate::value::{Range, Value};

#[derive(Debug, Default)]
pub(super) struct Matcher {
    is_absent: bool,
    /// Has a value, whichever.
    is_present: bool,
    cased: BTreeSet<String>,
    folded: BTreeSet<String>,
    cased_patterns: Vec<Pattern>,
    /// Without case.
    patterns: Vec<Pattern>,
    contained: Vec<Needle>,
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
                    None => matcher.patterns.push(pattern.folded().within()),
                },
                Value::Cased(pattern) if is_contained => matcher.cased_patterns.push(pattern.within()),
                Value::Text(pattern) => match pattern.literal() {
                    Some(text) => {
                        if field.kind() == Kind::Address {
                            matcher.addresses.extend(address(text));
                        }
                        matcher.folded.insert(folded(text));
                    }
                    None => match pattern.pieces() {
                        [Piece::Any, Piece::Text(text), Piece::Any] => matcher.contained.push(Needle::of(text)),
                        _ => matcher.patterns.push(pattern.folded()),
                    },
                },
                Value::Cased(pattern) => match pattern.literal() {
                    Some(text) => {
                        matcher.cased.insert(text.to_owned());
                    }
                    None => matcher.cased_patterns.push(pattern.clone()),
                },
                Value::Regex(regex) => matcher.regexes.push(regex.clone()),
                Value::Network(network) => matcher.networks.push(*network),
                Value::Number(range) => matcher.numbers.push(range.clone()),
                Value::Time(_) | Value::Weekday(_) | Value::Hour(_) => {}
            }
        }
        matcher
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

/// A text that is looked for in others, without case.
#[derive(Debug)]
struct Needle {
    /// Without case.
    text: String,
    /// What is looked for first: a byte of the text that is rare in logs, in both cases, and where it stands. Nothing
    /// where the text is not plain ASCII.
    rare: Option<(u8, u8, usize)>,
}

/// Letters and digits from the rare to the frequent in paths, ids and messages; what is not among them is rarer.
const FREQUENT: &[u8] = b"~`^|$#!;'%+=<>@(){}[]\\*&?zqjxkvywbgfphmulcdsnrtoiae/:,\"._- 9876543210";

impl Needle {
    fn of(text: &str) -> Self {
        let text = folded(text);
        let frequency = |byte: u8| FREQUENT.iter().position(|other| *other == byte).map_or(0, |at| at + 1);
        let rare = text.bytes().enumerate().min_by_key(|(_, byte)| frequency(*byte));
        let rare = rare.filter(|_| text.is_ascii()).map(|(at, byte)| (byte, byte.to_ascii_uppercase(), at));
        Self { text, rare }
    }

    fn is_in(&self, text: &str, buffer: &mut String) -> bool {
        if self.text.is_empty() {
            return true;
        }
        let (haystack, needle) = (text.as_bytes(), self.text.as_bytes());
        if let Some((lower, upper, offset)) = self.rare {
            let is_at = |at: usize| {
                let begin = at.checked_sub(offset)?;
                haystack.get(begin..begin + needle.len()).filter(|part| part.eq_ignore_ascii_case(needle))
            };
            if memchr::memchr2_iter(lower, upper, haystack).any(|at| is_at(at).is_some()) {
                return true;
            }
        }
        if text.is_ascii() {
            return false;
        }
        // Letters beyond ASCII may be ASCII ones without case.
        fold_into(buffer, text);
        memchr::memmem::find(buffer.as_bytes(), needle).is_some()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
    }
}
