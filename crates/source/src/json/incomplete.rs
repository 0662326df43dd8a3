//! What a result says of itself that it lacks: rows cut off, pages that follow, an error beside its rows.

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::{Warning, WarningKind};

/// Objects within each other that are looked into.
const DEPTH: usize = 3;

/// Keys, in lower case and letters only, under which true says that there is more.
const MORE: [&str; 9] =
    ["truncated", "istruncated", "partial", "ispartial", "hasmore", "more", "incomplete", "timedout", "hasnextpage"];

/// Keys under which false says so.
const DONE: [&str; 2] = ["jobcomplete", "complete"];

/// Keys under which what leads to the next page stands.
const NEXT: [&str; 14] = [
    "nextpagetoken",
    "nextlink",
    "odatanextlink",
    "nexttoken",
    "nextpage",
    "nextpagelink",
    "nexturi",
    "nexturl",
    "nextrecordsurl",
    "nextchunkindex",
    "nextchunkinternallink",
    "nextmarker",
    "pagetoken",
    "nextcursor",
];

/// Keys under which it stands how many rows there are in all.
const TOTALS: [&str; 6] = ["totalrowcount", "totalrows", "totalcount", "totalresults", "numrows", "totalrecords"];

type Members<'a> = HashMap<String, &'a RawValue>;

/// The warning of an object that is wrapped around records, if it says that they are not all. `rows` are how many it has,
/// where that is known.
pub fn incomplete(text: &[u8], rows: Option<u64>) -> Option<Warning> {
    let said = said(std::str::from_utf8(text).ok()?, rows, DEPTH)?;
    let message = format!("the result says that it is not whole: {said}");
    Some(Warning::new(WarningKind::Incomplete, message))
}

/// The same of the members in front of a list of records, as far as its bracket, or behind it.
pub(super) fn beside(text: &[u8]) -> Option<Warning> {
    let text = std::str::from_utf8(text).ok()?;
    (1..=DEPTH).find_map(|objects| {
        let whole = match text.strip_suffix('[') {
            Some(_) => format!("{text}]{}", "}".repeat(objects)),
            None => format!("{}{{\"\":0{text}", "{\"\":".repeat(objects - 1)),
        };
        incomplete(whole.as_bytes(), None)
    })
}

fn said(text: &str, rows: Option<u64>, depth: usize) -> Option<String> {
    let members = serde_json::from_str::<Members<'_>>(text).ok()?;
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    members.iter().find_map(|(key, value)| {
        let folded: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
        let folded = folded.to_ascii_lowercase();
        let raw = value.get();
        let plain = raw.trim_matches('"');
        let shown = || format!("{key} is {}", raw.chars().take(64).collect::<String>());
        let is_more = || MORE.contains(&folded.as_str()) && plain.eq_ignore_ascii_case("true");
        let is_open = || DONE.contains(&folded.as_str()) && plain.eq_ignore_ascii_case("false");
        let has_next = || {
            NEXT.contains(&folded.as_str()) && !matches!(plain, "" | "null" | "false") && !raw.starts_with(['{', '['])
        };
        let is_larger = || {
            TOTALS.contains(&folded.as_str()) && rows.is_some_and(|rows| plain.parse().is_ok_and(|all: u64| all > rows))
        };
        let has_error = || matches!(folded.as_str(), "error" | "partialerror") && raw.starts_with('{') && raw.len() > 2;
        if is_more() || is_open() || has_next() || is_larger() || has_error() {
            return Some(shown());
        }
        if depth > 1 && raw.starts_with('{') {
            return said(raw, rows, depth - 1);
        }
        if depth > 1 && folded == "responses" {
            let parts = serde_json::from_str::<Vec<&RawValue>>(raw).ok()?;
            return parts.iter().find_map(|part| said(part.get(), None, depth));
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_say_that_they_are_not_whole() {
        for (text, rows, expected) in [
            (r#"{"manifest":{"truncated":true},"result":{}}"#, None, true),
            (r#"{"manifest":{"truncated":false},"result":{}}"#, None, false),
            (r#"{"manifest":{"total_row_count":4}}"#, Some(2), true),
            (r#"{"manifest":{"total_row_count":4}}"#, Some(4), false),
            (r#"{"totalRows":"4"}"#, Some(2), true),
            (r#"{"tables":[],"error":{"code":"PartialError"}}"#, None, true),
            (r#"{"tables":[],"error":null}"#, None, false),
            (r#"{"value":[],"@odata.nextLink":"https://next"}"#, None, true),
            (r#"{"value":[],"nextLink":null,"next_page_token":""}"#, None, false),
            (r#"{"events":[],"has_more":true}"#, None, true),
            (r#"{"result":{"next_chunk_index":1}}"#, None, true),
            (r#"{"responses":[{"body":{"error":{"code":"PartialError"}}}]}"#, None, true),
            (r#"{"service_name":"s"}"#, Some(1), false),
            ("[]", None, false),
        ] {
            assert_eq!(incomplete(text.as_bytes(), rows).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn members_beside_a_list_are_looked_at() {
        for (text, expected) in [
            (r#"{"truncated":true,"records":["#, true),
            (r#"{"a":{"truncated":true,"records":["#, true),
            (r#","nextLink":"x"}"#, true),
            (r#","x":1},"has_more":true}"#, true),
            (r#","nextLink":""}"#, false),
            (r#"{"records":["#, false),
            ("}", false),
        ] {
            assert_eq!(beside(text.as_bytes()).is_some(), expected, "{text}");
        }
    }
}
