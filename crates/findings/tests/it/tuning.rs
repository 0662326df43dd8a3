//! Tuning: thresholds, allow-lists, switches, and the narrowest entry for a finding.

use touchstone_findings::{CONFLICTS_RULE, Rules, Severity, Tuning, evaluate};

use crate::support::{Event, event, filters_select, load, rules_of, session_of};

const RULES: &str = "title: Base\nname: base\nid: base\nlogsource:\n    product: databricks\ndetection:\n    s:\n        action_name: a\n    \
                     condition: s\n---\ntitle: Many\nid: many\ncorrelation:\n    type: event_count\n    rules: [base]\n    group-by: [principal, \
                     source_ip_address]\n    timespan: 1m\n    condition:\n        gte: 3\nlevel: low\n";

fn tuned(tuning: &str) -> Rules {
    let mut rules = rules_of(RULES);
    rules.tune(Tuning::parse(tuning).unwrap()).unwrap();
    rules
}

fn events() -> Vec<Event> {
    let of =
        |name: &'static str, address: &'static str| (0..4).map(move |nth| event(nth * 10, "a", name).from(address));
    of("x@example.com", "198.51.100.7")
        .chain(of("y@corp.example", "10.1.2.3"))
        .chain(of("x@example.com", "10.9.9.9"))
        .collect()
}

#[test]
fn what_is_tuned_is_found_so() {
    let session = session_of(&events());
    for (tuning, expected) in [
        ("", 3),
        ("rules:\n  many:\n    threshold: 5\n", 0),
        ("rules:\n  own:\n    threshold: 4\n", 3),
        ("rules:\n  many:\n    timespan: 15s\n", 0),
        ("rules:\n  many:\n    timespan: 15s\n    threshold: 2\n", 3),
        ("rules:\n  many:\n    enabled: false\n", 0),
        ("allow:\n  - principals: [X@example.com]\n", 1),
        ("allow:\n  - principals: ['*@corp.example']\n", 2),
        ("allow:\n  - networks: [10.0.0.0/8]\n", 1),
        ("allow:\n  - networks: [10.0.0.0/8]\n    principals: [y@corp.example]\n", 2),
        ("rules:\n  many:\n    allow:\n      - addresses: [10.9.9.9, 10.1.2.3]\n", 1),
        ("rules:\n  many:\n    allow:\n      - filter: 'user:x@example.com ip:10.0.0.0/8'\n        note: backup\n", 2),
        ("allow:\n  - workspaces: ['1']\n  - agents: [curl]\n", 3),
    ] {
        let report = evaluate(&tuned(tuning), session.medallion());
        assert_eq!(report.findings.len(), expected, "{tuning}");
        filters_select(session.medallion(), &report);
        // As written, and as read.
        let parsed = Tuning::parse(tuning).unwrap();
        assert_eq!(Tuning::parse(&parsed.text()).unwrap(), parsed);
    }
    let report = evaluate(&tuned("rules:\n  many:\n    level: critical\n"), session.medallion());
    assert!(report.findings.iter().all(|finding| finding.severity == Severity::Critical));
}

#[test]
fn what_cannot_be_tuned_is_said() {
    for (tuning, reason) in [
        ("allow:\n  - {}\n", "allow everything"),
        ("allow:\n  - note: why\n", "allow everything"),
        ("allow:\n  - networks: [office]\n", "office"),
        ("allow:\n  - filter: '('\n", "filter"),
        ("allow:\n  - filter: '*'\n", "every event"),
        ("allow:\n  - users: [x]\n", "unknown field"),
        ("rules:\n  many:\n    treshold: 5\n", "treshold"),
        ("rules:\n  many:\n    timespan: long\n", "long"),
        ("rules: [", ""),
    ] {
        let error = Tuning::parse(tuning).unwrap_err();
        assert!(error.contains(reason), "{tuning} {error}");
    }
    let mut rules = rules_of(RULES);
    let error = rules.tune(Tuning::parse("rules:\n  other:\n    enabled: false\n").unwrap()).unwrap_err();
    assert_eq!(error, "the tuning names rules that do not exist: other");
}

