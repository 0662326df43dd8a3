//! Tuning: thresholds, allow-lists, switches, and the narrowest entry for a finding.

use proptest::prelude::*;
use touchstone_findings::{
    Allow, CONFLICTS_RULE, Evaluation, FileKind, Report, RuleTuning, Rules, SettingKey, Severity, Step, Tuning,
    evaluate,
};
use touchstone_medallion::Medallion;

use crate::support::{Event, START, event, filters_select, load, rules_of, session_of};

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
        ("rules:\n  many:\n    suppress-by: [principal]\n", 2),
        ("rules:\n  many:\n    suppress-by: []\n", 3),
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

/// What is usual is tuned where it is counted: in the rule itself, or in a count that it correlates.
#[test]
fn what_is_usual_is_tuned() {
    let burst = |day: i64, count: i64| (0..count).map(move |nth| event(day * 86_400 + nth, "a", "x@example.com"));
    let session = session_of(
        &[(0, 3), (3, 6), (6, 15), (9, 15)].into_iter().flat_map(|(day, count)| burst(day, count)).collect::<Vec<_>>(),
    );
    let many = RULES.replace("level: low", "touchstone:\n    suppress: 1h\n    above-usual: 2");
    let outer = "---\ntitle: Outer\nid: outer\ncorrelation:\n    type: temporal\n    rules: [many]\n    group-by: [principal]\n    \
                 timespan: 1m\nlevel: low\ntouchstone:\n    suppress: 1h\n";
    for (text, id, default) in [
        (many.clone(), "many", Some("2")),
        (many.clone() + outer, "outer", Some("2")),
        (RULES.to_owned(), "many", None),
    ] {
        let mut rules = rules_of(&text);
        let usual =
            |rules: &Rules| rules.settings(id).into_iter().find(|setting| setting.key == SettingKey::AboveUsual);
        assert_eq!(usual(&rules).unwrap().default.as_deref(), default, "{id}");
        for (times, days) in [
            (Some("2"), vec![0, 3, 6]),
            (Some("3"), vec![0]),
            (Some("1"), vec![0, 3, 6]),
            (Some("0"), vec![0, 3, 6, 9]),
        ] {
            let tuning = rules.retuned(id, |tuning| tuning.set(SettingKey::AboveUsual, times)).unwrap();
            rules.tune(tuning).unwrap();
            assert_eq!(usual(&rules).unwrap().value.as_deref(), times);
            let report = evaluate(&rules, session.medallion());
            let day = |ms: i64| (ms / 1000 - START) / 86_400;
            let mut found: Vec<i64> = report.findings.iter().map(|finding| day(finding.first_ms.unwrap())).collect();
            found.sort_unstable();
            assert_eq!(found, days, "{id} {times:?}");
        }
    }
}

#[test]
fn what_cannot_be_tuned_is_said() {
    for (tuning, line, reason) in [
        ("allow:\n  - {}\n", Some(1), "allow everything"),
        ("allow:\n  - note: why\n", Some(1), "allow everything"),
        ("allow:\n  - agents: ['']\n", Some(1), "allow everything"),
        ("allow:\n  - principals: [a]\n  - networks: [office]\n", Some(3), "allow, entry 2: office is no network"),
        ("allow:\n  - filter: '('\n", Some(2), "filter"),
        ("allow:\n  - filter: '*'\n", Some(2), "every event"),
        ("allow:\n  - users: [x]\n", Some(2), "unknown field"),
        ("rules:\n  many:\n    treshold: 5\n", Some(3), "treshold"),
        ("rules:\n  many:\n    threshold: -5\n", Some(3), "threshold"),
        ("rules:\n  few:\n    timespan: 1h\n  many:\n    timespan: long\n", Some(5), "many: timespan: long"),
        ("rules:\n  many:\n    timespan: 0s\n", Some(3), "no window"),
        ("rules:\n  many:\n    factor: -1\n", Some(3), "factor"),
        ("rules:\n  many:\n    above-usual: -1\n", Some(3), "above-usual"),
        ("rules:\n  many:\n    suppress-by: [nobody]\n", Some(3), "many: suppress-by: "),
        ("rules:\n  many:\n    allow:\n      - networks: [nowhere]\n", Some(4), "many: allow, entry 1: nowhere"),
        ("rules: [", Some(1), ""),
        ("- a\n", Some(1), ""),
    ] {
        let error = Tuning::parse(tuning).unwrap_err();
        assert!(error.to_string().contains(reason), "{tuning} {error}");
        assert_eq!(error.line, line, "{tuning} {error}");
    }
    for empty in ["", " \n", "# nothing\n", "---\n", "{}"] {
        assert_eq!(Tuning::parse(empty).unwrap(), Tuning::default(), "{empty:?}");
    }
    let mut rules = rules_of(RULES);
    let error = rules.tune(Tuning::parse("rules:\n  other:\n    enabled: false\n").unwrap()).unwrap_err();
    assert_eq!(error, "the tuning names rules that do not exist: other");
}

