//! Baselines: what differs from before, by the times of the events.

use crate::support::{Event, event, found, report};

const DAY: i64 = 86_400;
const HOUR: i64 = 3600;

fn rule(baseline: &str, suppress: &str) -> String {
    format!(
        "title: T\nlogsource:\n    product: databricks\ndetection:\n    s:\n        action_name: act\n    condition: s\nbaseline:\n    \
         group-by: [principal]\n{baseline}touchstone:\n    suppress: {suppress}\n    message: '{{principal}} {{network}} {{count}}'\n"
    )
}

fn rows(rule: &str, events: &[Event]) -> Vec<Vec<u32>> {
    found(rule, events).into_iter().map(|finding| finding.rows).collect()
}

/// An event a day at noon.
fn habit(days: i64) -> Vec<Event> {
    (0..days).map(|day| event(day * DAY + 12 * HOUR, "act", "x@example.com")).collect()
}

#[test]
fn a_new_value_is_told_once_there_is_history() {
    let first_seen = rule("    kind: first_seen\n    field: network\n    after: 14d\n    min-events: 10\n", "1d");
    let at = |day: i64, address: &str| event(day * DAY + 13 * HOUR, "act", "x@example.com").from(address);
    for (more, expected) in [
        (vec![at(20, "203.0.113.9")], vec![vec![20]]),
        // The same network, again within a day, and later.
        (vec![at(20, "203.0.113.9"), at(20, "203.0.113.10"), at(25, "203.0.113.9")], vec![vec![20, 21]]),
        // Two new ones on one day are one finding.
        (vec![at(20, "203.0.113.9"), at(20, "192.0.2.9")], vec![vec![20, 21]]),
        (vec![at(20, "203.0.113.9"), at(25, "192.0.2.9")], vec![vec![20], vec![21]]),
        (vec![at(20, "198.51.100.99"), at(20, "")], vec![]),
        // Not after history enough, and never again.
        (vec![at(5, "203.0.113.9"), at(20, "203.0.113.9")], vec![]),
    ] {
        let mut events = habit(20);
        events.extend(more);
        assert_eq!(rows(&first_seen, &events), expected, "{:?}", &events[20..]);
    }
    // Another principal has no history.
    let mut events = habit(20);
    events.push(event(20 * DAY, "act", "y@example.com").from("203.0.113.9"));
    assert_eq!(rows(&first_seen, &events), Vec::<Vec<u32>>::new());
}

#[test]
fn an_hour_is_unusual_if_it_and_those_beside_it_were_not_used() {
    let hours = rule("    kind: unusual_hours\n    after: 14d\n    min-events: 10\n", "7d");
    let at = |day: i64, hour: i64| event(day * DAY + hour * HOUR, "act", "x@example.com");
    for (more, expected) in [
        (vec![at(20, 3), at(20, 3), at(20, 5)], vec![vec![20, 21, 22]]),
        (vec![at(20, 11), at(20, 13)], vec![]),
        (vec![at(20, 14)], vec![vec![20]]),
        (vec![at(20, 3), at(23, 3)], vec![vec![20]]),
        (vec![at(5, 3), at(20, 3)], vec![]),
    ] {
        let mut events = habit(20);
        events.extend(more);
        assert_eq!(rows(&hours, &events), expected, "{:?}", &events[20..]);
    }
}

#[test]
fn a_silence_ends_with_a_finding() {
    let dormant = rule("    kind: dormant\n    after: 30d\n", "30d");
    let at = |day: i64, hour: i64| event(day * DAY + hour * HOUR, "act", "x@example.com");
    for (more, expected) in [
        (vec![at(49, 12)], vec![vec![20]]),
        (vec![at(49, 11)], vec![]),
        (vec![at(60, 1), at(60, 2), at(62, 2)], vec![vec![20, 21]]),
        (vec![at(60, 1), at(100, 2)], vec![vec![20], vec![21]]),
    ] {
        let mut events = habit(20);
        events.extend(more);
        assert_eq!(rows(&dormant, &events), expected, "{:?}", &events[20..]);
    }
}

#[test]
fn a_day_is_above_its_history() {
    let above = |more: &str| {
        rule(
            &format!("    kind: above_history\n    period: 1d\n    factor: 5\n    least: 2\n    after: 14d\n{more}"),
            "1d",
        )
    };
    let burst = |day: i64, count: i64, distinct: i64| {
        (0..count).map(move |nth| {
            event(day * DAY + nth, "act", "x@example.com").with("path", &format!("/p{}", nth % distinct))
        })
    };
    for (rule, more, expected) in [
        // The fence is 1 + 5 × 2.
        (above(""), burst(20, 12, 1).collect::<Vec<_>>(), 1),
        (above(""), burst(20, 11, 1).collect(), 0),
        (above("    value: requestParams.path\n"), burst(20, 40, 3).collect(), 0),
        (above("    value: requestParams.path\n"), burst(20, 40, 20).collect(), 1),
        (above(""), burst(3, 100, 1).collect(), 0),
        (above("    without-history: 50\n"), burst(3, 100, 1).collect(), 1),
    ] {
        let mut events = habit(if more[0].time < event(10 * DAY, "", "").time { 3 } else { 20 });
        let count = more.len() as u64;
        events.extend(more);
        let findings = found(&rule, &events);
        assert_eq!(findings.len(), expected, "{rule}");
        assert!(findings.iter().all(|finding| finding.count == count));
    }
}

#[test]
fn events_without_a_time_are_counted() {
    let mut events = habit(3);
    events[1].time = None;
    let report = report(&rule("    kind: dormant\n", "1d"), &events);
    assert_eq!((report.findings.len(), report.checked[0].undated), (0, 1));
}
