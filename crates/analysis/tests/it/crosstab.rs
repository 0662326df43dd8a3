//! Cross tables recounted row by row, and events found again by their content.

use std::collections::BTreeMap;

use touchstone_analysis::answer::{Answer, Crosstab, Event, EventFound};
use touchstone_analysis::{Analysis, Filter, Question};
use touchstone_generate::{Layout, MemorySink, Options, Shape, generate};
use touchstone_medallion::Session;
use touchstone_query::{Cell, Evaluator};

use crate::support::{ask, load};

fn log(events: u64, seed: u64) -> Vec<u8> {
    let layout = Layout::Single { path: "log".to_owned() };
    let options = Options { events, seed, shape: Shape::V2, layout, ..Options::default() };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    sink.files.swap_remove(0).1
}

fn crosstab(session: &Session, filter: &str, by: [&str; 2], rows: usize, columns: usize) -> Crosstab {
    let filter = Filter::parse(filter).unwrap();
    let question = Question::Crosstab { filter, service: None, by: by.map(str::to_owned), rows, columns };
    let Answer::Crosstab(found) = ask(session, &question) else { panic!() };
    found
}

#[test]
fn every_cell_counts_the_events_of_its_row_and_column() {
    let session = load(&[("log", &log(1500, 11))]);
    let medallion = session.medallion();
    for (filter, by) in [
        ("", ["service_name", "outcome"]),
        ("-service:clusters", ["action_name", "service_name"]),
        ("outcome:denied", ["source_ip_address", "error_message"]),
        ("service:clusters", ["requestParams.cluster_id", "action_name"]),
        ("service:nothing", ["service_name", "outcome"]),
    ] {
        let cells = by.map(|column| Cell::of(column).unwrap());
        let selected = Evaluator::default().select(medallion, Filter::parse(filter).unwrap().expr());
        let mut counts: BTreeMap<[Option<String>; 2], u32> = BTreeMap::new();
        for row in selected.iter() {
            *counts.entry(cells.each_ref().map(|cell| cell.text(medallion, row))).or_default() += 1;
        }
        let of = |at: usize, value: &Option<String>| {
            counts.iter().filter(|(values, _)| values[at] == *value).map(|(_, count)| count).sum::<u32>()
        };
        let values = |at: usize| counts.keys().map(|values| &values[at]).collect::<std::collections::BTreeSet<_>>();
        for (most_rows, most_columns) in [(usize::MAX, usize::MAX), (3, 2), (1, 0)] {
            let found = crosstab(&session, filter, by, most_rows, most_columns);
            assert_eq!(found.by, by);
            assert_eq!(found.events, selected.count());
            assert_eq!((found.total_rows, found.total_columns), (values(0).len(), values(1).len()));
            assert_eq!(found.rows.len(), found.total_rows.min(most_rows));
            assert_eq!(found.columns.len(), found.total_columns.min(most_columns));
            assert!(found.rows.is_sorted_by_key(|row| std::cmp::Reverse(row.events)));
            assert!(found.columns.is_sorted_by_key(|column| std::cmp::Reverse(column.events)));
            for column in &found.columns {
                assert_eq!(column.events, of(1, &column.value));
            }
            for row in &found.rows {
                assert_eq!(row.events, of(0, &row.value));
                assert_eq!(row.counts.iter().sum::<u32>() + row.others, row.events);
                for (column, count) in found.columns.iter().zip(&row.counts) {
                    let both = [row.value.clone(), column.value.clone()];
                    assert_eq!(*count, counts.get(&both).copied().unwrap_or_default(), "{both:?}");
                }
            }
        }
    }
}

