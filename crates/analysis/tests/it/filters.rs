//! Filters: every part of every answer agrees with an independent recount that uses no frames.

use std::collections::BTreeMap;

use crate::support::{Terms, ask, load, only, term};
use serde_json::Value;
use touchstone_analysis::answer::{Answer, Leaderboard, Overview, Row, Rows};
use touchstone_analysis::{Analysis, Filter, Question, Sort, Table, Term, TimeRange};
use touchstone_generate::{Layout, MemorySink, Options, Shape, generate};
use touchstone_medallion::Session;

const START_MS: i64 = 1_772_409_600_000;
const HOUR_MS: i64 = 3_600_000;

fn generated() -> (Session, Vec<Value>) {
    let options = Options {
        events: 3000,
        seed: 11,
        shape: Shape::V2,
        layout: Layout::Single { path: "log".to_owned() },
        ..Options::default()
    };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    let text = String::from_utf8(sink.files[0].1.clone()).unwrap();
    (load(&[("log", text.as_bytes())]), text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// A column of a record, looked up in its JSON.
fn value(record: &Value, column: &str) -> Option<String> {
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    match column {
        "service_name" => text(&record["serviceName"]),
        "action_name" => text(&record["actionName"]),
        "email" => text(&record["userIdentity"]["email"]),
        "status_code" => text(&record["response"]["statusCode"]),
        "event_date" => record["timestamp"].as_i64().map(touchstone_record::time::date),
        _ => text(&record["requestParams"][column.strip_prefix("requestParams.").unwrap()]),
    }
}

fn admits(term: &Term, record: &Value) -> bool {
    term.values.contains(&value(record, &term.column)) != term.exclude
}

fn in_time(filter: &Terms, record: &Value) -> bool {
    let time = record["timestamp"].as_i64().unwrap();
    filter.time.is_none_or(|range| range.from_ms <= time && time < range.until_ms)
}

fn filters() -> Vec<Terms> {
    let day = TimeRange { from_ms: START_MS + 24 * HOUR_MS, until_ms: START_MS + 48 * HOUR_MS };
    vec![
        Terms::default(),
        only("service_name", &[Some("clusters")]),
        only("service_name", &[Some("clusters"), Some("accounts")]),
        only("service_name", &[Some("no such service")]),
        only("email", &[None]),
        only("status_code", &[Some("403"), None]),
        only("requestParams.cluster_creator", &[Some("JOB_LAUNCHER")]),
        only("requestParams.no_such_key", &[None]),
        only("event_date", &[Some("2026-03-03")]),
        Terms { terms: vec![], time: Some(day) },
        Terms {
            terms: vec![
                term("service_name", &[Some("clusters")], true),
                term("action_name", &[Some("login"), Some("getTable"), Some("create")], false),
            ],
            time: Some(day),
        },
        Terms { terms: vec![term("requestParams.cluster_name", &[None], true)], time: None },
    ]
}

fn overview(session: &Session, filter: &Terms) -> Overview {
    let question = Question::Overview {
        filter: filter.filter(),
        bins: 50,
        stack: "service_name".to_owned(),
        leaders: 5,
        zoom: None,
    };
    let Answer::Overview(overview) = ask(session, &question) else { panic!() };
    overview
}

fn rows(analysis: &mut Analysis, session: &Session, table: &Table, start: u32, count: u32) -> Rows {
    let question = Question::Rows { table: table.clone(), start, count };
    let Answer::Rows(rows) = analysis.answer(session, &question).unwrap() else { panic!() };
    for (nth, Row { row, .. }) in (start..).zip(&rows.rows) {
        let question = Question::RowPosition { table: table.clone(), row: *row };
        let Answer::RowPosition(position) = analysis.answer(session, &question).unwrap() else { panic!() };
        assert_eq!((position.row, position.at), (*row, Some(nth)));
    }
    rows
}

#[test]
fn every_part_of_the_dashboard_agrees_with_a_recount() {
    let (session, records) = generated();
    for filter in filters() {
        let overview = overview(&session, &filter);
        let selected =
            |record: &&Value| filter.terms.iter().all(|term| admits(term, record)) && in_time(&filter, record);
        let expected = records.iter().filter(selected).count();
        assert_eq!(overview.figures.events as usize, expected, "{filter:?}");
        // A day is a time range as well.
        let others = filter.terms.iter().filter(|term| term.column != "event_date");
        let of_all_time = records.iter().filter(|record| others.clone().all(|term| admits(term, record))).count();
        let bars: u32 = overview.histogram.series.iter().flat_map(|series| &series.counts).sum();
        assert_eq!(bars as usize, of_all_time, "{filter:?}");
        for column in ["service_name", "action_name", "email"] {
            let board = overview.leaderboards.iter().find(|board| board.column == column).unwrap();
            check_board(board, &records, &filter);
        }
        let table = Table { filter: filter.filter(), ..Table::default() };
        assert_eq!(rows(&mut Analysis::default(), &session, &table, 0, 1).total as usize, expected, "{filter:?}");
    }
}

/// A leaderboard counts under every term except those on its own column.
fn check_board(board: &Leaderboard, records: &[Value], filter: &Terms) {
    let mut counts: BTreeMap<Option<String>, u32> = BTreeMap::new();
    for record in records {
        let others = filter.terms.iter().filter(|term| term.column != board.column);
        if others.into_iter().all(|term| admits(term, record)) && in_time(filter, record) {
            *counts.entry(value(record, &board.column)).or_default() += 1;
        }
    }
    assert_eq!(board.distinct as usize, counts.len(), "{} {filter:?}", board.column);
    let most: Vec<u32> = board.leaders.iter().map(|leader| leader.events).collect();
    assert!(most.is_sorted_by(|a, b| a >= b), "most first");
    for leader in &board.leaders {
        assert_eq!(leader.events, counts.get(&leader.value).copied().unwrap_or_default(), "{leader:?} {filter:?}");
    }
    // A chosen value is listed however rare it is; the others down to the rarest listed one.
    let least_listed =
        board.leaders.iter().filter(|leader| !leader.chosen && !leader.excluded).map(|leader| leader.events).min();
    let least_listed = least_listed.unwrap_or_default();
    let unlisted = counts.iter().filter(|(value, _)| board.leaders.iter().all(|leader| leader.value != **value));
    assert!(unlisted.into_iter().all(|(_, count)| *count <= least_listed), "no leader is left out");
    for term in filter.terms.iter().filter(|term| term.column == board.column) {
        for value in &term.values {
            let known = records.iter().any(|record| self::value(record, &board.column) == *value);
            let listed = board
                .leaders
                .iter()
                .any(|leader| leader.value == *value && if term.exclude { leader.excluded } else { leader.chosen });
            assert_eq!(listed, known || value.is_none(), "a chosen value is listed: {value:?}");
        }
    }
}

#[test]
fn an_event_is_found_by_each_of_its_fields() {
    let (session, _) = generated();
    let Answer::Event(event) = ask(&session, &Question::Event { row: 1234 }) else { panic!() };
    for field in event.fields {
        let filter = only(&field.name, &[field.value.as_deref()]).filter();
        let table = Table { filter, ..Table::default() };
        let order = Analysis::default().order(&session, &table).unwrap();
        assert!(order.contains(&1234), "{field:?}");
    }
}

#[test]
fn windows_join_to_the_table_in_its_order() {
    let (session, _) = generated();
    for sort in [
        None,
        Some(Sort { column: "email".to_owned(), descending: false }),
        Some(Sort { column: "status_code".to_owned(), descending: true }),
        Some(Sort { column: "requestParams.cluster_name".to_owned(), descending: false }),
        Some(Sort { column: "event_time".to_owned(), descending: true }),
    ] {
        let columns = ["event_time", "email", "status_code", "requestParams.cluster_name"].map(str::to_owned).to_vec();
        let table = Table { sort: sort.clone().into_iter().collect(), columns, ..Table::default() };
        let mut analysis = Analysis::default();
        let all = rows(&mut analysis, &session, &table, 0, 1000);
        let mut joined: Vec<Row> = Vec::new();
        while joined.len() < 1000 {
            joined.extend(
                rows(&mut analysis, &session, &table, joined.len() as u32, 77.min(1000 - joined.len() as u32)).rows,
            );
        }
        assert_eq!(joined, all.rows);
        let column =
            all.columns.iter().position(|name| sort.as_ref().map_or("event_time", |sort| &sort.column) == name);
        let keys: Vec<_> = all.rows.iter().map(|row| row.cells[column.unwrap()].clone()).collect();
        let descending = sort.is_some_and(|sort| sort.descending);
        let in_order = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => {
                if descending {
                    a >= b
                } else {
                    a <= b
                }
            }
        };
        assert!(keys.is_sorted_by(in_order), "{keys:?}");
    }
}

#[test]
fn questions_that_cannot_be_answered_say_why() {
    let (session, _) = generated();
    for (question, expected) in [
        (
            Question::Gold { service: "none".to_owned(), filter: Filter::default(), bins: 60 },
            "there is no service none",
        ),
        (Question::FromTerms { terms: only("colour", &[None]).terms, time: None }, "unknown column: colour"),
        (Question::Event { row: 3000 }, "there is no row 3000"),
        (
            Question::Overview {
                filter: Filter::default(),
                bins: 9,
                stack: "email".to_owned(),
                leaders: 1,
                zoom: None,
            },
            "events cannot be stacked by email",
        ),
    ] {
        assert_eq!(Analysis::default().answer(&session, &question).unwrap_err(), expected);
    }
}

#[test]
fn nothing_loaded_is_no_error() {
    let session = Session::new([0; 16]);
    for question in [
        Question::Contents,
        Question::Overview { filter: Filter::default(), bins: 60, stack: "outcome".to_owned(), leaders: 8, zoom: None },
        Question::Rows { table: Table::default(), start: 0, count: 100 },
        Question::Clusters { filter: Filter::default() },
        Question::Accounts { filter: Filter::default(), bins: 9 },
        Question::Inputs,
        Question::Problems { start: 0, count: 9 },
        Question::Duplicates { start: 0, count: 9 },
        Question::Warnings { start: 0, count: 9 },
        Question::Conflicts { start: 0, count: 9 },
        Question::Summary,
    ] {
        Analysis::default().answer(&session, &question).unwrap();
    }
}

#[test]
fn an_event_is_shown_with_its_record() {
    let (session, records) = generated();
    for row in [0_u32, 17, 2999] {
        let Answer::Event(event) = ask(&session, &Question::Event { row }) else { panic!() };
        let record = &records[event.location.record as usize - 1];
        assert_eq!(serde_json::from_str::<Value>(&event.raw.text).unwrap(), *record);
        assert_eq!(event.raw.text.len(), event.location.length as usize);
        let found: BTreeMap<_, _> = event.request_params.into_iter().map(|field| (field.name, field.value)).collect();
        let params = record["requestParams"].as_object().cloned().unwrap_or_default();
        let expected: BTreeMap<_, _> = params
            .iter()
            .map(|(key, _)| (key.clone(), value(record, &format!("requestParams.{key}"))))
            .filter(|(_, value)| value.is_some())
            .collect();
        assert_eq!(found, expected);
    }
}
