//! Detects results that say they are incomplete: rows cut off, further pages, or an error beside the rows.

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::{Warning, WarningKind};

/// How many nested objects are searched.
const DEPTH: usize = 3;

/// Keys, letters only and in lower case, whose value `true` means that there is more.
const MORE: [&str; 9] =
    ["truncated", "istruncated", "partial", "ispartial", "hasmore", "more", "incomplete", "timedout", "hasnextpage"];

/// Keys whose value `false` means so.
const DONE: [&str; 2] = ["jobcomplete", "complete"];

/// Keys of a reference to the next page.
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

/// Keys of the total number of rows.
const TOTALS: [&str; 6] = ["totalrowcount", "totalrows", "totalcount", "totalresults", "numrows", "totalrecords"];

type Members<'a> = HashMap<String, &'a RawValue>;

/// The warning for an object around records that says it does not have all of them. `rows` is how many it has, if
/// known.
pub fn incomplete(text: &[u8], rows: Option<u64>) -> Option<Warning> {
    let reason = reason(std::str::from_utf8(text).ok()?, rows, DEPTH)?;
    let message = format!("the result says that it is incomplete: {reason}");
    Some(Warning::new(WarningKind::Incomplete, message))
}

/// Like [`incomplete`], for the members before a list of records, up to its bracket, or after it.
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

fn reason(text: &str, rows: Option<u64>, depth: usize) -> Option<String> {
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
            return reason(raw, rows, depth - 1);
        }
        if depth > 1 && folded == "responses" {
            let parts = serde_json::from_str::<Vec<&RawValue>>(raw).ok()?;
            return parts.iter().find_map(|part| reason(part.get(), None, depth));
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incomplete_results_are_detected() {
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
    fn members_beside_a_list_are_checked() {
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
