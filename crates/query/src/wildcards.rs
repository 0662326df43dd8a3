//! Wildcard matching in time linear in the text for each piece of the pattern.
//!
//! `*` divides a pattern into segments. Each segment is matched at its leftmost position behind the previous one; a
//! later position would match no more texts, so the matcher never backtracks.

use memchr::memmem::Finder;

use crate::pattern::{Pattern, Piece};

/// A pattern, prepared to be matched against many texts.
#[derive(Debug)]
pub(crate) struct Wildcards {
    /// Without empty ones.
    segments: Vec<Segment>,
    /// Whether `*` stands before the first segment.
    is_open_before: bool,
    /// Whether `*` stands behind the last segment.
    is_open_behind: bool,
}

/// What stands between two `*`.
#[derive(Debug, Default)]
struct Segment {
    parts: Vec<Part>,
    /// Its characters in all.
    characters: usize,
}

#[derive(Debug)]
enum Part {
    Text(Box<Literal>),
    /// So many `?`.
    Ones(usize),
}

#[derive(Debug)]
struct Literal {
    finder: Finder<'static>,
    /// The characters before it in its segment.
    offset: usize,
    /// By length of a prefix: its longest proper prefix that is also its suffix. Only where `?`s stand beside it.
    borders: Vec<usize>,
}

impl Wildcards {
    pub(crate) fn of(pattern: &Pattern) -> Self {
        let pieces = pattern.pieces();
        let is_any = |piece: Option<&Piece>| piece == Some(&Piece::Any);
        let segments = pieces.split(|piece| *piece == Piece::Any).filter(|pieces| !pieces.is_empty());
        Self {
            segments: segments.map(Segment::of).collect(),
            is_open_before: is_any(pieces.first()),
            is_open_behind: is_any(pieces.last()),
        }
    }

    /// How many passes over a text a match takes at most.
    pub(crate) fn passes(&self) -> usize {
        self.segments.iter().map(|segment| segment.parts.len() + 1).sum::<usize>().max(1)
    }

    /// Whether the pattern matches a whole text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.counted(text, &mut 0)
    }

    /// As [`Self::matches`], with the bytes it looks at added to `looked_at`.
    fn counted(&self, text: &str, looked_at: &mut usize) -> bool {
        let mut rest = text;
        let mut segments = self.segments.as_slice();
        if !self.is_open_before
            && let Some((first, others)) = segments.split_first()
        {
            *looked_at += rest.len();
            let Some(behind) = first.strip_front(rest) else { return false };
            (rest, segments) = (behind, others);
        }
        // The only segment may have been the first.
        if !self.is_open_behind
            && let Some((last, others)) = segments.split_last()
        {
            *looked_at += rest.len();
            let Some(before) = last.strip_back(rest) else { return false };
            (rest, segments) = (before, others);
        } else if !self.is_open_behind {
            return rest.is_empty();
        }
        segments.iter().all(|segment| {
            let behind = segment.behind_first(rest, looked_at);
            rest = behind.unwrap_or_default();
            behind.is_some()
        })
    }
}

impl Segment {
    fn of(pieces: &[Piece]) -> Self {
        let mut segment = Self::default();
        for piece in pieces {
            match (segment.parts.last_mut(), piece) {
                (_, Piece::Any) => {}
                (Some(Part::Ones(count)), Piece::One) => {
                    *count += 1;
                    segment.characters += 1;
                }
                (_, Piece::One) => {
                    segment.parts.push(Part::Ones(1));
                    segment.characters += 1;
                }
                (_, Piece::Text(text)) => {
                    let borders = if pieces.len() > 1 { borders(text.as_bytes()) } else { Vec::new() };
                    let finder = Finder::new(text).into_owned();
                    let literal = Literal { finder, offset: segment.characters, borders };
                    segment.parts.push(Part::Text(Box::new(literal)));
                    segment.characters += text.chars().count();
                }
            }
        }
        segment
    }