#[test]
fn what_changes_nothing_is_said() {
    for (tuning, expected) in [
        ("rules:\n  many:\n    threshold: 5\n    level: low\n", ""),
        ("rules:\n  many:\n    after: 5d\n", "many: after changes nothing about this rule"),
        ("rules:\n  own:\n    threshold: 5\n    factor: 2\n", "own: factor changes nothing about this rule"),
        ("rules:\n  base:\n    level: low\n", "base: Base finds nothing by itself: tune the rule that it is a part of"),
    ] {
        assert_eq!(tuned(tuning).tuning_without_effect().join("\n"), expected, "{tuning}");
    }
    let mut rules = Rules::packed();
    for name in [CONFLICTS_RULE, "databricks_secret_read_at_night"] {
        rules.tune(Tuning::parse(&format!("rules:\n  {name}:\n    level: low\n    threshold: 3\n")).unwrap()).unwrap();
        assert_eq!(rules.tuning_without_effect(), [format!("{name}: threshold changes nothing about this rule")]);
    }
}

/// Each rule of the pack takes the values that it has as settings, and finds the same with them.
#[test]
fn settings_are_what_rules_say() {
    let mut rules = Rules::packed();
    let session = session_of(&events());
    let expected = evaluate(&rules, session.medallion());
    let ids: Vec<String> = rules.in_effect().rules.into_iter().map(|rule| rule.id).collect();
    let mut tuning = Tuning::default();
    for id in &ids {
        let settings = rules.settings(id);
        assert!(settings.iter().any(|setting| setting.key == SettingKey::Level), "{id}");
        for setting in settings {
            let of_rule = tuning.rules.entry(id.clone()).or_default();
            of_rule.set(setting.key, setting.default.as_deref()).unwrap();
            assert_eq!(of_rule.get(setting.key), setting.default, "{id} {}", setting.key.name());
        }
    }
    assert_eq!(Tuning::parse(&tuning.text()).unwrap(), tuning);
    rules.tune(tuning).unwrap();
    assert_eq!(rules.tuning_without_effect(), [""; 0]);
    let report = evaluate(&rules, session.medallion());
    assert_eq!(report, expected);
    let in_effect = rules.in_effect();
    assert!(in_effect.rules.iter().all(|rule| !rule.off && !rule.changed.is_empty()));
}

#[test]
fn settings_refuse_what_the_file_refuses() {
    for (key, text) in [
        (SettingKey::Level, "severe"),
        (SettingKey::Threshold, "many"),
        (SettingKey::Threshold, "-1"),
        (SettingKey::Timespan, "0s"),
        (SettingKey::Timespan, "soon"),
        (SettingKey::Suppress, "5"),
        (SettingKey::SuppressBy, "nobody"),
        (SettingKey::SuppressBy, "principal; client"),
        (SettingKey::AboveUsual, "twice"),
        (SettingKey::Factor, "-1"),
        (SettingKey::Factor, "NaN"),
        (SettingKey::Least, "1e999"),
    ] {
        let mut tuning = RuleTuning::default();
        let error = tuning.set(key, Some(text)).unwrap_err();
        assert!(error.contains(key.name()), "{error}");
    }
    let mut tuning = RuleTuning::default();
    tuning.set(SettingKey::Threshold, Some(" 7 ")).unwrap();
    tuning.set(SettingKey::Threshold, Some(" ")).unwrap();
    assert_eq!(tuning, RuleTuning::default());
}

