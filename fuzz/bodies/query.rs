//! What must hold of any text as a filter: the body of the fuzz target of `touchstone-query`. Its tests run it over the
//! corpus, too.

use touchstone_query::parse;

/// Any bytes: a text is a filter or an error within it, what a filter prints is parsed to the same filter, and its
/// clauses are filters.
pub(crate) fn query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match parse(text) {
        Ok(parsed) => {
            let printed = parsed.expr.to_string();
            let again = parse(&printed);
            assert!(again.is_ok(), "{printed}");
            let Ok(again) = again else { return };
            for clause in again.expr.clauses() {
                assert!(parse(&clause.clause_text()).is_ok(), "{printed}");
            }
            assert_eq!(again.expr, parsed.expr, "{printed}");
            assert_eq!(again.expr.to_string(), printed);
            assert_eq!(parsed.clauses.len(), parsed.expr.clauses().len());
            for clause in &parsed.clauses {
                assert!(parse(&text[clause.span.clone()]).is_ok(), "{:?}", &text[clause.span.clone()]);
            }
        }
        Err(error) => {
            assert!(text.is_char_boundary(error.start.byte) && text.is_char_boundary(error.end.byte));
            assert!(error.start.byte <= error.end.byte && !error.message.is_empty());
        }
    }
}
