//! Texts: hidden characters are escaped, numbers are grouped.

use maud::{Markup, html};
use touchstone_query::is_hidden;

use crate::words::plural;

/// A text in one line with the characters escaped that nobody sees or that reorder a line. Markup is escaped where it is
/// written.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// A text with its line breaks.
pub(super) fn lines(text: &str) -> Markup {
    html! {
        @for (at, line) in text.trim_end().lines().enumerate() {
            @if at > 0 { br; }
            (shown(line))
        }
    }
}

/// A count with its thousands apart.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count with its thousands apart and its noun, which is given in the singular.
pub(super) fn counted(number: u64, noun: &str) -> String {
    format!("{} {}", count(number), plural(number, noun))
}

/// A text, or a word for its absence.
pub(super) fn or_none(text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).map_or_else(|| "none".to_owned(), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        for (number, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), expected);
        }
    }

    #[test]
    fn nothing_hides() {
        assert_eq!(shown("a\u{202e}b\nc"), "a\\u{202e}b\\nc");
        assert_eq!(lines("a\u{202e}<b>\r\nc").into_string(), "a\\u{202e}&lt;b&gt;<br>c");
    }
}
