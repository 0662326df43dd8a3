//! Log text for a terminal.

use touchstone_query::is_hidden;

/// A text with invisible characters escaped, and those that could move the cursor, change colours or reorder a line.
pub fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|letter| {
            let escaped = is_hidden(letter).then(|| letter.escape_default());
            let plain = (!is_hidden(letter)).then_some(letter);
            escaped.into_iter().flatten().chain(plain)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\n\u{e9}"), "a\\u{1b}[2Jb\\n\u{e9}");
        assert_eq!(printable("x\u{202e}gpj.exe \u{200b}"), "x\\u{202e}gpj.exe \\u{200b}");
    }
}
