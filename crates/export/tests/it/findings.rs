//! Findings in every form, of a log whose texts try to be more than texts.

mod standards;

use std::collections::BTreeSet;
use std::rc::Rc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{TimestampMicrosecondType, UInt64Type};
use arrow_array::{Array as _, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Filter};
use touchstone_export::Exporter;
use touchstone_findings::{Rules, Tuning};
use touchstone_medallion::Session;

/// Own rules: single events, a window, and one that the tuning switches off.
const RULES: &str = r"
title: '=Deletions [by](https://evil.example) {strangers}'
id: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10
status: experimental
description: |
    Detects
    deletions.
references: [https://rules.example/1]
tags: [attack.initial-access, attack.t1078.004, attack.impact]
logsource: {product: databricks}
detection:
    selection: {action_name: delete}
    condition: selection
falsepositives: ['+A clean-up']
level: high
touchstone:
    objective: Detect deletions.
    fidelity: low
    suppress: 0s
    message: '{principal} deleted {count} times'
    runbook:
        - {step: What else?, filter: 'user:{principal}'}
        - {step: Why?}
---
title: Denied
id: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a11
name: denied
logsource: {product: databricks}
detection:
    selection: {outcome: denied}
    condition: selection
level: informational
---
title: Often Denied
id: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a12
correlation:
    type: event_count
    rules: [denied]
    group-by: [source_ip_address]
    timespan: 1h
    condition: {gte: 2}
level: medium
---
title: Off
id: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a13
logsource: {product: databricks}
detection:
    selection: {action_name: delete}
    condition: selection
level: critical
";

const TUNING: &str = "rules:
  7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a13: {enabled: false}
  7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a12: {level: critical}
";

/// Deletions by hostile names, denials from one address, an event without a time, and an id that says two things.
fn log() -> String {
    let delete = |time: &str, email: &str, agent: &str| {
        json!({"serviceName": "clusters", "actionName": "delete", "timestamp": time, "userIdentity": {"email": email},
               "userAgent": agent, "sourceIPAddress": "192.0.2.7", "workspaceId": "77", "requestId": agent,
               "response": {"statusCode": 200}, "requestParams": {"=k": "a\r\n\u{2028}b"}})
    };
    let denied = |time: &str| {
        json!({"serviceName": "jobs", "actionName": "create", "timestamp": time, "sourceIPAddress": "no address",
               "response": {"statusCode": 403}})
    };
    let system = |agent: &str| {
        json!({"event_id": "e-1", "event_time": "2026-03-01T12:00:00Z", "service_name": "unityCatalog",
               "action_name": "getTable", "user_agent": agent})
    };
    let lines = [
        delete("2026-03-01T10:00:00.123456789Z", "=HYPERLINK(\"http://evil.example\")", "a"),
        delete("2026-03-01T11:00:00Z", "a\u{202e}b\r\n\"c\",{0}[d](1)\u{0}", "\u{7f}"),
        json!({"serviceName": "clusters", "actionName": "delete"}),
        denied("2026-03-01T12:00:00Z"),
        denied("2026-03-01T12:10:00Z"),
        system("one"),
        system("two"),
    ];
    lines_of(lines)
}

/// One record a line.
fn lines_of(records: impl IntoIterator<Item = Value>) -> String {
    records.into_iter().map(|record| record.to_string() + "\n").collect()
}

fn rules() -> Rules {
    let mut rules = Rules::default();
    rules.add([
        ("own/rules.yml", RULES),
        ("own/broken.yml", "title: Broken\ndetection: {s: {eventName: a}, condition: s}\n"),
    ]);
    rules.tune(Tuning::parse(TUNING).unwrap()).unwrap();
    rules
}

fn load(files: &[(&str, &[u8])]) -> Session {
    let mut session = Session::new([9; 16]);
    for (path, bytes) in files {
        session.open((*path).to_owned(), Rc::new(bytes.to_vec()));
    }
    while session.step() {}
    session
}

fn hostile() -> Session {
    load(&[("logs/=a b\u{202e}.json", log().as_bytes())])
}

fn pieces(session: &Session, filter: &str, format: ExportFormat) -> Vec<Vec<u8>> {
    let what = Exported::Findings { filter: Filter::parse(filter).unwrap() };
    let mut analysis = Analysis::with_rules(rules());
    let mut exporter = Exporter::begin(session, &mut analysis, &Export::new(what, format)).unwrap();
    let mut pieces = Vec::new();
    while let Some(piece) = exporter.next_piece(session).unwrap() {
        pieces.push(piece);
    }
    pieces
}

fn bytes(session: &Session, format: ExportFormat) -> Vec<u8> {
    pieces(session, "", format).concat()
}

fn text(session: &Session, format: ExportFormat) -> String {
    String::from_utf8(bytes(session, format)).unwrap()
}

fn json(session: &Session, format: ExportFormat) -> Value {
    serde_json::from_str(&text(session, format)).unwrap()
}

fn lines(session: &Session, format: ExportFormat) -> Vec<Value> {
    text(session, format).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn digest(session: &Session) -> String {
    json(session, ExportFormat::Basis)["sha256"].as_str().unwrap().to_owned()
}

#[test]
fn every_form_is_as_it_was() {
    let session = hostile();
    let digest = digest(&session);
    for (name, format) in [
        ("csv", ExportFormat::Csv),
        ("ndjson", ExportFormat::Ndjson),
        ("sarif", ExportFormat::Sarif),
        ("ocsf", ExportFormat::Ocsf),
        ("timesketch", ExportFormat::Timesketch),
        ("basis", ExportFormat::Basis),
    ] {
        let written = text(&session, format).replace(&digest, "BASIS").replace(env!("CARGO_PKG_VERSION"), "VERSION");
        insta::assert_snapshot!(name, written);
        let hidden: Vec<char> =
            written.chars().filter(|one| touchstone_query::is_hidden(*one) && *one != '\n').collect();
        // In JSON nothing hides. CSV has no escapes.
        assert!(format == ExportFormat::Csv || hidden.is_empty(), "{name}: {hidden:?}");
    }
}

#[test]
fn forms_of_others_are_as_their_standards_ask() {
    let mut packed = load(&[("log.json", log().as_bytes())]);
    while packed.step() {}
    for session in [hostile(), packed, load(&[("empty.json", b"")])] {
        standards::sarif(&json(&session, ExportFormat::Sarif));
        let findings = lines(&session, ExportFormat::Ocsf);
        findings.iter().for_each(standards::ocsf);
        let events = lines(&session, ExportFormat::Timesketch);
        events.iter().for_each(standards::timesketch);
        let counted: usize = lines(&session, ExportFormat::Ndjson)
            .iter()
            .map(|row| row["records_total"].as_u64().unwrap() as usize)
            .sum();
        assert_eq!(events.len(), counted);
    }
}

/// The rows of NDJSON, whose values the other tables have, too.
fn batch(session: &Session) -> (RecordBatch, Value) {
    let file = bytes::Bytes::from(bytes(session, ExportFormat::Parquet));
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let metadata = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
    let basis = metadata.iter().find(|pair| pair.key == "touchstone.basis").unwrap();
    let basis = serde_json::from_str(basis.value.as_ref().unwrap()).unwrap();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    assert_eq!(batches.len(), 1);
    (batches.into_iter().next().unwrap(), basis)
}

#[test]
fn tables_say_the_same_in_parquet_and_csv_and_ndjson() {
    let session = hostile();
    let rows = lines(&session, ExportFormat::Ndjson);
    assert_eq!(rows.len(), 5);
    let (batch, basis) = batch(&session);
    assert_eq!(basis, json(&session, ExportFormat::Basis));
    let column = |name: &str| batch.column_by_name(name).unwrap();
    let mut reader = csv::Reader::from_reader(std::io::Cursor::new(bytes(&session, ExportFormat::Csv)));
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let cells: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((batch.num_rows(), cells.len()), (rows.len(), rows.len()));
    for (at, row) in rows.iter().enumerate() {
        let names: Vec<&String> = row.as_object().unwrap().keys().collect();
        assert_eq!(names, header.iter().collect::<Vec<_>>());
        for (name, cell) in header.iter().zip(&cells[at]) {
            // An apostrophe keeps a spreadsheet from running a text.
            let value = &row[name];
            let expected = value
                .as_str()
                .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned);
            let is_formula = expected.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
            let parsed = serde_json::from_str::<Value>(cell).unwrap_or_default();
            assert!(
                cell == if is_formula { format!("'{expected}") } else { expected } || &parsed == value,
                "{name} of row {at}: {cell}"
            );
        }
        for name in ["finding", "rule", "title", "level", "message", "filter", "rule_file", "basis"] {
            let texts = column(name).as_string::<i32>();
            let parquet = texts.is_valid(at).then(|| texts.value(at));
            assert_eq!(parquet, row[name].as_str(), "{name} of row {at}");
        }
        assert_eq!(Some(column("count").as_primitive::<UInt64Type>().value(at)), row["count"].as_u64());
        let principals = column("principals").as_list::<i32>().value(at);
        let principals: Vec<Option<&str>> = principals.as_string::<i32>().iter().collect();
        assert_eq!(json!(principals), row["principals"]);
        let records = column("records").as_list::<i32>().value(at);
        let numbers: Vec<u64> =
            records.as_struct().column_by_name("record").unwrap().as_primitive::<UInt64Type>().values().to_vec();
        let expected: Vec<u64> =
            row["records"].as_array().unwrap().iter().map(|record| record["record"].as_u64().unwrap()).collect();
        assert_eq!(numbers, expected);
    }
    let times = column("first").as_primitive::<TimestampMicrosecondType>();
    let fine = rows.iter().position(|row| row["first"] == "2026-03-01T10:00:00.123456789Z").unwrap();
    assert_eq!(times.value(fine) % 1_000_000, 123_456);
    assert!(rows.iter().any(|row| row["first"].is_null()));
}

#[test]
fn a_filter_leaves_findings_and_the_basis_names_it() {
    let session = hostile();
    let basis: Value =
        serde_json::from_slice(&pieces(&session, "outcome:denied", ExportFormat::Basis).concat()).unwrap();
    assert_eq!((&basis["filter"], &basis["findings"]), (&json!("outcome:denied"), &json!(1)));
    let rows = pieces(&session, "outcome:denied", ExportFormat::Ndjson).concat();
    assert_eq!(String::from_utf8(rows).unwrap().lines().count(), 1);
}

#[test]
fn sarif_points_at_the_very_bytes_where_it_can() {
    let log = log();
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(log.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = [b"\xef\xbb\xbf", log.as_bytes()].concat();
    for (bytes, has_regions) in [(log.as_bytes(), true), (&utf16, false), (&marked, false)] {
        let sarif = json(&load(&[("log.json", bytes)]), ExportFormat::Sarif);
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let locations: Vec<&Value> =
            results.iter().flat_map(|result| result["locations"].as_array().unwrap()).collect();
        assert!(locations.len() > 4);
        for location in locations {
            let Some(region) = location["physicalLocation"].get("region") else {
                assert!(!has_regions);
                continue;
            };
            let number = |name: &str| region[name].as_u64().unwrap() as usize;
            let record = &bytes[number("byteOffset")..][..number("byteLength")];
            let line = location["properties"]["record"].as_u64().unwrap() as usize - 1;
            assert_eq!(std::str::from_utf8(record).unwrap(), log.lines().nth(line).unwrap());
        }
    }
}

#[test]
fn a_finding_has_one_fingerprint_in_whatever_files_its_events_are() {
    let log = log();
    let (first, rest) = log.split_at(log.find("\n{").unwrap() + 1);
    // A conflict is told by where its records stand.
    let conflicts = "2f0cf5d0-6a5e-4c7e-9d7a-0f4a1c0b7e11";
    let prints = |files: &[(&str, &[u8])]| {
        let rows = lines(&load(files), ExportFormat::Ndjson);
        let own = rows.iter().filter(|row| row["rule"] != conflicts);
        own.map(|row| row["finding"].as_str().unwrap().to_owned()).collect::<BTreeSet<String>>()
    };
    let whole = prints(&[("log.json", log.as_bytes())]);
    assert_eq!(whole.len(), 4);
    assert_eq!(whole, prints(&[("b.json", rest.as_bytes()), ("a.json", first.as_bytes())]));
    let changed = log.replace("\"statusCode\":200", "\"statusCode\":201");
    assert_eq!(whole.intersection(&prints(&[("log.json", changed.as_bytes())])).count(), 2);
}

#[test]
fn a_large_finding_is_told_in_part_and_streamed_whole() {
    let lines = lines_of((0..3000).map(|at| {
        json!({"serviceName": "jobs", "actionName": "create", "timestamp": 1_772_000_000_000u64 + at * 1000,
               "sourceIPAddress": "192.0.2.1", "response": {"statusCode": 403}, "requestParams": {"k": "x".repeat(300)}})
    }));
    let session = load(&[("log.json", lines.as_bytes())]);
    let rows = self::lines(&session, ExportFormat::Ndjson);
    let row = rows.iter().find(|row| row["title"] == "Often Denied").unwrap();
    assert_eq!((row["records"].as_array().unwrap().len(), &row["records_total"]), (1000, &json!(3000)));
    let csv = text(&session, ExportFormat::Csv);
    assert!(
        csv::Reader::from_reader(csv.as_bytes())
            .records()
            .all(|row| row.unwrap().iter().all(|cell| cell.len() < 32_767))
    );
    let pieces = pieces(&session, "", ExportFormat::Timesketch);
    assert!(pieces.len() > 5 && pieces.iter().all(|piece| piece.len() < 300_000), "{}", pieces.len());
    let records: BTreeSet<u64> = String::from_utf8(pieces.concat())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["record"].as_u64().unwrap())
        .collect();
    assert_eq!(records, (1..=3000).collect());
}

#[test]
fn forms_that_do_not_fit_are_refused() {
    let session = hostile();
    let mut analysis = Analysis::with_rules(rules());
    for (what, format) in [
        (Exported::Findings { filter: Filter::default() }, ExportFormat::Raw),
        (Exported::Problems, ExportFormat::Sarif),
        (Exported::Problems, ExportFormat::Timesketch),
    ] {
        assert!(Exporter::begin(&session, &mut analysis, &Export::new(what, format)).is_err());
    }
}
