//! Lists of records inside objects that are longer than any record are still read in slices.

use std::rc::Rc;

use proptest::prelude::*;
use touchstone_source::{Limits, Piece, RawReader, Reader, Step, nested};

use crate::support::{Choosing, small};

/// What counts as a record in these tests.
fn is_record(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\"r\":")
}

/// A line for each piece: `offset wrapper text`, or `offset !kind`. Reads each record again.
fn pieces(input: &str, slice_bytes: usize) -> Vec<String> {
    let source = Rc::new(input.as_bytes().to_vec());
    let mut reader = Reader::open(Rc::clone(&source) as Rc<_>, small(slice_bytes)).unwrap();
    let mut raw = RawReader::new(source, None, small(slice_bytes));
    let mut found = Vec::new();
    let mut give = |piece: Piece<'_>| match piece {
        Piece::Record(record) => {
            assert_eq!(raw.read(0, record.offset, record.length).unwrap(), record.bytes);
            found.push(format!("{} {} {}", record.offset, record.wrapper, String::from_utf8_lossy(record.bytes)));
        }
        Piece::Problem { offset, problem, .. } => found.push(format!("{offset} !{}", problem.kind.name())),
        _ => {}
    };
    let mut sink = Choosing { give: &mut give, takes: &|_| false, is_record: &is_record };
    while reader.step(&mut sink) == Step::More {}
    found
}

#[test]
fn a_list_in_a_long_object_is_read_element_by_element() {
    let list: Vec<String> = (10..60).map(|n| format!("{{\"r\":{n}}}")).collect();
    let list = list.join(",");
    let junk = "x".repeat(300);
    for (input, wrapper, count, problems) in [
        (format!("{{\"a\":1,\"things\":[{list}],\"n\":{{}}}}"), "things", 50, vec![]),
        (format!("{{\"hits\":{{\"total\":1,\"hits\":[{list}]}},\"n\":[1]}}\n"), "hits.hits", 50, vec![]),
        (format!("{{\"hits\":{{\"hits\":[\n{}\n]}}}}", list.replace(',', ",\n")), "hits.hits", 50, vec![]),
        (format!("[{{\"a\":{{\"b\":{{\"c\":[{list}]}}}}}}]"), "a.b.c", 50, vec![]),
        // Other elements, and members before, between and after lists.
        (format!("{{\"things\":[5,{list},{{}}]}}"), "things", 52, vec![]),
        (format!("{{\"one\":{{\"r\":1}},\"things\":[{list}],\"more\":[{{\"r\":2}}]}}"), "", 52, vec![]),
        (format!("{{\"x\":[1],\"things\":[{list}],\"junk\":\"{junk}\",\"more\":[{list}]}}"), "", 100, vec![]),
        (format!("{{\"one\":[{{\"r\":1}}],\"records\":[{list}],\"more\":[{{\"r\":2}}]}}"), "", 52, vec![]),
        // Truncated lists.
        (format!("{{\"a\":{{\"things\":[{list},{{\"r\":"), "a.things", 51, vec![]),
        (format!("{{\"a\":{{\"things\":[{list}"), "a.things", 50, vec!["!invalid_json"]),
        (format!("{{\"a\":{{\"things\":[{list}],}}}}\n{{\"r\":1}}"), "", 52, vec![]),
        // No list, or only where none is searched for.
        (format!("{{\"a\":\"{junk}\",\"things\":[{list}]}}\n{{\"r\":1}}"), "", 1, vec!["!record_too_long"]),
        (format!("{{\"r\":[{}]}}", list.replace("\"r\"", "\"s\"")), "", 0, vec!["!record_too_long"]),
    ] {
        for slice in [3, 7, 64, 4096] {
            let found = pieces(&input, slice);
            let (problem, records): (Vec<_>, Vec<_>) = found.iter().partition(|piece| piece.contains(" !"));
            assert_eq!(records.len(), count, "{input} in slices of {slice}: {found:?}");
            if !wrapper.is_empty() {
                assert!(records.iter().all(|record| record.split(' ').nth(1) == Some(wrapper)), "{found:?}");
            }
            let problem: Vec<_> = problem.iter().map(|problem| problem.split(' ').next_back().unwrap()).collect();
            assert_eq!(problem, problems, "{input} in slices of {slice}: {found:?}");
            assert!(
                found.is_sorted_by_key(|piece| piece.split(' ').next().unwrap().parse::<u64>().unwrap()),
                "{found:?}"
            );
        }
    }
}

