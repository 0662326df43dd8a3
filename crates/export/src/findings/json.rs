//! JSON in which nothing hides: characters that nobody sees are written as escapes, which mean the same.

use std::fmt::Write as _;

use serde_json::Value;
use touchstone_query::is_hidden;

/// Appends a value in one line.
pub(crate) fn push(out: &mut Vec<u8>, value: &Value) {
    out.extend_from_slice(text(value).as_bytes());
}

/// Appends a value and a line feed.
pub(crate) fn push_line(out: &mut Vec<u8>, value: &Value) {
    push(out, value);
    out.push(b'\n');
}

/// A value in one line.
pub(crate) fn text(value: &Value) -> String {
    shown(&value.to_string())
}

/// A value over several lines.
pub(crate) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).map_or_else(|_| text(value), |written| shown(&written))
}

/// A value as a file.
pub(crate) fn file(value: &Value) -> Vec<u8> {
    (pretty(value) + "\n").into_bytes()
}

/// Outside of strings, JSON is ASCII, so whatever is not is part of one.
fn shown(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() && character != '\u{7f}' || !is_hidden(character) {
            shown.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(shown, "\\u{unit:04x}").ok();
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_escaped_and_means_the_same() {
        for (value, expected) in [
            ("é 日 😀", "\"é 日 😀\""),
            ("a\u{202e}b", "\"a\\u202eb\""),
            ("\u{7f}\u{85}\u{2028}\r\n\u{0}", "\"\\u007f\\u0085\\u2028\\r\\n\\u0000\""),
            ("\u{e0041}", "\"\\udb40\\udc41\""),
        ] {
            let value = Value::from(value);
            assert_eq!(text(&value), expected);
            assert_eq!(serde_json::from_str::<Value>(expected).unwrap(), value);
        }
    }
}
