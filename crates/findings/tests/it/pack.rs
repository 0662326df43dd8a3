//! The pack over generated logs.

use std::collections::BTreeSet;

use touchstone_findings::{Rules, evaluate};
use touchstone_generate::{Format, MemorySink, Options, generate};

use crate::support::{filters_select, load};

#[test]
fn every_rule_of_the_pack_is_read() {
    let rules = Rules::packed();
    assert_eq!(rules.problems(), []);
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.len(), rules.iter().count());
    assert!(rules.iter().all(|rule| rule.origin.is_packed && !rule.title.is_empty()));
}

#[test]
fn filters_of_findings_select_their_events() {
    let rules = Rules::packed();
    for (seed, format) in (11..).zip(Format::ALL) {
        let options = Options { events: 3000, seed, format, container: format.containers()[0], ..Options::default() };
        let mut sink = MemorySink::default();
        generate(&options, &mut sink).unwrap();
        let inputs: Vec<_> = sink.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        let session = load(&inputs);
        let report = evaluate(&rules, session.medallion());
        filters_select(session.medallion(), &report);
        let is_sorted = report.findings.is_sorted_by(|a, b| a.severity >= b.severity);
        assert!(is_sorted && report.findings.iter().all(|finding| !finding.message.is_empty()));
        println!("{format}: {} findings of {} rules", report.findings.len(), report.checked.len());
    }
}
