//! Exports of `system.access.audit`. Parquet keeps its structs and its map; the SQL editor, the Statement API and
//! connectors write them as JSON text. Older exports lack `event_id`, `identity_metadata` and `account_id`.
//! Touchstone's own exports of silver and gold have these columns, too, with the members of structs at the top.

use crate::event::{Event, Format, Outcome};
use crate::event_text::EventText;
use crate::fields::Fields;
use crate::json::{self, Member};
use crate::{address, identity, number, response, workspace};
use touchstone_source::Problem;

/// Whether a record has this format's keys.
pub(crate) fn is(members: &[Member<'_>]) -> bool {
    json::has_all(members, ["service_name", "action_name"])
}

/// The keys of an event's texts, in records and in columns. What their values become, [`event`] says for records, and
/// `EventRows` for columns.
pub(super) const TEXTS: [(&str, EventText); 10] = [
    ("service_name", EventText::ServiceName),
    ("action_name", EventText::ActionName),
    ("audit_level", EventText::AuditLevel),
    ("account_id", EventText::AccountId),
    ("workspace_id", EventText::WorkspaceId),
    ("source_ip_address", EventText::SourceIpAddress),
    ("user_agent", EventText::UserAgent),
    ("session_id", EventText::SessionId),
    ("request_id", EventText::RequestId),
    ("event_id", EventText::EventId),
];

/// The keys of `identity_metadata` that are read.
pub(crate) const METADATA: [&str; 4] = ["run_by", "runBy", "run_as", "runAs"];

/// Reads the event. Struct fields are in snake case, or in camel case in some exports, as in the documentation's prose.
pub(crate) fn event<'a, R: Fields<'a> + ?Sized>(record: &R) -> Result<Event<'a>, Problem> {
    let text = |key| record.text(key);
    let mut notes = Vec::new();
    let identity = identity::of(record, "user_identity", &mut notes)?;
    let response = response::of(record, "response", &mut notes)?;
    let params = super::params(record, &["request_params", "flattened"], &mut notes)?;
    let [run_by, camel_run_by, run_as, camel_run_as] = record.members("identity_metadata", METADATA, &mut notes)?;
    let time = super::time(record, ["event_time", "date_time"]);
    let event = Event::of_texts(|of| TEXTS.iter().find(|(_, text)| *text == of).and_then(|(key, _)| text(key)));
    let (source_ip_address, port) = address::split(event.source_ip_address);
    let source_port = port.or_else(|| number::integer(&text("source_port")?)?.try_into().ok());
    // In our own exports, Immuta's records have no status; silver has only the outcome.
    let lacks_outcome = response.status_code.is_none() && response.outcome == Outcome::Unknown;
    let stated = || Outcome::ALL.into_iter().find(|outcome| text("outcome").is_some_and(|text| text == outcome.name()));
    let outcome = if lacks_outcome { stated().unwrap_or_default() } else { response.outcome };
    let workspace_id = event.workspace_id.filter(|id| workspace::is_id(id)).map(number::id);
    let workspace_id = workspace_id.or_else(|| workspace::own(record, ["workspaceId"]));
    Ok(Event {
        format: Format::DatabricksSystemTable,
        time_ms: time.map(|moment| moment.ms),
        time_ns: time.map_or(0, |moment| moment.ns),
        account_id: event.account_id.map(number::id),
        workspace_id: workspace::effective(event.audit_level.as_deref(), workspace_id, &params),
        email: identity.email.or_else(|| text("email")),
        subject_name: identity.subject_name.or_else(|| text("subject_name")),
        run_by: run_by.or(camel_run_by).or_else(|| text("run_by")),
        run_as: run_as.or(camel_run_as).or_else(|| text("run_as")),
        source_ip_address,
        source_port,
        status_code: response.status_code,
        outcome,
        error_message: response.error_message,
        result: response.result,
        params,
        notes,
        ..event
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{event, params, shown};

    #[test]
    fn a_row_of_structs_and_a_map_is_read_in_full() {
        let text = r#"{"account_id":"acc","workspace_id":"0","version":"2.0","event_time":"2024-01-31T10:00:00.123456",
            "event_date":"2024-01-31","source_ip_address":"203.0.113.9","user_agent":"cli","session_id":"s",
            "user_identity":{"email":"a@corp.example","subject_name":"A"},"service_name":"unityCatalog",
            "action_name":"getTable","request_id":"r","request_params":[{"key":"workspace_id","value":"42"},
            {"key":"full_name_arg","value":"a.b.c"},{"key":"none","value":null}],
            "response":{"status_code":403,"error_message":"no","result":null},"audit_level":"ACCOUNT_LEVEL",
            "event_id":"3dd93080","identity_metadata":{"run_by":"b@corp.example","run_as":"c@corp.example",
            "acting_resource":"job"}}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn a_row_of_json_texts_is_read_in_full() {
        let text = r#"{"account_id":"acc","action_name":"tokenLogin","audit_level":"WORKSPACE_LEVEL",
            "event_date":"2025-10-23","event_id":"3dd93080","event_time":"2025-10-23T09:11:56.509Z",
            "identity_metadata":"{\"run_by\":null,\"run_as\":null,\"acting_resource\":null}","request_id":"r",
            "request_params":"{\"user\":\"ddb92362\",\"authenticationMethod\":\"API_INT_PAT_TOKEN\"}",
            "response":"{\"status_code\":\"200\",\"error_message\":null,\"result\":null}","service_name":"accounts",
            "session_id":null,"source_ip_address":"203.0.113.9","user_agent":"cli",
            "user_identity":"{\"email\":\"ddb92362\",\"subject_name\":null}","version":"2.0",
            "workspace_id":"4150696479394378"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn a_row_of_the_oldest_schema_is_read_in_full() {
        let text = r#"{"workspace_id":3049056262456431186970,"version":"1.0","event_time":1577571960848123,
            "event_date":18258,"source_ip_address":"","user_agent":null,"session_id":null,
            "user_identity":{"email":"a@corp.example","subjectName":"A"},"service_name":"clusters",
            "action_name":"create",
            "request_id":"r","request_params":{"num_workers":"8"},"response":{"statusCode":200,"errorMessage":null},
            "audit_level":"WORKSPACE_LEVEL"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn structs_may_be_text_and_in_camel_case() {
        for members in [
            r#""user_identity":{"email":"e","subject_name":"s"},"identity_metadata":{"run_by":"b","run_as":"a"},
                "response":{"status_code":400,"error_message":"m"}"#,
            r#""user_identity":{"email":"e","subjectName":"s"},"identity_metadata":{"runBy":"b","runAs":"a"},
                "response":{"statusCode":"400","errorMessage":"m"}"#,
            r#""user_identity":"{\"email\":\"e\",\"subject_name\":\"s\"}",
                "identity_metadata":"{\"run_by\":\"b\",\"run_as\":\"a\"}",
                "response":"{\"status_code\":\"400\",\"error_message\":\"m\"}""#,
        ] {
            let text = format!(r#"{{"service_name":"s","action_name":"a",{members}}}"#);
            let event = event(&text);
            assert_eq!((event.email.as_deref(), event.subject_name.as_deref()), (Some("e"), Some("s")), "{members}");
            assert_eq!((event.run_by.as_deref(), event.run_as.as_deref()), (Some("b"), Some("a")), "{members}");
            assert_eq!((event.status_code, event.error_message.as_deref()), (Some(400), Some("m")), "{members}");
        }
    }

    #[test]
    fn maps_are_written_in_many_ways() {
        for request_params in [
            r#"{"a":"1","b":null,"c":"{\"d\": 2}"}"#,
            r#""{\"a\":\"1\",\"c\":\"{\\\"d\\\": 2}\"}""#,
            r#"[{"key":"a","value":"1"},{"key":"b","value":null},{"key":"c","value":"{\"d\": 2}"}]"#,
            r#"[["a","1"],["b",null],["c","{\"d\": 2}"]]"#,
            r#""[[\"a\",\"1\"],[\"c\",\"{\\\"d\\\": 2}\"]]""#,
        ] {
            let text = format!(r#"{{"service_name":"s","action_name":"a","request_params":{request_params}}}"#);
            assert_eq!(params(&event(&text)), [("a", "1"), ("c", r#"{"d": 2}"#)], "{request_params}");
        }
    }

    #[test]
    fn times_have_many_spellings() {
        const AT: Option<i64> = Some(1_577_571_960_848);
        for (event_time, expected) in [
            (r#""2019-12-28T22:26:00.848Z""#, (AT, 0)),
            (r#""2019-12-28T22:26:00.848+00:00""#, (AT, 0)),
            (r#""2019-12-28T22:26:00.848""#, (AT, 0)),
            (r#""2019-12-28 22:26:00.848123456""#, (AT, 123_456)),
            ("1577571960848", (AT, 0)),
            ("1577571960848123", (AT, 123_000)),
            ("1577571960848123456", (AT, 123_456)),
            ("1577571960.848", (AT, 0)),
            (r#""1577571960848""#, (AT, 0)),
            ("null", (None, 0)),
        ] {
            let text = format!(r#"{{"service_name":"s","action_name":"a","event_time":{event_time}}}"#);
            let event = event(&text);
            assert_eq!((event.time_ms, event.time_ns), expected, "{event_time}");
        }
    }

    #[test]
    fn workspaces_are_the_effective_ones() {
        for (members, expected) in [
            (r#""workspace_id":"7""#, Some("7")),
            (r#""workspace_id":7"#, Some("7")),
            (r#""workspace_id":"0","audit_level":"ACCOUNT_LEVEL","request_params":{"workspace_id":"9"}"#, Some("9")),
            (r#""workspace_id":0,"request_params":[["workspace_id","9"]]"#, Some("9")),
            (r#""workspace_id":"0""#, Some("0")),
            (r#""workspace_id":null"#, None),
        ] {
            let text = format!(r#"{{"service_name":"s","action_name":"a",{members}}}"#);
            assert_eq!(event(&text).workspace_id.as_deref(), expected, "{members}");
        }
    }
}
