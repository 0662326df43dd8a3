//! Correlations: sliding windows by group, held to another evaluator and to windows that are tried one by one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rsigma_eval::{CorrelationConfig, CorrelationEngine, JsonEvent};
use touchstone_findings::{SettingKey, Severity, evaluate};

use crate::support::{Event, START, event, flat, report, rules_of, session_of};

/// The findings of the last rule of a text: those before it are parts, or find each of their events.
fn found(text: &str, events: &[Event]) -> Vec<touchstone_findings::Finding> {
    let title = text.rsplit("title: ").next().and_then(|rest| rest.lines().next()).unwrap();
    report(text, events).findings.into_iter().filter(|finding| finding.title == title).collect()
}

fn rule(correlation: &str) -> String {
    let base = |name: &str| {
        format!(
            "title: {name}\nid: {name}\nname: {name}\nlogsource:\n    product: databricks\ndetection:\n    s:\n        \
             action_name: {name}\n    condition: s\n---\n"
        )
    };
    format!(
        "{}{}{}title: Together\nid: together\ncorrelation:\n{correlation}level: high\n",
        base("a"),
        base("b"),
        base("c")
    )
}

const COUNT: &str = "    type: event_count\n    rules: [a]\n    group-by: [principal]\n    timespan: 1m\n    condition:\n        gte: 3\n";

#[test]
fn windows_that_share_an_event_are_one_finding() {
    let times = [0, 30, 60, 90, 200, 1000, 1010, 1020, 5000, 5061, 5062];
    let events: Vec<Event> = times.iter().map(|time| event(*time, "a", "x@example.com")).collect();
    let findings = found(&(rule(COUNT) + "touchstone:\n    suppress: 0s\n"), &events);
    let rows: Vec<_> = findings.iter().map(|finding| finding.rows.clone()).collect();
    assert_eq!(rows, [vec![0, 1, 2, 3], vec![5, 6, 7]]);
    // Within a day they are one, and the filter names both times.
    let findings = found(&rule(COUNT), &events);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rows, [0, 1, 2, 3, 5, 6, 7]);
    assert_eq!(findings[0].title, "Together");
}

#[test]
fn events_without_a_time_are_counted_and_said() {
    let mut events: Vec<Event> = (0..4).map(|nth| event(nth, "a", "")).collect();
    events[1].time = None;
    let report = report(&rule(COUNT), &events);
    let checked = report.checked.iter().find(|checked| checked.title == "Together").unwrap();
    assert_eq!((report.findings.len(), report.findings[0].count, checked.undated), (1, 3, 1));
    assert_eq!(report.findings[0].group, [("principal".to_owned(), None)]);
}

#[test]
fn what_is_usual_for_a_group_is_no_finding() {
    const DAY: i64 = 86_400;
    let burst = |day: i64, count: i64| (0..count).map(move |nth| event(day * DAY + nth, "a", "x@example.com"));
    let text = rule(COUNT) + "touchstone:\n    suppress: 0s\n    above-usual: 2\n";
    // By the days and sizes of bursts, which of the days are told.
    for (bursts, expected) in [
        (vec![(0, 3), (1, 3), (2, 5), (3, 10)], vec![0, 3]),
        // What is below the threshold is usual, too.
        (vec![(0, 2), (2, 3), (4, 4)], vec![]),
        (vec![(0, 1), (2, 4)], vec![2]),
        // More than usual by less than the threshold.
        (vec![(0, 1), (2, 3)], vec![]),
        (vec![(0, 5), (9, 9), (12, 18)], vec![0, 12]),
    ] {
        let events: Vec<Event> = bursts.iter().flat_map(|(day, count)| burst(*day, *count)).collect();
        let mut days: Vec<i64> =
            found(&text, &events).iter().map(|finding| (finding.first_ms.unwrap() / 1000 - START) / DAY).collect();
        days.sort_unstable();
        assert_eq!(days, expected, "{bursts:?}");
    }
    // Within a day nothing becomes usual, and another group has its own.
    let mut events: Vec<Event> = (0..4)
        .flat_map(|hour| {
            burst(0, 3).map(move |mut event| {
                event.time = event.time.map(|time| time + hour * 3_600_000);
                event
            })
        })
        .collect();
    events.extend((0..3).map(|nth| event(5 * DAY + nth, "a", "y@example.com")));
    assert_eq!(found(&text, &events).len(), 5);
}

