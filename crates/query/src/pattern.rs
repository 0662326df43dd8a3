//! Patterns with wildcards.

use crate::fold::folded;
use crate::wildcards::Wildcards;

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Literal text.
    Text(String),
    /// `*`: any text, including none.
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

    /// The pattern that matches only this text.
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

    /// The number of wildcards.
    pub fn wildcards(&self) -> usize {
        self.pieces.iter().filter(|piece| !matches!(piece, Piece::Text(_))).count()
    }

    /// The text that it matches, if it has no wildcard.
    pub fn literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Its case folding, to be matched against folded texts.
    pub(crate) fn folded(&self) -> Self {
        Self::of(self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => Piece::Text(folded(text)),
            other => other.clone(),
        }))
    }

    /// The pattern of texts that contain a match of this one.
    pub(crate) fn within(&self) -> Self {
        Self::of([Piece::Any].into_iter().chain(self.pieces.iter().cloned()).chain([Piece::Any]))
    }

    /// Whether it matches a whole text.
    pub fn matches(&self, text: &str) -> bool {
        Wildcards::of(self).matches(text)
    }
}
