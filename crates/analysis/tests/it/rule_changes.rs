//! Changes of the rules: own files, tuning, what is ignored; and what they found, over time.

use std::sync::LazyLock;

use touchstone_analysis::answer::{
    Answer, Exception, Finding, FindingTimeline, Findings, FindingsOverTime, Rule, RulesInUse,
};
use touchstone_analysis::{Analysis, Filter, Question, RuleFile, RulesChange};
use touchstone_findings::{CONFLICTS_RULE, SettingKey};
use touchstone_generate::{Layout, MemorySink, Options, Shape, generate};
use touchstone_medallion::Session;

use crate::support::load;

static LOG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let layout = Layout::Single { path: "log".to_owned() };
    let options = Options { events: 4000, seed: 21, shape: Shape::V2, layout, ..Options::default() };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    sink.files.swap_remove(0).1
});

const OWN: &str = "title: Every Login\nid: own-login\nlogsource:\n    product: databricks\ndetection:\n    s:\n        action_name: login\n    condition: s\nlevel: low\n";
const BROKEN: &str = "title: Broken\nid: broken\nlogsource:\n    product: databricks\ndetection:\n    s:\n        nosuch_field: x\n    condition: s\n";

fn session() -> Session {
    load(&[("log.json", &LOG[..])])
}

fn findings(analysis: &mut Analysis, session: &Session, filter: &str) -> Findings {
    let filter = Filter::parse(filter).unwrap();
    match analysis.answer(session, &Question::Findings { filter, most: 5000 }) {
        Ok(Answer::Findings(findings)) => findings,
        other => panic!("{other:?}"),
    }
}

fn in_use(analysis: &mut Analysis, session: &Session) -> RulesInUse {
    match analysis.answer(session, &Question::RulesInUse) {
        Ok(Answer::RulesInUse(rules)) => rules,
        other => panic!("{other:?}"),
    }
}

fn rule(analysis: &mut Analysis, session: &Session, id: &str) -> Rule {
    match analysis.answer(session, &Question::Rule { id: id.to_owned() }) {
        Ok(Answer::Rule(rule)) => rule,
        other => panic!("{other:?}"),
    }
}

fn file(name: &str, text: &str) -> RuleFile {
    RuleFile { file: name.to_owned(), text: Some(text.to_owned()) }
}

fn keys(findings: &Findings) -> Vec<&str> {
    findings.findings.iter().map(|finding| finding.key.as_str()).collect()
}

/// Steps until all rules are evaluated; how many steps.
fn look(analysis: &mut Analysis, session: &Session) -> u64 {
    let mut steps = 1;
    while {
        let evaluated = analysis.look(session);
        evaluated.done < evaluated.of
    } {
        steps += 1;
    }
    steps
}

#[test]
fn a_finding_is_ignored_and_comes_back() {
    let (session, mut analysis) = (session(), Analysis::default());
    let before = findings(&mut analysis, &session, "");
    assert!(before.total > 10);
    for finding in before.findings.iter().step_by(before.findings.len() / 10) {
        let changed = analysis.change_rules(&session, RulesChange::Ignore { finding: finding.key.clone() }).unwrap();
        let last = changed.rules.last.unwrap();
        assert!(last.words.contains(&finding.title) && last.wrote.unwrap().starts_with("allow:\n- "), "{finding:?}");
        assert_eq!((changed.rules.excepted, changed.rules.tuned.len()), (1, 1));
        let after = findings(&mut analysis, &session, "");
        let is_it = |other: &&Finding| other.rule == finding.rule && other.rows == finding.rows;
        assert!(!after.findings.iter().any(|other| is_it(&other)), "{finding:?}");
        let others = |findings: &Findings| -> Vec<String> {
            findings
                .findings
                .iter()
                .filter(|other| other.rule != finding.rule)
                .map(|other| other.message.clone())
                .collect()
        };
        assert_eq!(others(&after), others(&before));
        let undone = analysis.change_rules(&session, RulesChange::Undo).unwrap();
        assert_eq!((undone.rules.last, undone.rules.tuning.as_str()), (None, ""));
        assert_eq!(findings(&mut analysis, &session, ""), before);
    }
    assert!(analysis.change_rules(&session, RulesChange::Undo).is_err());
    assert!(analysis.change_rules(&session, RulesChange::Ignore { finding: "gone@1".to_owned() }).is_err());
}

