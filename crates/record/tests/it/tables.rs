//! A row of a table gives the same event from its cells as from its JSON, in every format.

#[path = "../../../../fuzz/bodies/cells.rs"]
mod bodies;

use proptest::prelude::*;

use touchstone_record::{FingerprintKey, Partitions, RecordReader, Rows, read};

use crate::plain::records;
pub(crate) use bodies::cells;
use bodies::{FORMS, Form, Numbers, Objects, assert_same, table};

#[test]
fn usual_tables_of_every_format_are_read_from_their_cells() {
    for record in [
        r#"{"serviceName":"jobs","actionName":"runNow","timestamp":1759752000123,"userIdentity":{"email":"a@corp.example"},
            "requestParams":{"a":"1","b":"\"x\"\n"},"response":{"statusCode":200},"workspaceId":"7"}"#,
        r#"{"serviceName":"jobs","actionName":"runNow","timestamp":"2024-01-31T10:00:00.123Z","email":"a@corp.example",
            "flattened":{"a":"1"}}"#,
        r#"{"service_name":"jobs","action_name":"runNow","event_time":"2024-01-31T10:00:00.123Z",
            "request_params":{"a":"1"},"statusCode":200}"#,
        r#"{"ServiceName":"jobs","ActionName":"runNow","TimeGenerated":"2024-01-31T10:00:00.123Z","LogId":"1",
            "Identity":{"email":"a@corp.example"},"RequestParams":{"a":"1"},
            "OperationName":"Microsoft.Databricks/jobs/runNow"}"#,
        r#"{"operationName":"Microsoft.Databricks/jobs/runNow","time":"2024-01-31T10:00:00.123Z",
            "properties":{"logId":"1","serviceName":"jobs","actionName":"runNow","requestParams":{"a":"1"}}}"#,
        r#"{"action":"QUERY","eventTimestamp":"2024-01-31T10:00:00.123Z","id":"1","targetType":"T","actor":{"id":"a"},
            "auditPayload":{"a":{"b":"1"},"c":{}},"targets":[{"name":"x"}]}"#,
        r#"{"recordType":"q","dateTime":"2024-01-31T10:00:00.123Z","id":"i","success":true,"query":{"a":{"b":"1"}}}"#,
    ] {
        for form in FORMS {
            let rows = table(&[record.to_owned(), record.to_owned()], form).unwrap();
            // The first row of Immuta's formats is read as JSON, which tells what the next will be.
            assert!(assert_same(&rows) >= 6, "{form:?} {record}");
        }
    }
}

/// A cell holds JSON text as it is, a record in a line holds it in a string, where its quotes are escaped.
#[test]
fn a_text_in_a_cell_and_one_in_a_string_do_not_mix() {
    let text = |params: &str| {
        let time = "2024-01-31T10:00:00.123Z";
        format!(r#"{{"serviceName":"jobs","actionName":"runNow","timestamp":"{time}","requestParams":"{params}"}}"#)
    };
    let rows = |params: &str| {
        let record = text(serde_json::to_string(params).unwrap().trim_matches('"'));
        table(&[record.clone(), record], FORMS[0]).unwrap()
    };
    let (escaped, bare) = (text(r#"{\"abc\":1}"#), text(r#"{"abc":4}"#));
    let (key, none) = (FingerprintKey::new([7; 16]), Partitions::default());
    for (cell, in_lines) in [(r#"{"abc":1}"#, [&bare, &escaped]), (r#"{\"abc\":2}"#, [&escaped, &bare])] {
        let mut reader = RecordReader::new(key.clone());
        let rows = Rows::from(&rows(cell));
        let mut table = reader.table(&rows, &none).unwrap();
        for at in [0, 1] {
            for line in in_lines {
                assert_eq!(reader.read(line.as_bytes(), &none), read(line.as_bytes(), &none, &key), "{cell} {line}");
            }
            let row = table.row(at);
            let json = row.json();
            let expected = read(json.as_bytes(), &none, &key);
            // A row that its cells do not give is read as its JSON.
            let event = reader.read_row(&row, &none).map_or_else(|| reader.read(json.as_bytes(), &none), Ok);
            assert_eq!(event, expected, "{cell}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 500, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn rows_are_read_as_their_json(
        records in records(),
        objects in proptest::sample::select(vec![Objects::Structs, Objects::Maps, Objects::Texts]),
        numbers in proptest::sample::select(vec![Numbers::Integers, Numbers::Floats, Numbers::Times]),
        has_codes in any::<bool>(),
    ) {
        let form = Form { objects, numbers, has_codes };
        if let Some(rows) = table(&records, form) {
            assert_same(&rows);
        }
    }
}
