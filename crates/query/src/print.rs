//! Printing. The printed text parses back to the same expression.

use std::fmt::{self, Write as _};

use crate::escape::push_quoted;
use crate::expr::{Expr, Item, Test};
use crate::field::{Field, Kind};
use crate::pattern::{Pattern, Piece};
use crate::regex::Regex;
use crate::value::{Range, Value};

impl fmt::Display for Expr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        match self {
            // The empty text means every event.
            Self::All => {}
            other => push(&mut text, other, Within::Nothing),
        }
        formatter.write_str(&text)
    }
}

impl Expr {
    /// The text of a part of a filter: of every event, `*`.
    pub fn clause_text(&self) -> String {
        let mut text = String::new();
        push(&mut text, self, Within::And);
        text
    }
}

/// What stands around an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    And,
    Or,
    Not,
}

fn push(into: &mut String, expr: &Expr, within: Within) {
    match expr {
        Expr::All => into.push('*'),
        Expr::Item(item) => push_item(into, item),
        Expr::Not(inner) => {
            into.push('-');
            push(into, inner, Within::Not);
        }
        Expr::Off(inner) => {
            into.push('#');
            push(into, inner, Within::Not);
        }
        Expr::And(parts) => {
            let in_brackets = within == Within::Not;
            push_joined(into, parts, " ", in_brackets, Within::And);
        }
        Expr::Or(parts) => {
            let in_brackets = within == Within::Not || within == Within::And;
            push_joined(into, parts, " OR ", in_brackets, Within::Or);
        }
    }
}

fn push_joined(into: &mut String, parts: &[Expr], between: &str, in_brackets: bool, within: Within) {
    if in_brackets {
        into.push('(');
    }
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            into.push_str(between);
        }
        push(into, part, within);
    }
    if in_brackets {
        into.push(')');
    }
}

fn push_item(into: &mut String, Item { field, test }: &Item) {
    match (field, test) {
        (Field::Time, Test::Last(duration)) => {
            let _ = write!(into, "last:{duration}");
            return;
        }
        (Field::Anywhere, _) => {}
        (field, _) => {
            into.push_str(&field.name());
            into.push(':');
        }
    }
    match test {
        Test::Present | Test::Last(_) => into.push('*'),
        Test::Any(values) => match values.as_slice() {
            [one] if !is_star(one) => push_value(into, field, one),
            several => {
                into.push('(');
                for (at, value) in several.iter().enumerate() {
                    if at > 0 {
                        into.push_str(", ");
                    }
                    push_value(into, field, value);
                }
                into.push(')');
            }
        },
    }
}

/// Alone, `*` asks whether there is a value.
fn is_star(value: &Value) -> bool {
    matches!(value, Value::Text(pattern) if pattern.pieces() == [Piece::Any])
}

fn push_value(into: &mut String, field: &Field, value: &Value) {
    match value {
        Value::Absent => into.push_str("-*"),
        Value::Text(pattern) => push_pattern(into, pattern, |text, is_first| is_plain(field, text, is_first)),
        Value::Cased(pattern) => {
            into.push('=');
            push_pattern(into, pattern, |_, _| false);
        }
        Value::Regex(regex) => push_regex(into, regex),
        Value::Network(network) => {
            // Elsewhere a network is a text like others.
            let sign = if field.kind() == Kind::Address { "" } else { "~" };
            let _ = write!(into, "{sign}{network}");
        }
        Value::Number(range) => push_range(into, range, |number| number.text().to_owned()),
        Value::Time(range) => push_range(into, range, ToString::to_string),
        Value::Weekday(range) => push_range(into, range, |day| day.name().to_owned()),
        Value::Hour(range) => push_range(into, range, ToString::to_string),
    }
}

fn push_pattern(into: &mut String, pattern: &Pattern, is_plain: impl Fn(&str, bool) -> bool) {
    if pattern.pieces().is_empty() {
        into.push_str("\"\"");
    }
    for (at, piece) in pattern.pieces().iter().enumerate() {
        match piece {
            Piece::Any => into.push('*'),
            Piece::One => into.push('?'),
            Piece::Text(text) if is_plain(text, at == 0) => into.push_str(text),
            Piece::Text(text) => push_quoted(into, text),
        }
    }
}

/// Whether a text needs no quotes: it has nothing that means something in a filter.
fn is_plain(field: &Field, text: &str, is_first: bool) -> bool {
    let kind = field.kind();
    let is_free = |character: char| {
        !crate::escape::is_hidden(character)
            && (character.is_alphanumeric() || matches!(character, '_' | '@' | '.' | '+' | '%' | '&' | '-' | '/'))
            || character == ':' && *field != Field::Anywhere
    };
    let begins_plainly = !is_first || text.starts_with(|first: char| first.is_alphanumeric() || first == '_');
    let is_network = kind == Kind::Address && text.contains('/');
    // Beside a field, the parser takes these for operators in the wrong case.
    let is_foreign =
        *field == Field::Anywhere && ["and", "or", "not"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let is_number = kind == Kind::Input && text.bytes().all(|byte| byte.is_ascii_digit());
    begins_plainly
        && text.chars().all(is_free)
        && !text.contains("..")
        && !matches!(text, "AND" | "OR" | "NOT")
        && !is_foreign
        && !is_network
        && !is_number
}

fn push_regex(into: &mut String, regex: &Regex) {
    into.push_str("~/");
    into.push_str(&regex.printed());
    into.push('/');
    if regex.ignores_case() {
        into.push('i');
    }
}

fn push_range<T>(into: &mut String, range: &Range<T>, text: impl Fn(&T) -> String) {
    let _ = match range {
        Range::Is(one) => write!(into, "{}", text(one)),
        Range::From(least) => write!(into, ">={}", text(least)),
        Range::Above(least) => write!(into, ">{}", text(least)),
        Range::To(most) => write!(into, "<={}", text(most)),
        Range::Below(most) => write!(into, "<{}", text(most)),
        Range::Between(least, most) => write!(into, "{}..{}", text(least), text(most)),
    };
}