#[test]
fn own_rules_are_used_and_broken_ones_told() {
    let (session, mut analysis) = (session(), Analysis::default());
    let before = findings(&mut analysis, &session, "");
    let files = vec![
        file("dir/own.yml", OWN),
        file("dir/broken.yml", &format!("{BROKEN}---\n{}", OWN.replace("own-login", "second"))),
        file("dir/tuning.yaml", "rules:\n  own-login:\n    level: critical\n"),
        file("dir/wrong.yaml", "allow:\n  - networks: [office]\n"),
        file("dir/compose.yml", "services: {}\n"),
        RuleFile { file: "dir/latin.yml".to_owned(), text: None },
    ];
    let changed = analysis.change_rules(&session, RulesChange::Add { files }).unwrap();
    let problems: Vec<(&str, Option<usize>)> =
        changed.problems.iter().map(|problem| (problem.file.as_str(), problem.line)).collect();
    let expected =
        [("dir/compose.yml", None), ("dir/latin.yml", None), ("dir/wrong.yaml", Some(2)), ("dir/broken.yml", Some(7))];
    assert_eq!(problems, expected, "{:?}", changed.problems);
    assert!(changed.problems[3].message.contains("nosuch_field"));
    assert_eq!(
        changed.taken,
        ["The tuning of dir/tuning.yaml is in effect", "dir/broken.yml: 1 rule is used", "dir/own.yml: 1 rule is used"]
    );
    let own: Vec<(&str, usize, usize)> =
        changed.rules.own.iter().map(|own| (own.file.as_str(), own.rules.len(), own.problems)).collect();
    assert_eq!(own, [("dir/broken.yml", 1, 1), ("dir/own.yml", 1, 0)]);
    let after = findings(&mut analysis, &session, "");
    let of_own = after.checked.iter().find(|checked| checked.rule == "own-login").unwrap();
    assert!(of_own.findings > 0);
    assert!(after.problems.iter().any(|problem| problem.file == "dir/broken.yml"));
    assert!(rule(&mut analysis, &session, "own-login").own);
    let effect = analysis.rules_in_effect();
    let own = effect.rules.iter().find(|rule| rule.id == "own-login").unwrap();
    assert!(own.own && own.file == "dir/own.yml" && own.severity.name() == "critical");
    for name in ["dir/own.yml", "dir/broken.yml"] {
        analysis.change_rules(&session, RulesChange::Remove { file: name.to_owned() }).unwrap();
    }
    // The tuning names a rule that is gone, which is said and harms nothing.
    let left = in_use(&mut analysis, &session);
    assert_eq!(left.tuning_problems, ["the tuning names rules that do not exist: own-login"]);
    assert_eq!(findings(&mut analysis, &session, "").findings, before.findings);
}

