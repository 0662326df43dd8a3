//! A recursive descent parser for filters.
//!
//! ```text
//! filter      = disjunction
//! disjunction = conjunction { "OR" conjunction }
//! conjunction = operand { ["AND"] operand }
//! operand     = ("-" | "NOT") operand | "#" operand | "(" disjunction ")" | item
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
use reader::{ParseError, Reader};

/// A filter and the positions of its clauses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The filter.
    pub expr: Expr,
    /// Its clauses, in the order of [`Expr::clauses`].
    pub clauses: Vec<Clause>,
}

/// A top-level clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// Its expression.
    pub expr: Expr,
}

/// Parses a filter. The empty text and blanks select every event. An error points at the first character that is wrong
/// and says what was expected there.
pub fn parse(text: &str) -> Result<Parsed, FilterError> {
    if text.len() > limits::TEXT_BYTES {
        let message = format!("a filter has at most {} bytes, and this one has {}", limits::TEXT_BYTES, text.len());
        return Err(FilterError::new(text, 0..0, message));
    }
    let mut reader = Reader::new(text);
    let parsed = read(&mut reader).map_err(|ParseError { span, message }| FilterError::new(text, span, message))?;
    match exceeds_when_printed(text, &parsed.expr) {
        None => Ok(parsed),
        Some(message) => Err(FilterError::new(text, 0..text.len(), message)),
    }
}

/// The most bytes that printing makes of one.
const MAX_PRINTED: usize = 16;

/// Why a filter is rejected whose printed form would exceed a limit: too long, or nested too deeply.
fn exceeds_when_printed(text: &str, expr: &Expr) -> Option<String> {
    if text.len() > limits::TEXT_BYTES / MAX_PRINTED {
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

/// What can be typed at the end of a text; `None` if the text has an error before its end.
pub(crate) fn probe(text: &str) -> Option<Probe> {
    if text.len() > limits::TEXT_BYTES {
        return None;
    }
    let mut reader = Reader::new(text);
    let _ = read(&mut reader);
    reader.probe.filter(|probe| probe.end == text.len())
}

fn read(reader: &mut Reader<'_>) -> Result<Parsed, ParseError> {
    reader.skip_blanks();
    if reader.is_at_end() {
        reader.expect_item();
        return Ok(Parsed::default());
    }
    let clauses = disjunction(reader, Level::Clause)?;
    reader.skip_blanks();
    if !reader.is_at_end() {
        let at = reader.at();
        return Err(reader.error(at..at + 1, "no bracket is open that could be closed here"));
    }
    let expr = Expr::and(clauses.iter().map(|clause| clause.expr.clone()));
    let expr_is_all = expr == Expr::All;
    // An `And` within brackets is flattened: its operands are clauses that share the brackets' span.
    let clauses = clauses.into_iter().flat_map(|Clause { span, expr }| match expr {
        // Alone, it is the filter without clauses.
        Expr::All if expr_is_all => Vec::new(),
        Expr::And(parts) => parts.into_iter().map(|expr| Clause { span: span.clone(), expr }).collect(),
        expr => vec![Clause { span, expr }],
    });
    Ok(Parsed { expr, clauses: clauses.collect() })
}

/// Whether an operand is a whole clause: only clauses can be switched off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Clause,
    Inner,
}

/// Parses alternatives. A single alternative gives its clauses; several are one clause.
fn disjunction(reader: &mut Reader<'_>, level: Level) -> Result<Vec<Clause>, ParseError> {
    let start = reader.at();
    let mut first = conjunction(reader, level)?;
    if !reader.eat_keyword("OR") {
        return Ok(first);
    }
    if let Some(off) = first.iter().find(|clause| matches!(clause.expr, Expr::Off(_))) {
        return Err(reader.error(off.span.clone(), "only a whole clause can be switched off, not a part of one"));
    }
    let mut parts = vec![Expr::and(first.drain(..).map(|clause| clause.expr))];
    loop {
        parts.push(Expr::and(conjunction(reader, Level::Inner)?.into_iter().map(|clause| clause.expr)));
        if !reader.eat_keyword("OR") {
            break;
        }
    }
    Ok(vec![Clause { span: start..reader.end_of_part, expr: Expr::or(parts) }])
}

fn conjunction(reader: &mut Reader<'_>, level: Level) -> Result<Vec<Clause>, ParseError> {
    let mut clauses = Vec::new();
    loop {
        reader.skip_blanks();
        let start = reader.at();
        let expr = operand(reader, level)?;
        reader.end_of_part = reader.at();
        clauses.push(Clause { span: start..reader.at(), expr });
        let has_and = reader.eat_keyword("AND");
        reader.skip_blanks();
        if !has_and && (reader.is_at_end() || reader.peek() == Some(')') || reader.is_at_keyword("OR")) {
            if reader.is_at_end() && reader.at() > reader.end_of_part {
                reader.expect_item();
            }
            return Ok(clauses);
        }
    }
}

fn operand(reader: &mut Reader<'_>, level: Level) -> Result<Expr, ParseError> {
    reader.skip_blanks();
    let start = reader.at();
    if reader.eat('-') || reader.eat_keyword("NOT") {
        reader.enter(start)?;
        let inner = operand(reader, Level::Inner)?;
        reader.depth -= 1;
        return Ok(inner.negated());
    }
    if reader.eat('#') {
        if level == Level::Inner {
            return Err(reader.error(
                start..start + 1,
                "only a whole clause can be switched off, not a part of one; quote a text that begins with #",
            ));
        }
        reader.enter(start)?;
        let inner = operand(reader, Level::Inner)?;
        reader.depth -= 1;
        return Ok(inner.switched_off());
    }
    if !reader.eat('(') {
        return item::item(reader);
    }
    reader.enter(start)?;
    let inner = Expr::and(disjunction(reader, Level::Inner)?.into_iter().map(|clause| clause.expr));
    reader.skip_blanks();
    if !reader.eat(')') {
        let message = if reader.is_at_end() { "this bracket is not closed: expected )" } else { "expected )" };
        return Err(reader.error(start..start + 1, message));
    }
    reader.depth -= 1;
    reader.is_behind_field = true;
    reader.ends_here("clauses")?;
    Ok(inner)
}
