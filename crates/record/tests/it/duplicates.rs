//! Which records are duplicates: those with the same event id or, without ids, with equal content.

use touchstone_record::{Event, Fingerprint, FingerprintKey, Partitions, RecordReader};

use crate::{read, read_in};

fn fingerprint(text: &str) -> Fingerprint {
    read(text).unwrap().fingerprint
}

#[test]
fn a_databricks_event_has_the_same_id_in_every_format() {
    let diagnostic = fingerprint(
        r#"{"operationName":"Microsoft.Databricks/s/a","time":"2024-01-31T10:00:00Z","properties":{"logId":"i"}}"#,
    );
    for same in [
        r#"{"operationName":"Microsoft.Databricks/s/a","properties":"{\"logId\":\"i\"}"}"#,
        r#"{"ServiceName":"s","ActionName":"a","LogId":"i"}"#,
        r#"{"service_name":"s","action_name":"a","event_id":"i","event_time":"2024-01-31T10:00:00.123Z"}"#,
    ] {
        assert_eq!(fingerprint(same), diagnostic, "{same}");
    }
    for other in [
        r#"{"service_name":"s","action_name":"a","event_id":"j"}"#,
        r#"{"action":"a","eventTimestamp":"t","actor":{},"id":"i"}"#,
    ] {
        assert_ne!(fingerprint(other), diagnostic, "{other}");
    }
}