    /// The text behind the segment, where the text begins with it.
    fn strip_front<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.parts.iter().try_fold(text, |rest, part| match part {
            Part::Text(literal) => rest.as_bytes().starts_with(literal.finder.needle()).then(|| {
                // Text begins with text, so the cut lies between characters.
                rest.get(literal.finder.needle().len()..)
            })?,
            Part::Ones(count) => skip(rest, *count),
        })
    }

    /// The text before the segment, where the text ends with it.
    fn strip_back<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.parts.iter().rev().try_fold(text, |rest, part| match part {
            Part::Text(literal) => {
                let needle = literal.finder.needle();
                rest.as_bytes().ends_with(needle).then(|| rest.get(..rest.len() - needle.len()))?
            }
            Part::Ones(count) => {
                let mut characters = rest.chars();
                (0..*count).all(|_| characters.next_back().is_some()).then_some(characters.as_str())
            }
        })
    }

    /// The text behind the segment's leftmost place.
    fn behind_first<'a>(&self, text: &'a str, looked_at: &mut usize) -> Option<&'a str> {
        *looked_at += text.len();
        match self.parts.as_slice() {
            [Part::Text(literal)] => {
                let at = literal.finder.find(text.as_bytes())?;
                text.get(at + literal.finder.needle().len()..)
            }
            [Part::Ones(count)] => skip(text, *count),
            _ => self.strip_front(skip(text, self.first_place(text, looked_at)?)?),
        }
    }

    /// The characters before the leftmost place of a segment of texts and `?`: where all its texts stand at their
    /// offsets.
    fn first_place(&self, text: &str, looked_at: &mut usize) -> Option<usize> {
        let literals = || {
            self.parts.iter().filter_map(|part| match part {
                Part::Text(literal) => Some(literal),
                Part::Ones(_) => None,
            })
        };
        // Most texts lack the longest one.
        let longest = literals().max_by_key(|literal| literal.finder.needle().len())?;
        longest.finder.find(text.as_bytes())?;
        *looked_at += text.len();
        let last_place = text.chars().count().checked_sub(self.characters)?;
        let mut agreed = vec![0_usize; last_place + 1];
        for literal in literals() {
            *looked_at += text.len();
            literal.each_place(text.as_bytes(), |character| {
                let place = character.checked_sub(literal.offset);
                if let Some(count) = place.and_then(|place| agreed.get_mut(place)) {
                    *count += 1;
                }
            });
        }
        let all = literals().count();
        agreed.iter().position(|count| *count == all)
    }
}

impl Literal {
    /// Calls `found` with the characters before each of its places, overlapping ones among them: Knuth, Morris and
    /// Pratt's search.
    fn each_place(&self, text: &[u8], mut found: impl FnMut(usize)) {
        let needle = self.finder.needle();
        let mut matched = 0;
        // The characters that begin before the passage matched, if it were as long as the needle.
        let mut characters = 0;
        for (at, byte) in text.iter().enumerate() {
            while matched > 0 && needle.get(matched) != Some(byte) {
                matched = self.borders[matched - 1];
            }
            matched += usize::from(needle.get(matched) == Some(byte));
            if let Some(before) = at.checked_sub(needle.len()) {
                characters += usize::from(text[before] & 0b1100_0000 != 0b1000_0000);
            }
            if matched == needle.len() {
                found(characters);
            }
        }
    }
}

/// The lengths of the borders of each prefix.
fn borders(text: &[u8]) -> Vec<usize> {
    let mut borders = vec![0; text.len()];
    let mut length = 0;
    for at in 1..text.len() {
        while length > 0 && text[at] != text[length] {
            length = borders[length - 1];
        }
        length += usize::from(text[at] == text[length]);
        borders[at] = length;
    }
    borders
}

/// A text without its first characters; nothing where it has fewer.
fn skip(text: &str, count: usize) -> Option<&str> {
    let mut characters = text.chars();
    (0..count).all(|_| characters.next().is_some()).then_some(characters.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Wildcards {
        Wildcards::of(&Pattern::of(text.chars().map(|character| match character {
            '*' => Piece::Any,
            '?' => Piece::One,
            other => Piece::Text(other.to_string()),
        })))
    }

    /// By trying everything.
    fn slowly(pattern: &[char], text: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('*', rest)) => (0..=text.len()).any(|at| slowly(rest, &text[at..])),
            Some(('?', rest)) => !text.is_empty() && slowly(rest, &text[1..]),
            Some((one, rest)) => text.first() == Some(one) && slowly(rest, &text[1..]),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn patterns_match_as_by_trying_everything(pattern in "[abä*?]{0,8}", text in "[abä]{0,12}") {
            let characters = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(of(&pattern).matches(&text), slowly(&characters(&pattern), &characters(&text)));
        }
    }

    #[test]
    fn hostile_patterns_look_at_a_text_once_for_each_piece() {
        let text = format!("{}b", "a".repeat(100_000));
        let long = "a".repeat(30_000);
        for pattern in [
            format!("*{long}?c*"),
            format!("*?{long}c"),
            format!("*{long}b?*"),
            "*a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?c".to_owned(),
            "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*c*".to_owned(),
            "*?a*?a*?a*?a*?a*?a*?a*?a*?a*?a*c".to_owned(),
            format!("*{}c*", "?".repeat(30)),
            format!("{}*", "a?".repeat(30)),
            format!("*a?{}?{}?c*", "a".repeat(10_000), "a".repeat(20_000)),
        ] {
            let pattern = of(&pattern);
            let mut looked_at = 0;
            pattern.counted(&text, &mut looked_at);
            let most = (pattern.passes() + 1) * text.len();
            assert!(looked_at <= most, "{looked_at} of {most}");
        }
    }
}