/// At the beginning of a log nothing before tells what is usual: what is later does, or the finding is of a low level.
#[test]
fn what_may_be_usual_is_of_a_low_level() {
    const DAY: i64 = 86_400;
    let own = rule(COUNT) + "touchstone:\n    suppress: 0s\n    above-usual: 2\n";
    let ordered = "    type: temporal_ordered\n    rules: [many, b]\n    group-by: [principal]\n    timespan: 1m\n";
    let counted = own.replace("title: Together\nid: together", "title: Inner\nid: inner\nname: many");
    let inner = format!(
        "{counted}---\ntitle: Together\nid: together\ncorrelation:\n{ordered}level: high\ntouchstone:\n    suppress: 0s\n"
    );
    let short = "too short to tell what is usual";
    let later = "later in the log this is usual";
    // By the days and sizes of bursts and the last day of the log: the days of findings, and why their level is low.
    for (bursts, last, expected) in [
        (vec![(0, 3)], 0, vec![(0, Some(short))]),
        (vec![(0, 3)], 9, vec![(0, None)]),
        (vec![(0, 3), (2, 3)], 9, vec![(0, Some(later))]),
        (vec![(0, 9), (2, 3)], 9, vec![(0, None)]),
        (vec![(2, 3), (5, 3)], 9, vec![(2, Some(later))]),
        (vec![(4, 3), (7, 3)], 9, vec![(4, None)]),
        (vec![(1, 3)], 2, vec![(1, Some(short))]),
        (vec![(1, 3)], 4, vec![(1, None)]),
    ] {
        for text in [&own, &inner] {
            let burst = |(day, count): &(i64, i64)| {
                let (day, count) = (*day, *count);
                let of_burst = (0..count).map(move |nth| event(day * DAY + nth, "a", "x@example.com"));
                of_burst.chain([event(day * DAY + count, "b", "x@example.com")])
            };
            let ends = [event(0, "c", "y@example.com"), event(last * DAY, "c", "y@example.com")];
            let events: Vec<Event> = bursts.iter().flat_map(burst).chain(ends).collect();
            let findings = found(text, &events);
            let told: Vec<_> = findings
                .iter()
                .map(|finding| {
                    let reason = [short, later].into_iter().find(|reason| finding.message.contains(reason));
                    assert_eq!(finding.severity == Severity::Low, reason.is_some(), "{}", finding.message);
                    ((finding.first_ms.unwrap() / 1000 - START) / DAY, reason)
                })
                .collect();
            assert_eq!(told.len(), expected.len(), "{bursts:?}");
            assert!(expected.iter().all(|one| told.contains(one)), "{bursts:?} {told:?}");
        }
    }
    // What is compared with nothing keeps its level.
    let session = session_of(&[0, 1, 2].map(|nth| event(nth, "a", "x@example.com")));
    let mut rules = rules_of(&own);
    let tuning = rules.retuned("together", |tuning| tuning.set(SettingKey::AboveUsual, Some("0"))).unwrap();
    rules.tune(tuning).unwrap();
    assert_eq!(evaluate(&rules, session.medallion()).findings[0].severity, Severity::High);
}

#[test]
fn findings_of_several_groups_are_one_by_other_fields() {
    let correlation = COUNT.replace("principal", "requestParams.session");
    let text = rule(&correlation) + "touchstone:\n    suppress: 1h\n    suppress-by: [principal]\n";
    let session = |begin: i64, email: &str, name: &str| -> Vec<Event> {
        (0..3).map(|nth| event(begin + nth, "a", email).with("session", name)).collect()
    };
    let events = [
        session(0, "x@example.com", "s1"),
        session(600, "x@example.com", "s2"),
        session(900, "y@example.com", "s3"),
        session(9000, "x@example.com", "s4"),
    ]
    .concat();
    let told: Vec<_> =
        found(&text, &events).iter().map(|finding| (finding.count, finding.group.len(), finding.rows[0])).collect();
    assert_eq!(told, [(6, 0, 0), (3, 1, 6), (3, 1, 9)]);
}