#[test]
fn a_rule_is_called_so_that_people_can_read_it_and_it_alone_is_meant() {
    let off = |tuning: &mut RuleTuning| {
        tuning.enabled = Some(false);
        Ok(())
    };
    let pack = Rules::packed();
    let id =
        |file: &str| pack.iter().find(|rule| rule.origin.file.ends_with(file) && !rule.is_part).unwrap().id.clone();
    let night = id("databricks_secret_read_at_night.yml");
    let tuning = pack.retuned(&night, off).unwrap();
    assert_eq!(tuning.text(), "rules:\n  databricks_secret_read_at_night:\n    enabled: false\n");
    // One's own file of the same name makes the name mean two.
    let mut both = pack.clone();
    both.add([("databricks_secret_read_at_night.yml", RULES)]);
    assert_eq!(both.retuned(&night, off).unwrap().text(), format!("rules:\n  {night}:\n    enabled: false\n"));
    // What is said for a file holds for a rule of it until it has an entry of its own.
    let rules = tuned("rules:\n  own:\n    threshold: 7\n");
    let tuning = rules.retuned("many", off).unwrap();
    assert_eq!(tuning.text(), "rules:\n  own:\n    enabled: false\n    threshold: 7\n");
    // Nothing is left of what was taken back.
    let mut again = pack.clone();
    again.tune(pack.retuned(&night, off).unwrap()).unwrap();
    let back = again.retuned(&night, |tuning| {
        tuning.enabled = None;
        Ok(())
    });
    assert_eq!(back.unwrap(), Tuning::default());
    assert_eq!(pack.retuned("nobody", off).unwrap_err(), "there is no rule nobody");
}

#[test]
fn files_are_told_apart() {
    for (text, expected) in [
        (RULES, FileKind::Rules),
        ("# own\n---\ntitle: a\ndetection:\n  s:\n    action_name: a\n", FileKind::Rules),
        ("title: [\ndetection:\n", FileKind::Rules),
        ("rules:\n  many:\n    enabled: false\n", FileKind::Tuning),
        ("# tuned\nallow: [\n", FileKind::Tuning),
        ("rules:\n  many: {threshold: 5\n", FileKind::Tuning),
        ("", FileKind::Neither),
        ("services:\n  web:\n    image: nginx\n", FileKind::Neither),
        ("- a\n- b\n", FileKind::Neither),
        ("{", FileKind::Neither),
    ] {
        assert_eq!(FileKind::of(text), expected, "{text}");
    }
}

fn groups(report: &Report) -> Vec<Vec<(String, Option<String>)>> {
    report.findings.iter().map(|finding| finding.group.clone()).collect()
}

#[test]
fn a_finding_is_ignored_and_no_other() {
    let session = session_of(&events());
    let mut rules = tuned("");
    let mut left = evaluate(&rules, session.medallion());
    while let Some(finding) = left.findings.pop() {
        rules.ignore(&finding, session.medallion()).unwrap();
        assert_eq!(groups(&evaluate(&rules, session.medallion())), groups(&left));
    }
    let text = rules.tuning().text();
    let expected =
        "rules:\n  many:\n    allow:\n    - principals:\n      - y@corp.example\n      addresses:\n      - 10.1.2.3\n";
    assert!(text.starts_with(expected), "{text}");
}

