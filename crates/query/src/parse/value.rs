//! Tests and values, which follow a field's colon.

use std::net::IpAddr;

use crate::decimal::Decimal;
use crate::expr::Test;
use crate::field::{Field, Kind};
use crate::limits;
use crate::moment::Moment;
use crate::network::Network;
use crate::parse::advice;
use crate::parse::probe::Expecting;
use crate::parse::reader::{ParseError, Reader, Word};
use crate::pattern::Piece;
use crate::regex::Regex;
use crate::value::{Range, Value, Weekday};

/// What is asked of a field.
pub(super) fn test(reader: &mut Reader<'_>, field: &Field) -> Result<Test, ParseError> {
    let start = reader.at();
    if !reader.eat('(') {
        let value = value(reader, field, false)?;
        return Ok(match value {
            Value::Text(pattern) if pattern.pieces() == [Piece::Any] => Test::Present,
            value => Test::Any(vec![value]),
        });
    }
    let mut values = Vec::new();
    loop {
        reader.skip_blanks();
        values.push(value(reader, field, true)?);
        if values.len() > limits::LIST {
            return Err(reader.error(start..start + 1, format!("a list has at most {} values", limits::LIST)));
        }
        reader.skip_blanks();
        if reader.eat(')') {
            reader.ends_here("a list")?;
            return Ok(Test::Any(values));
        }
        if !reader.eat(',') {
            let at = reader.at();
            return Err(if reader.is_at_end() {
                reader.error(start..start + 1, "this list is not closed: expected )")
            } else {
                reader.error(at..at + 1, "expected a comma or ) behind a value of a list")
            });
        }
    }
}

fn value(reader: &mut Reader<'_>, field: &Field, in_list: bool) -> Result<Value, ParseError> {
    let start = reader.at();
    if reader.eat_text("-*") {
        let is_alone = reader.peek().is_none_or(|next| next.is_whitespace() || next == ')' || in_list && next == ',');
        if is_alone {
            return Ok(Value::Absent);
        }
        reader.seek(start);
    }
    if reader.rest().starts_with(['>', '<']) {
        return comparison(reader, field, in_list);
    }
    if matches!(field.kind(), Kind::Text | Kind::Address | Kind::Input) {
        return text(reader, field, in_list);
    }
    let word = word(reader, field, in_list)?;
    let end = reader.at();
    match word.bare.as_deref() {
        Some("*") if !in_list => Ok(Value::Text(word.pattern)),
        Some("") | None if start == end => Err(missing(reader, field)),
        Some(bare) => range(field.kind(), bare).map_err(|refused| {
            let expected = expected(field.kind());
            let message = if let Some(is_reversed) = refused {
                is_reversed + &advice::turned_round(field, bare)
            } else {
                let likely = advice::for_value(field, bare);
                if bare.contains(['*', '?']) {
                    format!("{} cannot have wildcards: expected {expected}{likely}", name_of(field.kind()))
                } else {
                    format!("expected {expected}{likely}")
                }
            };
            reader.error(start..end, message)
        }),
        None => {
            let likely = advice::for_value(field, &reader.text[start..end]);
            let message =
                format!("expected {}; {} has no quotes{likely}", expected(field.kind()), name_of(field.kind()));
            Err(reader.error(start..end, message))
        }
    }
}

