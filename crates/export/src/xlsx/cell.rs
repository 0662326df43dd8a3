//! A cell and how it is written.

use std::fmt::Write as _;

/// Maximum length of a text, in UTF-16 units.
pub(crate) const MAX_TEXT: usize = 32_767;

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    Absent,
    /// A text, which stays one whatever it looks like.
    Text(&'a str),
    /// A count. Excel keeps 15 digits; a longer one is written as text.
    Number(i64),
    /// A measure, such as a share.
    Real(f64),
    /// Milliseconds since 1970 UTC, shown in UTC.
    Time(i64),
    /// Days since 1970.
    Date(i64),
    /// True or false.
    Flag(bool),
}

/// The kinds of cells that a column has: its width and its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Real,
    Time,
    Date,
    Flag,
}

impl Kind {
    /// The place of its format in `styles.xml`.
    pub(crate) fn style(self) -> usize {
        match self {
            Self::Number | Self::Real | Self::Flag => 0,
            Self::Time => 2,
            Self::Date => 3,
            Self::Text => 4,
        }
    }

    /// The width of a column that is named so, in characters.
    pub(crate) fn width(self, name: &str) -> usize {
        let least = match self {
            Self::Time => 29,
            Self::Date | Self::Number | Self::Real | Self::Flag => 11,
            Self::Text => TEXT_WIDTHS.iter().find(|(names, _)| names.contains(&name)).map_or(16, |(_, width)| *width),
        };
        // The arrow of the filter takes room for four.
        (name.chars().count().saturating_add(4)).max(least).min(least.max(40))
    }
}

/// The widths of columns whose texts have a usual length, by name.
const TEXT_WIDTHS: [(&[&str], usize); 6] = [
    (&["service", "service_name", "action_name", "digest", "workspace", "workspace_id", "source_ip_address"], 28),
    (&["fact", "value", "email", "user", "user_agent", "subject_name", "run_by", "run_as", "by"], 32),
    (&["path", "of_path", "account_id", "event_id", "session_id", "request_id", "rule", "id"], 40),
    (&["title", "why", "comment", "notes", "reason", "source", "flattened"], 50),
    (&["message", "what", "filter", "error_message"], 60),
    (&["sha256", "input_sha256", "sample_key", "fingerprint", "finding"], 68),
];

/// The style of headings in `styles.xml`.
pub(crate) const HEADING: usize = 1;

const DAY_MS: i64 = 86_400_000;

/// Days from 1899-12-30, day 0 of spreadsheets, to 1970.
const EPOCH_DAY: i64 = 25_569;

/// Days since 1970 that spreadsheets count right: from 1900-03-01, as Excel takes 1900 for a leap year, through 9999.
const DAYS: std::ops::Range<i64> = -25_508..2_932_897;

/// Whether a time can be one in a spreadsheet; otherwise it is written as text.
pub(crate) fn holds_time(ms: i64) -> bool {
    holds_date(ms.div_euclid(DAY_MS))
}

/// Whether a day can be one in a spreadsheet.
pub(crate) fn holds_date(days: i64) -> bool {
    DAYS.contains(&days)
}

/// The largest number of 15 digits.
const MAX_NUMBER: u64 = 999_999_999_999_999;

/// Writes a cell at a place such as `B2`. Returns whether its text had to be cut.
pub(crate) fn write(out: &mut String, place: &str, cell: Cell<'_>) -> bool {
    match cell {
        Cell::Absent => false,
        Cell::Text(text) => write_text(out, place, Kind::Text.style(), text),
        Cell::Number(number) if number.unsigned_abs() > MAX_NUMBER => {
            write_text(out, place, Kind::Text.style(), &number.to_string())
        }
        Cell::Number(number) => write_value(out, place, 0, number),
        Cell::Real(number) if !number.is_finite() => write_text(out, place, Kind::Text.style(), &number.to_string()),
        Cell::Real(number) => write_value(out, place, 0, number),
        Cell::Time(ms) => {
            let day = (ms.div_euclid(DAY_MS) + EPOCH_DAY) as f64;
            // A double holds a time of our days to less than a microsecond.
            write_value(out, place, Kind::Time.style(), day + ms.rem_euclid(DAY_MS) as f64 / DAY_MS as f64)
        }
        Cell::Date(days) => write_value(out, place, Kind::Date.style(), days + EPOCH_DAY),
        Cell::Flag(flag) => {
            write!(out, "<c r=\"{place}\" t=\"b\"><v>{}</v></c>", u8::from(flag)).ok();
            false
        }
    }
}

fn write_value(out: &mut String, place: &str, style: usize, value: impl std::fmt::Display) -> bool {
    if style == 0 {
        write!(out, "<c r=\"{place}\"><v>{value}</v></c>").ok();
    } else {
        write!(out, "<c r=\"{place}\" s=\"{style}\"><v>{value}</v></c>").ok();
    }
    false
}

/// Writes a text inline, so that nothing need be kept until the end. Returns whether it had to be cut.
pub(crate) fn write_text(out: &mut String, place: &str, style: usize, text: &str) -> bool {
    let kept = kept(text);
    let is_padded = kept.starts_with(char::is_whitespace) || kept.ends_with(char::is_whitespace);
    let space = if is_padded { " xml:space=\"preserve\"" } else { "" };
    write!(out, "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t{space}>").ok();
    escape(out, kept);
    let is_cut = kept.len() < text.len();
    if is_cut {
        escape(out, &cut_note(text));
    }
    out.push_str("</t></is></c>");
    is_cut
}

