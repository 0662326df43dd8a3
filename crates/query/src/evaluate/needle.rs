//! Texts that are looked for in others, without case.

use touchstone_frame::TextRun;

use crate::fold::{fold_into, folded};

/// A text that is looked for in others, without case.
#[derive(Debug)]
pub(super) struct Needle {
    /// Without case.
    text: String,
    /// What is looked for first: a byte of the text that is rare in logs, in both cases, and where it stands. Nothing
    /// where the text is not plain ASCII.
    rare: Option<(u8, u8, usize)>,
}

/// Letters and digits from the rare to the frequent in paths, ids and messages; what is not among them is rarer.
const FREQUENT: &[u8] = b"~`^|$#!;'%+=<>@(){}[]\\*&?zqjxkvywbgfphmulcdsnrtoiae/:,\"._- 9876543210";

impl Needle {
    pub(super) fn of(text: &str) -> Self {
        let text = folded(text);
        let frequency = |byte: u8| FREQUENT.iter().position(|other| *other == byte).map_or(0, |at| at + 1);
        let rare = text.bytes().enumerate().min_by_key(|(_, byte)| frequency(*byte));
        let rare = rare.filter(|_| text.is_ascii()).map(|(at, byte)| (byte, byte.to_ascii_uppercase(), at));
        Self { text, rare }
    }

    pub(super) fn is_in(&self, text: &str, buffer: &mut String) -> bool {
        if self.text.is_empty() {
            return true;
        }
        let (haystack, needle) = (text.as_bytes(), self.text.as_bytes());
        if self.places(haystack).next().is_some() {
            return true;
        }
        if text.is_ascii() {
            return false;
        }
        // Letters beyond ASCII may be ASCII ones without case.
        fold_into(buffer, text);
        memchr::memmem::find(buffer.as_bytes(), needle).is_some()
    }

    /// Whether it is found by its bytes alone in texts of ASCII.
    pub(super) fn is_plain(&self) -> bool {
        self.rare.is_some()
    }

    /// Marks those of some texts of ASCII that contain it.
    pub(super) fn mark(&self, texts: &TextRun<'_>, marks: &mut [bool]) {
        mark(texts, self.places(texts.joined().as_bytes()), self.text.len(), marks);
    }

    /// Where it stands, if it is plain.
    fn places<'a>(&'a self, haystack: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let needle = self.text.as_bytes();
        let found = self.rare.into_iter().flat_map(move |(lower, upper, offset)| {
            memchr::memchr2_iter(lower, upper, haystack).filter_map(move |at| at.checked_sub(offset))
        });
        found.filter(move |at| {
            haystack.get(*at..at + needle.len()).is_some_and(|part| part.eq_ignore_ascii_case(needle))
        })
    }
}

/// Marks the texts that have a passage of some length as a whole, by the places at which it begins, in their order.
pub(super) fn mark(texts: &TextRun<'_>, places: impl Iterator<Item = usize>, length: usize, marks: &mut [bool]) {
    let mut text = 0;
    for at in places {
        text = texts.place_of(at, text);
        match marks.get_mut(text) {
            Some(mark) => *mark |= at + length <= texts.span(text).end,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use touchstone_frame::Dictionary;

    use super::*;

    proptest! {
        #[test]
        fn many_texts_are_looked_through_as_one_by_one(
            needle in "[aAbB-]{1,3}",
            texts in prop::collection::vec("[aAbB-]{0,6}", 0..30),
            first in 1_u32..8,
            bytes in 1_usize..40,
        ) {
            let mut dictionary = Dictionary::default();
            for text in &texts {
                dictionary.intern(text);
            }
            let needle = Needle::of(&needle);
            let run = dictionary.run(first, 9, bytes);
            let listed: Vec<&str> = dictionary.iter().map(|(_, text)| text).skip(first as usize - 1).collect();
            prop_assert!(run.iter().eq(listed[..run.len()].iter().copied()));
            prop_assert!(run.len() == 1 || run.joined().len() <= bytes && run.len() <= 9);
            prop_assert_eq!(run.is_empty(), listed.is_empty());
            let mut marks = vec![false; run.len()];
            needle.mark(&run, &mut marks);
            let expected: Vec<bool> = run.iter().map(|text| needle.is_in(text, &mut String::new())).collect();
            prop_assert_eq!(marks, expected);
        }
    }
}
