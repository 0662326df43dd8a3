//! Reading portions in parallel, in any order, gives the same as reading sequentially.

use proptest::prelude::*;
use touchstone_medallion::{Block, Session};
use touchstone_source::Limits;

use crate::support::{self, front_to_back, side_by_side};

fn limits(slice_bytes: usize) -> Limits {
    Limits { slice_bytes, record_bytes: 2000, ..Limits::default() }
}

/// The contents of a session, with its raw records.
fn describe(session: &Session) -> String {
    let raw = |row| String::from_utf8(session.raw_record(row).unwrap()).unwrap();
    let raw: Vec<String> = (0..session.medallion().silver().rows()).map(raw).collect();
    format!("{}{}", support::describe(session), raw.join("\n"))
}

fn record(nth: usize, break_at: &str) -> String {
    format!(
        r#"{{"serviceName":"clusters",{break_at}"actionName":"create","timestamp":{},"requestParams":{{"a":"{}"}}}}"#,
        1_577_571_960_848_u64 + nth as u64,
        "x".repeat(nth * 7 % 40)
    )
}

/// Fragments of records, layouts and damage.
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
        // Without an object on the first line, nothing is split.
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
        let expected = describe(&front_to_back(&texts, limits(1 << 20)));
        prop_assert_eq!(describe(&side_by_side(&texts, limits(slice_bytes), readers, &order)), expected);
    }
}

#[test]
fn a_line_longer_than_any_record_costs_that_line() {
    let long = format!("{{\"long\":\"{}\"}}\n", "y".repeat(5000));
    let text = [record(1, ""), record(2, ""), long, record(3, ""), record(4, "")].join("\n");
    for slice_bytes in [60, 1000, 2000] {
        let session = side_by_side(std::slice::from_ref(&text), limits(slice_bytes), 2, &[0, 1, 1]);
        let counts = session.medallion().inputs()[0].counts;
        assert_eq!((counts.events, counts.problems), (4, 1), "{slice_bytes}");
    }
}

#[test]
fn bytes_that_are_no_block_are_refused() {
    assert!(Block::from_bytes(b"").is_none());
    assert!(Block::from_bytes(&[0xff; 100]).is_none());
}
