//! Filters as people write them.

use touchstone_analysis::Filter;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::printable;

/// The filter of an argument; every event where there is none. An error shows the filter with a caret under the
/// character at which it fails.
pub fn filter(text: Option<&str>) -> Result<Filter, String> {
    let text = text.unwrap_or_default();
    Filter::parse(text).map_err(|error| {
        let before = printable(&text[..error.start.byte]);
        let behind = printable(&text[error.start.byte..]);
        let (before, behind) = (tail(&before), head(&behind));
        format!("the filter cannot be read {error}\n  {before}{behind}\n  {}^", " ".repeat(before.width()))
    })
}

/// How many columns of a filter are shown on either side of an error.
const SHOWN: usize = 60;

/// The end of a text, within [`SHOWN`] columns.
fn tail(text: &str) -> String {
    let start = text.len() - within(text.chars().rev());
    if start == 0 { text.to_owned() } else { format!("…{}", &text[start..]) }
}

/// The beginning of a text, within [`SHOWN`] columns.
fn head(text: &str) -> String {
    let end = within(text.chars());
    if end == text.len() { text.to_owned() } else { format!("{}…", &text[..end]) }
}

/// The bytes of as many characters as fit in [`SHOWN`] columns.
fn within(characters: impl Iterator<Item = char>) -> usize {
    let mut columns = 0;
    let fitting = characters.take_while(|character| {
        columns += character.width().unwrap_or_default();
        columns <= SHOWN
    });
    fitting.map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_character() {
        let long = "x".repeat(100);
        for (text, shown, column) in [
            ("a :b".to_owned(), "a :b".to_owned(), 2),
            ("日本語 :b".to_owned(), "日本語 :b".to_owned(), 7),
            ("e\u{301}e\u{301} :b".to_owned(), "e\u{301}e\u{301} :b".to_owned(), 3),
            ("😀 :b".to_owned(), "😀 :b".to_owned(), 3),
            ("\"\n\" :b".to_owned(), "\"\\n\" :b".to_owned(), 5),
            ("\"\u{202e}\" :b".to_owned(), "\"\\u{202e}\" :b".to_owned(), 11),
            (format!("{long} :{long}"), format!("…{} :{}…", "x".repeat(59), "x".repeat(59)), 61),
        ] {
            let message = filter(Some(&text)).unwrap_err();
            let lines: Vec<&str> = message.lines().collect();
            assert_eq!(lines[1..], [format!("  {shown}"), format!("  {}^", " ".repeat(column))], "{text}");
        }
    }
}
