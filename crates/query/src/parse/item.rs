//! Items: a field with what is asked of it, or a text that is looked for everywhere.

use crate::escape::is_hidden;
use crate::expr::{Expr, Item, Test};
use crate::field::{Field, PARAM};
use crate::limits;
use crate::moment::Duration;
use crate::parse::probe::Expecting;
use crate::parse::reader::{Reader, Refused};
use crate::parse::value;
use crate::value::Value;

pub(super) fn item(reader: &mut Reader<'_>) -> Result<Expr, Refused> {
    let start = reader.at();
    reader.item_start = start;
    reader.items += 1;
    if reader.items > limits::ITEMS {
        return Err(reader.refuse(start..start + 1, format!("a filter has at most {} items", limits::ITEMS)));
    }
    match reader.peek() {
        None => {
            reader.expect_item();
            return Err(reader.refuse(start..start, "expected a field with a value, as service:clusters, or a text"));
        }
        Some(')') => {
            return Err(reader.refuse(start..start + 1, "expected a field with a value or a text before the bracket"));
        }
        Some(':') => return Err(reader.refuse(start..start + 1, "expected a field before the colon")),
        Some('"' | '=' | '~' | '*' | '?' | '\\') => return anywhere(reader),
        Some(hidden) if is_hidden(hidden) => {
            reader.word(false, true)?;
        }
        _ => {}
    }
    if reader.is_at_word("OR") || reader.is_at_word("AND") {
        let end = reader.at() + if reader.is_at_word("OR") { 2 } else { 3 };
        return Err(reader.refuse(
            start..end,
            "expected a field with a value or a text before and behind it; quote it to look for the word",
        ));
    }
    let Some((field, name_end)) = field(reader)? else {
        reader.go_to(start);
        return anywhere(reader);
    };
    reader.go_to(name_end + 1);
    match field {
        Asked::Field(field) => {
            let test = value::test(reader, &field)?;
            Ok(Expr::Item(Item { field, test }))
        }
        Asked::Last => {
            let at = reader.at();
            let word = reader.word(false, false)?;
            let typed = word.bare.unwrap_or_default();
            if reader.is_at_end() {
                reader.note(at, Expecting::Duration, typed.clone(), false);
            }
            match Duration::of(&typed) {
                Some(duration) => Ok(Expr::Item(Item { field: Field::Time, test: Test::Last(duration) })),
                None => Err(reader.refuse(at..reader.at(), "expected a length of time: 30m, 24h, 7d")),
            }
        }
    }
}

/// What stands before a colon.
enum Asked {
    Field(Field),
    Last,
}

/// The field that comes next, and where its name ends; nothing where a text without a colon comes.
fn field(reader: &mut Reader<'_>) -> Result<Option<(Asked, usize)>, Refused> {
    let start = reader.at();
    let is_param = reader.rest().get(..PARAM.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(PARAM));
    if is_param || reader.rest().starts_with(touchstone_medallion::PARAM_PREFIX) {
        let prefix = if is_param { PARAM.len() } else { touchstone_medallion::PARAM_PREFIX.len() };
        reader.go_to(start + prefix);
        return Ok(key(reader)?.map(|(key, end)| (Asked::Field(Field::Param(key)), end)));
    }
    let rest = reader.rest();
    let end =
        rest.find(|character: char| !(character.is_ascii_alphanumeric() || character == '_')).unwrap_or(rest.len());
    let name = &rest[..end];
    if rest[end..].starts_with(':') && end > 0 {
        if name.eq_ignore_ascii_case("last") {
            return Ok(Some((Asked::Last, start + end)));
        }
        let Some(field) = Field::named(name) else {
            let message = format!("there is no field {name}{}; quote a text with a colon to look for it", likely(name));
            return Err(reader.refuse(start..start + end, message));
        };
        return Ok(Some((Asked::Field(field), start + end)));
    }
    if end == rest.len() {
        reader.note(start, Expecting::Item, name.to_owned(), false);
    }
    // A text with a colon further on is most likely meant as a field.
    let before = reader.at();
    reader.word(false, true)?;
    if reader.peek() == Some(':') {
        let message = "there is no such field; quote a text with a colon to look for it";
        return Err(reader.refuse(before..reader.at(), message));
    }
    Ok(None)
}

/// A parameter's key, and where it ends; nothing where no colon follows.
fn key(reader: &mut Reader<'_>) -> Result<Option<(String, usize)>, Refused> {
    let start = reader.at();
    if reader.peek() == Some('"') {
        let in_quotes = reader.quoted();
        if reader.is_at_end() {
            let typed = reader.text[start..].trim_matches('"').to_owned();
            reader.note(start, Expecting::Key, typed, false);
        }
        let key = in_quotes?;
        if reader.peek() != Some(':') {
            let at = reader.at();
            return Err(reader.refuse(at..at, "expected a colon and a value behind the key"));
        }
        return Ok(Some((key, reader.at())));
    }
    let rest = reader.rest();
    let end = rest
        .find(|character: char| !(character.is_alphanumeric() || matches!(character, '_' | '-' | '.')))
        .unwrap_or(rest.len());
    if end == rest.len() {
        reader.note(start, Expecting::Key, rest.to_owned(), false);
    }
    if rest[end..].starts_with(':') {
        if end == 0 {
            return Err(reader.refuse(start..start, "expected the key of a request parameter"));
        }
        return Ok(Some((rest[..end].to_owned(), start + end)));
    }
    if rest[end..].starts_with('"') {
        return Err(reader.refuse(start..start + end, "expected the whole key in quotes"));
    }
    Ok(None)
}

/// A text that is looked for everywhere.
fn anywhere(reader: &mut Reader<'_>) -> Result<Expr, Refused> {
    let start = reader.at();
    let value = value::text(reader, &Field::Anywhere, false)?;
    if reader.peek() == Some(':') {
        return Err(reader
            .refuse(start..reader.at(), "expected a field before the colon: quote the text together with its colon"));
    }
    Ok(match value {
        Value::Text(pattern) if pattern.pieces() == [crate::pattern::Piece::Any] => Expr::All,
        value => Expr::Item(Item::is(Field::Anywhere, value)),
    })
}

/// The field that a wrong name most likely means.
fn likely(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let names = Field::all().into_iter().flat_map(|(field, _)| [Some(field.name()), field.column()]).flatten();
    let near = names
        .filter(|known| distance(&name, known) <= known.len() / 3)
        .min_by_key(|known| (distance(&name, known), known.clone()));
    near.map_or(String::new(), |known| format!(", perhaps {known}"))
}

/// How many letters have to be changed, put in or left out.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.bytes().take(64).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (other_at, other) in b.bytes().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[other_at + 1];
            row[other_at + 1] = changed.min(diagonal + 1).min(row[other_at] + 1);
        }
    }
    row[b.len()]
}
