use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use touchstone_generate::{Container, Error, Format, Layout, MemorySink, Options, Shape, Truth, generate};

use crate::silver_row::{COLUMNS, SilverRow, silver_row};
use crate::{generated, read_back};

const EVENTS: u64 = 2_500;

pub(crate) fn options(format: Format, container: Container) -> Options {
    Options { events: EVENTS, format, container, ..Options::default() }
}

fn pairs() -> impl Iterator<Item = (Format, Container)> {
    Format::ALL.into_iter().flat_map(|format| format.containers().iter().map(move |container| (format, *container)))
}

/// The records of a log in order, as JSON for every container.
fn records(options: &Options) -> (Vec<Value>, Truth) {
    let (mut files, truth) = generated(options);
    let (_, bytes) = files.remove(0);
    assert_eq!(truth.files[0].bytes, bytes.len() as u64);
    let records = match options.container {
        Container::Parquet => read_back::rows(bytes),
        Container::Csv => csv(std::str::from_utf8(&bytes).expect("UTF-8")),
        Container::Envelope => lines(&bytes).flat_map(unwrapped).collect(),
        Container::Json | Container::JsonStrings => lines(&bytes).collect(),
    };
    assert_eq!(truth.totals.records, records.len() as u64, "{options:?}");
    (records, truth)
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = Value> {
    assert!(bytes.is_empty() || bytes.ends_with(b"\n"));
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("every line is JSON"))
}

fn unwrapped(envelope: Value) -> Vec<Value> {
    let Value::Object(members) = envelope else { panic!("{envelope}") };
    let (key, Value::Array(records)) = members.into_iter().next().expect("a member") else { panic!("no list") };
    assert!(key == "records" || key == "hits", "{key}");
    records
}

/// Rows as objects: unquoted empty cells and missing cells are null.
fn csv(text: &str) -> Vec<Value> {
    let mut rows = text.strip_suffix('\n').expect("a line feed").split('\n').map(cells);
    let header: Vec<_> = rows.next().expect("a header").into_iter().flatten().collect();
    rows.map(|row| {
        assert_eq!(row.len(), header.len(), "{row:?}");
        let present = header.iter().zip(row).filter_map(|(name, cell)| Some((name.clone(), Value::String(cell?))));
        Value::Object(present.collect::<Map<_, _>>())
    })
    .collect()
}

fn cells(line: &str) -> Vec<Option<String>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let mut cell = None;
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut text = String::new();
            rest = quoted;
            while let Some((before, after)) = rest.split_once('"') {
                text.push_str(before);
                rest = after;
                let Some(more) = after.strip_prefix('"') else { break };
                text.push('"');
                rest = more;
            }
            cell = Some(text);
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            cell = (end > 0).then(|| rest[..end].to_owned()).or(cell);
            rest = &rest[end..];
        }
        cells.push(cell);
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None => return cells,
        }
    }
}

/// The digest of all formats except Parquet, whose bytes also depend on its writer.
const DIGEST: u64 = 0x7a81_a8e5_1d82_3a1f;

/// The columns of a format for each event, according to the system table and delivery.
fn expected(format: Format, shape: Shape) -> Vec<SilverRow> {
    let of = |format| {
        let options = Options { shape, ..options(format, Container::Json) };
        records(&options).0.iter().map(|record| silver_row(format, record)).collect::<Vec<_>>()
    };
    // The system table lacks no column, but exists only in the newer shape.
    let reference = if shape == Shape::V2 { of(Format::DatabricksSystemTable) } else { of(Format::DatabricksDelivery) };
    let unit = format.time_unit_ms();
    let fit = |mut silver_row: SilverRow| {
        silver_row.retain(|column, _| !format.lacks().contains(column));
        let time = silver_row["event_time"].as_ref().and_then(|time| time.parse::<i64>().ok()).expect("a time");
        silver_row.insert("event_time", Some((time / unit * unit).to_string()));
        if format == Format::ImmutaUam {
            silver_row.entry("email").and_modify(|email| *email = email.take().or(Some("unknown".to_owned())));
        }
        silver_row
    };
    reference.into_iter().map(fit).collect()
}

#[test]
fn every_format_tells_the_same_events() {
    for (format, container) in pairs() {
        let (records, _) = records(&options(format, container));
        assert_eq!(records.len() as u64, EVENTS);
        for (record, expected) in records.iter().zip(expected(format, Shape::V2)) {
            assert_eq!(silver_row(format, record), expected, "{format} as {container}: {record}");
        }
    }
}