#[test]
fn values_are_found_by_brackets_and_strings() {
    for (text, expected) in [
        (r#"{"a":{"r":1}}"#, vec![r#"a {"r":1}"#]),
        (r#"{"a":{"b":{"r":1},"x":{"r":2}}}"#, vec![r#"a.b {"r":1}"#, r#"a.x {"r":2}"#]),
        (r#"{"r":{"a":[{"r":1}]}}"#, vec![r#"r.a {"r":1}"#]),
        (r#"{"a":[1 ,{"r":[{"r":1}]}, "]"]}"#, vec!["a 1", r#"a {"r":[{"r":1}]}"#, r#"a "]""#]),
        (r#"{"a":[[{"x":1}],[{"r":1}]]}"#, vec![r#"a [{"x":1}]"#, r#"a [{"r":1}]"#]),
        (r#"[{"x":[{"r":1}]},{}]"#, vec![r#" {"x":[{"r":1}]}"#, " {}"]),
        (r#"{"a":"{\"r\":1}","b\"":{"r":1}}"#, vec![r#"b\" {"r":1}"#]),
        (r#"{"a":[{"x":1}],"b":[]}"#, vec![]),
        (r#"{"a":[{"r":1},{"r":"#, vec![r#"a {"r":1}"#]),
        (r#"{"a":{"r":1},"b":[{"r":1}]"#, vec![r#"a {"r":1}"#, r#"b {"r":1}"#]),
        (r#"{"a":[{"r":1}}"#, vec![r#"a {"r":1}"#]),
        (r#"{a:[{"r":1}]}"#, vec![]),
    ] {
        let found = nested(text.as_bytes(), &mut is_record);
        let found: Vec<_> = found.iter().map(|one| format!("{} {}", one.keys, &text[one.range.clone()])).collect();
        assert_eq!(found, expected, "{text}");
    }
}

proptest! {
    /// If a long object is cut off, whole records before the cut are emitted, each only once.
    #[test]
    fn no_whole_record_of_a_cut_off_list_is_lost(cut in 0usize..700, slice in 1usize..40, is_pretty in any::<bool>()) {
        let list: Vec<String> = (10..70).map(|n| format!("{{\"r\":{n}}}")).collect();
        let between = if is_pretty { ",\n  " } else { "," };
        let text = format!("{{\"n\":1,\"things\":[{}]}}", list.join(between));
        let text = &text[..text.len() - cut.min(text.len() - 300)];
        let whole = list.iter().filter(|element| text.contains(*element)).count();
        let found = pieces(text, slice);
        let records = found.iter().filter(|piece| is_record(piece.split(' ').nth(2).unwrap_or_default().as_bytes()) && piece.ends_with('}'));
        prop_assert_eq!(records.count(), whole, "{}: {:?}", text, found);
    }

    #[test]
    fn any_text_can_be_searched(text in r#"([{}\[\],:"\\r1 ]|\{"r":1\}|"a":\[|\{"records":\[){0,120}"#, slice in 1usize..40) {
        nested(text.as_bytes(), &mut is_record);
        let text = format!("{{{text}");
        pieces(&text, slice);
        let limits = Limits { slice_bytes: slice, ..Limits::default() };
        let Ok(mut reader) = Reader::open(Rc::new(text.into_bytes()), limits) else { return Ok(()) };
        while reader.step(&mut |_: Piece<'_>| {}) == Step::More {}
    }
}
