//! Records within what another system wrapped around them.

use touchstone_record::time::rfc3339;
use touchstone_record::{Event, ProblemKind};

use crate::read;

const RECORD: &str = r#"{"event_time":"2025-10-06T12:00:00Z","service_name":"clusters","action_name":"create","event_id":"e","request_params":{"k":"v"}}"#;
const WITHOUT: &str = r#"{"serviceName":"clusters","actionName":"create","requestParams":{"k":"v"}}"#;

fn text(record: &str) -> String {
    serde_json::Value::from(record).to_string()
}

#[test]
fn a_wrapped_record_is_the_record() {
    let plain = read(RECORD).unwrap();
    let nested = text(RECORD);
    for (wrapped, wrapper) in [
        (format!(r#"{{"insertId":"i","timestamp":"2026-01-01T00:00:00Z","jsonPayload":{RECORD}}}"#), "jsonPayload"),
        (format!(r#"{{"preview":false,"result":{{"_time":"1","_raw":{nested}}}}}"#), "result._raw"),
        (format!(r#"{{"_index":"x","_id":"1","_source":{RECORD}}}"#), "_source"),
        (format!(r#"{{"_index":"x","_source":{{"message":{nested},"@timestamp":"t"}}}}"#), "_source.message"),
        (format!(r#"{{"id":"d","content":{{"attributes":{RECORD}}}}}"#), "content.attributes"),
        (format!(r#"{{"topic":"t","offset":7,"key":null,"value":{nested}}}"#), "value"),
        (format!(r#"{{"EventEnqueuedUtcTime":"t","Body":{nested}}}"#), "Body"),
        (format!(r#"{{"type":"RECORD","stream":"audit","record":{RECORD}}}"#), "record"),
        (format!(r#"{{"specversion":"1.0","id":"c","type":"t","data":{RECORD}}}"#), "data"),
        (format!(r#"{{"_airbyte_raw_id":"a","_airbyte_data":{RECORD}}}"#), "_airbyte_data"),
        (format!(r#"{{"RAW":{RECORD}}}"#), "RAW"),
        (format!(r#"{{"log":{},"stream":"stdout"}}"#, text(&format!("{RECORD}\n"))), "log"),
        (format!(r#"{{"before":null,"after":{RECORD}}}"#), "after"),
        (format!(r#"{{"message":{}}}"#, text(&format!("[{RECORD}]"))), "message"),
        (
            r#"{"message":{"data":"eyJzZXJ2aWNlX25hbWUiOiJjbHVzdGVycyIsImFjdGlvbl9uYW1lIjoiY3JlYXRlIiwiZXZlbnRfaWQiOiJlIiwiZXZlbnRfdGltZSI6IjIwMjUtMTAtMDZUMTI6MDA6MDBaIiwicmVxdWVzdF9wYXJhbXMiOnsiayI6InYifX0="}}"#.to_owned(),
            "message.data",
        ),
    ] {
        let event = read(&wrapped).unwrap_or_else(|problem| panic!("{problem}: {wrapped}"));
        assert_eq!(event.wrapper.as_deref(), Some(wrapper), "{wrapped}");
        assert_eq!(event, Event { wrapper: event.wrapper.clone(), ..plain.clone() }, "{wrapped}");
    }
}

#[test]
fn a_wrapper_fills_what_the_record_lacks() {
    for (wrapped, time, id, warnings) in [
        (
            format!(r#"{{"insertId":"i","timestamp":"2026-01-01T00:00:00Z","jsonPayload":{WITHOUT}}}"#),
            Some("2026-01-01T00:00:00.000Z"),
            Some("i"),
            1,
        ),
        (
            format!(r#"{{"result":{{"_time":"2026-01-01T00:00:00Z","_raw":{}}}}}"#, text(WITHOUT)),
            Some("2026-01-01T00:00:00.000Z"),
            None,
            1,
        ),
        (
            format!(r#"{{"specversion":"1.0","id":"c","time":"2026-01-01T00:00:00Z","data":{RECORD}}}"#),
            Some("2025-10-06T12:00:00.000Z"),
            Some("e"),
            0,
        ),
        (format!(r#"{{"message":{WITHOUT}}}"#), None, None, 0),
    ] {
        let event = read(&wrapped).unwrap();
        assert_eq!(event.time_ms.map(rfc3339).as_deref(), time, "{wrapped}");
        assert_eq!(event.event_id.as_deref(), id, "{wrapped}");
        assert_eq!(event.warnings.len(), warnings, "{wrapped}");
        assert_eq!(event.params.len(), 1, "what is beside the record is none of its parameters: {wrapped}");
        // The same record is the same, wrapped or not.
        let bare = if id == Some("e") { RECORD } else { WITHOUT };
        assert_eq!(event.fingerprint, read(bare).unwrap().fingerprint, "{wrapped}");
    }
}

#[test]
fn what_could_be_several_is_no_event() {
    for (wrapped, says) in [
        (format!(r#"{{"before":{RECORD},"after":{RECORD}}}"#), "before, after"),
        (format!(r#"{{"message":{}}}"#, text(&format!("{RECORD}\n{RECORD}"))), "message holds several records"),
        (format!(r#"{{"value":{}}}"#, text(&format!("[{RECORD},{RECORD}]"))), "value holds several records"),
    ] {
        let problem = read(&wrapped).unwrap_err();
        assert!(problem.message.contains(says), "{}", problem.message);
    }
    for unknown in [
        r#"{"message":"hello"}"#.to_owned(),
        r#"{"message":{"a":1}}"#.to_owned(),
        format!(r#"{{"a":{{"b":{RECORD}}}}}"#),
        format!(r#"{{"data":{{"data":{{"data":{{"data":{RECORD}}}}}}}}}"#),
        r#"{"message":"eyJhIjoxfQ=="}"#.to_owned(),
        r#"{"message":"eyJ not base64"}"#.to_owned(),
    ] {
        assert_eq!(read(&unknown).unwrap_err().kind, ProblemKind::UnknownFormat, "{unknown}");
    }
}
