//! Items: a field with a test, or free text.

use crate::escape::is_hidden;
use crate::expr::{Expr, Item, Test};
use crate::field::{Field, PARAM};
use crate::limits;
use crate::moment::Duration;
use crate::parse::advice;
use crate::parse::probe::Expecting;
use crate::parse::reader::{ParseError, Reader};
use crate::parse::value;
use crate::value::Value;

pub(super) fn item(reader: &mut Reader<'_>) -> Result<Expr, ParseError> {
    let start = reader.at();
    reader.item_start = start;
    reader.items += 1;
    if reader.items > limits::ITEMS {
        return Err(reader.error(start..start + 1, format!("a filter has at most {} items", limits::ITEMS)));
    }
    if let Some(operator) = advice::operator(reader.rest()) {
        // With a text right behind it, `=` is the text with its case.
        let value = &reader.rest()[operator.len()..];
        if operator != "=" || value.is_empty() || value.starts_with(char::is_whitespace) {
            let likely = before_operator(reader, operator, operator.len());
            let message = match likely.as_str() {
                "" => {
                    format!("expected a field before {operator}, like status:>=400; quote a text that begins with it")
                }
                _ => format!("expected a colon without spaces between a field and its value{likely}"),
            };
            return Err(reader.error(start..start + operator.len(), message));
        }
    }
    match reader.peek() {
        None => {
            reader.expect_item();
            return Err(reader.error(start..start, "expected a field with a value, like service:clusters, or a text"));
        }
        Some(')') => {
            return Err(reader.error(start..start + 1, "expected a field with a value or a text before the bracket"));
        }
        Some(':') => {
            let likely = before_operator(reader, "", 1);
            return Err(reader.error(start..start + 1, format!("expected a field before the colon{likely}")));
        }
        Some('"' | '=' | '~' | '*' | '?' | '\\') => return anywhere(reader),
        Some(hidden) if is_hidden(hidden) => {
            reader.word(false, true)?;
        }
        _ => {}
    }
    reject_foreign(reader)?;
    if reader.is_at_keyword("OR") || reader.is_at_keyword("AND") {
        let word = if reader.is_at_keyword("OR") { "OR" } else { "AND" };
        let message = format!(
            "{word} stands between two clauses: expected a field with a value or a text before and behind it; quote \
             it to search for the word"
        );
        return Err(reader.error(start..start + word.len(), message));
    }
    let Some((field, name_end)) = field(reader)? else {
        reader.seek(start);
        return anywhere(reader);
    };
    reader.seek(name_end + 1);
    match field {
        Name::Field(field) => {
            let test = value::test(reader, &field)?;
            reader.is_behind_field = true;
            Ok(Expr::Item(Item { field, test }))
        }
        Name::Last => {
            let at = reader.at();
            let word = reader.word(false, false)?;
            let typed = word.bare.unwrap_or_default();
            let written = reader.text[at..reader.at()].to_owned();
            if reader.is_at_end() {
                reader.note(at, Expecting::Duration, typed.clone(), false);
            }
            if let Some(duration) = Duration::of(&typed) {
                reader.is_behind_field = true;
                return Ok(Expr::Item(Item { field: Field::Time, test: Test::Last(duration) }));
            }
            let likely =
                advice::for_last(&written).map_or(String::new(), |length| advice::proposal(&format!("last:{length}")));
            let message = format!("expected a length of time before the last event, like 30m, 24h or 7d{likely}");
            Err(reader.error(at..reader.at(), message))
        }
    }
}

/// What stands before a colon.
enum Name {
    Field(Field),
    Last,
}

/// The field that comes next, and where its name ends; nothing where a text without a colon comes.
fn field(reader: &mut Reader<'_>) -> Result<Option<(Name, usize)>, ParseError> {
    let start = reader.at();
    let is_param = reader.rest().get(..PARAM.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(PARAM));
    if is_param || reader.rest().starts_with(touchstone_medallion::PARAM_PREFIX) {
        let prefix = if is_param { PARAM.len() } else { touchstone_medallion::PARAM_PREFIX.len() };
        reader.seek(start + prefix);
        return Ok(key(reader)?.map(|(key, end)| (Name::Field(Field::Param(key)), end)));
    }
    let rest = reader.rest();
    let end =
        rest.find(|character: char| !(character.is_ascii_alphanumeric() || character == '_')).unwrap_or(rest.len());
    let name = &rest[..end];
    if let Some(operator) = advice::operator(&rest[end..]).filter(|_| advice::is_field(name)) {
        return Err(not_a_colon(reader, name, start + end, operator));
    }
    if rest[end..].starts_with(':') && end > 0 {
        if name.eq_ignore_ascii_case("last") {
            return Ok(Some((Name::Last, start + end)));
        }
        let Some(field) = Field::named(name) else {
            return Err(reader.error(start..start + end, no_field(name, &rest[end + 1..])));
        };
        return Ok(Some((Name::Field(field), start + end)));
    }
    if end == rest.len() {
        reader.note(start, Expecting::Item, name.to_owned(), false);
    }
    // A text with a colon further on is most likely meant as a field.
    let before = reader.at();
    reader.word(false, true)?;
    if reader.peek() == Some(':') {
        let negated = rest.strip_prefix('!').filter(|negated| advice::begins_clause(negated));
        let message = match negated {
            Some(negated) => {
                format!("write - or NOT in front{}", advice::proposal(&format!("-{}", advice::word(negated))))
            }
            None => no_field(&reader.text[before..reader.at()], &reader.rest()[1..]),
        };
        return Err(reader.error(before..reader.at(), message));
    }
    Ok(None)
}