#[test]
fn immuta_and_databricks_do_not_share_ids() {
    let event = fingerprint(r#"{"action":"a","eventTimestamp":"t","actor":{},"id":"i"}"#);
    assert_eq!(fingerprint(r#"{"action":"a","eventTimestamp":"t","actor":{"id":"x"},"id":"i"}"#), event);
    assert_eq!(fingerprint(r#"{"recordType":"spark","dateTime":"1","id":"i"}"#), event);
    assert_ne!(fingerprint(r#"{"recordType":"spark","dateTime":"1","id":"j"}"#), event);
}

#[test]
fn records_without_an_id_are_compared_by_content() {
    let table = fingerprint(r#"{"service_name":"s","action_name":"a","request_id":"r"}"#);
    for (text, is_same) in [
        (r#"{"request_id":"r","action_name":"a","service_name":"s"}"#, true),
        (r#"{"service_name":"s","action_name":"a","request_id":"q"}"#, false),
        (r#"{"service_name":"s","action_name":"a","request_id":"r","event_id":""}"#, false),
        (r#"{"service_name":"s","action_name":"a","request_id":"r","event_id":null}"#, false),
    ] {
        assert_eq!(fingerprint(text) == table, is_same, "{text}");
    }
    let empty = |request: &str| {
        fingerprint(&format!(r#"{{"service_name":"s","action_name":"a","event_id":"","request_id":"{request}"}}"#))
    };
    assert_ne!(empty("q"), empty("r"));
}

#[test]
fn records_that_differ_in_what_is_lost_are_not_duplicates() {
    const DELIVERY: &str = r#""serviceName":"s","actionName":"a","timestamp":1700000000000"#;
    for values in [
        &[r#""userIdentity":"alice""#, r#""userIdentity":"bob""#, r#""userIdentity":null"#][..],
        &[r#""response":"ok""#, r#""response":"permission denied""#, r#""response":null"#],
        &[r#""response":"{\"statusCode\":40""#, r#""response":"{\"statusCode\":20""#],
        &[r#""userAgent":"\ud800""#, r#""userAgent":"\udfff""#, r#""userAgent":"\ufffd""#],
        &[r#""requestParams":{"k\ud800":1}"#, r#""requestParams":{"k\udfff":1}"#, r#""requestParams":{"k\ufffd":1}"#],
        &[r#""k\ud800":1"#, r#""k\udfff":1"#, r#""k\ufffd":1"#],
        &[r#""userAgent":"\ud800","x":NaN"#, r#""userAgent":"\udfff","x":NaN"#],
        &[r#""requestParams":"{\"a\":\"\\ud800\"}""#, r#""requestParams":"{\"a\":\"\\udfff\"}""#],
    ] {
        let both = |value: &str| [format!("{{{DELIVERY},{value}}}"), format!("{{ {value} ,{DELIVERY}}}")];
        for (at, value) in values.iter().enumerate() {
            let [record, reordered] = both(value);
            assert_eq!(fingerprint(&record), fingerprint(&reordered), "{record}");
            for other in &values[..at] {
                assert_ne!(fingerprint(&record), fingerprint(&both(other)[0]), "{record} {other}");
            }
        }
    }
}

#[test]
fn strings_that_are_records_count_with_halves_of_surrogate_pairs() {
    const RECORD: &str = r#"{\"serviceName\":\"s\",\"actionName\":\"HALF\"}"#;
    let mut reader = RecordReader::new(FingerprintKey::new([7; 16]));
    for list in [false, true] {
        let mut read = |half: &str| {
            let inner = RECORD.replace("HALF", half);
            let text = if list { format!(r#"["{inner}","{inner} "]"#) } else { format!(r#"{{"message":"{inner}"}}"#) };
            let folders = Partitions::default();
            let found = |event: Event<'_>| (event.fingerprint, event.warnings.len());
            match reader.read(text.as_bytes(), &folders).map(found) {
                Ok(one) => vec![one],
                Err(problem) => {
                    let parts = reader.unfold(text.as_bytes(), &problem);
                    parts.iter().map(|part| found(reader.read_part(part, &folders).unwrap())).collect::<Vec<_>>()
                }
            }
        };
        let [one, other, replaced] = [r"\ud800", r"\ud801", "\u{fffd}"].map(&mut read);
        let count = if list { 2 } else { 1 };
        assert_eq!([one.len(), other.len(), replaced.len()], [count; 3]);
        assert_eq!(one, read(r"\ud800"));
        for (found, more) in one.iter().zip(&other) {
            assert_eq!((found.1, more.1), (1, 1));
            assert_ne!(found.0, more.0);
        }
        assert_eq!(replaced.iter().map(|(_, warnings)| *warnings).sum::<usize>(), 0);
        assert!(one.iter().all(|found| replaced.iter().all(|other| found.0 != other.0)));
    }
}

/// NaN is repaired in the wrapper, halves of surrogate pairs in the record.
#[test]
fn nan_beside_or_in_a_wrapped_record_hides_no_difference() {
    let bare = |half: &str| format!(r#"{{"serviceName":"s","actionName":"a","userAgent":"{half}","n":NaN}}"#);
    let wrapped = |half: &str| format!(r#"{{"message":{}}}"#, bare(half));
    let text = |half: &str| format!(r#"{{"x":NaN,"message":"{{\"serviceName\":\"{half}\",\"actionName\":\"a\"}}"}}"#);
    let [one, other] = [r"\ud800", r"\udfff"];
    for record in [&bare as &dyn Fn(&str) -> String, &wrapped, &text] {
        assert_eq!(fingerprint(&record(one)), fingerprint(&record(one)));
        assert_ne!(fingerprint(&record(one)), fingerprint(&record(other)), "{}", record(one));
        let text = record(one);
        let mut kinds: Vec<_> = read(&text).unwrap().warnings.iter().map(|warning| warning.kind.name()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["broken_text", "not_a_number"], "{text}");
    }
    assert_eq!(fingerprint(&bare(one)), fingerprint(&wrapped(one)));
}

#[test]
fn an_id_that_lost_letters_is_none() {
    let row = |id: &str, action: &str| format!(r#"{{"service_name":"s","action_name":"{action}","event_id":"{id}"}}"#);
    for id in [r"e\ud800", r"e\ufffd", "e\u{fffd}"] {
        let (one, other) = (row(id, "a"), row(id, "b"));
        assert_eq!(read(&one).unwrap().event_id, None, "{id}");
        assert_ne!(fingerprint(&one), fingerprint(&other), "{id}");
    }
    assert_ne!(fingerprint(&row(r"e\ud800", "a")), fingerprint(&row(r"e\ud801", "a")));
}

#[test]
fn nan_is_null_as_pandas_writes_it() {
    let record = |value: &str| fingerprint(&format!(r#"{{"serviceName":"s","actionName":"a","sessionId":{value}}}"#));
    assert_eq!(record("NaN"), record("null"));
    assert_eq!(record(r#"NaN,"userIdentity":"bob""#), record(r#"null,"userIdentity":"bob""#));
    assert_ne!(record("NaN"), record("\"NaN\""));
}

#[test]
fn an_escaped_letter_beyond_the_basic_plane_changes_nothing() {
    for (record, beside) in [
        (r#""recordType":"q","dateTime":"2024-01-31T10:00:00Z""#, r#""identity":"bob","response":"rejected""#),
        (r#""recordType":"q","dateTime":"2024-01-31T10:00:00Z""#, r#""flattened":"a","user_identity":"b""#),
        (r#""action":"a","eventTimestamp":"t","actor":{},"auditPayload":{}"#, r#""identity":"bob""#),
        (r#""service_name":"s","action_name":"a","request_params":{}"#, r#""flattened":"a""#),
        (r#""serviceName":"s","actionName":"a","timestamp":1"#, r#""identity_metadata":"a""#),
    ] {
        let [plain, escaped] =
            ["\u{1f600}", r"\ud83d\ude00"].map(|letter| format!(r#"{{{record},{beside},"userAgent":"{letter}"}}"#));
        assert_eq!(read(&escaped), read(&plain), "{escaped}");
    }
}

/// One line delivered into two folders is still one record.
#[test]
fn folders_do_not_count_as_content() {
    const TEXT: &str = r#"{"serviceName":"s","actionName":"a"}"#;
    let partitions = Partitions::of_path("workspaceId=7/date=2024-01-31/a.json");
    let event = read_in(TEXT, &partitions).unwrap();
    assert_eq!(event.workspace_id.as_deref(), Some("7"));
    assert_eq!(event.fingerprint, fingerprint(TEXT));
}

#[test]
fn fingerprints_are_keyed() {
    for text in [r#"{"serviceName":"s","actionName":"a"}"#, r#"{"service_name":"s","action_name":"a","event_id":"i"}"#]
    {
        let partitions = Partitions::default();
        let other = touchstone_record::read(text.as_bytes(), &partitions, &FingerprintKey::new([8; 16])).unwrap();
        assert_ne!(other.fingerprint, fingerprint(text), "{text}");
    }
}
