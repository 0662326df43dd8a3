//! The same events written in every format give the same silver, except for columns that a format lacks.

use std::collections::BTreeSet;

use serde_json::Value;
use touchstone_generate::{Container, Format, MemorySink, Options, generate};
use touchstone_medallion::{COLUMNS, Medallion};
use touchstone_query::Cell;

use crate::support::load;

const EVENTS: u64 = 800;

/// Columns that describe the record, not the event.
const OF_THE_RECORD: [&str; 3] = ["format", "input", "record"];

/// Columns that only the system table has, or that delivery JSON lacks.
const NOT_IN_DELIVERY: [&str; 3] = ["event_id", "run_by", "run_as"];

fn told(format: Format, container: Container) -> Vec<u8> {
    let options = Options { events: EVENTS, seed: 11, format, container, ..Options::default() };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    sink.files.swap_remove(0).1
}

/// A column of every event, in order; times truncated to the precision of both formats, parameters by key.
fn column(medallion: &Medallion, name: &str, unit_ms: i64) -> Vec<Option<String>> {
    let cell = Cell::of(name).unwrap();
    (0..medallion.silver().rows())
        .map(|row| match name {
            "event_time" => cell.integer(medallion, row).map(|time| (time - time.rem_euclid(unit_ms)).to_string()),
            "flattened" => {
                let mut params = medallion.params(row);
                params.sort_unstable();
                let params: Vec<_> =
                    params.iter().map(|(key, value, _)| format!("{key}={}", comparable(value))).collect();
                Some(params.join("\n"))
            }
            _ => cell.text(medallion, row),
        })
        .collect()
}

/// A value without the freedom that formats have in nested JSON: key order and white space.
fn comparable(value: &str) -> String {
    match serde_json::from_str::<Value>(value) {
        Ok(Value::Object(object)) => {
            let sorted: std::collections::BTreeMap<_, _> = object.into_iter().collect();
            serde_json::to_string(&sorted).unwrap()
        }
        Ok(json @ Value::Array(_)) => json.to_string(),
        _ => value.to_owned(),
    }
}

#[test]
fn every_format_gives_the_same_silver() {
    let delivery = load(&[("delivery", &told(Format::DatabricksDelivery, Container::Json))]);
    let expected = delivery.medallion();
    assert_eq!(u64::from(expected.silver().rows()), EVENTS);
    let mut compared = 0;
    for format in Format::ALL {
        for container in format.containers() {
            let session = load(&[("told", &told(format, *container))]);
            let found = session.medallion();
            let name = format!("{format:?} as {container:?}");
            assert_eq!(found.problems(), [], "{name}");
            assert_eq!(u64::from(found.silver().rows()), EVENTS, "{name}");
            let lacks: BTreeSet<&str> =
                format.lacks().iter().copied().chain(OF_THE_RECORD).chain(NOT_IN_DELIVERY).collect();
            for (column_name, _) in COLUMNS.iter().filter(|(column_name, _)| !lacks.contains(column_name)) {
                let unit = format.time_unit_ms();
                let (mut expected, found) = (column(expected, column_name, unit), column(found, column_name, unit));
                for text in &mut expected {
                    // An empty CSV cell is absent, quoted or not.
                    text.take_if(|text| *column_name != "flattened" && *container == Container::Csv && text.is_empty());
                }
                let differs = expected.iter().zip(&found).position(|(expected, found)| expected != found);
                if let Some(row) = differs {
                    panic!("{name}: {column_name} of {row}:\n  {:?}\n  {:?}", expected[row], found[row]);
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 150, "{compared} columns");
}

#[test]
fn an_event_with_an_id_is_one_in_every_format_that_carries_it() {
    let azure = told(Format::AzureDiagnostic, Container::Json);
    let system = told(Format::DatabricksSystemTable, Container::Parquet);
    let analytics = told(Format::AzureLogAnalytics, Container::Json);
    let session = load(&[("azure", &azure), ("system", &system), ("analytics", &analytics)]);
    let counts: Vec<_> =
        session.medallion().inputs().iter().map(|input| (input.counts.events, input.counts.duplicates)).collect();
    assert_eq!(counts, [(EVENTS, 0), (0, EVENTS), (0, EVENTS)]);
}
