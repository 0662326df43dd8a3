//! From text to a filter, by recursive descent.
//!
//! ```text
//! filter  = either
//! either  = all { "OR" all }
//! all     = part { ["AND"] part }
//! part    = ("-" | "NOT") part | "#" part | "(" either ")" | item
//! ```

mod advice;
mod item;
mod probe;
mod reader;
mod value;

use std::ops::Range;

use crate::error::FilterError;
use crate::expr::Expr;
use crate::limits;
pub(crate) use probe::{Expecting, Probe};
use reader::{Reader, Refused};

/// A filter with where its clauses stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The filter.
    pub expr: Expr,
    /// Its clauses, in the order of [`Expr::clauses`].
    pub clauses: Vec<Clause>,
}

/// A clause of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The bytes of the text that it takes.
    pub span: Range<usize>,
    /// What it says.
    pub expr: Expr,
}

/// The filter that a text says. The empty text and blanks mean every event. An error points at the first character that
/// cannot be, and says what was expected there.
pub fn parse(text: &str) -> Result<Parsed, FilterError> {
    if text.len() > limits::TEXT_BYTES {
        let message = format!("a filter has at most {} bytes, and this one has {}", limits::TEXT_BYTES, text.len());
        return Err(FilterError::new(text, 0..0, message));
    }
    let mut reader = Reader::new(text);
    let parsed = read(&mut reader).map_err(|Refused { span, message }| FilterError::new(text, span, message))?;
    match beyond_when_printed(text, &parsed.expr) {
        None => Ok(parsed),
        Some(message) => Err(FilterError::new(text, 0..text.len(), message)),
    }
}

/// No character takes more bytes than so many in print.
const MOST_PRINTED: usize = 16;

/// Why a filter is refused that can be read, and would be too long or too deep once it is printed.
fn beyond_when_printed(text: &str, expr: &Expr) -> Option<String> {
    if text.len() > limits::TEXT_BYTES / MOST_PRINTED {
        let bytes = expr.clause_text().len();
        if bytes > limits::TEXT_BYTES {
            return Some(format!(
                "a filter has at most {} bytes, and this one has {bytes} once quotes and escapes are written out",
                limits::TEXT_BYTES
            ));
        }
    }
    (expr.depth() > limits::DEPTH).then(|| format!("brackets and negations nest at most {} deep", limits::DEPTH))
}

/// What could be typed at the end of a text; nothing where the text has an error before.
pub(crate) fn probe(text: &str) -> Option<Probe> {
    if text.len() > limits::TEXT_BYTES {
        return None;
    }
    let mut reader = Reader::new(text);
    let _ = read(&mut reader);
    reader.probe.filter(|probe| probe.end == text.len())
}

fn read(reader: &mut Reader<'_>) -> Result<Parsed, Refused> {
    reader.skip_blanks();
    if reader.is_at_end() {
        reader.expect_item();
        return Ok(Parsed::default());
    }
    let clauses = either(reader, Place::Top)?;
    reader.skip_blanks();
    if !reader.is_at_end() {
        let at = reader.at();
        return Err(reader.refuse(at..at + 1, "no bracket is open that could be closed here"));
    }
    let expr = Expr::and(clauses.iter().map(|clause| clause.expr.clone()));
    let expr_is_all = expr == Expr::All;
    // An `And` within brackets is taken apart: its parts are clauses with the brackets' place.
    let clauses = clauses.into_iter().flat_map(|Clause { span, expr }| match expr {
        // Alone it is the filter that has no clause.
        Expr::All if expr_is_all => Vec::new(),
        Expr::And(parts) => parts.into_iter().map(|expr| Clause { span: span.clone(), expr }).collect(),
        expr => vec![Clause { span, expr }],
    });
    Ok(Parsed { expr, clauses: clauses.collect() })
}

/// Where a part stands: only clauses can be switched off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    Inside,
}

/// Reads alternatives, and gives the clauses of the only one, or the one clause that they are.
fn either(reader: &mut Reader<'_>, place: Place) -> Result<Vec<Clause>, Refused> {
    let start = reader.at();
    let mut first = all(reader, place)?;
    if !reader.takes_word("OR") {
        return Ok(first);
    }
    if let Some(off) = first.iter().find(|clause| matches!(clause.expr, Expr::Off(_))) {
        return Err(reader.refuse(off.span.clone(), "only a whole clause can be switched off, not a part of one"));
    }
    let mut parts = vec![Expr::and(first.drain(..).map(|clause| clause.expr))];
    loop {
        parts.push(Expr::and(all(reader, Place::Inside)?.into_iter().map(|clause| clause.expr)));
        if !reader.takes_word("OR") {
            break;
        }
    }
    Ok(vec![Clause { span: start..reader.end_of_part, expr: Expr::or(parts) }])
}

fn all(reader: &mut Reader<'_>, place: Place) -> Result<Vec<Clause>, Refused> {
    let mut clauses = Vec::new();
    loop {
        reader.skip_blanks();
        let start = reader.at();
        let expr = part(reader, place)?;
        reader.end_of_part = reader.at();
        clauses.push(Clause { span: start..reader.at(), expr });
        let has_and = reader.takes_word("AND");
        reader.skip_blanks();
        if !has_and && (reader.is_at_end() || reader.peek() == Some(')') || reader.is_at_word("OR")) {
            if reader.is_at_end() && reader.at() > reader.end_of_part {
                reader.expect_item();
            }
            return Ok(clauses);
        }
    }
}

fn part(reader: &mut Reader<'_>, place: Place) -> Result<Expr, Refused> {
    reader.skip_blanks();
    let start = reader.at();
    if reader.takes('-') || reader.takes_word("NOT") {
        reader.deeper(start)?;
        let inner = part(reader, Place::Inside)?;
        reader.depth -= 1;
        return Ok(inner.negated());
    }
    if reader.takes('#') {
        if place == Place::Inside {
            return Err(reader.refuse(
                start..start + 1,
                "only a whole clause can be switched off, not a part of one; quote a text that begins with #",
            ));
        }
        reader.deeper(start)?;
        let inner = part(reader, Place::Inside)?;
        reader.depth -= 1;
        return Ok(inner.switched_off());
    }
    if !reader.takes('(') {
        return item::item(reader);
    }
    reader.deeper(start)?;
    let inner = Expr::and(either(reader, Place::Inside)?.into_iter().map(|clause| clause.expr));
    reader.skip_blanks();
    if !reader.takes(')') {
        let message = if reader.is_at_end() { "this bracket is not closed: expected )" } else { "expected )" };
        return Err(reader.refuse(start..start + 1, message));
    }
    reader.depth -= 1;
    reader.is_behind_field = true;
    reader.ends_here("clauses")?;
    Ok(inner)
}