#[test]
fn rules_follow_each_other_in_their_order() {
    let ordered = "    type: temporal_ordered\n    rules: [a, b]\n    group-by: [principal]\n    timespan: 1m\n";
    for (events, expected) in [
        (vec![(0, "a"), (60, "b")], vec![vec![0, 1]]),
        (vec![(0, "a"), (61, "b")], vec![]),
        (vec![(0, "b"), (5, "a")], vec![]),
        (vec![(0, "b"), (5, "a"), (6, "b"), (7, "a"), (300, "b")], vec![vec![1, 2]]),
        (vec![(5, "b"), (5, "a")], vec![vec![0, 1]]),
    ] {
        let events: Vec<Event> = events.into_iter().map(|(time, action)| event(time, action, "x")).collect();
        let rows: Vec<Vec<u32>> = found(&rule(ordered), &events).into_iter().map(|finding| finding.rows).collect();
        assert_eq!(rows, expected, "{events:?}");
    }
}

#[test]
fn correlations_are_correlated() {
    let text = rule(COUNT).replace("title: Together\nid: together", "title: Many\nid: many\nname: many")
        + "---\ntitle: Then\nid: then\ncorrelation:\n    type: temporal_ordered\n    rules: [many, b]\n    group-by: [principal]\n    \
           timespan: 1m\n";
    let times = [(0, "a"), (10, "a"), (20, "a"), (75, "b"), (500, "a"), (501, "a"), (502, "b")];
    let events: Vec<Event> = times.iter().map(|(time, action)| event(*time, action, "x")).collect();
    let findings = found(&text, &events);
    let rows: Vec<_> = findings.iter().map(|finding| (finding.title.as_str(), finding.rows.clone())).collect();
    assert_eq!(rows, [("Then", vec![0, 1, 2, 3])]);
}

#[test]
fn fields_of_different_names_are_one_group() {
    let text = rule(
        "    type: temporal\n    rules: [a, b]\n    group-by: [who]\n    timespan: 1m\n    aliases:\n        who:\n            \
         a: email\n            b: requestParams.owner\n",
    );
    let events = [
        event(0, "a", "x@example.com"),
        event(1, "b", "y@example.com").with("owner", "X@example.com"),
        event(2, "b", "x@example.com").with("owner", "z@example.com"),
    ];
    let findings = found(&text, &events);
    let rows: Vec<_> = findings.iter().map(|finding| finding.rows.clone()).collect();
    assert_eq!(rows, [vec![0, 1]]);
}

fn log() -> impl Strategy<Value = Vec<Event>> {
    let one = (
        0_i64..400,
        prop::sample::select(vec!["a", "b", "c", "d"]),
        prop::sample::select(vec!["x", "y", ""]),
        prop::sample::select(vec!["1", "2", "3", ""]),
    );
    prop::collection::vec(one, 1..40).prop_map(|mut events| {
        // One event at a time: the other evaluator looks after each.
        events.sort_unstable();
        events.dedup_by_key(|event| event.0);
        let of = |(time, action, email, value): (i64, &str, &str, &str)| {
            let event = event(time, action, email);
            if value.is_empty() { event } else { event.with("k", value) }
        };
        events.into_iter().map(of).collect()
    })
}

