//! Texts without case.
//!
//! A character is folded to one character, as simple case folding does: `Ä` is `ä`, `ẞ` is `ß`, `Σ` is `σ` is `ς`.
//! What takes several characters in the other case stays as it is: `ß` is not `ss`. The dotless `ı` is not `i`.

/// A character without case.
pub fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    if character == 'ı' {
        return character;
    }
    let upper = single(character.to_uppercase()).unwrap_or(character);
    single(upper.to_lowercase()).unwrap_or(character)
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// A text without case, written into `into` in place of what is there.
pub(crate) fn fold_into(into: &mut String, text: &str) {
    into.clear();
    if text.is_ascii() {
        into.push_str(text);
        into.make_ascii_lowercase();
    } else {
        into.extend(text.chars().map(fold));
    }
}

/// A text without case.
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
        ] {
            assert_eq!(folded(a) == folded(b), equal, "{a} {b}");
        }
        // Folding is stable for every character.
        for character in '\0'..=char::MAX {
            assert_eq!(fold(fold(character)), fold(character), "{character:?}");
        }
    }
}