/// A text with what may stand before it.
pub(super) fn text(reader: &mut Reader<'_>, field: &Field, in_list: bool) -> Result<Value, ParseError> {
    let start = reader.at();
    if reader.eat('=') {
        let at = reader.at();
        let word = word_of(reader, field, in_list, true)?;
        if reader.at() == at {
            return Err(reader.error(at..at, "expected a text behind =; =\"\" is the empty text"));
        }
        return Ok(Value::Cased(word.pattern));
    }
    if reader.eat_text("~/") {
        return regex(reader, start, in_list).map(Value::Regex);
    }
    if reader.eat('~') {
        let word = reader.word(in_list, false)?;
        let network = word.bare.as_deref().and_then(Network::of);
        return network.map(Value::Network).ok_or_else(|| {
            reader.error(
                start..reader.at(),
                "expected a regular expression like ~/[0-9]+/, or a network like ~10.0.0.0/8",
            )
        });
    }
    let word = word(reader, field, in_list)?;
    let end = reader.at();
    if start == end {
        return Err(missing(reader, field));
    }
    let Some(bare) = word.bare.as_deref().filter(|_| *field != Field::Anywhere) else {
        return Ok(Value::Text(word.pattern));
    };
    if field.kind() == Kind::Address && bare.contains('/') {
        return Network::of(bare).map(Value::Network).ok_or_else(|| {
            let prefix = bare.split_once('/').and_then(|(address, _)| address.parse::<IpAddr>().ok());
            let reason = match prefix {
                Some(IpAddr::V4(_)) => " (IPv4 prefixes are 0 to 32)",
                Some(IpAddr::V6(_)) => " (IPv6 prefixes are 0 to 128)",
                None => "",
            };
            reader.error(
                start..end,
                format!("expected a network like 10.0.0.0/8 or 2001:db8::/32{reason}; quote other texts"),
            )
        });
    }
    if field.kind() == Kind::Input && Decimal::of(bare).is_some_and(|number| number.integer().is_some()) {
        return range(field.kind(), bare).map_err(|_| reader.error(start..end, "expected the number of an input"));
    }
    // Two dots also stand in paths: only between numbers they make a range.
    if let Some((least, most)) = bare.split_once("..") {
        let is_end = |text: &str| text.is_empty() || Decimal::of(text).is_some();
        if is_end(least) && is_end(most) && !(least.is_empty() && most.is_empty()) {
            return range(field.kind(), bare).map_err(|message| {
                reader.error(start..end, message.unwrap_or_else(|| "expected a range of numbers like 1..5".to_owned()))
            });
        }
    }
    Ok(Value::Text(word.pattern))
}

/// An error for a field that no value follows.
fn missing(reader: &Reader<'_>, field: &Field) -> ParseError {
    let at = reader.at();
    let (name, kind) = (field.name(), field.kind());
    let value = advice::word(reader.rest());
    // A blank behind the colon is one too many.
    let is_value = reader.peek().is_some_and(char::is_whitespace)
        && !value.is_empty()
        && !value.contains(':')
        && !matches!(value, "AND" | "OR" | "NOT");
    let likely = if is_value && *field != Field::Anywhere {
        format!(" right behind the colon{}", advice::proposal(&format!("{name}:{value}")))
    } else if *field == Field::Anywhere {
        String::new()
    } else if matches!(kind, Kind::Text | Kind::Address) {
        format!("; {name}:* is any value, {name}:\"\" the empty text")
    } else {
        format!("; {name}:* is any value")
    };
    reader.error(at..at, format!("expected {}{likely}", expected(kind)))
}

fn word(reader: &mut Reader<'_>, field: &Field, in_list: bool) -> Result<Word, ParseError> {
    word_of(reader, field, in_list, false)
}

/// Reads a word, and notes it for completion where the text ends with it.
fn word_of(reader: &mut Reader<'_>, field: &Field, in_list: bool, is_cased: bool) -> Result<Word, ParseError> {
    let start = reader.at();
    let word = reader.word(in_list, *field == Field::Anywhere);
    let begins = if is_cased { start - 1 } else { start };
    match &word {
        Ok(word) if reader.is_at_end() => {
            let typed = word.bare.clone().or_else(|| word.pattern.literal().map(str::to_owned)).unwrap_or_default();
            let expecting = if *field == Field::Anywhere { Expecting::Item } else { Expecting::Value(field.clone()) };
            // A quoted text may be a value that is being typed, but no field; and what begins as a key is one.
            let is_text = expecting == Expecting::Item && (word.bare.is_none() || reader.is_at_key());
            if !is_text {
                reader.note(begins, expecting, typed, is_cased);
            }
        }
        Err(_) if reader.is_at_end() && *field != Field::Anywhere && reader.text[start..].starts_with('"') => {
            let typed = reader.text[start + 1..].to_owned();
            reader.note(begins, Expecting::Value(field.clone()), typed, is_cased);
        }
        _ => {}
    }
    word
}

