//! The response in Databricks' formats: an object with a status, an error message and a result.

use std::borrow::Cow;

use crate::event::{Note, Outcome};
use crate::fields::Fields;
use crate::{doubtful, number};
use touchstone_source::Problem;

/// The response of an event. Its fields are those of `Event`.
pub(crate) struct Response<'a> {
    pub(crate) status_code: Option<i32>,
    pub(crate) outcome: Outcome,
    pub(crate) error_message: Option<Cow<'a, str>>,
    pub(crate) result: Option<Cow<'a, str>>,
}

/// The keys of a response; some exports use snake case.
pub(crate) const KEYS: [&str; 5] = ["statusCode", "status_code", "errorMessage", "error_message", "result"];

/// Reads the response under `key`, an object or its JSON text. Without one, reads its fields from the top of the
/// record, where a later variant of the blog's tables has them.
pub(crate) fn of<'a, R: Fields<'a> + ?Sized>(
    record: &R,
    key: &'static str,
    notes: &mut Vec<Note>,
) -> Result<Response<'a>, Problem> {
    let mut fields = record.members(key, KEYS, notes)?;
    if fields.iter().all(Option::is_none) && !record.has(key) {
        fields = KEYS.map(|key| record.text(key));
    }
    let [status, snake_status, error, snake_error, result] = fields;
    let status = status.or(snake_status);
    if status.as_deref().is_some_and(is_unread) {
        notes
            .push(Note::guessed(key, "its status is not a whole number; the event has no status and no known outcome"));
    }
    let error_message = error.or(snake_error);
    let status_code = status.as_deref().and_then(code);
    let outcome = Outcome::of_status(status_code, error_message.is_some());
    Ok(Response { status_code, outcome, error_message, result })
}

/// Whether a status is there but is not a whole number.
pub(crate) fn is_unread(status: &str) -> bool {
    code(status).is_none() && !matches!(status.trim(), "" | "-") && !doubtful::is_null(status.trim())
}

/// The status in a text.
pub(crate) fn code(status: &str) -> Option<i32> {
    number::integer(status)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn outcomes_follow_the_status() {
        for (record, status, outcome) in [
            (r#"{"response":{"statusCode":200}}"#, Some(200), Outcome::Success),
            (r#"{"response":{"statusCode":"200"}}"#, Some(200), Outcome::Success),
            (r#"{"response":{"statusCode":200.0}}"#, Some(200), Outcome::Success),
            (r#"{"response":{"status_code":"200"}}"#, Some(200), Outcome::Success),
            (r#"{"response":"{\"statusCode\":401}"}"#, Some(401), Outcome::Denied),
            (r#"{"response":"{\"status_code\":\"401\"}"}"#, Some(401), Outcome::Denied),
            (r#"{"response":{"statusCode":403}}"#, Some(403), Outcome::Denied),
            (r#"{"response":{"statusCode":{"int":403}}}"#, Some(403), Outcome::Denied),
            (r#"{"response":{"statusCode":500}}"#, Some(500), Outcome::Failure),
            (r#"{"response":{"statusCode":1}}"#, Some(1), Outcome::Failure),
            (r#"{"response":{"statusCode":0}}"#, Some(0), Outcome::Success),
            (r#"{"response":{"statusCode":0,"errorMessage":"x"}}"#, Some(0), Outcome::Failure),
            (r#"{"response":{"status_code":0,"error_message":"x"}}"#, Some(0), Outcome::Failure),
            (r#"{"response":{"errorMessage":"x"}}"#, None, Outcome::Unknown),
            (r#"{"response":{"statusCode":99999999999}}"#, None, Outcome::Unknown),
            (r#"{"response":null}"#, None, Outcome::Unknown),
            (r#"{"response":"null"}"#, None, Outcome::Unknown),
            (r#"{"response":""}"#, None, Outcome::Unknown),
            (r#"{"statusCode":403,"errorMessage":"x"}"#, Some(403), Outcome::Denied),
            ("{}", None, Outcome::Unknown),
        ] {
            let response = of(&json::members(record).unwrap()[..], "response", &mut Vec::new()).unwrap();
            assert_eq!((response.status_code, response.outcome), (status, outcome), "{record}");
        }
    }

    #[test]
    fn what_a_response_has_besides_is_noted() {
        for (response, expected) in [
            (r#"{"statusCode":"403 Forbidden"}"#, vec!["?response"]),
            (r#"{"statusCode":"HTTP 403"}"#, vec!["?response"]),
            (r#"{"statusCode":[403]}"#, vec!["?response"]),
            (r#"{"statusCode":99999999999}"#, vec!["?response"]),
            (r#"{"statusCode":""}"#, vec![]),
            (r#"{"statusCode":"null","result":""}"#, vec![]),
            (
                r#"{"status":403,"code":"X","empty":null,"none":{ },"nothing":[ ]}"#,
                vec!["!response.code", "!response.status"],
            ),
            (r#""{\"status\":403}""#, vec!["!response.status"]),
        ] {
            let record = format!(r#"{{"response":{response}}}"#);
            let mut notes = Vec::new();
            of(&json::members(&record).unwrap()[..], "response", &mut notes).unwrap();
            let found: Vec<_> = notes
                .iter()
                .map(|note| match note {
                    Note::Guessed { field, .. } => format!("?{field}"),
                    Note::Unread(name) => format!("!{name}"),
                })
                .collect();
            assert_eq!(found, expected, "{response}");
        }
    }
}
