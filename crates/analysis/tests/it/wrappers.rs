//! Records inside the wrappers of other systems give the same silver as bare records.

use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use touchstone_generate::{Container, Format, MemorySink, Options, generate};
use touchstone_medallion::{COLUMNS, Session};
use touchstone_query::Cell;

use crate::support::load;

const EVENTS: u64 = 120;

/// Number of records per list, if there are several lists.
const CHUNK: usize = 7;

/// The records of a format, one per line.
fn lines(format: Format, container: Container) -> Vec<String> {
    let options = Options { events: EVENTS, seed: 5, format, container, ..Options::default() };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    String::from_utf8(sink.files.swap_remove(0).1).unwrap().lines().map(str::to_owned).collect()
}

fn text(text: &str) -> String {
    Value::from(text).to_string()
}

fn base64(text: &str) -> String {
    Base64::encode_string(text.as_bytes())
}

/// One line per record.
fn each(records: &[String], wrap: impl Fn(&str) -> String) -> String {
    records.iter().map(|record| wrap(record) + "\n").collect()
}

/// One line per batch of records.
fn batches(records: &[String], wrap: impl Fn(&[String]) -> String) -> String {
    records.chunks(CHUNK).map(|batch| wrap(batch) + "\n").collect()
}

/// The elements of an array.
fn list(records: &[String], wrap: impl Fn(&str) -> String) -> String {
    records.iter().map(|record| wrap(record)).collect::<Vec<_>>().join(",")
}

/// A wrapper: its name, its keys as the ledger names them, and the function that writes the file.
type Wrapper = (&'static str, &'static str, fn(&[String]) -> String);

const WRAPPERS: [Wrapper; 20] = [
    ("object", "payload", |records| each(records, |record| format!(r#"{{"offset":1,"payload":{record},"key":null}}"#))),
    ("under any key", "x", |records| each(records, |record| format!(r#"{{"x":{record}}}"#))),
    ("text", "message", |records| each(records, |record| format!(r#"{{"message":{},"a":[1]}}"#, text(record)))),
    ("text of a list of one", "value", |records| {
        each(records, |record| format!(r#"{{"value":{}}}"#, text(&format!("[{record}]"))))
    }),
    ("base64", "data", |records| each(records, |record| format!(r#"{{"data":"{}"}}"#, base64(record)))),
    ("two levels", "result._raw", |records| {
        each(records, |record| format!(r#"{{"preview":false,"result":{{"_raw":{}}}}}"#, text(record)))
    }),
    ("two levels of objects", "content.attributes", |records| {
        each(records, |record| format!(r#"{{"content":{{"tags":["a:b"],"attributes":{record}}}}}"#))
    }),
    ("base64 in two levels", "message.data", |records| {
        each(records, |record| format!(r#"{{"message":{{"data":"{}"}}}}"#, base64(record)))
    }),
    ("text in text", "body.Message", |records| {
        each(records, |record| format!(r#"{{"body":{}}}"#, text(&format!(r#"{{"Message":{}}}"#, text(record)))))
    }),
    ("lines that are texts", "", |records| each(records, text)),
    ("array of texts", "", |records| format!("[{}]", list(records, text))),
    ("array of objects", "value", |records| {
        format!("[{}]", list(records, |record| format!(r#"{{"topic":"t","value":{}}}"#, text(record))))
    }),
    ("list", "whatever", |records| format!(r#"{{"n":1,"whatever":[{}],"next":null}}"#, list(records, str::to_owned))),
    ("search engine", "hits.hits._source", |records| {
        let hit = |record: &str| format!("\n    {{\n      \"_index\": \"i\",\n      \"_source\": {record}\n    }}");
        let hits = list(records, hit);
        format!("{{\n  \"took\": 1,\n  \"hits\": {{\n    \"total\": {{}},\n    \"hits\": [{hits}\n    ]\n  }}\n}}\n")
    }),
    ("log pipeline", "data.attributes.attributes", |records| {
        let attributes =
            |record: &str| format!(r#"{{"type":"log","attributes":{{"attributes":{record},"message":"m"}}}}"#);
        format!(r#"{{"data":[{}],"meta":{{"page":{{"after":"x"}}}}}}"#, list(records, attributes))
    }),
    ("batches of texts", "logEvents.message", |records| {
        let event = |record: &str| json!({"timestamp": 1, "message": record}).to_string();
        batches(records, |batch| format!(r#"{{"owner":"1","logEvents":[{}]}}"#, list(batch, event)))
    }),
    ("lists of lists", "resourceLogs.scopeLogs.logRecords.body.stringValue", |records| {
        let log = |record: &str| format!(r#"{{"body":{{"stringValue":{}}}}}"#, text(record));
        let scopes =
            records.chunks(CHUNK).map(|batch| format!(r#"{{"scopeLogs":[{{"logRecords":[{}]}}]}}"#, list(batch, log)));
        format!(r#"{{"resourceLogs":[{}]}}"#, scopes.collect::<Vec<_>>().join(","))
    }),
    ("texts of lines", "value", |records| {
        batches(records, |batch| format!(r#"{{"value":{}}}"#, text(&batch.join("\n"))))
    }),
    ("texts of envelopes", "body.records", |records| {
        batches(records, |batch| format!(r#"{{"body":{}}}"#, text(&format!(r#"{{"records":[{}]}}"#, batch.join(",")))))
    }),
    ("base64 of lines", "data", |records| {
        batches(records, |batch| format!(r#"{{"data":"{}"}}"#, base64(&batch.join("\n"))))
    }),
];

/// All columns of all rows except those that locate the record, and all counts.
fn rows(session: &Session) -> Vec<String> {
    let medallion = session.medallion();
    let columns: Vec<_> = COLUMNS.iter().filter(|(name, _)| !["input", "record"].contains(name)).collect();
    let row = |row| {
        let cells = columns.iter().map(|(name, _)| {
            let cell = Cell::of(name).unwrap();
            format!("{name}={:?}", cell.text(medallion, row))
        });
        cells.collect::<Vec<_>>().join(" ") + &medallion.flattened(row)
    };
    (0..medallion.silver().rows()).map(row).collect()
}

#[test]
fn every_format_gives_the_same_silver_in_every_wrapper() {
    for format in Format::ALL {
        let containers = format.containers().iter();
        for container in containers.filter(|container| matches!(container, Container::Json | Container::JsonStrings)) {
            let records = lines(format, *container);
            let bare = load(&[("told", records.join("\n").as_bytes())]);
            let expected = rows(&bare);
            assert_eq!(expected.len() as u64, EVENTS);
            for (wrapper, keys, wrap) in WRAPPERS {
                let session = load(&[("told", wrap(&records).as_bytes())]);
                let medallion = session.medallion();
                let name = format!("{format:?} as {container:?} in {wrapper}");
                assert_eq!(medallion.problems(), [], "{name}");
                assert_eq!(medallion.inputs()[0].counts.records, EVENTS, "{name}");
                let found = rows(&session);
                if let Some(row) = expected.iter().zip(&found).position(|(expected, found)| expected != found) {
                    panic!("{name}: row {row}:\n  {}\n  {}", expected[row], found[row]);
                }
                assert_eq!(found.len(), expected.len(), "{name}");
                let wrappers: Vec<_> =
                    medallion.inputs()[0].wrappers.iter().map(|(keys, records)| (keys.as_str(), *records)).collect();
                let named = [(keys, EVENTS)];
                assert_eq!(wrappers, if keys.is_empty() { &named[..0] } else { &named[..] }, "{name}");
            }
        }
    }
}