#[test]
fn a_finding_is_ignored_and_no_other() {
    let session = session_of(&events());
    let mut rules = tuned("");
    let mut left = evaluate(&rules, session.medallion()).findings;
    while let Some(finding) = left.pop() {
        let mut tuning = rules.tuning().clone();
        tuning.ignore(&finding);
        rules.tune(tuning).unwrap();
        let titles = |findings: &[touchstone_findings::Finding]| {
            findings.iter().map(|finding| finding.group.clone()).collect::<Vec<_>>()
        };
        assert_eq!(titles(&evaluate(&rules, session.medallion()).findings), titles(&left));
    }
    let expected =
        "rules:\n  many:\n    allow:\n    - principals:\n      - y@corp.example\n      addresses:\n      - 10.1.2.3\n";
    assert!(rules.tuning().text().starts_with(expected), "{}", rules.tuning().text());
}

#[test]
fn conflicting_records_are_a_finding_that_can_be_switched_off() {
    let record = |action: &str| {
        format!(
            r#"{{"event_id":"e1","event_time":"2026-03-01T00:00:00Z","service_name":"s","action_name":"a","user_identity":{{"email":"x"}},"request_params":{{"k":"{action}"}},"source_ip_address":"1.1.1.1","account_id":"1","audit_level":"L","version":"1","workspace_id":1,"event_date":"2026-03-01"}}"#
        )
    };
    let (first, second) = (record("1"), record("2"));
    let session = load(&[("a.json", first.as_bytes()), ("b.json", second.as_bytes())]);
    assert_eq!(session.medallion().conflicts().len(), 1);
    let mut rules = Rules::default();
    let report = evaluate(&rules, session.medallion());
    let finding = &report.findings[0];
    assert_eq!((finding.rule.as_str(), finding.severity, finding.count), (CONFLICTS_RULE, Severity::High, 1));
    assert_eq!((finding.rows.clone(), finding.beside.len()), (vec![0], 1));
    let expected = "A record of b.json has the id of an event and says something else: it differs in requestParams.k";
    assert_eq!(finding.message, expected);
    filters_select(session.medallion(), &report);
    rules.tune(Tuning::parse(&format!("rules:\n  {CONFLICTS_RULE}:\n    enabled: false\n")).unwrap()).unwrap();
    assert_eq!(evaluate(&rules, session.medallion()).findings, []);
}

/// The schema names what the code reads, and nothing else.
#[test]
fn the_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/tuning.schema.json");
    let schema: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let allow =
        "principals: [a]\naddresses: [a]\nnetworks: [10.0.0.0/8]\nagents: [a]\nworkspaces: [a]\nfilter: a\nnote: a\n";
    let rule = "enabled: true\nlevel: low\nthreshold: 1\ntimespan: 1h\nsuppress: 1h\nafter: 1d\nmin-events: 1\nfactor: 1\nleast: 1\n\
                without-history: 1\nallow: []\n";
    let indented =
        |text: &str, by: usize| text.lines().map(|line| " ".repeat(by) + line).collect::<Vec<_>>().join("\n");
    let text = format!("allow:\n  -\n{}\nrules:\n  many:\n{}\n", indented(allow, 4), indented(rule, 4));
    let tuning = Tuning::parse(&text).unwrap();
    assert_eq!(Tuning::parse(&tuning.text()).unwrap(), tuning);
    for (of, text) in [("allow", allow), ("rule", rule)] {
        let mut names: Vec<&str> = text.lines().filter_map(|line| line.split(':').next()).collect();
        let properties = schema["$defs"][of]["properties"].as_object().unwrap();
        let mut expected: Vec<&str> = properties.keys().map(String::as_str).collect();
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }
}