/// For each event at which the other evaluator sees the correlation: its group.
fn seen(text: &str, session: &touchstone_medallion::Session, span: i64) -> BTreeMap<Option<String>, BTreeSet<u32>> {
    let collection = rsigma_parser::parse_sigma_yaml(text).unwrap();
    let mut engine = CorrelationEngine::new(CorrelationConfig::default());
    engine.add_collection(&collection).unwrap();
    let medallion = session.medallion();
    let mut ends: BTreeMap<Option<String>, BTreeSet<u32>> = BTreeMap::new();
    for row in 0..medallion.silver().rows() {
        let object = flat(medallion, row);
        let time = medallion.silver().integer(touchstone_medallion::SilverColumn::EventTime, row).unwrap() / 1000;
        let result = engine.process_event_at(&JsonEvent::borrow(&object), time);
        if result.iter().any(|result| result.header.rule_title == "Together") {
            let group = object.get("principal").and_then(|name| name.as_str()).map(str::to_owned);
            ends.entry(group).or_default().insert((time - START) as u32);
        }
    }
    assert!(span > 0);
    ends
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn correlations_are_seen_when_another_evaluator_sees_them(
        events in log(),
        kind in 0_usize..5,
        least in 1_u64..5,
        span in prop::sample::select(vec![1_i64, 20, 60, 120]),
    ) {
        let body = match kind {
            0 => format!("event_count\n    rules: [a]\n    condition:\n        gte: {least}"),
            1 => format!("event_count\n    rules: [a, b]\n    condition:\n        gt: {least}"),
            2 => format!("value_count\n    rules: [a, b]\n    condition:\n        field: requestParams.k\n        gte: {least}"),
            3 => "temporal\n    rules: [a, b, c]".to_owned(),
            _ => "temporal\n    rules: [a, b, c]\n    condition: a and b and not c".to_owned(),
        };
        let text = rule(&format!("    type: {body}\n    group-by: [principal]\n    timespan: {span}s\n"))
            + "touchstone:\n    suppress: 0s\n";
        // The other one's default for all rules.
        let told = if kind == 3 { text.replace("rules: [a, b, c]", "rules: [a, b, c]\n    condition:\n        gte: 3") } else { text.clone() };
        let session = session_of(&events);
        let expected = seen(&told, &session, span);
        let report = evaluate(&rules_of(&text), session.medallion());
        crate::support::filters_select(session.medallion(), &report);
        // Each time at which it is seen lies in a finding of its group, and each finding ends with such a time.
        let mut found: BTreeMap<Option<String>, Vec<(i64, i64)>> = BTreeMap::new();
        for finding in report.findings.iter().filter(|finding| finding.title == "Together") {
            let seconds = |ms: Option<i64>| ms.unwrap() / 1000 - START;
            found.entry(finding.group[0].1.clone()).or_default().push((seconds(finding.first_ms), seconds(finding.last_ms)));
        }
        prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{} {:?}", text, events);
        for (group, ends) in &expected {
            for end in ends {
                let is_in = |(first, last): &(i64, i64)| *first <= i64::from(*end) && i64::from(*end) <= *last;
                prop_assert!(found[group].iter().any(is_in), "{} at {} of {:?}: {:?}", text, end, group, events);
            }
            for (first, last) in &found[group] {
                prop_assert!(ends.contains(&(*last as u32)), "{text} {events:?}");
                // Nothing in it that no window has.
                prop_assert!(ends.iter().any(|end| i64::from(*end) >= *first && i64::from(*end) - first <= span));
            }
        }
    }

    #[test]
    fn sequences_are_found_where_trying_all_finds_them(events in log(), span in prop::sample::select(vec![1_i64, 20, 60, 120])) {
        let text = rule(&format!(
            "    type: temporal_ordered\n    rules: [a, b, c]\n    group-by: [principal]\n    timespan: {span}s\n"
        )) + "touchstone:\n    suppress: 0s\n";
        let findings = found(&text, &events);
        let time = |event: &Event| event.time.unwrap() / 1000;
        let mut ends: BTreeSet<(String, i64)> = BTreeSet::new();
        for a in events.iter().filter(|event| event.action == "a") {
            for b in events.iter().filter(|event| event.action == "b" && event.email == a.email && time(event) >= time(a)) {
                for c in events.iter().filter(|event| event.action == "c" && event.email == a.email) {
                    if time(c) >= time(b) && time(c) - time(a) <= span {
                        ends.insert((a.email.clone().unwrap_or_default(), time(c)));
                    }
                }
            }
        }
        let of = |finding: &touchstone_findings::Finding| {
            (finding.group[0].1.clone().unwrap_or_default(), finding.first_ms.unwrap() / 1000, finding.last_ms.unwrap() / 1000)
        };
        let spans: Vec<_> = findings.iter().map(of).collect();
        for (email, end) in &ends {
            let is_in = |(group, first, last): &(String, i64, i64)| group == email && first <= end && end <= last;
            prop_assert!(spans.iter().any(is_in), "{email} {end} {events:?}");
        }
        for (group, _, last) in spans {
            prop_assert!(ends.contains(&(group, last)), "{events:?}");
        }
    }

    #[test]
    fn findings_do_not_depend_on_the_order_of_loading(events in log(), seed in any::<u64>()) {
        let text = rule(COUNT);
        let told = |events: &[Event]| {
            let findings = found(&text, events);
            findings.into_iter().map(|finding| (finding.message, finding.first_ms, finding.last_ms, finding.count)).collect::<Vec<_>>()
        };
        let mut others = events.clone();
        let mut state = seed;
        for at in (1..others.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            others.swap(at, (state >> 33) as usize % (at + 1));
        }
        prop_assert_eq!(told(&events), told(&others));
    }
}
