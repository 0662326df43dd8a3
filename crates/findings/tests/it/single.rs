//! Rules about single events: what becomes one finding, and what it says.

use touchstone_findings::{Severity, Triage};

use crate::support::{event, found, report};

const RULE: &str = r"
title: Downloads
id: 11111111-1111-4111-8111-111111111111
logsource:
    product: databricks
detection:
    selection:
        action_name: download
    condition: selection
level: high
touchstone:
    triage: identity
    suppress: 1h
    group-by: [principal]
    message: '{principal} downloaded {count} files from {source_ip_address} between {first} and {last}'
    runbook:
        - step: Ask them.
        - step: Look around.
          filter: user:{principal} time:{first}..{last} ip:{network}
";

#[test]
fn events_of_a_group_within_a_time_are_one_finding() {
    let events = [
        event(0, "download", "a@example.com"),
        event(60, "download", "A@Example.com").from("198.51.100.8"),
        event(70, "upload", "a@example.com"),
        event(90, "download", "b@example.com"),
        event(3600, "download", "a@example.com"),
        event(3601, "download", "a@example.com"),
        event(100, "download", ""),
    ];
    let findings = found(RULE, &events);
    let told: Vec<(&str, u64, Vec<u32>)> =
        findings.iter().map(|finding| (finding.message.as_str(), finding.count, finding.rows.clone())).collect();
    let between = "between 2026-03-01T00:00:00Z and 2026-03-01T01:00:00Z";
    assert_eq!(
        told,
        [
            (
                &*format!("a@example.com downloaded 3 files from 198.51.100.7 and 198.51.100.8 {between}"),
                3,
                vec![0, 1, 4]
            ),
            (
                "b@example.com downloaded 1 files from 198.51.100.7 between 2026-03-01T00:01:30Z and 2026-03-01T00:01:30Z",
                1,
                vec![3]
            ),
            (
                "an unnamed principal downloaded 1 files from 198.51.100.7 between 2026-03-01T00:01:40Z and 2026-03-01T00:01:40Z",
                1,
                vec![6]
            ),
            (
                "a@example.com downloaded 1 files from 198.51.100.7 between 2026-03-01T01:00:01Z and 2026-03-01T01:00:01Z",
                1,
                vec![5]
            ),
        ]
    );
    let first = &findings[0];
    assert_eq!((first.severity, first.triage, &*first.title), (Severity::High, Triage::Identity, "Downloads"));
    assert_eq!(first.group, [("principal".to_owned(), Some("a@example.com".to_owned()))]);
    assert_eq!(first.runbook[0].filter, None);
    let filter = first.runbook[1].filter.as_deref();
    assert_eq!(
        filter,
        Some(r#"user:"a@example.com" time:2026-03-01T00:00:00.000..2026-03-01T01:00:00.000 ip:198.51.100.0/24"#)
    );
}

#[test]
fn events_without_a_time_or_a_name_are_found_too() {
    let mut undated = event(0, "download", "a@example.com");
    undated.time = None;
    let events = [undated, event(5, "download", "").with("user", "c@example.com"), event(9, "download", "").from("")];
    let findings = found(RULE, &events);
    let told: Vec<_> =
        findings.iter().map(|finding| (finding.principals.clone(), finding.first_ms.is_some())).collect();
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(told, [(vec![name("c@example.com")], true), (vec![None], true), (vec![name("a@example.com")], false)]);
    assert!(findings[2].message.ends_with("between an unknown time and an unknown time"));
    // The name stands elsewhere, and the runbook's filter finds it there.
    assert!(findings[0].runbook[1].filter.as_ref().unwrap().contains("param.user:"));
}

#[test]
fn what_is_beyond_is_counted_into_the_last() {
    let events: Vec<_> = (0..1500).map(|nth| event(nth, "download", &format!("u{nth}@example.com"))).collect();
    let report = report(RULE, &events);
    assert_eq!((report.findings.len(), report.checked[0].findings), (1000, 1000));
    let rows: Vec<u32> = report.findings.iter().flat_map(|finding| finding.rows.iter().copied()).collect();
    assert_eq!(rows, (0..1500).collect::<Vec<_>>());
    assert!(report.findings[999].message.starts_with("501 more findings of this rule: "));
}

/// A filter may list a thousand values; a rule more.
#[test]
fn a_rule_that_no_filter_can_say_has_its_records_as_filter() {
    let values: Vec<String> = (0..3000).map(|nth| format!("v{nth}")).collect();
    let rule =
        format!("title: t\ndetection:\n    s:\n        action_name: [{}]\n    condition: s\n", values.join(", "));
    let findings = found(&rule, &[event(0, "v2999", "x"), event(1, "w", "x")]);
    assert_eq!((findings[0].filter.as_str(), findings[0].is_filter_exact), ("input:0 record:1", true));
}

#[test]
fn keys_are_the_same_in_either_case() {
    let rule =
        |test: &str| format!("title: t\ndetection:\n    s:\n        requestParams.fileType{test}\n    condition: s\n");
    let events = [
        event(0, "a", "x").with("fileType", "arrows"),
        event(1, "b", "x").with("filetype", "csv"),
        event(2, "c", "x").with("other", "arrows"),
        event(3, "d", "x").with("FILETYPE", "Arrows"),
    ];
    for (test, expected) in [
        (": arrows", vec![0, 3]),
        (": csv", vec![1]),
        (": null", vec![2]),
        (": [null, csv]", vec![1, 2]),
        ("|exists: true", vec![0, 1, 3]),
        ("|exists: false", vec![2]),
        ("|neq: arrows", vec![1]),
    ] {
        let rows: Vec<u32> = found(&rule(test), &events).into_iter().flat_map(|finding| finding.rows).collect();
        assert_eq!(rows, expected, "{test}");
    }
}

#[test]
fn derived_fields_are_what_they_say() {
    let day = 86_400_000;
    let lives = |days: i64| (event(0, "", "").time.unwrap() + days * day).to_string();
    let mut agent = event(2, "c", "System-User");
    agent.params.push(("tokenExpirationTime".to_owned(), "-1".to_owned()));
    let events = [
        event(0, "a", "a@example.com").with("tokenExpirationTime", &lives(90)).from("10.1.2.3"),
        event(0, "b", "0f8fad5b-d9cb-469f-a165-70867728950e").with("tokenExpirationTime", &lives(91)),
        agent,
        event(3, "d", "robots").with("name", "main.sales").from("2001:db8:1:2::7"),
        event(4, "e", "").from(""),
    ];
    for (test, expected) in [
        ("principal_type: user", vec![0]),
        ("principal_type: service_principal", vec![1]),
        ("principal_type: system", vec![2]),
        ("principal_type: other", vec![3]),
        ("principal_type: null", vec![4]),
        ("public_ip: true", vec![1, 2, 3]),
        ("public_ip: false", vec![0, 4]),
        ("network: 198.51.100.0/24", vec![1, 2]),
        ("network: '2001:db8:1:2::/64'", vec![3]),
        ("network|exists: false", vec![4]),
        ("token_lifetime|gt: 2160", vec![1]),
        ("token_lifetime|gte: 2160", vec![0, 1]),
        ("token_lifetime: null", vec![2, 3, 4]),
        ("securable|endswith: .SALES", vec![3]),
        ("hour: 0", vec![0, 1, 2, 3, 4]),
        ("weekday: [sun, mon]", vec![0, 1, 2, 3, 4]),
        ("weekday: tue", vec![]),
    ] {
        let rule = format!("title: t\ndetection:\n    s:\n        {test}\n    condition: s\n");
        let mut rows: Vec<u32> = found(&rule, &events).into_iter().flat_map(|finding| finding.rows).collect();
        rows.sort_unstable();
        assert_eq!(rows, expected, "{test}");
    }
}
