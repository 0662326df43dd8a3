//! Records with the same id and different content: which are events, which are duplicates, and which conflicts are
//! reported.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use touchstone_medallion::{Block, Medallion, Session, SilverColumn, pick, read_blocks};
use touchstone_source::Limits;

use crate::support::{self, front_to_back, side_by_side};

fn load(texts: &[String]) -> Session {
    front_to_back(texts, Limits::default())
}

/// A row of the system table, whose events have ids.
fn row(id: &str, time: &str, service: &str, action: &str, more: &str) -> String {
    let time = if time.is_empty() { "null".to_owned() } else { format!("\"2025-10-23T09:11:{time}Z\"") };
    format!(
        r#"{{"event_id":"{id}","event_time":{time},"service_name":"{service}","action_name":"{action}","workspace_id":"1"{more}}}"#
    )
}

fn conflicts(medallion: &Medallion) -> Vec<(u64, u32, Vec<String>, Option<u32>)> {
    let conflict = |found: &touchstone_medallion::Conflict| {
        let fields = found.fields.iter().map(ToString::to_string).collect();
        (found.place.record, found.of_row, fields, found.row)
    };
    medallion.conflicts().iter().map(conflict).collect()
}

#[test]
fn a_second_record_of_an_id_is_what_differs_makes_it() {
    let params = |params: &str| format!(r#","request_params":{{{params}}}"#);
    let who = |email: &str| format!(r#","user_identity":{{"email":"{email}"}}"#);
    let from = |address: &str| format!(r#","source_ip_address":"{address}""#);
    let plain = |time: &str| row("0", time, "clusters", "create", "");
    let with = |more: &str| row("e1", "01.250", "clusters", "create", more);
    let azure_at = |time: &str| {
        format!(
            r#"{{"ServiceName":"clusters","ActionName":"create","TimeGenerated":"2025-10-23T09:11:{time}Z","LogId":"0"}}"#
        )
    };
    let azure = |params: &str| {
        format!(
            r#"{{"ServiceName":"clusters","ActionName":"create","TimeGenerated":"2025-10-23T09:11:01.250Z","LogId":"e1","RequestParams":{{{params}}}}}"#
        )
    };
    // Two records, the resulting number of events, and the fields in which the second differs.
    let cases: Vec<(String, String, u32, &[&str])> = vec![
        (plain("01.250"), plain("01.250"), 1, &[]),
        (plain("01.250"), plain("01.251"), 1, &["event_time"]),
        (plain("01.000"), plain("01.250"), 1, &["event_time"]),
        (plain("01.250"), azure_at("01"), 1, &[]),
        (plain("01.250"), plain("02"), 2, &["event_time"]),
        (plain("01.250"), plain("01.250123"), 1, &["event_time"]),
        (plain("01.250"), plain(""), 2, &["event_time"]),
        (plain(""), plain("01.250"), 2, &["event_time"]),
        (plain("01.250"), row("0", "01.250", "jobs", "create", ""), 2, &["service_name"]),
        (plain("01.250"), row("0", "03.250", "jobs", "edit", ""), 2, &["event_time", "service_name", "action_name"]),
        (row("0", "01", "a", "b", ""), row("0", "01", "a", "c", ""), 2, &["action_name"]),
        (row("-", "01", "a", "b", ""), row("-", "02", "a", "b", ""), 2, &["event_time"]),
        (with(&who("A@Corp.example")), with(&who("a@corp.EXAMPLE")), 1, &[]),
        (with(&who("a@corp.example")), with(&who("b@corp.example")), 1, &["email"]),
        (with(&who("a@corp.example")), with(""), 1, &["email"]),
        (with(&params(r#""a":"1","b":"2""#)), with(&params(r#""b":"2","a":"1""#)), 1, &[]),
        (
            with(&params(r#""a":"1","b":"2""#)),
            with(&params(r#""c":"3","a":"2""#)),
            1,
            &["requestParams.a", "requestParams.b", "requestParams.c"],
        ),
        (with(&params(r#""a":"{\"x\": 1, \"y\": 2}""#)), with(&params(r#""a":"{\"y\":2,\"x\":1}""#)), 1, &[]),
        (with(&params(r#""a":{"n":1E400}"#)), with(&params(r#""a":{"\u006e":1E400}"#)), 1, &[]),
        (
            with(&params(r#""a":{"n":12345678901234567890123}"#)),
            with(&params(r#""a":{"n":12345678901234567890124}"#)),
            1,
            &["requestParams.a"],
        ),
        (with(&from("203.0.113.9:80")), with(&from("203.0.113.9:8")), 1, &["source_port"]),
        (with(&from("203.0.113.9:80")), with(&from("203.0.113.9")), 1, &["source_port"]),
        (with(&params(r#""a":"1","b":"2""#)), azure(r#""a":"1""#), 1, &[]),
        (with(&params(r#""a":"1""#)), azure(r#""a":"2""#), 1, &["requestParams.a"]),
    ];
    for (first, second, events, fields) in cases {
        let name = format!("{first}\n{second}");
        for texts in [vec![format!("{first}\n{second}\n")], vec![first.clone(), second.clone()]] {
            let session = load(&texts);
            let medallion = session.medallion();
            assert_eq!(medallion.silver().rows(), events, "{name}");
            assert_eq!(medallion.duplicates().len() as u32, 2 - events, "{name}");
            let found: Vec<_> = medallion.conflicts().iter().flat_map(|conflict| &conflict.fields).collect();
            assert_eq!(found, fields, "{name}");
            assert!(medallion.reconciliation().holds, "{name}");
        }
        let turned = load(&[second, first]);
        assert_eq!(turned.medallion().silver().rows(), events, "{name}");
    }
}

#[test]
fn what_repeats_a_conflict_is_its_duplicate() {
    let records = [
        row("0", "01.250", "clusters", "create", ""),
        row("0", "02.250", "clusters", "create", ""),
        row("0", "02.250", "clusters", "create", r#","source_ip_address":"1.1.1.1""#),
        row("0", "02.250", "clusters", "create", r#","source_ip_address":"2.2.2.2""#),
        row("0", "01.250", "clusters", "create", ""),
        row("x", "01.250", "clusters", "create", ""),
        row("0", "03.250", "clusters", "create", ""),
    ];
    for texts in [vec![records.join("\n")], vec![records[..2].join("\n"), records[2..].join("\n")]] {
        let session = load(&texts);
        let medallion = session.medallion();
        let of_rows: Vec<_> = medallion.duplicates().iter().map(|found| found.of_row).collect();
        assert_eq!(of_rows, [1, 1, 0]);
        let last = if texts.len() == 1 { 7 } else { 5 };
        let time = vec!["event_time".to_owned()];
        let address = |record| (record, 1, vec!["source_ip_address".to_owned()], None);
        let shift = if texts.len() == 1 { 0 } else { 2 };
        let expected =
            [(2, 0, time.clone(), Some(1)), address(3 - shift), address(4 - shift), (last, 0, time, Some(3))];
        assert_eq!(conflicts(medallion), expected);
        let ids: Vec<_> = (0..4).map(|row| medallion.silver().text(SilverColumn::EventId, row).unwrap()).collect();
        assert_eq!(ids, ["0", "0", "x", "0"]);
        let frame = medallion.silver().frame();
        assert_eq!(frame.dictionary(medallion.silver().id(SilverColumn::EventId)).len(), 2, "an id has one code");
        assert_eq!(medallion.inputs().iter().map(|input| input.counts.conflicts).sum::<u64>(), 4);
    }
}

#[test]
fn many_records_of_one_id_take_no_more_time_than_others() {
    let at = |nth: usize| format!("{:02}:{:02}:{:02}", nth / 3600, nth / 60 % 60, nth % 60);
    let record = |nth: usize| row("0", "01", "a", "b", "").replace("09:11:01", &at(nth));
    let text = (0..20_000).map(record).collect::<Vec<_>>().join("\n");
    let session = load(&[text.clone(), text]);
    let counts = session.medallion().reconciliation().totals;
    assert_eq!((counts.records, counts.events, counts.duplicates, counts.conflicts), (40_000, 20_000, 20_000, 19_999));
}

/// Records with few ids, services and actions, and times of every precision.
fn records() -> impl Strategy<Value = Vec<String>> {
    let time = prop_oneof![
        Just(""),
        Just("01"),
        Just("01.250"),
        Just("01.300"),
        Just("01.250001"),
        Just("01.250002"),
        Just("02")
    ];
    let record = ("[xy]|0", time, "[ab]", "[cd]", "[12]").prop_map(|(id, time, service, action, value)| {
        row(&id, time, &service, &action, &format!(r#","request_params":{{"k":"{value}"}}"#))
    });
    proptest::collection::vec(record, 1..40)
}

/// Events counted by id, service and action.
fn events(medallion: &Medallion) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for row in 0..medallion.silver().rows() {
        let text = |column| medallion.silver().text(column, row).unwrap_or_default();
        let event = [SilverColumn::EventId, SilverColumn::ServiceName, SilverColumn::ActionName].map(text).join(" ");
        *found.entry(event).or_default() += 1;
    }
    found
}

proptest! {
    #[test]
    fn which_events_there_are_does_not_depend_on_the_order(records in records(), by in 0_usize..40) {
        let mut turned = records.clone();
        turned.rotate_left(by % records.len());
        let mut reversed = records.clone();
        reversed.reverse();
        let expected = events(load(&[records.join("\n")]).medallion());
        for texts in [vec![turned.join("\n")], vec![reversed.join("\n")], records.clone(), reversed] {
            let session = load(&texts);
            prop_assert!(session.medallion().reconciliation().holds);
            prop_assert_eq!(events(session.medallion()), expected.clone());
        }
    }

    #[test]
    fn conflicts_do_not_depend_on_where_blocks_end(records in records(), slice_bytes in 150_usize..2000) {
        let text = records.join("\n") + "\n";
        let whole = load(std::slice::from_ref(&text));
        let limits = Limits { slice_bytes, ..Limits::default() };
        let divided = side_by_side(&[text], limits, 3, &[0, 1, 2, 1]);
        prop_assert_eq!(divided.medallion().conflicts(), whole.medallion().conflicts());
        prop_assert_eq!(divided.medallion().duplicates(), whole.medallion().duplicates());
    }

    #[test]
    fn what_is_given_twice_adds_no_event(records in records()) {
        let text = records.join("\n");
        let once = load(std::slice::from_ref(&text));
        let twice = load(&[text.clone(), text]);
        prop_assert_eq!(events(twice.medallion()), events(once.medallion()));
    }
}

#[test]
fn an_event_has_the_same_fingerprint_in_every_session() {
    let records = [
        row("1", "00", "clusters", "create", ""),
        // The id of another event is no id, whichever comes first.
        row("1", "01", "notebook", "run", ""),
        row("1", "00", "clusters", "create", r#","user_agent":"altered""#),
        row("2", "00", "clusters", "create", ""),
        r#"{"serviceName":"jobs","actionName":"run","timestamp":1577571960848}"#.to_owned(),
        r#"{"timestamp":1577571960848,"actionName":"run","serviceName":"jobs"}"#.to_owned(),
    ];
    let fingerprints = |records: &[String]| {
        let keys = load(&[records.join("\n")]).medallion().event_keys();
        keys.iter().map(|key| key.fingerprint).collect::<Vec<_>>()
    };
    let whole = fingerprints(&records);
    let distinct = |list: &[[u8; 16]]| list.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!((whole.len(), distinct(&whole).len()), (4, 4));
    for cut in 0..=records.len() {
        let (front, back) = records.split_at(cut);
        for parts in [[front, back], [back, front]] {
            let of_parts: Vec<[u8; 16]> = parts.iter().flat_map(|part| fingerprints(part)).collect();
            assert_eq!(distinct(&of_parts), distinct(&whole), "cut at {cut}");
        }
    }
}

/// What sessions over parts find is completed by what their keys have in common.
#[test]
fn conflicts_between_files_are_found_by_the_keys_of_their_events() {
    let plain = |id: &str, more: &str| row(id, "00", "clusters", "create", more);
    let (first, other) = (
        [plain("1", ""), row("2", "01", "notebook", "run", ""), plain("3", ""), plain("4", "")],
        [
            plain("1", r#","user_agent":"altered""#),
            plain("2", ""),
            plain("2", r#","user_agent":"altered""#),
            plain("3", ""),
            plain("5", ""),
        ],
    );
    let texts = [first.join("\n"), other.join("\n")];
    let told = |session: &Session| {
        let medallion = session.medallion();
        let of = |found: &touchstone_medallion::Conflict| {
            (found.place.input, found.place.record, medallion.place(found.of_row).record, found.fields.clone())
        };
        medallion.conflicts().iter().map(of).collect::<Vec<_>>()
    };
    let whole = load(&texts);
    assert_eq!(whole.medallion().conflicts().len(), 3);

    let key = support::KEY;
    let blocks: Vec<_> = texts.iter().map(|text| read_blocks("a", text.clone().into_bytes(), key)).collect();
    let mut joined = Session::new(key);
    for (at, blocks) in blocks.iter().enumerate() {
        let sent = blocks.iter().map(|block| Block::from_bytes(&block.to_bytes()).unwrap());
        joined.join(format!("{at}.log"), texts[at].len() as u64, sent);
    }
    assert_eq!(support::describe(&joined), support::describe(&whole));

    // Only ids that have more than one key need to be looked at.
    let keys = || texts.iter().flat_map(|text| load(std::slice::from_ref(text)).medallion().event_keys());
    let mut by_id: BTreeMap<u64, BTreeSet<_>> = BTreeMap::new();
    for key in keys() {
        by_id.entry(key.id).or_default().insert(key);
    }
    let wanted: BTreeSet<u64> = by_id.into_iter().filter(|(_, keys)| keys.len() > 1).map(|(id, _)| id).collect();
    assert_eq!(wanted.len(), 2);
    let mut found = Vec::new();
    for bucket in 0..2 {
        let mut session = Session::new(key);
        let mut places = Vec::new();
        for (input, blocks) in (0..).zip(&blocks) {
            for (_, picked) in pick(blocks, |id| wanted.contains(&id), 2).into_iter().filter(|(of, _)| *of == bucket) {
                places.push((input, picked.records));
                session.join(String::new(), 0, [picked.block]);
            }
        }
        found.extend(told(&session).into_iter().map(|(at, record, of_record, fields)| {
            let (input, records) = &places[at as usize];
            (*input, records[record as usize - 1], places[0].1[of_record as usize - 1], fields)
        }));
    }
    found.sort();
    assert_eq!(found, told(&whole));
    let ids: BTreeSet<u64> = whole.medallion().conflict_ids().into_iter().collect();
    assert_eq!(ids, wanted);
}
