//! Case folding.
//!
//! Unicode's simple case folding maps one character to one character: `Ä` to `ä`, `ẞ` to `ß`, `Σ` and `ς` to `σ`.
//! `ß` is not `ss`, and the dotless `ı` is not `i`.

/// The case folding of a character. Two characters fold to the same one exactly where Unicode's simple case folding
/// makes them equal.
pub fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    match character {
        'ı' => return character,
        // Twins that Unicode encodes twice; their capitals take several characters.
        '\u{1fd3}' => return '\u{390}',
        '\u{1fe3}' => return '\u{3b0}',
        '\u{fb05}' => return '\u{fb06}',
        _ => {}
    }
    let upper = single(character.to_uppercase()).unwrap_or(character);
    single(upper.to_lowercase()).unwrap_or(character)
}

/// The letters beyond ASCII that fold to ASCII ones: the long s and the Kelvin sign.
pub(crate) const FOLDED_TO_ASCII: [char; 2] = ['\u{17f}', '\u{212a}'];

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// Replaces `into` with the case folding of a text.
pub(crate) fn fold_into(into: &mut String, text: &str) {
    into.clear();
    if text.is_ascii() {
        into.push_str(text);
        into.make_ascii_lowercase();
    } else {
        into.extend(text.chars().map(fold));
    }
}

/// The case folding of a text.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_folded_one_character_for_one() {
        for (a, b, equal) in [
            ("Alice@Example.COM", "alice@example.com", true),
            ("ÄÖÜ", "äöü", true),
            ("STRAẞE", "straße", true),
            ("STRASSE", "straße", false),
            ("ΣΑΣ", "σας", true),
            ("\u{212a}", "k", true),
            ("ı", "i", false),
            ("İ", "i", false),
            ("日本", "日本", true),
            ("\u{1fd3}", "\u{390}", true),
            ("\u{1fe3}", "\u{3b0}", true),
            ("\u{fb05}", "\u{fb06}", true),
            ("\u{13a0}", "\u{ab70}", true),
            ("\u{1e9b}", "\u{1e61}", true),
            ("ǆ", "ǅ", true),
        ] {
            assert_eq!(folded(a) == folded(b), equal, "{a} {b}");
        }
    }

    #[test]
    fn no_other_letter_beyond_ascii_folds_to_an_ascii_one() {
        let folds = |character: &char| !character.is_ascii() && fold(*character).is_ascii();
        assert_eq!(('\0'..=char::MAX).filter(folds).collect::<Vec<_>>(), FOLDED_TO_ASCII);
    }

    /// The characters that simple case folding makes equal to this one, by the tables of `regex-syntax`.
    fn equals(character: char) -> Vec<char> {
        use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};
        let mut class = ClassUnicode::new([ClassUnicodeRange::new(character, character)]);
        class.try_case_fold_simple().unwrap();
        class.iter().flat_map(|range| range.start()..=range.end()).collect()
    }

    #[test]
    fn characters_fold_alike_exactly_where_unicode_makes_them_equal() {
        let mut newer = 0;
        for character in '\0'..=char::MAX {
            let folded = fold(character);
            assert_eq!(fold(folded), folded, "{character:?}");
            let has_case = folded != character
                || !character.to_lowercase().eq([character])
                || !character.to_uppercase().eq([character]);
            if has_case {
                let equals = equals(character);
                if equals == [character] && folded != character {
                    // The standard library knows a later version of Unicode.
                    newer += 1;
                    continue;
                }
                assert!(equals.contains(&folded), "{character:?} {folded:?}");
                for other in equals {
                    assert_eq!(fold(other), folded, "{character:?} {other:?}");
                }
            } else {
                assert_eq!(folded, character);
            }
        }
        assert!(newer < 100, "{newer}");
    }
}