#[test]
fn older_shapes_are_told_alike_too() {
    for shape in [Shape::V2019, Shape::Mixed] {
        for (format, container) in [
            (Format::DatabricksDelivery, Container::Parquet),
            (Format::DatabricksSilver, Container::Json),
            (Format::DatabricksSilver, Container::Parquet),
        ] {
            let (records, _) = records(&Options { shape, ..options(format, container) });
            for (record, expected) in records.iter().zip(expected(format, shape)) {
                assert_eq!(silver_row(format, record), expected, "{format} as {container}: {record}");
            }
        }
    }
}

#[test]
fn a_format_has_or_lacks_each_column() {
    for format in Format::ALL {
        let (records, _) = records(&options(format, Container::Json));
        let has: BTreeSet<_> = silver_row(format, &records[0]).into_keys().collect();
        for column in COLUMNS.into_iter().chain(["flattened"]) {
            assert_ne!(has.contains(column), format.lacks().contains(&column), "{format}: {column}");
        }
        // A column that is always empty would be lacking.
        for column in has {
            assert!(records.iter().any(|record| silver_row(format, record)[column].is_some()), "{format}: {column}");
        }
    }
}

/// The keys that identify a record's format, and some that only one spelling has.
#[test]
fn every_record_has_the_keys_of_its_format() {
    for (format, container, keys) in [
        (Format::DatabricksDelivery, Container::Parquet, "serviceName actionName userIdentity timestamp date"),
        (Format::DatabricksSystemTable, Container::Json, "service_name event_time event_date event_id"),
        (Format::DatabricksSystemTable, Container::JsonStrings, "service_name request_params identity_metadata"),
        (Format::DatabricksSystemTable, Container::Csv, "service_name user_identity identity_metadata"),
        (Format::DatabricksSilver, Container::Json, "serviceName date date_time timestamp"),
        (Format::AzureDiagnostic, Container::Json, "properties operationName category resourceId Host"),
        (Format::AzureLogAnalytics, Container::Json, "ServiceName SourceIpAddress Type TimeGenerated"),
        (Format::AzureLogAnalytics, Container::JsonStrings, "ServiceName SourceIPAddress Type"),
        (Format::ImmutaUam, Container::Json, "auditPayload targetType targets actor receivedTimestamp"),
        (Format::ImmutaLegacy, Container::Envelope, "recordType dateTime success startTime"),
    ] {
        for record in records(&options(format, container)).0 {
            for key in keys.split(' ') {
                assert!(record.get(key).is_some(), "{format} as {container} has {key}: {record}");
            }
            let is_silver = format == Format::DatabricksSilver;
            assert!(is_silver || record.get("flattened").is_none(), "{record}");
            assert!(!is_silver || record.get("requestParams").is_none() && record.get("userIdentity").is_none());
        }
    }
}

#[test]
fn nested_columns_are_strings_where_they_are_in_real_records() {
    for (format, container, place, is_string) in [
        (Format::AzureDiagnostic, Container::Json, "/identity", true),
        (Format::AzureDiagnostic, Container::Json, "/properties/requestParams", true),
        (Format::AzureDiagnostic, Container::Envelope, "/properties/requestParams", false),
        (Format::AzureLogAnalytics, Container::Json, "/Identity", false),
        (Format::AzureLogAnalytics, Container::JsonStrings, "/Identity", true),
        (Format::DatabricksSystemTable, Container::Json, "/user_identity", false),
        (Format::DatabricksSystemTable, Container::JsonStrings, "/user_identity", true),
        (Format::DatabricksSystemTable, Container::JsonStrings, "/identity_metadata", true),
    ] {
        for record in records(&options(format, container)).0 {
            let value = record.pointer(place).filter(|value| !value.is_null());
            assert!(value.is_none_or(|value| value.is_string() == is_string), "{format} as {container}: {record}");
        }
    }
}

#[test]
fn silver_is_flattened_as_the_blog_does() {
    let (records, _) = records(&options(Format::DatabricksSilver, Container::Json));
    let mut nothing = 0;
    for record in &records {
        let time = record["date_time"].as_str().expect("a time");
        let (second, fraction) = time.split_once('.').expect("a fraction");
        assert!(second.starts_with(record["date"].as_str().expect("a date")) && fraction == "000Z", "{record}");
        let Some(flattened) = record["flattened"].as_str() else {
            nothing += 1;
            continue;
        };
        assert!(flattened.is_ascii() && !flattened.contains("null,"), "{flattened}");
        let params: BTreeMap<String, Value> = serde_json::from_str(flattened).expect("JSON");
        let members: Vec<_> = params.keys().map(|key| format!("\"{key}\": ")).collect();
        let mut rest = flattened;
        for member in &members {
            rest = rest.split_once(member.as_str()).unwrap_or_else(|| panic!("{member} in {flattened}")).1;
        }
    }
    assert!((1..20).contains(&nothing), "{nothing} records without request parameters");
}

