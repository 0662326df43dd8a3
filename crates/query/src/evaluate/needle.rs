//! Substring search that ignores case.

use memchr::memmem::Finder;
use touchstone_frame::TextRun;

use crate::fold::{FOLDED_TO_ASCII, fold_into, folded};

/// A text that is looked for in others, without case.
#[derive(Debug)]
pub(super) struct Needle {
    /// Finds its case folding in folded texts, in time linear in them.
    finder: Finder<'static>,
    /// What a faster search looks for first: a byte of the text that is rare in logs, in both cases, and where it
    /// stands. Nothing where the text is not plain ASCII.
    rare: Option<(u8, u8, usize)>,
}

/// Letters and digits from the rare to the frequent in paths, ids and messages; what is not among them is rarer.
const FREQUENT: &[u8] = b"~`^|$#!;'%+=<>@(){}[]\\*&?zqjxkvywbgfphmulcdsnrtoiae/:,\"._- 9876543210";

/// So many bytes are compared per byte of a text before the linear search takes over.
const PATIENCE: usize = 8;

/// What the fast search finds.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    At(usize),
    Nowhere,
    /// It compared too much.
    Unknown,
}

impl Needle {
    pub(super) fn of(text: &str) -> Self {
        let text = folded(text);
        let frequency = |byte: u8| FREQUENT.iter().position(|other| *other == byte).map_or(0, |at| at + 1);
        let rare = text.bytes().enumerate().min_by_key(|(_, byte)| frequency(*byte));
        let rare = rare.filter(|_| text.is_ascii()).map(|(at, byte)| (byte, byte.to_ascii_uppercase(), at));
        Self { finder: Finder::new(&text).into_owned(), rare }
    }

    pub(super) fn is_in(&self, text: &str, buffer: &mut String) -> bool {
        if self.finder.needle().is_empty() {
            return true;
        }
        let mut patience = PATIENCE * text.len();
        match self.fast(text.as_bytes(), 0, &mut patience) {
            Found::At(_) => return true,
            Found::Nowhere if text.is_ascii() || !text.contains(FOLDED_TO_ASCII) => return false,
            Found::Nowhere | Found::Unknown => {}
        }
        fold_into(buffer, text);
        self.finder.find(buffer.as_bytes()).is_some()
    }

    /// Whether it is found by its bytes alone in texts of ASCII.
    pub(super) fn is_plain(&self) -> bool {
        self.rare.is_some()
    }

    /// Whether some texts may contain it, as far as that is known without reading them.
    pub(super) fn may_be_in(&self, texts: &TextRun<'_>) -> bool {
        let may_have = |byte: &u8| texts.may_have(*byte) || texts.may_have(byte.to_ascii_uppercase());
        !self.is_plain() || self.finder.needle().iter().all(may_have)
    }

    /// Marks those of some texts of ASCII that contain it, if it is plain.
    pub(super) fn mark(&self, texts: &TextRun<'_>, marks: &mut [bool]) {
        let haystack = texts.joined().as_bytes();
        let mut patience = PATIENCE * haystack.len();
        let mut given_up = None;
        let next = |from: usize| match self.fast(haystack, from, &mut patience) {
            Found::At(at) => Some(at),
            Found::Nowhere => None,
            Found::Unknown => {
                given_up = Some(from);
                None
            }
        };
        mark(texts, next, self.finder.needle().len(), marks);
        if let Some(from) = given_up {
            let first = texts.place_of(from, 0);
            let mut buffer = String::new();
            for (is_marked, text) in marks.iter_mut().zip(texts.iter()).skip(first) {
                *is_marked = *is_marked || self.is_in(text, &mut buffer);
            }
        }
    }

    /// Looks for it from a byte on, in either case of ASCII.
    fn fast(&self, haystack: &[u8], from: usize, patience: &mut usize) -> Found {
        let Some((lower, upper, offset)) = self.rare else { return Found::Unknown };
        let needle = self.finder.needle();
        let Some(within) = haystack.get(from + offset..) else { return Found::Nowhere };
        for rare in memchr::memchr2_iter(lower, upper, within) {
            let at = from + rare;
            let Some(part) = haystack.get(at..at + needle.len()) else { return Found::Nowhere };
            let same = part.iter().zip(needle).take_while(|(byte, wanted)| byte.to_ascii_lowercase() == **wanted);
            let same = same.count();
            if same == needle.len() {
                return Found::At(at);
            }
            match patience.checked_sub(same + 1) {
                Some(left) => *patience = left,
                None => return Found::Unknown,
            }
        }
        Found::Nowhere
    }
}

/// Marks the texts that have a passage of some length as a whole. `next` gives the place of the passage among the
/// joined texts that is the first from a byte on.
pub(super) fn mark(
    texts: &TextRun<'_>,
    mut next: impl FnMut(usize) -> Option<usize>,
    length: usize,
    marks: &mut [bool],
) {
    let (mut text, mut from) = (0, 0);
    while let Some(at) = next(from) {
        text = texts.place_of(at, text);
        let Some(mark) = marks.get_mut(text) else { return };
        let span = texts.span(text);
        *mark |= at + length <= span.end;
        // Once is enough; and what goes over a text's end does so from every later place in it, too.
        from = span.end;
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

    #[test]
    fn hostile_needles_are_compared_no_more_than_patience_allows() {
        let haystack = "z".repeat(100_000);
        for (needle, expected) in [
            (format!("{}q", "z".repeat(1000)), false),
            (format!("z{}", "q".repeat(1000)), false),
            ("Z".repeat(50_000), true),
            ("Z".repeat(100_001), false),
        ] {
            let needle = Needle::of(&needle);
            let mut patience = PATIENCE * haystack.len();
            let found = needle.fast(haystack.as_bytes(), 0, &mut patience);
            assert!(if expected { found == Found::At(0) } else { !matches!(found, Found::At(_)) });
            assert_eq!(needle.is_in(&haystack, &mut String::new()), expected);
            let mut dictionary = Dictionary::default();
            dictionary.intern("q");
            dictionary.intern(&haystack);
            dictionary.intern("zzz");
            let run = dictionary.run(1, 9, usize::MAX);
            let mut marks = vec![false; run.len()];
            needle.mark(&run, &mut marks);
            assert_eq!(marks, [false, expected, false]);
        }
    }
}