/// The words and signs of other languages for AND, OR and NOT. In small letters they are texts where no field stands
/// beside them.
fn reject_foreign(reader: &Reader<'_>) -> Result<(), ParseError> {
    let start = reader.at();
    let word = advice::word(reader.rest());
    let behind = &reader.rest()[word.len().min(reader.rest().len())..];
    let is_beside_field = reader.is_behind_field || advice::begins_clause(behind);
    let message = match word {
        "&&" | "&" => "write a space or AND instead; quote it to search for it".to_owned(),
        "||" | "|" => "write OR instead; quote it to search for it".to_owned(),
        "!" => "write - or NOT instead; quote it to search for it".to_owned(),
        "AND" | "OR" | "NOT" => return Ok(()),
        word if is_beside_field && ["and", "or", "not"].iter().any(|one| word.eq_ignore_ascii_case(one)) => {
            format!("write {} in capitals, or quote it to search for the word", word.to_ascii_uppercase())
        }
        _ => return Ok(()),
    };
    Err(reader.error(start..start + word.len(), message))
}

/// An error for what stands behind a field's name in place of a colon.
fn not_a_colon(reader: &Reader<'_>, name: &str, at: usize, operator: &str) -> ParseError {
    let value = advice::word(&reader.text[at + operator.len()..]);
    let likely =
        if value.is_empty() { String::new() } else { advice::proposal(&advice::clause(name, operator, value)) };
    let message = format!("{name} is a field: expected a colon behind it, or quotes around the text{likely}");
    reader.error(at..at + operator.len(), message)
}

/// What a field before an operator and a value behind it most likely mean, with blanks between them.
fn before_operator(reader: &Reader<'_>, operator: &str, length: usize) -> String {
    let name = advice::last_word(&reader.text[..reader.at()]);
    let value = advice::word(&reader.rest()[length..]);
    let is_clause = advice::is_field(name) && !value.is_empty();
    if is_clause { advice::proposal(&advice::clause(name, operator, value)) } else { String::new() }
}

/// An error for a name before a colon that is no field's.
fn no_field(name: &str, behind: &str) -> String {
    let word = advice::word(behind);
    if name.eq_ignore_ascii_case("param") {
        return "expected a period and a key behind param, like param.cluster_name:one".to_owned();
    }
    let Some(field) = likely(name) else {
        let whole = format!("{name}:{word}").replace('"', "");
        let date = name.bytes().all(|byte| byte.is_ascii_digit()) && name.len() <= 2;
        let time = if date { "; join a date and a time by T, like 2026-03-05T10:30" } else { "" };
        return format!("there is no field {name}; quote the text to search for it: \"{whole}\"{time}");
    };
    let whole = format!("{field}:{word}");
    format!("there is no field {name}{}", advice::proposal(&whole))
}

/// A parameter's key, and where it ends; nothing where no colon follows.
fn key(reader: &mut Reader<'_>) -> Result<Option<(String, usize)>, ParseError> {
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
            return Err(reader.error(at..at, "expected a colon and a value behind the key"));
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
    let name = format!("{PARAM}{}", &rest[..end]);
    if let Some(operator) = advice::operator(&rest[end..]).filter(|_| end > 0) {
        return Err(not_a_colon(reader, &name, start + end, operator));
    }
    if rest[end..].starts_with(':') {
        if end == 0 {
            return Err(reader.error(start..start, "expected the key of a request parameter, like param.cluster_name"));
        }
        return Ok(Some((rest[..end].to_owned(), start + end)));
    }
    if rest[end..].starts_with('"') {
        return Err(reader.error(start..start + end, "expected the whole key in quotes"));
    }
    Ok(None)
}

/// A text that is looked for everywhere.
fn anywhere(reader: &mut Reader<'_>) -> Result<Expr, ParseError> {
    let start = reader.at();
    let value = value::text(reader, &Field::Anywhere, false)?;
    reader.is_behind_field = false;
    if reader.peek() == Some(':') {
        return Err(reader
            .error(start..reader.at(), "expected a field before the colon; quote the text together with its colon"));
    }
    Ok(match value {
        Value::Text(pattern) if pattern.pieces() == [crate::pattern::Piece::Any] => Expr::All,
        value => Expr::Item(Item::is(Field::Anywhere, value)),
    })
}

/// What other tools call fields.
const FOREIGN: [(&str, &str); 12] = [
    ("username", "user"),
    ("principal", "user"),
    ("who", "user"),
    ("address", "ip"),
    ("sourceip", "ip"),
    ("event", "action"),
    ("eventname", "action"),
    ("date", "time"),
    ("timestamp", "time"),
    ("day", "weekday"),
    ("file", "input"),
    ("code", "status"),
];

/// The field that a wrong name most likely means.
fn likely(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let plain = name.replace('_', "");
    if let Some((_, field)) = FOREIGN.iter().find(|(foreign, _)| *foreign == plain) {
        return Some((*field).to_owned());
    }
    // A field is proposed by its shorter name.
    let names = Field::all().into_iter().flat_map(|(field, _)| {
        let shown = field.name();
        [Some(shown.clone()), field.column()].into_iter().flatten().map(move |known| (known, shown.clone()))
    });
    let near = names
        .map(|(known, shown)| (distance(&name, &known), known, shown))
        .filter(|(distance, known, _)| *distance <= known.len() / 3 || known.replace('_', "") == plain)
        .min();
    near.map(|(_, _, shown)| shown)
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
