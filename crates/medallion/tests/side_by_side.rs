//! Portions read by several at once, in any order, give what reading from front to back gives.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

use std::fmt::Write as _;
use std::rc::Rc;

use proptest::prelude::*;
use touchstone_medallion::{Block, Reading, Session};
use touchstone_source::{Limits, Source};

const KEY: [u8; 16] = [3; 16];

fn limits(slice_bytes: usize) -> Limits {
    Limits { slice_bytes, record_bytes: 2000, ..Limits::default() }
}

/// Everything that a session has, in its order.
fn told(session: &Session) -> String {
    let medallion = session.medallion();
    let mut told = String::new();
    for input in medallion.inputs() {
        writeln!(told, "{} {:?} {} {:?}", input.path, input.state, input.bytes_read, input.counts).unwrap();
    }
    for row in 0..medallion.silver().rows() {
        let raw = String::from_utf8(session.raw_record(row).unwrap()).unwrap();
        writeln!(told, "{:?} {} {raw}", medallion.place(row), medallion.flattened(row)).unwrap();
    }
    writeln!(told, "{:#?} {:#?}", medallion.problems(), medallion.duplicates()).unwrap();
    told
}

fn sources(texts: &[String]) -> Vec<(String, Rc<dyn Source>)> {
    let named =
        |(at, text): (usize, &String)| (format!("{at}.json"), Rc::new(text.as_bytes().to_vec()) as Rc<dyn Source>);
    texts.iter().enumerate().map(named).collect()
}

fn front_to_back(texts: &[String]) -> Session {
    // One slice holds each text, so nothing is divided.
    let mut session = Session::with_limits(KEY, limits(1 << 20));
    for (path, source) in sources(texts) {
        session.open(path, source);
    }
    while session.step() {}
    session
}

/// Read by `readers` at once, of which `order` says who is next.
fn side_by_side(texts: &[String], slice_bytes: usize, readers: usize, order: &[usize]) -> Session {
    let mut session = Session::with_limits(KEY, limits(slice_bytes));
    let sources = sources(texts);
    for (path, source) in &sources {
        session.open(path.clone(), Rc::clone(source));
    }
    let mut readings: Vec<Option<Reading>> = (0..readers).map(|_| None).collect();
    let mut order = order.iter().copied().cycle();
    while !session.is_done() {
        let reader = &mut readings[order.next().unwrap() % readers];
        match reader {
            None => {
                let begin = |task: touchstone_medallion::Task| {
                    let source = Rc::clone(&sources[task.file as usize].1);
                    Reading::begin(task, source, KEY, limits(slice_bytes))
                };
                *reader = session.next_task().map(begin);
            }
            Some(reading) if session.may_go_on(reading.id()) => {
                let block = reading.step().unwrap();
                let id = reading.id();
                if reading.is_done() {
                    *reader = None;
                }
                session.take(id, Block::from_bytes(&block.to_bytes()).unwrap());
            }
            Some(_) => {}
        }
    }
    session
}

fn record(nth: usize, break_at: &str) -> String {
    format!(
        r#"{{"serviceName":"clusters",{break_at}"actionName":"create","timestamp":{},"requestParams":{{"a":"{}"}}}}"#,
        1_577_571_960_848_u64 + nth as u64,
        "x".repeat(nth * 7 % 40)
    )
}

/// Pieces of text that records, layouts and damage are made of.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => (0_usize..60).prop_map(|nth| record(nth, "") + "\n"),
        2 => (0_usize..60).prop_map(|nth| record(nth, "\n  ") + "\n"),
        1 => (0_usize..60).prop_map(|nth| record(nth, "") + " " + &record(nth + 1, "") + "\r\n"),
        1 => Just("{\"torn\": \"\n".to_owned()),
        1 => Just("{\"torn\": 1,\n".to_owned()),
        1 => Just("[\n".to_owned()),
        1 => Just("]\n".to_owned()),
        1 => Just("{\"records\":[\n".to_owned()),
        1 => Just("}\n".to_owned()),
        1 => Just("\n".to_owned()),
    ];
    (proptest::collection::vec(piece, 1..30), any::<bool>()).prop_map(|(pieces, first)| {
        // Without a first line that is an object, nothing is divided.
        if first { record(99, "") + "\n" + &pieces.concat() } else { pieces.concat() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_read_does_not_depend_on_who_reads_what_when(
        texts in proptest::collection::vec(text(), 1..4),
        slice_bytes in 60_usize..1500,
        readers in 1_usize..4,
        order in proptest::collection::vec(0_usize..4, 1..40).prop_map(|mut order| { order.extend(0..4); order }),
    ) {
        let expected = told(&front_to_back(&texts));
        prop_assert_eq!(told(&side_by_side(&texts, slice_bytes, readers, &order)), expected);
    }
}

#[test]
fn a_line_longer_than_any_record_costs_that_line() {
    let long = format!("{{\"long\":\"{}\"}}\n", "y".repeat(5000));
    let text = [record(1, ""), record(2, ""), long, record(3, ""), record(4, "")].join("\n");
    for slice_bytes in [60, 1000, 2000] {
        let session = side_by_side(std::slice::from_ref(&text), slice_bytes, 2, &[0, 1, 1]);
        let counts = session.medallion().inputs()[0].counts;
        assert_eq!((counts.events, counts.problems), (4, 1), "{slice_bytes}");
    }
}

#[test]
fn bytes_that_are_no_block_are_refused() {
    assert!(Block::from_bytes(b"").is_none());
    assert!(Block::from_bytes(&[0xff; 100]).is_none());
}
