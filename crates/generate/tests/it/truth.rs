use std::collections::{BTreeMap, BTreeSet};

use touchstone_generate::{Layout, NamedCount, Options, Shape, Truth};

use crate::generated;
use crate::recount::{Outcomes, Recount, recount};

/// Generates a log, recounts it independently, and compares everything.
#[track_caller]
fn check(options: &Options) -> (Recount, Truth) {
    let (files, truth) = generated(options);
    let counted = recount(&files);

    let said_files: Vec<_> = truth.files.iter().map(|file| (file.records, file.bad_lines)).collect();
    assert_eq!(said_files, counted.files);
    let said_bytes: Vec<_> = truth.files.iter().map(|file| (file.path.clone(), file.bytes)).collect();
    assert_eq!(said_bytes, files.iter().map(|(path, bytes)| (path.clone(), bytes.len() as u64)).collect::<Vec<_>>());

    let totals = truth.totals;
    assert_eq!(totals.events, options.events);
    assert_eq!((totals.events, totals.duplicates), (counted.events, counted.duplicates));
    assert_eq!(totals.records, totals.events + totals.duplicates + totals.bad_lines);
    assert_eq!(totals.records, counted.files.iter().map(|(lines, _)| lines).sum::<u64>());
    let said_bad: Vec<_> = truth.bad_lines.iter().map(|line| (line.place.0, line.place.1)).collect();
    assert_eq!(said_bad, counted.bad_lines);

    assert_eq!(truth.time.map(|span| (span.first_ms, span.last_ms)), counted.time);
    assert_eq!(quadruple(truth.outcomes), counted.outcomes);
    assert_eq!(truth.days, counted.days);
    assert_eq!(truth.workspaces, counted.workspaces);
    assert_eq!(by_name(&truth.emails), counted.emails);
    assert_eq!(by_name(&truth.principals), counted.principals);
    check_services(&truth, &counted);
    check_questions(&truth, &counted);
    for incident in &truth.incidents {
        check_incident(incident, &counted);
    }
    (counted, truth)
}

fn check_services(truth: &Truth, counted: &Recount) {
    let (mut actions, mut keys) = (BTreeMap::new(), BTreeMap::new());
    for (name, service) in &truth.services {
        assert_eq!(service.events, service.actions.values().map(|outcomes| outcomes.events()).sum::<u64>());
        actions.extend(
            service.actions.iter().map(|(action, outcomes)| ((name.clone(), action.clone()), quadruple(*outcomes))),
        );
        keys.extend(service.keys.iter().map(|(key, count)| ((name.clone(), key.clone()), *count)));
    }
    assert_eq!(actions, counted.actions);
    assert_eq!(keys, counted.keys);
}

fn check_questions(truth: &Truth, counted: &Recount) {
    let logins: BTreeMap<_, _> =
        truth.accounts.logins.iter().map(|login| (login.user.clone(), quadruple(login.outcomes))).collect();
    assert_eq!(logins, counted.logins);

    let clusters = &truth.clusters;
    assert_eq!(clusters.created_by_day, counted.created_by_day);
    assert_eq!(by_name(&clusters.created_by_creator), counted.created_by_creator);
    assert_eq!(by_name(&clusters.without_autotermination), counted.without_autotermination);
    let jobs: BTreeMap<_, _> = clusters
        .created_by_job
        .iter()
        .map(|(job, truth)| (job.clone(), (truth.created, truth.user_ids.iter().cloned().collect())))
        .collect();
    assert_eq!(jobs, counted.created_by_job);
    let never_stopping: BTreeSet<_> = clusters
        .all_purpose_without_autotermination
        .iter()
        .map(|cluster| {
            let record = &counted.records[&(cluster.place.0, cluster.place.1)];
            assert_eq!(record["requestParams"]["cluster_name"], *cluster.cluster_name);
            (cluster.email.clone(), cluster.cluster_name.clone())
        })
        .collect();
    assert_eq!(never_stopping, counted.never_stopping);
}

fn check_incident(incident: &touchstone_generate::IncidentTruth, counted: &Recount) {
    let records: Vec<_> = incident.records.iter().map(|place| &counted.records[&(place.0, place.1)]).collect();
    let times: Vec<_> = records.iter().map(|record| record["timestamp"].as_i64().expect("a time")).collect();
    assert_eq!(times.iter().min().copied(), Some(incident.time.first_ms), "{}", incident.id);
    assert_eq!(times.iter().max().copied(), Some(incident.time.last_ms), "{}", incident.id);
    let principals: BTreeSet<_> =
        records.iter().filter_map(|record| record["userIdentity"]["email"].as_str()).collect();
    assert!(principals.iter().eq(incident.principals.iter()), "{}: {principals:?}", incident.id);
    assert!(records.len() as u64 >= incident.events);
}

fn quadruple(outcomes: touchstone_generate::Outcomes) -> Outcomes {
    [outcomes.success, outcomes.denied, outcomes.failure, outcomes.unknown]
}

fn by_name(list: &[NamedCount]) -> BTreeMap<Option<String>, u64> {
    assert!(list.is_sorted_by_key(|counted| std::cmp::Reverse(counted.events)));
    list.iter().map(|counted| (counted.name.clone(), counted.events)).collect()
}

#[test]
fn of_each_shape() {
    for (seed, shape) in [(1, Shape::V2), (2, Shape::V2019), (3, Shape::Mixed)] {
        let (counted, truth) = check(&Options { events: 6_000, seed, shape, ..Options::default() });
        assert_eq!((counted.duplicates, truth.totals.bad_lines), (0, 0));
        let records: u64 = truth.incidents.iter().map(|incident| incident.records.len() as u64).sum();
        assert_eq!(records, truth.incidents.iter().map(|incident| incident.events).sum::<u64>());
    }
}

#[test]
fn of_small_logs() {
    for events in [0, 1, 7, 60, 400] {
        check(&Options { events, days: 2, ..Options::default() });
    }
}

#[test]
fn with_bad_lines_and_duplicates() {
    let options = Options { events: 3_000, bad_lines: 41, duplicates: 333, ..Options::default() };
    let (_, truth) = check(&Options { shape: Shape::Mixed, ..options.clone() });
    assert_eq!((truth.totals.bad_lines, truth.totals.duplicates), (41, 333));
    assert_eq!((truth.duplicates.exact, truth.duplicates.reordered, truth.duplicates.redelivered), (167, 166, 0));
    // More copies than events.
    check(&Options { events: 10, duplicates: 35, bad_lines: 25, ..options });
}

#[test]
fn in_many_files_some_delivered_twice() {
    let layout = Layout::Delivery { files: Some(120), redeliveries: 17 };
    let options = Options { events: 4_000, bad_lines: 30, duplicates: 100, days: 5, layout, ..Options::default() };
    let (_, truth) = check(&options);
    assert_eq!(truth.files.len(), 120 + 17);
    assert!(truth.totals.duplicates > 100 && truth.totals.bad_lines >= 30);
    assert_eq!(truth.totals.duplicates, 100 + truth.duplicates.redelivered);
}

#[test]
fn with_no_incident_or_one() {
    let only = |ids: &str| Options { incidents: ids.parse().expect("ids"), events: 3_000, ..Options::default() };
    assert_eq!(check(&only("none")).1.incidents.len(), 0);
    let (_, truth) = check(&only("secret-harvest,brute-force"));
    let ids: Vec<_> = truth.incidents.iter().map(|incident| incident.id.as_str()).collect();
    assert_eq!(ids, ["brute-force", "secret-harvest"]);
}