/// Names that lists would take for patterns, absent ones and hostile ones: the entry leaves out the finding and nothing
/// that another principal or address did.
#[test]
fn an_ignored_finding_takes_no_other_with_it() {
    let names = [
        "*",
        "a*",
        "abc",
        "",
        "x@example.com",
        "'quoted' \"name\": [x]",
        "\u{202e}evil\n- principals: ['*']",
        "(a OR b)",
    ];
    let addresses = ["*", "", "10.0.0.1", "10.0.0.*", "no address"];
    let mut events: Vec<Event> = Vec::new();
    for name in names {
        for address in addresses {
            events.extend((0..3).map(|nth| event(nth, "a", name).from(address)));
        }
    }
    let session = session_of(&events);
    let mut rules = tuned("");
    let mut left = evaluate(&rules, session.medallion());
    assert_eq!(left.findings.len(), names.len() * addresses.len());
    while let Some(finding) = left.findings.pop() {
        rules.ignore(&finding, session.medallion()).unwrap();
        // As it is saved and read again.
        let text = rules.tuning().text();
        assert_eq!(&Tuning::parse(&text).unwrap(), rules.tuning(), "{text}");
        assert_eq!(groups(&evaluate(&rules, session.medallion())), groups(&left), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever a file holds, it is of a kind, and a tuning of it is read or refused at a line that it has.
    #[test]
    fn any_text_is_read_or_refused(
        parts in prop::collection::vec(
            prop_oneof![
                Just("rules:\n  many:\n    ".to_owned()),
                Just("allow:\n  - ".to_owned()),
                Just("networks: [\u{e9}, 10.0.0.0/8]\n".to_owned()),
                Just("timespan: \u{1f600}\n".to_owned()),
                Just("&a [*a, *a]\n".to_owned()),
                Just("---\n".to_owned()),
                Just("filter: '(' # \u{e9}\n".to_owned()),
                any::<String>(),
            ],
            0..8,
        ),
    ) {
        let text = parts.concat();
        FileKind::of(&text);
        if let Err(error) = Tuning::parse(&text) {
            prop_assert!(error.line.is_none_or(|line| line >= 1 && line <= text.lines().count() + 1), "{error} {text:?}");
        }
    }

    /// What is saved is read as it was.
    #[test]
    fn a_tuning_is_read_as_it_was_saved(names in prop::collection::vec(any::<String>(), 1..4), note in any::<String>()) {
        prop_assume!(names.iter().all(|name| !name.trim().is_empty()));
        let allow = Allow { principals: names.clone(), agents: names.clone(), note: Some(note), ..Allow::default() };
        let rules = names.into_iter().map(|name| (name, RuleTuning { allow: vec![allow.clone()], ..RuleTuning::default() }));
        let tuning = Tuning { allow: vec![allow.clone()], rules: rules.collect() };
        prop_assert_eq!(Tuning::parse(&tuning.text()).unwrap(), tuning);
    }
}

/// Evaluates step by step what differs from other rules, and joins what these found.
fn again(medallion: &Medallion, rules: &Rules, before: &Rules, found: Report) -> (Report, usize) {
    let mut evaluation = Evaluation::begin_after(medallion, rules, before);
    loop {
        if let Step::Done(report) = evaluation.step(rules, medallion) {
            let evaluated = report.checked.len();
            return (evaluation.completed(report, rules, found), evaluated);
        }
    }
}

#[test]
fn evaluating_again_gives_what_evaluating_gives() {
    let session = session_of(&events());
    let medallion = session.medallion();
    let own = RULES.replace("Many", "Many more").replace("gte: 3", "gte: 2");
    let texts = [RULES, own.as_str()];
    let tunings = ["", "rules:\n  many:\n    threshold: 5\n", "allow:\n  - networks: [10.0.0.0/8]\n"];
    let mut sets: Vec<Rules> = vec![Rules::packed()];
    for (text, tuning) in texts.iter().flat_map(|text| tunings.map(|tuning| (*text, tuning))) {
        let mut rules = Rules::packed();
        rules.add([("own.yml", text)]);
        rules.tune(Tuning::parse(tuning).unwrap()).unwrap();
        sets.push(rules);
    }
    for before in &sets {
        let found = evaluate(before, medallion);
        for rules in &sets {
            let (report, evaluated) = again(medallion, rules, before, found.clone());
            assert_eq!(report, evaluate(rules, medallion));
            let is_of_all = rules.tuning().allow != before.tuning().allow;
            assert!(is_of_all || evaluated <= 2, "{evaluated}");
        }
    }
}

#[test]
fn a_finding_is_seen_with_what_its_principal_did_around_it() {
    let events: Vec<Event> = [
        event(0, "b", "x@example.com"),
        event(3600, "a", "x@example.com"),
        event(3601, "a", "x@example.com"),
        event(3602, "a", "x@example.com"),
        event(3603, "b", "x@example.com"),
        event(3604, "b", "other@example.com"),
        event(9000, "b", "x@example.com"),
    ]
    .into();
    let session = session_of(&events);
    let report = evaluate(&tuned(""), session.medallion());
    let around = report.findings[0].around().unwrap();
    assert_eq!(around.principals, [Some("x@example.com".to_owned())]);
    let filter = touchstone_query::parse(&around.filter).unwrap().expr;
    let mut evaluator = touchstone_query::Evaluator::default();
    let rows: Vec<u32> = evaluator.select(session.medallion(), &filter).iter().collect();
    assert_eq!(rows, [0, 1, 2, 3, 4]);
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
    // Ignored by the id that the records share, whatever else is loaded.
    let mut rules = Rules::default();
    let allow = rules.ignore(finding, session.medallion()).unwrap();
    assert!(allow.filter.as_deref().unwrap().contains("e1"), "{allow:?}");
    assert_eq!(evaluate(&rules, session.medallion()).findings, []);
    let mut rules = Rules::default();
    rules.tune(Tuning::parse("allow:\n  - principals: [x]\n").unwrap()).unwrap();
    assert_eq!(evaluate(&rules, session.medallion()).findings, []);
}

/// The schema names what the code reads, and nothing else.
#[test]
fn the_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/tuning.schema.json");
    let schema: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let allow =
        "principals: [a]\naddresses: [a]\nnetworks: [10.0.0.0/8]\nagents: [a]\nworkspaces: [a]\nfilter: a\nnote: a\n";
    let rule = "enabled: true\nlevel: low\nthreshold: 1\ntimespan: 1h\nsuppress: 1h\nsuppress-by: [principal]\nabove-usual: 2\nafter: 1d\nmin-events: 1\nfactor: 1\nleast: 1\n\
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