#[test]
fn settings_switches_and_exceptions_are_changed() {
    let (session, mut analysis) = (session(), Analysis::default());
    let before = findings(&mut analysis, &session, "");
    let noisy = before.checked.iter().max_by_key(|checked| checked.findings).unwrap().clone();
    let of_noisy = |findings: &Findings| findings.findings.iter().filter(|one| one.rule == noisy.rule).count();
    let change = |analysis: &mut Analysis, change: RulesChange| analysis.change_rules(&session, change).unwrap().rules;

    let rules = change(&mut analysis, RulesChange::Switch { rule: noisy.rule.clone(), on: false });
    assert_eq!((rules.off, rules.last.unwrap().words), (1, format!("{} is switched off", noisy.title)));
    // Only the changed rule and the built-in one are evaluated again, and off is not evaluated at all.
    look(&mut analysis, &session);
    assert_eq!(of_noisy(&findings(&mut analysis, &session, "")), 0);
    assert!(rule(&mut analysis, &session, &noisy.rule).off);
    change(&mut analysis, RulesChange::Switch { rule: noisy.rule.clone(), on: true });
    assert_eq!(findings(&mut analysis, &session, ""), before);

    let set = |key, value: &str| RulesChange::Set { rule: noisy.rule.clone(), key, value: Some(value.to_owned()) };
    let rules = change(&mut analysis, set(SettingKey::Level, "critical"));
    assert_eq!((rules.changed, rules.tuned[0].severity.name()), (1, "critical"));
    let after = findings(&mut analysis, &session, "");
    assert!(after.findings.iter().filter(|one| one.rule == noisy.rule).all(|one| one.severity.name() == "critical"));
    // What the rule itself says is no change.
    let own = noisy.severity.name();
    assert_eq!(change(&mut analysis, set(SettingKey::Level, own)).tuning, "");
    assert!(analysis.change_rules(&session, set(SettingKey::Level, "severe")).unwrap_err().contains("severe"));

    let entry = Exception { principals: vec![" * ".to_owned(), String::new()], ..Exception::default() };
    let rules = change(&mut analysis, RulesChange::Except { rule: None, entry: entry.clone() });
    assert_eq!((rules.excepted, rules.exceptions[0].principals.clone()), (1, vec!["*".to_owned()]));
    assert!(findings(&mut analysis, &session, "").total < before.total);
    let rules = change(&mut analysis, RulesChange::Except { rule: Some(noisy.rule.clone()), entry });
    assert_eq!(rules.excepted, 2);
    change(&mut analysis, RulesChange::Readmit { rule: None, at: 0 });
    let rules = change(&mut analysis, RulesChange::Readmit { rule: Some(noisy.rule.clone()), at: 0 });
    assert_eq!(rules.tuning, "");
    let empty = RulesChange::Except { rule: None, entry: Exception::default() };
    assert!(analysis.change_rules(&session, empty).unwrap_err().contains("allow everything"));
    assert!(analysis.change_rules(&session, RulesChange::Readmit { rule: None, at: 0 }).is_err());

    let text = format!("rules:\n  {}:\n    enabled: false\n", noisy.rule);
    assert_eq!(change(&mut analysis, RulesChange::Tune { text }).off, 1);
    let wrong = RulesChange::Tune { text: "rules:\n  many:\n    treshold: 5\n".to_owned() };
    let error = analysis.change_rules(&session, wrong).unwrap_err();
    assert!(error.starts_with("line 3") && error.contains("treshold"), "{error}");
    assert_eq!(change(&mut analysis, RulesChange::Reset).tuning, "");
    assert_eq!(findings(&mut analysis, &session, ""), before);
}

#[test]
fn a_cancelled_evaluation_takes_the_change_back() {
    let (session, mut analysis) = (session(), Analysis::default());
    // At first nothing is known, and nothing is evaluated until somebody wants it.
    analysis.look(&session);
    analysis.stop_looking();
    let stopped = findings(&mut analysis, &session, "");
    assert!(stopped.stopped && stopped.findings.is_empty());
    assert_eq!(look(&mut analysis, &session), 1);
    analysis.look_again();
    assert!(look(&mut analysis, &session) > 50);
    let before = findings(&mut analysis, &session, "");
    assert!(!before.stopped && before.total > 0);

    let entry = Exception { principals: vec!["*".to_owned()], ..Exception::default() };
    let except = RulesChange::Except { rule: None, entry };
    analysis.change_rules(&session, except.clone()).unwrap();
    analysis.look(&session);
    let rules = analysis.stop_looking();
    assert_eq!((rules.excepted, rules.last), (0, None));
    assert_eq!(findings(&mut analysis, &session, ""), before);
    // Two changes during one evaluation are taken back together.
    analysis.change_rules(&session, except.clone()).unwrap();
    analysis.look(&session);
    analysis.change_rules(&session, except).unwrap();
    assert_eq!(analysis.stop_looking().excepted, 0);
    assert_eq!(findings(&mut analysis, &session, ""), before);
    // Nothing is evaluated, so nothing is stopped.
    analysis.stop_looking();
    assert_eq!(findings(&mut analysis, &session, ""), before);
}

fn over_time(analysis: &mut Analysis, session: &Session, filter: &str, bins: u32) -> FindingsOverTime {
    let filter = Filter::parse(filter).unwrap();
    match analysis.answer(session, &Question::FindingsOverTime { filter, bins, zoom: None }) {
        Ok(Answer::FindingsOverTime(shown)) => shown,
        other => panic!("{other:?}"),
    }
}

