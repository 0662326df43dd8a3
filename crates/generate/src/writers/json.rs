//! Writes JSON text into a buffer.

/// The treatment of characters beyond ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beyond {
    /// UTF-8.
    Kept,
    /// `\uXXXX`, as a surrogate pair where needed.
    Escaped,
}

pub(crate) fn text(out: &mut Vec<u8>, text: &str, beyond: Beyond) {
    out.push(b'"');
    let mut plain_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let is_plain = match byte {
            b'"' | b'\\' | 0x00..0x20 => false,
            0x20..0x80 => true,
            0x80.. => beyond == Beyond::Kept,
        };
        // Bytes before `plain_from` belong to a character that is already escaped.
        if is_plain || at < plain_from {
            continue;
        }
        out.extend_from_slice(&text.as_bytes()[plain_from..at]);
        plain_from = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x00..0x20 => escape_unit(out, u16::from(byte)),
            _ => {
                let character = text[at..].chars().next().unwrap_or_default();
                for unit in character.encode_utf16(&mut [0; 2]) {
                    escape_unit(out, *unit);
                }
                plain_from = at + character.len_utf8();
            }
        }
    }
    out.extend_from_slice(&text.as_bytes()[plain_from..]);
    out.push(b'"');
}

fn escape_unit(out: &mut Vec<u8>, unit: u16) {
    out.extend_from_slice(b"\\u");
    hexadecimal(out, u128::from(unit), 4);
}

/// The last `digits` hexadecimal digits of `number`.
pub(crate) fn hexadecimal(out: &mut Vec<u8>, number: u128, digits: u32) {
    out.extend((0..digits).rev().map(|digit| b"0123456789abcdef"[(number >> (4 * digit)) as usize & 0xf]));
}

pub(crate) fn integer(out: &mut Vec<u8>, number: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// A UUID in its usual spelling, without quotes.
pub(crate) fn uuid(out: &mut Vec<u8>, number: u128) {
    for (shift, digits) in [(96, 8), (80, 4), (64, 4), (48, 4), (0, 12)] {
        if digits != 8 {
            out.push(b'-');
        }
        hexadecimal(out, number >> shift, digits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, beyond: Beyond, expected: &str) {
        let mut out = Vec::new();
        text(&mut out, input, beyond);
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
        let read: String = serde_json::from_str(expected).expect("the expectation is JSON");
        assert_eq!(read, input);
    }

    #[test]
    fn text_reads_back() {
        check("", Beyond::Kept, r#""""#);
        check("a\"b\\c/d", Beyond::Kept, r#""a\"b\\c/d""#);
        check("\u{1}\u{1f}\t\n\r\u{7f}", Beyond::Kept, "\"\\u0001\\u001f\\t\\n\\r\u{7f}\"");
        check("größe 共 😀", Beyond::Kept, "\"größe 共 😀\"");
        check("größe\n共😀\"é", Beyond::Escaped, r#""gr\u00f6\u00dfe\n\u5171\ud83d\ude00\"\u00e9""#);
    }

    #[test]
    fn integers_of_every_length() {
        for number in [0, 7, -7, 10, 1_577_571_960_848, i64::MAX, i64::MIN] {
            let mut out = Vec::new();
            integer(&mut out, number);
            assert_eq!(String::from_utf8(out), Ok(number.to_string()));
        }
    }
}