#[test]
fn an_event_has_the_same_id_in_every_format_and_no_other_event_has_it() {
    let (records, _) = records(&options(Format::ImmutaUam, Container::Json));
    let ids: BTreeSet<_> = records.iter().filter_map(|record| record["id"].as_str()).collect();
    assert_eq!(ids.len() as u64, EVENTS);
    assert!(ids.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'3' && b"89ab".contains(&id.as_bytes()[19])));
}

#[test]
fn the_same_options_give_the_same_bytes_in_every_format() {
    let mut digest = Sha256::new();
    for (format, container) in pairs() {
        let options = Options { duplicates: 30, ..options(format, container) };
        let (files, truth) = generated(&options);
        let again = generated(&options);
        assert_eq!((&files, &truth), (&again.0, &again.1));
        assert_ne!(files, generated(&Options { seed: 2, ..options }).0);
        if container != Container::Parquet {
            digest.update(&files[0].1);
        }
    }
    let start = digest.finalize()[..8].iter().fold(0, |start, byte| start << 8 | u64::from(*byte));
    assert_eq!(start, DIGEST, "{start:#018x}");
}

#[test]
fn copies_say_the_same_as_their_originals() {
    for (format, container) in pairs() {
        let (records, truth) = records(&Options { duplicates: 40, ..options(format, container) });
        let mut said = BTreeMap::<_, u64>::new();
        for record in &records {
            *said.entry(silver_row(format, record)).or_default() += 1;
        }
        assert_eq!(said.len() as u64, EVENTS, "{format} as {container}");
        let reordered = if matches!(container, Container::Csv | Container::Parquet) { 0 } else { 20 };
        assert_eq!((truth.duplicates.exact, truth.duplicates.reordered), (40 - reordered, reordered));
    }
}

#[test]
fn a_bad_line_stands_between_envelopes() {
    let options = Options { bad_lines: 12, ..options(Format::ImmutaLegacy, Container::Envelope) };
    let (files, truth) = generated(&options);
    let (mut record, mut bad) = (0, Vec::new());
    for line in std::str::from_utf8(&files[0].1).expect("UTF-8").lines() {
        let envelope = serde_json::from_str::<Value>(line).ok().filter(|line| line.get("hits").is_some());
        record += envelope.as_ref().map_or(1, |envelope| unwrapped(envelope.clone()).len() as u64);
        if envelope.is_none() {
            bad.push(record);
        }
    }
    assert_eq!((record, bad.len()), (EVENTS + 12, 12));
    assert_eq!(bad, truth.bad_lines.iter().map(|line| line.place.1).collect::<Vec<_>>());
}

#[test]
fn the_truth_names_the_format_only_where_it_is_not_delivery() {
    let said = |format, container| {
        let truth = generated(&Options { events: 10, ..options(format, container) }).1;
        serde_json::to_value(&truth.generator).expect("JSON")
    };
    let usual = said(Format::DatabricksDelivery, Container::Json);
    assert!(usual.get("format").is_none() && usual.get("container").is_none(), "{usual}");
    let other = said(Format::DatabricksSystemTable, Container::Csv);
    assert_eq!((&other["format"], &other["container"]), (&"databricks_system_table".into(), &"csv".into()));
}

#[test]
fn what_does_not_exist_is_refused() {
    let layout = Layout::Delivery { files: Some(8), redeliveries: 0 };
    let uam = options(Format::ImmutaUam, Container::Json);
    let csv = options(Format::DatabricksSystemTable, Container::Csv);
    for (options, message) in [
        (options(Format::ImmutaUam, Container::Csv), "immuta_uam is not written as csv, only as json"),
        (Options { shape: Shape::Mixed, ..uam.clone() }, "immuta_uam has the shape 2.0 only"),
        (
            Options { layout, ..uam },
            "immuta_uam as json is one file: only databricks_delivery as json is split as delivery does",
        ),
        (Options { bad_lines: 3, ..csv }, "3 bad lines cannot stand in csv"),
    ] {
        match generate(&options, &mut MemorySink::default()) {
            Err(Error::Options(said)) => assert_eq!(said, message),
            other => panic!("{message}: {other:?}"),
        }
    }
    assert!("parkett".parse::<Container>().is_err() && "delivery".parse::<Format>().is_err());
}