/// Reads a regular expression behind its first slash.
fn regex(reader: &mut Reader<'_>, start: usize, in_list: bool) -> Result<Regex, ParseError> {
    let rest = reader.rest();
    let mut is_escaped = false;
    let end = rest.char_indices().find_map(|(at, character)| {
        let ends = character == '/' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        ends.then_some(at)
    });
    let Some(end) = end else {
        return Err(reader.error(start..start + 2, "this regular expression is not closed: expected /"));
    };
    reader.regexes += 1;
    if reader.regexes > limits::REGEXES {
        let message = format!("a filter has at most {} regular expressions", limits::REGEXES);
        return Err(reader.error(start..start + 2, message));
    }
    let from = reader.at();
    reader.seek(from + end + 1);
    let ignores_case = reader.eat('i');
    if reader.peek().is_some_and(|next| !(next.is_whitespace() || next == ')' || in_list && next == ',')) {
        let at = reader.at();
        return Err(
            reader.error(at..at + 1, "expected a space behind the regular expression; write a slash within it as \\/")
        );
    }
    let regex = Regex::new(&rest[..end], ignores_case).map_err(|message| reader.error(from..from + end, message))?;
    reader.regex_positions += regex.positions();
    if reader.regex_positions > limits::REGEX_POSITIONS {
        let message =
            "the regular expressions of the filter are together too large once their repetitions are written out";
        return Err(reader.error(start..from + end + 1, message));
    }
    Ok(regex)
}

fn comparison(reader: &mut Reader<'_>, field: &Field, in_list: bool) -> Result<Value, ParseError> {
    let begin = reader.at();
    let is_more = reader.peek() == Some('>');
    reader.eat(if is_more { '>' } else { '<' });
    let is_equal = reader.eat('=');
    let start = reader.at();
    let word = reader.word(in_list, false)?;
    if reader.at() == start && reader.peek().is_some_and(char::is_whitespace) {
        let sign = &reader.text[begin..start];
        let value = advice::word(reader.rest());
        let likely = match field.kind().sided(value, Side::From) {
            Some(_) => advice::proposal(&format!("{}:{sign}{value}", field.name())),
            None => String::new(),
        };
        return Err(
            reader.error(start..start, format!("expected {} right behind {sign}{likely}", ordered(field.kind())))
        );
    }
    let text = word.bare.unwrap_or_default();
    let sided = match (is_more, is_equal) {
        (true, true) => Side::From,
        (true, false) => Side::Above,
        (false, true) => Side::To,
        (false, false) => Side::Below,
    };
    field.kind().sided(&text, sided).ok_or_else(|| {
        let likely = match text.strip_prefix('=').map(|value| (value, field.kind().sided(value, Side::From))) {
            Some((value, Some(_))) if !is_equal => {
                advice::proposal(&format!("{}:{}={value}", field.name(), &reader.text[begin..start]))
            }
            _ if text.starts_with('>') && field.kind().sided(&text[1..], Side::From).is_some() => {
                advice::proposal(&format!("-{}:{}", field.name(), &text[1..]))
            }
            _ => String::new(),
        };
        reader.error(start..reader.at(), format!("expected {}{likely}", ordered(field.kind())))
    })
}

