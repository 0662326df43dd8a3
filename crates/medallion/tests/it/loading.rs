//! From inputs to bronze, silver and gold, through the public interface.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use proptest::prelude::*;
use touchstone_medallion::{Counts, InputState, Medallion, Session, SilverColumn};
use touchstone_source::{ReadError, Source};

/// A session that has read everything.
fn load(inputs: &[(&str, &str)]) -> Session {
    let mut session = Session::new([3; 16]);
    for (path, text) in inputs {
        session.open((*path).to_owned(), Rc::new(text.as_bytes().to_vec()));
    }
    while session.step() {
        assert!(session.medallion().reconciliation().holds, "the identity holds after every step");
    }
    session
}

fn record(service: &str, time: u32, params: &str) -> String {
    format!(r#"{{"serviceName":"{service}","actionName":"create","timestamp":{time},"requestParams":{{{params}}}}}"#)
}

/// Every row as text: service, time and request parameters.
fn rows(medallion: &Medallion) -> BTreeSet<String> {
    (0..medallion.silver().rows())
        .map(|row| {
            let service = medallion.silver().text(SilverColumn::ServiceName, row);
            let time = medallion.silver().integer(SilverColumn::EventTime, row);
            format!("{service:?} {time:?} {}", medallion.flattened(row))
        })
        .collect()
}

/// Each gold frame's keys, and its rows as text.
fn gold(medallion: &Medallion) -> BTreeMap<String, (Vec<String>, BTreeSet<String>)> {
    medallion
        .gold()
        .map(|gold| {
            let keys = gold.keys();
            let rows = (0..gold.rows())
                .map(|row| {
                    let values: Vec<_> = keys.iter().map(|(_, column)| gold.frame().text(*column, row)).collect();
                    format!(
                        "{:?} {values:?}",
                        medallion.silver().integer(SilverColumn::EventTime, gold.silver_row(row))
                    )
                })
                .collect();
            (gold.service().to_owned(), (keys.iter().map(|(key, _)| (*key).to_owned()).collect(), rows))
        })
        .collect()
}

#[test]
fn gold_gains_columns_as_keys_appear() {
    let first = record("clusters", 1, r#""b":"1""#) + "\n" + &record("accounts", 2, "");
    let second = record("clusters", 3, r#""a":{"x": [1]},"B":"2","b":null"#);
    let session = load(&[("first", &first), ("second", &second)]);
    let medallion = session.medallion();
    let clusters = medallion.gold_of("clusters").unwrap();
    let keys: Vec<_> = clusters.keys().iter().map(|(key, id)| (*key, clusters.first_input(*id))).collect();
    assert_eq!(keys, [("B", 1), ("a", 1), ("b", 0)]);
    assert_eq!(medallion.flattened(0), r#"{"b":"1"}"#);
    assert_eq!(medallion.flattened(1), "{}");
    assert_eq!(medallion.flattened(2), r#"{"a":{"x":[1]},"B":"2"}"#);
    assert!(medallion.gold_of("accounts").unwrap().keys().is_empty());
    assert_eq!(medallion.reconciliation().gold_rows, 3);
}

/// Ids are added without a lookup as long as no id can repeat.
#[test]
fn an_id_has_one_code_whoever_has_it() {
    let databricks = |id: &str, time: u32| {
        format!(r#"{{"event_id":"{id}","event_time":{time},"service_name":"jobs","action_name":"runNow"}}"#)
    };
    let immuta = |id: &str| format!(r#"{{"id":"{id}","action":"READ","eventTimestamp":7,"actor":{{"id":"a"}}}}"#);
    let lines = [
        vec![databricks("x", 1), databricks("y", 2), databricks("", 3), databricks("", 4)],
        vec![databricks("x", 1), databricks("z", 6)],
        vec![immuta("x"), immuta("x"), immuta("w")],
        vec![databricks("z", 6), databricks("v", 9)],
    ];
    let texts: Vec<_> = lines.iter().map(|lines| lines.join("\n")).collect();
    let inputs: Vec<_> = ["1", "2", "3", "4"].into_iter().zip(texts.iter().map(String::as_str)).collect();
    let session = load(&inputs);
    let silver = session.medallion().silver();
    let ids: Vec<_> = (0..silver.rows()).map(|row| silver.text(SilverColumn::EventId, row).unwrap()).collect();
    assert_eq!(ids, ["x", "y", "", "", "z", "x", "w", "v"]);
    assert_eq!(session.medallion().duplicates().len(), 3);
    let column = silver.id(SilverColumn::EventId);
    let dictionary = silver.frame().dictionary(column);
    for (row, id) in ids.iter().enumerate() {
        assert_eq!(dictionary.find(id), Some(silver.frame().code(column, row as u32)), "{id}");
    }
}

/// Blocks and columns add mostly distinct texts without a lookup; whoever reads codes gets one for each text.
#[test]
fn a_text_has_one_code_however_often_it_comes_in_a_block() {
    let request = |nth: usize| match nth {
        0..2000 => nth,
        _ => nth % 7,
    };
    let lines = (0..3000).map(|nth| {
        let param = format!("\"run\":\"run-{}\"", request(nth) / 2 * 3);
        format!("{{\"requestId\":\"r-{}\",{}", request(nth), &record("jobs", nth as u32, &param)[1..])
    });
    let session = load(&[("log", &lines.collect::<Vec<_>>().join("\n"))]);
    let medallion = session.medallion();
    let (silver, gold) = (medallion.silver(), medallion.gold_of("jobs").unwrap());
    let (requests, runs) = (silver.id(SilverColumn::RequestId), gold.key("run").unwrap());
    for (frame, column, distinct) in [(silver.frame(), requests, 2000), (gold.frame(), runs, 1000)] {
        let dictionary = frame.dictionary(column);
        let mut codes = Vec::new();
        for row in 0..frame.rows() {
            let code = frame.code(column, row);
            assert_eq!(dictionary.get(code).and_then(|text| dictionary.find(text)), Some(code));
            codes.push(code);
        }
        codes.sort_unstable();
        codes.dedup();
        assert_eq!((frame.rows(), codes.len()), (3000, distinct));
    }
    assert_eq!(silver.text(SilverColumn::RequestId, 2999), Some("r-3"));
}

#[test]
fn a_key_that_only_a_duplicate_of_another_service_has_makes_no_column() {
    let text = record("clusters", 1_700_000_001, r#""a":"1""#);
    let again = format!("{text}\n{}", record("clusters", 1_700_000_002, ""));
    let session = load(&[("first", &text), ("again", &again)]);
    let found = session.medallion().inputs()[1].counts;
    assert_eq!(found, Counts { records: 2, events: 1, duplicates: 1, problems: 0, ..Counts::default() });
    let duplicate = &session.medallion().duplicates()[0];
    assert_eq!((duplicate.input, duplicate.record, duplicate.of_row), (1, 1, 0));
}

#[test]
fn problems_say_where_and_why() {
    let text = format!("{}\r\n\r\n{{\"torn\": \n[1]\n{{\"a\":1}}\n", record("clusters", 1, ""));
    let session = load(&[("log", &text)]);
    let offset = |part: &str| text.find(part).unwrap() as u64;
    let found: Vec<_> = session
        .medallion()
        .problems()
        .iter()
        .map(|found| (found.record, found.offset, found.problem.kind.name(), found.problem.message.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (2, offset("{\"torn"), "invalid_json", "the record ends before its JSON is complete"),
            (3, offset("1]"), "not_an_object", "the record is JSON, but no object"),
            (4, offset("{\"a\""), "unknown_format", "unrecognised record; its keys are: a"),
        ]
    );
}

#[test]
fn an_input_that_is_no_log_counts_as_one_record_that_is_a_problem() {
    for (text, kind, message) in [
        ("", "empty_input", "the file is empty"),
        (" \n", "empty_input", "the file holds white space only"),
        (&" ".repeat(100_000), "empty_input", "the file holds white space only"),
        ("Dear auditor", "not_a_log", "not an audit log: no JSON records and no known CSV header"),
        ("BZh91AY", "unsupported_container", "the file is a bzip2 archive, which is not read"),
    ] {
        let session = load(&[("letter", text)]);
        let input = &session.medallion().inputs()[0];
        assert_eq!(input.state, InputState::Failed);
        assert_eq!(input.counts, Counts { records: 1, events: 0, duplicates: 0, problems: 1, ..Counts::default() });
        let problem = &session.medallion().problems()[0].problem;
        assert_eq!((problem.kind.name(), problem.message.as_str()), (kind, message));
    }
}

/// A source that fails from an offset on, like a file that changes while it is read.
struct Failing(Vec<u8>, u64);

impl Source for Failing {
    fn size(&self) -> u64 {
        self.0.size() + (16 << 20)
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        if offset + into.len() as u64 > self.1 {
            return Err(ReadError { message: "the file changed while it was read".to_owned() });
        }
        into.fill(b'\n');
        self.0.read_at(offset, into)?;
        Ok(into.len())
    }
}

#[test]
fn what_was_read_before_a_failure_stays() {
    let text = record("clusters", 1_700_000_001, "").into_bytes();
    let mut session = Session::new([3; 16]);
    session.open("changing".to_owned(), Rc::new(Failing(text, 9 << 20)));
    session.open("good".to_owned(), Rc::new(record("clusters", 1_700_000_002, "").into_bytes()));
    while session.step() {}
    let states: Vec<_> = session.medallion().inputs().iter().map(|input| (input.state, input.counts)).collect();
    assert_eq!(
        states,
        [
            (InputState::Failed, Counts { records: 2, events: 1, duplicates: 0, problems: 1, ..Counts::default() }),
            (InputState::Complete, Counts { records: 1, events: 1, duplicates: 0, problems: 0, ..Counts::default() }),
        ]
    );
    assert_eq!(session.medallion().problems()[0].problem.kind.name(), "read_error");
}

/// A source that counts its reads.
struct Counting(Vec<u8>, Rc<Cell<usize>>);

impl Source for Counting {
    fn size(&self) -> u64 {
        self.0.size()
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<usize, ReadError> {
        self.1.set(self.1.get() + 1);
        self.0.read_at(offset, into)
    }
}

/// In a browser each read takes a millisecond, whatever its length.
#[test]
fn a_small_file_is_read_once() {
    let reads = Rc::new(Cell::new(0));
    let mut session = Session::new([3; 16]);
    for number in 0..10 {
        let text = record("clusters", number, "").into_bytes();
        session.open(format!("log-{number}.json"), Rc::new(Counting(text, Rc::clone(&reads))));
    }
    while session.step() {}
    assert_eq!((session.medallion().silver().rows(), reads.get()), (10, 10));
}

#[test]
fn cancel_keeps_what_is_loaded_and_more_can_be_given() {
    let mut session = Session::new([3; 16]);
    session.open("one".to_owned(), Rc::new(record("clusters", 1, "").into_bytes()));
    session.open("two".to_owned(), Rc::new(record("clusters", 2, "").into_bytes()));
    // The first step plans, the second reads the first input.
    (0..2).for_each(|_| assert!(session.step()));
    session.cancel();
    assert!(!session.step());
    let progress = session.progress();
    assert_eq!((progress.inputs, progress.inputs_done), (2, 2));
    assert_eq!(session.medallion().silver().rows(), 1);
    session.open("three".to_owned(), Rc::new(record("clusters", 3, "").into_bytes()));
    while session.step() {}
    assert_eq!(session.medallion().silver().rows(), 2);
    assert!(session.medallion().reconciliation().holds);
}

#[test]
fn raw_records_come_back_byte_for_byte() {
    let first = record("clusters", 1, r#""a":"\u00e9 x""#);
    let second = record("clusters", 2, "");
    let text = format!("\u{feff}  {first}  \r\n\n{second}");
    let session = load(&[("log", &text)]);
    assert_eq!(session.raw_record(0).unwrap(), first.as_bytes());
    assert_eq!(session.raw_record(1).unwrap(), second.as_bytes());
}

/// Lines with few services and keys, so that duplicates and shared keys are common; some are not records.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![
        8 => ("[ab]", 0u32..6, proptest::collection::btree_map("[k-m]", "[x-z]?", 0..3)).prop_map(|(service, time, params)| {
            let params: Vec<String> = params.iter().map(|(key, value)| format!(r#""{key}":"{value}""#)).collect();
            record(&service, time, &params.join(","))
        }),
        1 => Just("{\"torn".to_owned()),
        1 => Just("17".to_owned()),
    ];
    proptest::collection::vec(line, 0..30)
}

proptest! {
    #[test]
    fn the_result_does_not_depend_on_how_or_in_which_order_records_are_given(
        lines in lines(),
        cut in 0usize..30,
    ) {
        let whole = lines.join("\n") + "\n";
        let (front, back) = lines.split_at(cut.min(lines.len()));
        let (front, back) = (front.join("\n") + "\n{}", back.join("\n") + "\n{}");
        let at_once = load(&[("whole", &whole)]);
        let in_turn = load(&[("front", &front), ("back", &back)]);
        let reversed = load(&[("back", &back), ("front", &front)]);
        for other in [&in_turn, &reversed] {
            prop_assert_eq!(rows(at_once.medallion()), rows(other.medallion()));
            prop_assert_eq!(gold(at_once.medallion()), gold(other.medallion()));
        }
        let events = rows(at_once.medallion()).len();
        prop_assert_eq!(events as u32, at_once.medallion().silver().rows(), "every event is distinct");
    }

    #[test]
    fn a_superset_delivered_later_adds_only_what_is_new(lines in lines(), cut in 0usize..30) {
        let part = lines[..cut.min(lines.len())].join("\n") + "\n{}";
        let whole = lines.join("\n") + "\n{}";
        let session = load(&[("part", &part), ("whole", &whole)]);
        prop_assert_eq!(rows(session.medallion()), rows(load(&[("whole", &whole)]).medallion()));
    }

    #[test]
    fn any_bytes_reconcile(bytes in proptest::collection::vec(prop_oneof![Just(b'{'), Just(b'"'), Just(b'\n'), any::<u8>()], 0..200)) {
        let mut session = Session::new([3; 16]);
        session.open("bytes".to_owned(), Rc::new(bytes));
        while session.step() {}
        prop_assert!(session.medallion().reconciliation().holds);
    }
}
