//! Markdown tables. What logs say stays text: no markup, no link, no image.

use std::fmt::Write as _;

use touchstone_evidence::Basis;

/// The title, the filter and the header; numbers are marked to be right-aligned.
pub(crate) fn head<'a>(
    out: &mut String,
    title: &str,
    filter: Option<&str>,
    columns: impl Iterator<Item = (&'a str, bool)>,
) {
    writeln!(out, "**{}**\n", escaped(title)).ok();
    if let Some(filter) = filter {
        let said = if filter.is_empty() { "none: every event".to_owned() } else { escaped(filter) };
        writeln!(out, "Filter: {said}. Times are UTC.\n").ok();
    }
    let mut marks = String::from("|");
    let mut names = Vec::new();
    for (name, is_number) in columns {
        names.push(Some(name.to_owned()));
        marks.push_str(if is_number { " ---: |" } else { " --- |" });
    }
    row(out, names.into_iter());
    out.push_str(&marks);
    out.push('\n');
}

/// Behind the table stands what it rests on.
pub(crate) fn foot(out: &mut String, basis: &Basis) {
    writeln!(out, "\n{}", escaped(&basis.footer())).ok();
}

/// A row; an absent cell is empty.
pub(crate) fn row(out: &mut String, cells: impl Iterator<Item = Option<String>>) {
    out.push('|');
    for cell in cells {
        out.push(' ');
        out.push_str(&escaped(&cell.unwrap_or_default()));
        out.push_str(" |");
    }
    out.push('\n');
}

/// A text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' => out.push_str("<br>"),
            // These and `@` would become links of themselves in some dialects.
            '.' | ':' | '@' | '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '(' | ')' | '#' | '+'
            | '-' | '!' | '|' | '~' | '&' | '$' | '^' | '=' => {
                let is_plain = match character {
                    '.' => !ends_with_www(&out),
                    ':' => rest.peek() != Some(&'/'),
                    // Only at the start of a line do these mean something.
                    '#' | '+' | '-' | '=' => !(out.is_empty() || out.ends_with("<br>")),
                    '(' | ')' | '{' | '}' | '@' | '^' => true,
                    _ => false,
                };
                if !is_plain {
                    out.push('\\');
                }
                out.push(character);
            }
            // Controls, and marks that turn the direction of writing.
            control if control.is_control() || matches!(control, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                write!(out, "\\\\u{{{:x}}}", u32::from(control)).ok();
            }
            other => out.push(other),
        }
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.as_bytes().last_chunk::<3>().is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        for (text, expected) in [
            ("a@example.com", "a@example.com"),
            ("10.0.0.1", "10.0.0.1"),
            ("a|b", "a\\|b"),
            ("<script>x</script>", "\\<script\\>x\\</script\\>"),
            ("![x](http://h/)", "\\!\\[x\\](http\\://h/)"),
            ("www.example.com", "www\\.example.com"),
            ("WwW.w.ww.x", "WwW\\.w.ww.x"),
            ("a\r\nb\nc\rd", "a<br>b<br>c<br>d"),
            ("# x\n- y", "\\# x<br>\\- y"),
            ("a-b", "a-b"),
            ("`c` *d* _e_ ~f~ &lt; $g$ \\", "\\`c\\` \\*d\\* \\_e\\_ \\~f\\~ \\&lt; \\$g\\$ \\\\"),
            ("\u{1b}\u{202e}", "\\\\u{1b}\\\\u{202e}"),
        ] {
            assert_eq!(escaped(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_takes_time_in_proportion() {
        // With work at each dot for all that is before it, this takes half an hour.
        let dots = ".".repeat(1 << 23);
        assert!(escaped(&dots) == dots);
    }
}
