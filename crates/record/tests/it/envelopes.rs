//! Records inside another system's wrapper.

use base64ct::Encoding as _;
use touchstone_record::time::rfc3339;
use touchstone_record::{Event, FingerprintKey, Partitions, ProblemKind, RecordReader};

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
        (
            format!(r#"{{"_id":{{"$oid":"i"}},"time":{{"$date":"2026-01-01T00:00:00Z"}},"data":{WITHOUT}}}"#),
            Some("2026-01-01T00:00:00.000Z"),
            Some("i"),
            1,
        ),
        (format!(r#"{{"_time":null,"time":"","message":{WITHOUT}}}"#), None, None, 0),
        (format!(r#"{{"_time":"05/06/2025 10:00:00","message":{WITHOUT}}}"#), None, None, 1),
        (format!(r#"{{"timestamp":"2026-01-01T00:00:00+18:00","data":{WITHOUT}}}"#), None, None, 1),
        (
            format!(r#"{{"timestamp":"noon","_time":"2026-01-01T00:00:00Z","data":{WITHOUT}}}"#),
            Some("2026-01-01T00:00:00.000Z"),
            None,
            1,
        ),
    ] {
        let event = read(&wrapped).unwrap();
        assert_eq!(event.time_ms.map(rfc3339).as_deref(), time, "{wrapped}");
        assert_eq!(event.event_id.as_deref(), id, "{wrapped}");
        assert_eq!(event.warnings.len(), warnings, "{wrapped}");
        assert_eq!(event.params.len(), 1, "members beside the record are not its parameters: {wrapped}");
        // A record has the same fingerprint wrapped or not.
        let bare = if id == Some("e") { RECORD } else { WITHOUT };
        assert_eq!(event.fingerprint, read(bare).unwrap().fingerprint, "{wrapped}");
    }
}

/// For each record in a text: its bytes at its place, the keys that lead to it, and its service or its problem.
#[test]
fn a_wrapper_s_id_that_cannot_be_genuine_is_none() {
    for (id, expected) in [
        ("e1", Some("e1")),
        (" e1 ", Some("e1")),
        ("null", None),
        (" ", None),
        ("6.05192E+15", None),
        (r"a\ud800", None),
    ] {
        let text = format!(r#"{{"id":"{id}","message":{{"serviceName":"s","actionName":"a"}}}}"#);
        assert_eq!(read(&text).unwrap().event_id.as_deref(), expected, "{id}");
    }
}

fn parts(text: &str) -> Vec<String> {
    let none = Partitions::default();
    let mut reader = RecordReader::new(FingerprintKey::new([7; 16]));
    let problem = reader.read(text.as_bytes(), &none).unwrap_err();
    let parts = reader.unfold(text.as_bytes(), &problem);
    let mut found = Vec::new();
    for part in parts {
        let place = &text[part.place];
        let what = match part.problem.map_or_else(|| reader.read(&part.bytes, &none), Err) {
            Ok(event) => format!("{:?}", event.request_id.unwrap_or_default()),
            Err(problem) => problem.kind.name().to_owned(),
        };
        found.push(format!("{} {what} {place}", part.wrapper));
    }
    found
}

#[test]
fn every_one_of_several_records_is_read() {
    let record = |id: &str| format!(r#"{{"serviceName":"s","actionName":"a","requestId":"{id}"}}"#);
    let (one, two) = (record("1"), record("2"));
    let escaped = |record: &str| record.replace('"', "\\\"");
    let hit = |record: &str| format!(r#"{{"_id":"i","_source":{record}}}"#);
    let in_base64 = base64ct::Base64::encode_string(format!("{one}\n{two}").as_bytes());
    for (wrapped, expected) in [
        // Lists under any name.
        (
            format!(r#"{{"n":2,"things":[{one}, {two}]}}"#),
            vec![format!("things \"1\" {one}"), format!("things \"2\" {two}")],
        ),
        (
            format!(r#"{{"took":1,"hits":{{"total":2,"hits":[{},{}]}}}}"#, hit(&one), hit(&two)),
            vec![format!("hits.hits \"1\" {}", hit(&one)), format!("hits.hits \"2\" {}", hit(&two))],
        ),
        (
            format!(r#"{{"a":[{{"b":[{one}]}},{{"b":[{two},7]}}]}}"#),
            vec![format!("a.b \"1\" {one}"), format!("a.b \"2\" {two}"), "a.b not_an_object 7".to_owned()],
        ),
        (format!(r#"{{"a":["{}"]}}"#, escaped(&one)), vec![format!("a \"1\" {}", escaped(&one))]),
        // All of several lists, and records beside them.
        (
            format!(r#"{{"a":[{one}],"b":[1],"c":[{{}},{two}],"d":{one}}}"#),
            vec![
                format!("a \"1\" {one}"),
                "c unknown_format {}".to_owned(),
                format!("c \"2\" {two}"),
                format!("d \"1\" {one}"),
            ],
        ),
        (
            format!(r#"{{"before":{one},"after":{two}}}"#),
            vec![format!("before \"1\" {one}"), format!("after \"2\" {two}")],
        ),
        // Strings that contain several records.
        (
            format!(r#"{{"message":"{}\n{}\n"}}"#, escaped(&one), escaped(&two)),
            vec![format!("message \"1\" {}", escaped(&one)), format!("message \"2\" {}", escaped(&two))],
        ),
        (
            format!(r#"{{"body":"{{\"records\":[{},{}]}}"}}"#, escaped(&one), escaped(&two)),
            vec![format!("body.records \"1\" {}", escaped(&one)), format!("body.records \"2\" {}", escaped(&two))],
        ),
        (
            format!(r#"{{"data":"{in_base64}"}}"#),
            vec![format!("data \"1\" \"{in_base64}\""), format!("data \"2\" \"{in_base64}\"")],
        ),
        // Damaged records are reported beside whole ones.
        (
            format!(r#"{{"a":[{one},{{"x":nul}}],}}"#),
            vec![
                format!("a \"1\" {one}"),
                "a invalid_json {\"x\":nul}".to_owned(),
                format!(r#" invalid_json {{"a":[{one},{{"x":nul}}],}}"#),
            ],
        ),
        (
            format!(r#"{{"a":{{"b":[{one},{{"serv"#),
            vec![format!("a.b \"1\" {one}"), format!(r#" invalid_json {{"a":{{"b":[{one},{{"serv"#)],
        ),
        // A record is read as one whatever it contains; texts without a record, or with one nested too deep, give none.
        (format!(r#"{{"a":{{"b":{one}}}}}"#), vec![]),
        (r#"{"a":[{"b":1}],"c":"[1,2]"}"#.to_owned(), vec![]),
        (r#"{"message":"eyJ not base64"}"#.to_owned(), vec![]),
    ] {
        assert_eq!(parts(&wrapped), expected, "{wrapped}");
    }
}

#[test]
fn ambiguous_wrappers_give_no_event() {
    for (wrapped, says) in [
        (format!(r#"{{"before":{RECORD},"after":{RECORD}}}"#), "before, after"),
        (format!(r#"{{"event":{RECORD},"events":[{RECORD}]}}"#), "event, events"),
        (format!(r#"{{"event":{RECORD},"batch":{}}}"#, text(&format!("{RECORD}\n{RECORD}"))), "event, batch"),
    ] {
        let problem = read(&wrapped).unwrap_err();
        assert!(problem.message.contains(says), "{}", problem.message);
    }
    for unknown in [
        r#"{"message":"hello"}"#.to_owned(),
        r#"{"message":{"a":1}}"#.to_owned(),
        format!(r#"{{"a":{{"b":{RECORD}}}}}"#),
        format!(r#"{{"data":{{"data":{{"data":{{"data":{RECORD}}}}}}}}}"#),
        format!(r#"{{"message":{}}}"#, text(&format!("{RECORD}\n{RECORD}"))),
        r#"{"message":"eyJhIjoxfQ=="}"#.to_owned(),
        r#"{"message":"eyJ not base64"}"#.to_owned(),
    ] {
        assert_eq!(read(&unknown).unwrap_err().kind, ProblemKind::UnknownFormat, "{unknown}");
    }
}

#[test]
fn the_time_beside_a_line_in_a_list_fills_a_missing_one() {
    let record = |time: &str| format!(r#"{{{time}"serviceName":"jobs","actionName":"runNow"}}"#);
    let loki = |first: &str, line: &str| {
        let line = serde_json::Value::from(line);
        format!(r#"{{"streams":[{{"stream":{{"app":"x"}},"values":[[{first},{line}],[{first},{line}]]}}]}}"#)
    };
    for (text, time_ms, warnings) in [
        (loki(r#""1700000000123456789""#, &record("")), Some(1_700_000_000_123), 1),
        (loki(r#""1700000000123456789""#, &record(r#""timestamp":1600000000000,"#)), Some(1_600_000_000_000), 0),
        (loki(r#""no time""#, &record("")), None, 0),
    ] {
        let mut reader = RecordReader::new(FingerprintKey::new([7; 16]));
        let none = Partitions::default();
        let problem = reader.read(text.as_bytes(), &none).unwrap_err();
        let parts = reader.unfold(text.as_bytes(), &problem);
        assert_eq!(parts.len(), 2, "{text}");
        for part in &parts {
            let event = reader.read_part(part, &none).unwrap();
            assert_eq!((event.time_ms, event.warnings.len()), (time_ms, warnings), "{text}");
        }
    }
}
