//! Texts with wildcards.

use crate::fold::folded;

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that stands for itself.
    Text(String),
    /// `*`: any text, also none.
    Any,
    /// `?`: any one character.
    One,
}

/// A text with wildcards. Neighbouring texts are one, none is empty, and `**` is `*`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
}

impl Pattern {
    /// The pattern of some pieces.
    pub fn of(pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut pattern = Self::default();
        pieces.into_iter().for_each(|piece| pattern.push(piece));
        pattern
    }

    /// The pattern that only this text matches.
    pub fn text(text: &str) -> Self {
        Self::of([Piece::Text(text.to_owned())])
    }

    pub(crate) fn push(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (_, Piece::Text(text)) if text.is_empty() => {}
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (Some(Piece::Any), Piece::Any) => {}
            (_, piece) => self.pieces.push(piece),
        }
    }

    /// Its pieces; none for the empty text.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How many of its pieces are wildcards.
    pub fn wildcards(&self) -> usize {
        self.pieces.iter().filter(|piece| !matches!(piece, Piece::Text(_))).count()
    }

    /// The one text that it matches, if it has no wildcard.
    pub fn literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The pattern without case: to be matched against texts without case.
    pub(crate) fn folded(&self) -> Self {
        Self::of(self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => Piece::Text(folded(text)),
            other => other.clone(),
        }))
    }

    /// The pattern of texts that contain what this one matches.
    pub(crate) fn within(&self) -> Self {
        Self::of([Piece::Any].into_iter().chain(self.pieces.iter().cloned()).chain([Piece::Any]))
    }

    /// Whether it matches a whole text. The time is at most that of the text's length times the pattern's, since of
    /// several `*` only the last is ever moved.
    pub fn matches(&self, text: &str) -> bool {
        let mut at = 0;
        let mut rest = text;
        // Where to go on if what follows the last `*` does not fit: behind it, with a character less.
        let mut again: Option<(usize, &str)> = None;
        loop {
            let fits = match self.pieces.get(at) {
                None if rest.is_empty() => return true,
                None => None,
                Some(Piece::Any) => {
                    at += 1;
                    if at == self.pieces.len() {
                        return true;
                    }
                    again = Some((at, rest));
                    continue;
                }
                Some(Piece::One) => skip(rest),
                Some(Piece::Text(text)) => rest.strip_prefix(text.as_str()),
            };
            if let Some(left) = fits {
                at += 1;
                rest = left;
                continue;
            }
            let Some((behind, from)) = again else { return false };
            let Some(from) = next(&self.pieces[behind..], from) else { return false };
            again = Some((behind, from));
            (at, rest) = (behind, from);
        }
    }
}

fn skip(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    characters.next().map(|_| characters.as_str())
}

/// The next place behind the beginning of a text at which pieces could begin.
fn next<'a>(pieces: &[Piece], text: &'a str) -> Option<&'a str> {
    let rest = skip(text)?;
    match pieces.first() {
        Some(Piece::Text(wanted)) => memchr::memmem::find(rest.as_bytes(), wanted.as_bytes()).map(|at| &rest[at..]),
        _ => Some(rest),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Pattern {
        Pattern::of(text.chars().map(|character| match character {
            '*' => Piece::Any,
            '?' => Piece::One,
            other => Piece::Text(other.to_string()),
        }))
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
        #[test]
        fn patterns_match_as_by_trying_everything(pattern in "[abä*?]{0,8}", text in "[abä]{0,12}") {
            let characters = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(of(&pattern).matches(&text), slowly(&characters(&pattern), &characters(&text)));
        }
    }
}