/// A value or a range of values in order. An error may say why it is none.
pub(super) fn range(kind: Kind, text: &str) -> Result<Value, Option<String>> {
    let Some((least, most)) = text.split_once("..") else {
        return kind.one(text).ok_or(None);
    };
    match (least.is_empty(), most.is_empty()) {
        (true, true) => Err(None),
        (false, true) => kind.sided(least, Side::From).ok_or(None),
        (true, false) => kind.sided(most, Side::To).ok_or(None),
        (false, false) => {
            let (value, is_reversed) = kind.between(least, most).ok_or(None)?;
            if is_reversed {
                return Err(Some("the range ends before it begins".to_owned()));
            }
            Ok(value)
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    From,
    Above,
    To,
    Below,
}

impl Side {
    fn of<T>(self, value: T) -> Range<T> {
        match self {
            Self::From => Range::From(value),
            Self::Above => Range::Above(value),
            Self::To => Range::To(value),
            Self::Below => Range::Below(value),
        }
    }
}

impl Kind {
    fn number(self, text: &str) -> Option<Decimal> {
        let number = Decimal::of(text)?;
        (self == Self::Text || self == Self::Address || number.integer().is_some()).then_some(number)
    }

    fn one(self, text: &str) -> Option<Value> {
        Some(match self {
            Self::Time => Value::Time(Range::Is(Moment::of(text)?)),
            Self::Weekday => Value::Weekday(Range::Is(Weekday::named(text)?)),
            Self::Hour => Value::Hour(Range::Is(hour(text)?)),
            Self::Text | Self::Address | Self::Number | Self::Input => Value::Number(Range::Is(self.number(text)?)),
        })
    }

    fn sided(self, text: &str, side: Side) -> Option<Value> {
        Some(match self {
            Self::Time => Value::Time(side.of(Moment::of(text)?)),
            Self::Weekday => Value::Weekday(side.of(Weekday::named(text)?)),
            Self::Hour => Value::Hour(side.of(hour(text)?)),
            Self::Text | Self::Address | Self::Number | Self::Input => Value::Number(side.of(self.number(text)?)),
        })
    }

    /// A range, and whether it ends before it begins. Days and hours come round again.
    fn between(self, least: &str, most: &str) -> Option<(Value, bool)> {
        Some(match self {
            Self::Time => {
                let (least, most) = (Moment::of(least)?, Moment::of(most)?);
                (Value::Time(Range::Between(least, most)), least.start_ms() >= most.end_ms())
            }
            Self::Weekday => (Value::Weekday(Range::Between(Weekday::named(least)?, Weekday::named(most)?)), false),
            Self::Hour => (Value::Hour(Range::Between(hour(least)?, hour(most)?)), false),
            Self::Text | Self::Address | Self::Number | Self::Input => {
                let (least, most) = (self.number(least)?, self.number(most)?);
                let is_reversed = least > most;
                (Value::Number(Range::Between(least, most)), is_reversed)
            }
        })
    }
}

fn hour(text: &str) -> Option<u8> {
    let is_plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { text.parse().ok().filter(|hour| *hour < 24) } else { None }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a value",
        Kind::Address => "an address, or a network like 10.0.0.0/8",
        Kind::Number => "a whole number, or a range like 400..499",
        Kind::Time => {
            "a time like 2026-03-05, 2026-03-05T10 or 2026-03-05T10:30:00, or a range like 2026-03-05..2026-03-06"
        }
        Kind::Weekday => "a day of the week: mon, tue, wed, thu, fri, sat or sun, or a range like mon..fri",
        Kind::Hour => "an hour from 0 to 23, or a range like 8..17",
        Kind::Input => "a path, or the number of an input",
    }
}

fn ordered(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Address => "a number",
        Kind::Number | Kind::Input => "a whole number",
        Kind::Time => "a time like 2026-03-05, 2026-03-05T10 or 2026-03-05T10:30:00",
        Kind::Weekday => "a day of the week: mon, tue, wed, thu, fri, sat or sun",
        Kind::Hour => "an hour from 0 to 23",
    }
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Time => "a time",
        Kind::Weekday => "a day of the week",
        Kind::Hour => "an hour",
        _ => "a number",
    }
}
