//! Parses the text of the page's filter box and chips.

use touchstone_query::{Expr, edit, parse};

use crate::answer::{Clause, Parsed};
use crate::edit::TimeRange;

/// Parses a text and describes the resulting filter.
pub(crate) fn parsed(text: &str) -> Parsed {
    match parse(text) {
        Err(error) => Parsed { filter: None, clauses: Vec::new(), time: None, error: Some(error) },
        Ok(parsed) => Parsed {
            time: edit::time_of(&parsed.expr).map(|(from_ms, until_ms)| TimeRange { from_ms, until_ms }),
            filter: Some(parsed.expr.into()),
            clauses: parsed
                .clauses
                .into_iter()
                .map(|clause| {
                    let column = clause.expr.column();
                    let (expr, off) = match clause.expr {
                        Expr::Off(inner) => (*inner, true),
                        other => (other, false),
                    };
                    let (expr, negated) = match expr {
                        Expr::Not(inner) => (*inner, true),
                        other => (other, false),
                    };
                    let (start, end) = (utf16(text, clause.span.start), utf16(text, clause.span.end));
                    Clause { text: expr.clause_text(), start, end, column, negated, off }
                })
                .collect(),
            error: None,
        },
    }
}

fn utf16(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |before| before.encode_utf16().count())
}
