use std::collections::BTreeSet;

use serde_json::Value;
use touchstone_generate::{Error, Layout, MemorySink, Options, generate};

use crate::generated;

fn split(files: Option<usize>, redeliveries: usize) -> Options {
    Options { events: 3_000, days: 3, layout: Layout::Delivery { files, redeliveries }, ..Options::default() }
}

#[test]
fn every_record_lies_in_the_folder_of_its_workspace_and_day() {
    let (files, _) = generated(&split(None, 0));
    assert_eq!(files.len(), 6 * 3);
    for (path, bytes) in files {
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let record: Value = serde_json::from_slice(line).expect("JSON");
            let time = record["timestamp"].as_i64().expect("a time");
            let day = jiff::Timestamp::from_millisecond(time).expect("a time").strftime("%F");
            let workspace = record["workspaceId"].as_str().expect("a workspace");
            assert_eq!(path, format!("workspaceId={workspace}/date={day}/auditlogs_0.json"));
        }
    }
}

#[test]
fn there_are_exactly_as_many_files_as_asked_for() {
    for wanted in [18, 19, 100, 250, 1_000] {
        let (files, _) = generated(&split(Some(wanted), 0));
        let paths: BTreeSet<_> = files.iter().map(|(path, _)| path).collect();
        assert_eq!((files.len(), paths.len()), (wanted, wanted));
        assert!(files.iter().all(|(_, bytes)| !bytes.is_empty()));
        assert!(paths.into_iter().eq(files.iter().map(|(path, _)| path)), "in order of the paths");
    }
}

#[test]
fn a_redelivery_is_a_superset() {
    let (files, _) = generated(&split(Some(30), 4));
    let again: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("redelivered/")).collect();
    assert_eq!(again.len(), 4);
    for (path, whole) in again {
        let early = path.strip_prefix("redelivered/").expect("the prefix");
        let (_, early) = files.iter().find(|(path, _)| path == early).expect("the first delivery");
        assert!(whole.starts_with(early) && whole.len() > early.len() && !early.is_empty());
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let refused = |options: &Options| match generate(options, &mut MemorySink::default()) {
        Err(Error::Options(message)) => message,
        other => panic!("{other:?}"),
    };
    assert!(refused(&split(Some(17), 0)).starts_with("17 files are too few: the events lie in 18 workspaces and days"));
    assert_eq!(refused(&split(Some(3_001), 0)), "3001 files are too many for 3000 events");
    assert_eq!(refused(&split(None, 19)), "19 redeliveries: only 18 files have the 3 events that takes");
    assert_eq!(refused(&Options { days: 0, ..Options::default() }), "a log covers at least 1 day");
    assert_eq!(
        refused(&Options { events: 0, bad_lines: 1, ..Options::default() }),
        "1 bad lines cannot be spread over no events"
    );
    let crowded = Options { incidents: "cluster-storm".parse().expect("ids"), events: 100, ..Options::default() };
    assert_eq!(
        refused(&crowded),
        "the incident \"cluster-storm\" needs more than 100 events or 7 days, a newer shape, or the format of Immuta"
    );
    let unknown = Options { incidents: "brute-force,flood".parse().expect("ids"), ..Options::default() };
    assert!(refused(&unknown).starts_with("there is no incident \"flood\"; there are brute-force, "));
}