/// What of a text fits in a cell, with room for the note where that is not all.
fn kept(text: &str) -> &str {
    // No character has more UTF-16 units than bytes.
    if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
        return text;
    }
    let mut room = MAX_TEXT - cut_note(text).encode_utf16().count();
    let mut end = 0;
    for character in text.chars() {
        let units = character.len_utf16();
        if units > room {
            break;
        }
        room -= units;
        end += character.len_utf8();
    }
    &text[..end]
}

fn cut_note(text: &str) -> String {
    format!(" … [cut: {} characters in all]", text.chars().count())
}

/// Writes a text for XML. What XML cannot hold is written `_xHHHH_`, as Excel does, and so is a text that looks so.
pub(crate) fn escape(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'_' if looks_escaped(&text.as_bytes()[at..]) => "_x005F_",
            // U+FFFE and U+FFFF are the only characters besides controls that XML excludes and UTF-8 can hold.
            0xef if matches!(text.as_bytes().get(at..at + 3), Some([0xef, 0xbf, 0xbe | 0xbf])) => "",
            0..=0x08 | 0x0b..=0x1f => "",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        if escaped.is_empty() {
            let length = if byte == 0xef { 3 } else { 1 };
            let code = text[at..at + length].chars().next().map_or(0, u32::from);
            write!(out, "_x{code:04X}_").ok();
            written = at + length;
        } else {
            out.push_str(escaped);
            written = at + 1;
        }
    }
    out.push_str(&text[written..]);
}

/// Whether a text begins like `_x000D_`.
fn looks_escaped(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', code @ .., _] if code.len() >= 4)
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
        && bytes.get(6) == Some(&b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        escape(&mut out, text);
        out
    }

    #[test]
    fn what_xml_cannot_hold_is_escaped_as_excel_does() {
        for (text, expected) in [
            ("", ""),
            ("a & b < c > \"d\"", "a &amp; b &lt; c &gt; &quot;d&quot;"),
            ("\0\u{1}\u{1f}", "_x0000__x0001__x001F_"),
            ("a\r\nb\tc", "a_x000D_\nb\tc"),
            ("\u{fffe}x\u{ffff}", "_xFFFE_x_xFFFF_"),
            ("_x0041_", "_x005F_x0041_"),
            ("_x00", "_x00"),
            ("_x004G_", "_x004G_"),
            ("__x00e9_", "__x005F_x00e9_"),
            ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
            ("é\u{1f600}\u{fffd}", "é\u{1f600}\u{fffd}"),
        ] {
            assert_eq!(escaped(text), expected, "{text:?}");
        }
    }

    #[test]
    fn cells_have_their_types() {
        let mut long = String::new();
        for (cell, expected) in [
            (Cell::Absent, ""),
            (Cell::Text("007"), r#"<c r="A1" s="4" t="inlineStr"><is><t>007</t></is></c>"#),
            (Cell::Text(" x"), r#"<c r="A1" s="4" t="inlineStr"><is><t xml:space="preserve"> x</t></is></c>"#),
            (Cell::Text("=1+1"), r#"<c r="A1" s="4" t="inlineStr"><is><t>=1+1</t></is></c>"#),
            (Cell::Number(-12), r#"<c r="A1"><v>-12</v></c>"#),
            (
                Cell::Number(1_000_000_000_000_000),
                r#"<c r="A1" s="4" t="inlineStr"><is><t>1000000000000000</t></is></c>"#,
            ),
            (Cell::Real(0.25), r#"<c r="A1"><v>0.25</v></c>"#),
            (Cell::Time(0), r#"<c r="A1" s="2"><v>25569</v></c>"#),
            (Cell::Time(43_200_000), r#"<c r="A1" s="2"><v>25569.5</v></c>"#),
            (Cell::Time(-21_600_000), r#"<c r="A1" s="2"><v>25568.75</v></c>"#),
            (Cell::Date(1), r#"<c r="A1" s="3"><v>25570</v></c>"#),
            (Cell::Flag(true), r#"<c r="A1" t="b"><v>1</v></c>"#),
        ] {
            long.clear();
            assert!(!write(&mut long, "A1", cell), "{cell:?}");
            assert_eq!(long, expected, "{cell:?}");
        }
    }

    #[test]
    fn times_that_spreadsheets_miscount_are_none() {
        for (ms, expected) in [
            (-2_203_891_200_000, true),
            (-2_203_891_200_001, false),
            (253_402_300_799_999, true),
            (253_402_300_800_000, false),
            (i64::MIN, false),
            (i64::MAX, false),
        ] {
            assert_eq!(holds_time(ms), expected, "{ms}");
        }
    }

    #[test]
    fn texts_are_cut_to_what_a_cell_takes_with_a_word() {
        for (character, count) in [('a', 40_000), ('é', 33_000), ('\u{1f600}', 20_000)] {
            let text = String::from(character).repeat(count);
            let mut out = String::new();
            assert!(write(&mut out, "A1", Cell::Text(&text)));
            let inner =
                out.split_once("<t>").and_then(|(_, rest)| rest.split_once("</t>")).map_or("", |(text, _)| text);
            let units = inner.encode_utf16().count();
            assert!((MAX_TEXT - 1..=MAX_TEXT).contains(&units), "{units}");
            assert!(inner.ends_with(&format!(" … [cut: {count} characters in all]")), "{}", &inner[inner.len() - 60..]);
        }
        let fits = "\u{1f600}".repeat(MAX_TEXT / 2);
        assert!(!write(&mut String::new(), "A1", Cell::Text(&fits)));
    }
}
