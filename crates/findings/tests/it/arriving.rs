//! In which order logs arrive, and how often, changes nothing about what is found.

use std::rc::Rc;

use touchstone_findings::{Rules, evaluate};
use touchstone_generate::{Layout, MemorySink, Options, generate};
use touchstone_medallion::{Medallion, Session};

use crate::support::load;

/// What is told, whatever the numbers of rows.
fn told(rules: &Rules, medallion: &Medallion) -> Vec<(String, Option<i64>, Option<i64>, u64)> {
    let findings = evaluate(rules, medallion).findings;
    let told = findings.into_iter().map(|finding| (finding.message, finding.first_ms, finding.last_ms, finding.count));
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

fn files(options: &Options) -> Vec<(String, Vec<u8>)> {
    let mut sink = MemorySink::default();
    generate(options, &mut sink).unwrap();
    sink.files
}

#[test]
fn late_files_count_as_if_they_had_come_first() {
    let layout = Layout::Delivery { files: None, redeliveries: 10 };
    let files = files(&Options { events: 9_000, days: 28, layout, ..Options::default() });
    let rules = Rules::packed();
    let inputs: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let expected = told(&rules, load(&inputs).medallion());
    assert!(expected.len() > 30, "{}", expected.len());
    let reversed: Vec<_> = inputs.iter().rev().copied().collect();
    assert_eq!(told(&rules, load(&reversed).medallion()), expected);
    // Every third file arrives when all others have been evaluated.
    let mut session = Session::new([5; 16]);
    let mut early = Vec::new();
    for is_late in [false, true] {
        for (nth, (path, bytes)) in files.iter().enumerate() {
            if (nth % 3 == 0) == is_late {
                session.open(path.clone(), Rc::new(bytes.clone()));
            }
        }
        while session.step() {}
        early.push(told(&rules, session.medallion()));
    }
    assert_ne!(early[0], expected);
    assert_eq!(early[1], expected);
}

#[test]
fn what_is_delivered_twice_counts_once() {
    let rules = Rules::packed();
    let options = Options { events: 6_000, days: 28, ..Options::default() };
    let of = |options: &Options| {
        let files = files(options);
        let inputs: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        told(&rules, load(&inputs).medallion())
    };
    let expected = of(&options);
    assert!(!expected.is_empty());
    assert_eq!(of(&Options { duplicates: 6_000, ..options.clone() }), expected);
    // The whole file again, under another name.
    let files = files(&options);
    let inputs: Vec<_> = ["a.json", "b.json"].iter().map(|path| (*path, files[0].1.as_slice())).collect();
    assert_eq!(told(&rules, load(&inputs).medallion()), expected);
}
