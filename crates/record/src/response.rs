//! What came of it, as Databricks' formats say it: an object with a status, an error message and a result.

use std::borrow::Cow;

use crate::event::{Note, Outcome};
use crate::json::{self, Member};
use crate::number;
use touchstone_source::Problem;

/// The response of an event; `Event` says what its fields are.
pub(crate) struct Response<'a> {
    pub(crate) status_code: Option<i32>,
    pub(crate) outcome: Outcome,
    pub(crate) error_message: Option<Cow<'a, str>>,
    pub(crate) result: Option<Cow<'a, str>>,
}

/// Some exports spell the keys in snake case.
const KEYS: [&str; 5] = ["statusCode", "status_code", "errorMessage", "error_message", "result"];

/// The response under `key`, an object or its JSON text. Where there is none, its fields may stand at the record's top,
/// as in a later variant of the blog's tables.
pub(crate) fn of<'a>(members: &[Member<'a>], key: &str, notes: &mut Vec<Note>) -> Result<Response<'a>, Problem> {
    let mut fields = json::fields(members, key, KEYS, notes)?;
    if fields.iter().all(Option::is_none) && json::get(members, key).is_none() {
        fields = KEYS.map(|key| json::text_of(members, key));
    }
    let [status, snake_status, error, snake_error, result] = fields;
    Ok(of_texts(status.or(snake_status).as_deref(), error.or(snake_error), result))
}

/// The response with these texts.
pub(crate) fn of_texts<'a>(
    status: Option<&str>,
    error_message: Option<Cow<'a, str>>,
    result: Option<Cow<'a, str>>,
) -> Response<'a> {
    let status = status.and_then(number::integer);
    let status_code = status.and_then(|code| i32::try_from(code).ok());
    let outcome = Outcome::of_status(status_code, error_message.is_some());
    Response { status_code, outcome, error_message, result }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let response = of(&json::members(record).unwrap(), "response", &mut Vec::new()).unwrap();
            assert_eq!((response.status_code, response.outcome), (status, outcome), "{record}");
        }
    }
}