/// A bin has as many findings of a severity as the list has when the bin is the time filter.
#[test]
fn bins_count_the_findings_that_their_time_selects() {
    let (session, mut analysis) = (session(), Analysis::default());
    assert!(!over_time(&mut analysis, &session, "", 40).evaluated);
    look(&mut analysis, &session);
    for filter in ["", "outcome:denied"] {
        let shown = over_time(&mut analysis, &session, filter, 40);
        assert!(shown.evaluated && !shown.histogram.series.is_empty());
        for bin in 0..shown.bins {
            let from_ms = shown.histogram.from_ms + bin as i64 * shown.histogram.bin_ms;
            let range = touchstone_analysis::TimeRange { from_ms, until_ms: from_ms + shown.histogram.bin_ms };
            let edit = touchstone_analysis::Edit::Time { range: Some(range) };
            let edited = Question::Edit { filter: Filter::parse(filter).unwrap(), edit };
            let Ok(Answer::Edited(edited)) = analysis.answer(&session, &edited) else { panic!() };
            let listed = findings(&mut analysis, &session, &edited.filter.to_string());
            for count in listed.severities {
                let series = shown.histogram.series.iter().find(|series| series.name == count.severity.name());
                let counted = series.map_or(0, |series| series.counts[bin]);
                assert_eq!(counted as usize, count.findings, "{filter} {bin} {}", count.severity);
            }
            // Outside of a zoom is not without a time.
            let zoom = Some(range);
            let question = Question::FindingsOverTime { filter: Filter::parse(filter).unwrap(), bins: 40, zoom };
            let Ok(Answer::FindingsOverTime(zoomed)) = analysis.answer(&session, &question) else { panic!() };
            assert_eq!(zoomed.undated, shown.undated);
            // The time range is ignored.
            assert_eq!(over_time(&mut analysis, &session, &edited.filter.to_string(), 40), shown);
        }
    }
}

#[test]
fn a_finding_has_a_timeline_with_its_records() {
    let (session, mut analysis) = (session(), Analysis::default());
    let all = findings(&mut analysis, &session, "");
    for finding in &all.findings {
        let question = Question::FindingTimeline { finding: finding.key.clone(), bins: 30 };
        let Ok(Answer::FindingTimeline(timeline)) = analysis.answer(&session, &question) else { panic!() };
        let FindingTimeline { histogram, bins, filter, others, events, total, .. } = timeline;
        let sum = |name: &str| -> u32 {
            let series = histogram.series.iter().filter(|series| series.name == name);
            series.flat_map(|series| &series.counts).sum()
        };
        assert_eq!((sum("finding") as usize, sum("other")), (total, others), "{}", finding.key);
        assert!(bins <= 30 && events.len() == total.min(200));
        let mut rows: Vec<u32> = events.iter().map(|event| event.row).take(100).collect();
        rows.sort_unstable();
        if total <= 100 {
            assert_eq!(rows, finding.rows);
        }
        // The filter selects the others, and what of the finding has the same principals.
        let filter = Filter::parse(&filter.unwrap()).unwrap();
        let groups = Question::Groups { filter, service: None, by: vec!["outcome".to_owned()], most: 10 };
        let Ok(Answer::Groups(groups)) = analysis.answer(&session, &groups) else { panic!() };
        let selected: u32 = groups.groups.iter().map(|group| group.events).sum();
        assert!(selected >= others && selected as usize <= others as usize + total);
    }
    let gone = Question::FindingTimeline { finding: "gone".to_owned(), bins: 30 };
    assert!(analysis.answer(&session, &gone).is_err());
}

#[test]
fn events_name_their_findings_by_the_keys_of_the_list() {
    let (session, mut analysis) = (session(), Analysis::default());
    let all = findings(&mut analysis, &session, "");
    let known = keys(&all);
    for finding in all.findings.iter().step_by(7) {
        let row = finding.rows[0];
        let Ok(Answer::Event(event)) = analysis.answer(&session, &Question::Event { row }) else { panic!() };
        assert!(event.findings.iter().any(|one| one.key == finding.key));
        assert!(event.findings.iter().all(|one| known.contains(&one.key.as_str())));
    }
}

#[test]
fn the_built_in_rule_explains_itself() {
    let (session, mut analysis) = (session(), Analysis::default());
    let told = rule(&mut analysis, &session, CONFLICTS_RULE);
    assert!(told.objective.is_some() && told.description.is_some() && !told.tags.is_empty());
    assert_eq!((told.file.as_str(), told.text.as_str()), ("", ""));
    assert_eq!(told.settings.iter().map(|setting| setting.key).collect::<Vec<_>>(), [SettingKey::Level]);
}