#[test]
fn parts_of_the_time_are_in_their_order() {
    let session = load(&[("log", &log(1500, 11))]);
    let found = crosstab(&session, "", ["hour", "weekday"], 24, 7);
    let hours: Vec<u8> = found.rows.iter().map(|row| row.value.as_ref().unwrap().parse().unwrap()).collect();
    assert!(hours.len() > 12 && hours.is_sorted(), "{hours:?}");
    let days: Vec<&str> = found.columns.iter().filter_map(|column| column.value.as_deref()).collect();
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let places: Vec<usize> =
        days.iter().map(|day| week.iter().position(|name| day.to_lowercase().starts_with(name)).unwrap()).collect();
    assert!(places.len() > 2 && places.is_sorted(), "{days:?}");
    let by_day = crosstab(&session, "", ["event_date", "service_name"], 3, 1);
    assert!(by_day.rows.is_sorted_by_key(|row| row.value.clone()));
    let question = Question::Crosstab {
        filter: Filter::default(),
        service: None,
        by: ["flattened".to_owned(), "hour".to_owned()],
        rows: 1,
        columns: 1,
    };
    assert!(Analysis::default().answer(&session, &question).is_err());
}

/// Two events of a millisecond that differ in a parameter only, one with a hostile text, and ones without a time.
const OTHERS: &str = r#"{"version":"2.0","serviceName":"new","actionName":"a","timestamp":1583400000000,"requestParams":{"k":"1","same":"x"}}
{"version":"2.0","serviceName":"new","actionName":"a","timestamp":1583400000000,"requestParams":{"k":"2","same":"x"}}
{"version":"2.0","serviceName":"new","actionName":"a","timestamp":1583400000000,"requestParams":{"k\" OR \"":"\" OR service:* ()\u0000","same":"x"}}
{"version":"2.0","serviceName":"new","actionName":"a","requestParams":{"k":"1"}}
{"version":"2.0","serviceName":"new","actionName":"b","requestId":"r","requestParams":{}}
{"version":"2.0","serviceName":"new","actionName":"b","requestId":"r","requestParams":{"k":"1"}}
"#;

fn event(analysis: &mut Analysis, session: &Session, row: u32) -> Event {
    let Answer::Event(event) = analysis.answer(session, &Question::Event { row }).unwrap() else { panic!() };
    event
}

/// The fields that do not say where an event was read.
fn content(event: &Event) -> Vec<(String, Option<String>)> {
    let of_place = ["input", "record", "gold_row", "shape"];
    let fields =
        event.fields.iter().chain(&event.request_params).filter(|field| !of_place.contains(&field.name.as_str()));
    fields.map(|field| (field.name.clone(), field.value.clone())).collect()
}

#[test]
fn an_event_is_found_again_in_whatever_order_it_is_loaded() {
    let logs = [log(400, 21), log(300, 22), OTHERS.as_bytes().to_vec()];
    let session = load(&[("a", &logs[0]), ("b", &logs[1]), ("c", &logs[2])]);
    let other = load(&[("z", &logs[2]), ("y", &logs[1]), ("x", &logs[0])]);
    let (mut analysis, mut of_other) = (Analysis::default(), Analysis::default());
    let mut longest = 0;
    for row in 0..session.medallion().silver().rows() {
        let asked_for = event(&mut analysis, &session, row);
        let key = asked_for.key.clone().unwrap();
        let text = key.to_string();
        assert!(!text.contains("record:"), "{text}");
        longest = longest.max(text.len());
        let question = Question::EventByContent { key };
        let found = analysis.answer(&session, &question).unwrap();
        assert_eq!(found, Answer::EventFound(EventFound { events: 1, row: Some(row) }), "{text}");
        let Answer::EventFound(found) = of_other.answer(&other, &question).unwrap() else { panic!() };
        assert_eq!(found.events, 1, "{text}");
        let found_again = event(&mut of_other, &other, found.row.unwrap());
        assert_eq!(content(&asked_for), content(&found_again), "{text}");
    }
    assert!(longest < 600, "{longest}");
    let gone = Question::EventByContent { key: Filter::parse("service:nothing").unwrap() };
    assert_eq!(ask(&session, &gone), Answer::EventFound(EventFound { events: 0, row: None }));
}
