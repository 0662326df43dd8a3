//! Scans source text without parsing it, which suffices for rules about names.

/// The text with every comment blanked out, preserving lines and columns.
///
/// Strings are kept and recognised, so that `"https://…"` is not taken for a comment. A lone quote in a regular
/// expression or a Rust lifetime ends at the end of its line, because our sources have no multi-line strings that
/// matter here.
pub(crate) fn without_comments(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut inside_block = false;
    for line in text.split_inclusive('\n') {
        strip_line(line, &mut inside_block, &mut output);
    }
    output
}

fn strip_line(line: &str, inside_block: &mut bool, output: &mut String) {
    let mut quote = None;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        if *inside_block {
            if (character, next) == ('*', Some('/')) {
                characters.next();
                *inside_block = false;
                output.push(' ');
            }
            output.push(if character == '\n' { '\n' } else { ' ' });
            continue;
        }
        match (character, next, quote) {
            ('\\', Some(escaped), Some(_)) => {
                characters.next();
                output.extend([character, escaped]);
                continue;
            }
            (_, _, Some(open)) if character == open => quote = None,
            ('"' | '`', _, None) => quote = Some(character),
            ('/', Some('/'), None) => {
                output.push_str(if line.ends_with('\n') { "\n" } else { "" });
                return;
            }
            ('/', Some('*'), None) => {
                characters.next();
                *inside_block = true;
                output.push_str("  ");
                continue;
            }
            _ => {}
        }
        output.push(character);
    }
}

/// Whether a name occurs as a whole word; for a name with a dot or a dash, its ends must be word boundaries.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    words(line, word).next().is_some()
}

/// Whether a name occurs as a whole word and is called.
pub(crate) fn has_call(line: &str, name: &str) -> bool {
    words(line, name).any(|rest| rest.trim_start().starts_with('('))
}

/// The text after each whole-word occurrence.
fn words<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(word).filter_map(move |(at, _)| {
        let before = line[..at].chars().next_back();
        let rest = &line[at + word.len()..];
        let whole = !before.is_some_and(is_word) && !rest.chars().next().is_some_and(is_word);
        whole.then_some(rest)
    })
}

pub(crate) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(without_comments("a // b\nc"), "a \nc");
        assert_eq!(without_comments("a /* b\n d */ c"), "a     \n      c");
        assert_eq!(without_comments(r#"x("https://a") // b"#), r#"x("https://a") "#);
        assert_eq!(without_comments(r#""\"//" // b"#), r#""\"//" "#);
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("a.innerHTML = b", "innerHTML"));
        assert!(!has_word("a.innerHTMLx", "innerHTML"));
        assert!(has_call("await fetch (x)", "fetch"));
        assert!(!has_call("prefetch(x)", "fetch"));
        assert!(!has_call("const fetch = 1", "fetch"));
    }
}
