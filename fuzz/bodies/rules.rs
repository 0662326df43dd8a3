//! What must hold of any file of rules and of any tuning: the body of the fuzz target of `touchstone-findings`. Its tests
//! run it over the corpus, too.

use std::rc::Rc;

use touchstone_findings::{FileKind, Rules, Tuning, evaluate, parse_rules};
use touchstone_medallion::Session;
use touchstone_query::Evaluator;

/// A log to evaluate rules over.
const LOG: &[u8] = include_bytes!("../corpus/reader/json-mixed-formats-mixed.json");

thread_local!(static SESSION: Session = session());

fn session() -> Session {
    let mut session = Session::new([7; 16]);
    session.open("audit.json".to_owned(), Rc::new(LOG.to_vec()));
    while session.step() {}
    session
}

/// Any bytes: a text has rules or problems, each problem at a line of it; what its rules find is what their filters
/// select; and a tuning is written as it is read.
pub(crate) fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    FileKind::of(text);
    let (parsed, problems) = parse_rules("own.yml", text, false);
    assert!(!parsed.is_empty() || !problems.is_empty());
    let lines = text.lines().count() + 1;
    for problem in &problems {
        assert!(problem.line.is_none_or(|line| (1..=lines).contains(&line)), "{problem}");
        assert!(!problem.reason.is_empty());
    }
    let mut rules = Rules::default();
    rules.add([("own.yml", text)]);
    if let Ok(tuning) = Tuning::parse(text) {
        let written = tuning.text();
        let again = Tuning::parse(&written).map(|tuning| tuning.text());
        assert_eq!(again.as_ref(), Ok(&written), "{tuning:?}");
        // An error names rules that do not exist; the tuning holds all the same.
        let _ = rules.tune(tuning);
        rules.tuning_without_effect();
    }
    if !parsed.is_empty() {
        SESSION.with(|session| found(&rules, session));
    }
}

fn found(rules: &Rules, session: &Session) {
    let medallion = session.medallion();
    let mut evaluator = Evaluator::default();
    for finding in evaluate(rules, medallion).findings {
        assert!(finding.count > 0 && finding.count >= finding.rows.len() as u64, "{finding:?}");
        let filter = touchstone_query::parse(&finding.filter);
        assert!(filter.is_ok(), "{}", finding.filter);
        let Ok(filter) = filter else { continue };
        let selected = evaluator.select(medallion, &filter.expr);
        let selected: Vec<u32> = selected.iter().collect();
        if finding.is_filter_exact {
            assert_eq!(selected, finding.rows, "{}", finding.filter);
        } else {
            assert!(finding.rows.iter().all(|row| selected.contains(row)), "{}", finding.filter);
        }
        for step in finding.runbook.iter().filter_map(|step| step.filter.as_ref()) {
            assert!(touchstone_query::parse(step).is_ok(), "{step}");
        }
    }
}
