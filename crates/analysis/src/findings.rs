//! What rules find in what is loaded, kept until more is loaded.

use std::collections::BTreeMap;
use std::rc::Rc;

use touchstone_findings::{Evaluation, Finding, Report, Rules, Severity, Step};
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, MemoryUse, Session};
use touchstone_query::Evaluator;

use crate::answer::{self, CheckedRule, Evaluated, EventFinding, Findings, RuleProblem, SeverityCount};
use crate::filter::Filter;
use crate::query_result::QueryResult;

/// What is said where memory does not suffice.
pub(crate) const NO_MEMORY: &str =
    "memory does not suffice for evaluating the rules over so many events; load fewer, or use touchstone analyze";

/// How many rows of a finding one answer lists.
const MAX_ROWS: usize = 100;

/// What evaluating the rules may take beside what is loaded, per event: bitmaps of items, codes of derived columns, times.
const BYTES_PER_EVENT: u64 = 256;

/// What exports of findings are made of.
#[derive(Debug)]
pub struct Found<'a> {
    /// The rules that were evaluated.
    pub rules: &'a Rules,
    /// What they found.
    pub report: Rc<Report>,
    /// The findings that a filter selects: places in the report, in its order.
    pub shown: Vec<usize>,
}

/// The rules, and what they found.
#[derive(Debug, Default)]
pub(crate) struct FindingsCache {
    /// Those of the pack unless others are set.
    rules: Option<Rules>,
    /// What is loaded: events and conflicts.
    of: (u32, usize),
    evaluation: Option<Evaluation>,
    report: Option<Rc<Report>>,
    /// Whether memory did not suffice for evaluating the rules.
    lacks_memory: bool,
}

impl FindingsCache {
    /// With other rules than those of the pack.
    pub(crate) fn with_rules(rules: Rules) -> Self {
        Self { rules: Some(rules), ..Self::default() }
    }

    pub(crate) fn rules(&mut self) -> &Rules {
        self.rules.get_or_insert_with(Rules::packed)
    }

    /// Whether the rules were not evaluated because memory does not suffice.
    pub(crate) fn lacks_memory(&self) -> bool {
        self.lacks_memory
    }

    /// Evaluates a rule, unless all are. An instance that runs out of memory is lost with all that is loaded, so nothing
    /// is evaluated where `memory` leaves too little.
    pub(crate) fn step(&mut self, medallion: &Medallion, memory: Option<MemoryUse>) -> Evaluated {
        let of = (medallion.silver().rows(), medallion.conflicts().len());
        if self.of != of {
            (self.of, self.evaluation, self.report) = (of, None, None);
        }
        if self.report.is_some() {
            return Evaluated { done: 1, of: 1 };
        }
        let needed = u64::from(medallion.silver().rows()) * BYTES_PER_EVENT;
        self.lacks_memory =
            self.evaluation.is_none() && memory.is_some_and(|memory| memory.used + needed > memory.limit);
        if self.lacks_memory {
            self.report = Some(Rc::default());
            return Evaluated { done: 1, of: 1 };
        }
        let rules = self.rules.get_or_insert_with(Rules::packed);
        let evaluation = self.evaluation.get_or_insert_with(|| Evaluation::begin(medallion));
        match evaluation.step(rules, medallion) {
            Step::Going { done, of } => Evaluated { done, of },
            Step::Done(report) => {
                self.evaluation = None;
                self.report = Some(Rc::new(report));
                Evaluated { done: 1, of: 1 }
            }
        }
    }

    /// What all rules find.
    pub(crate) fn report(&mut self, medallion: &Medallion, memory: Option<MemoryUse>) -> Rc<Report> {
        loop {
            let evaluated = self.step(medallion, memory);
            if let (true, Some(report)) = (evaluated.done == evaluated.of, &self.report) {
                return Rc::clone(report);
            }
        }
    }

    /// Memory held, in bytes, beside the rules.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.report.iter().flat_map(|report| &report.findings).map(|finding| finding.rows.capacity() * 4 + 1024).sum()
    }

    /// The findings that have an event which a filter selects.
    pub(crate) fn findings(
        &mut self,
        session: &Session,
        evaluator: &mut Evaluator,
        filter: &Filter,
        most: usize,
    ) -> Findings {
        let medallion = session.medallion();
        let report = self.report(medallion, session.memory());
        let lacks_memory = self.lacks_memory.then(|| RuleProblem {
            file: "all rules".to_owned(),
            line: None,
            message: NO_MEMORY.to_owned(),
        });
        let selected = evaluator.select(medallion, filter.expr());
        let shown: Vec<_> = keyed(&report).filter(|(_, finding)| is_selected(finding, &selected)).collect();
        let severities = Severity::ALL.into_iter().rev().map(|severity| SeverityCount {
            severity,
            findings: shown.iter().filter(|(_, finding)| finding.severity == severity).count(),
        });
        let checked = report.checked.iter().map(|checked| CheckedRule {
            rule: checked.rule.clone(),
            title: checked.title.clone(),
            severity: checked.severity,
            off: checked.is_off,
            findings: checked.findings,
            undated: checked.undated,
            lacks: checked.lacks.clone(),
        });
        let problems = self.rules().problems().iter().map(|problem| RuleProblem {
            file: problem.file.clone(),
            line: problem.line,
            message: problem.reason.clone(),
        });
        Findings {
            severities: severities.collect(),
            total: shown.len(),
            notable: shown.iter().filter(|(_, finding)| finding.severity >= Severity::Medium).count(),
            checked: checked.collect(),
            problems: lacks_memory.into_iter().chain(problems).collect(),
            findings: shown.into_iter().take(most).map(|(key, finding)| listed(key, finding)).collect(),
        }
    }

    /// The findings that have an event which a filter selects, in full. An error says that nothing was evaluated.
    pub(crate) fn found(
        &mut self,
        session: &Session,
        evaluator: &mut Evaluator,
        filter: &Filter,
    ) -> QueryResult<Found<'_>> {
        let report = self.report(session.medallion(), session.memory());
        if self.lacks_memory {
            return Err(NO_MEMORY.to_owned());
        }
        let selected = evaluator.select(session.medallion(), filter.expr());
        let all = report.findings.iter().enumerate();
        let shown = all.filter(|(_, finding)| is_selected(finding, &selected)).map(|(at, _)| at).collect();
        Ok(Found { rules: self.rules(), report, shown })
    }

    /// The findings that an event belongs to; none while the rules have not been evaluated.
    pub(crate) fn of_event(&self, row: u32) -> Vec<EventFinding> {
        let report = self.report.as_deref();
        let found = report.into_iter().flat_map(keyed);
        found
            .filter(|(_, finding)| finding.rows.binary_search(&row).is_ok())
            .map(|(key, finding)| EventFinding { key, title: finding.title.clone(), severity: finding.severity })
            .collect()
    }

    /// A rule in full.
    pub(crate) fn rule(&mut self, id: &str) -> QueryResult<answer::Rule> {
        let rule = self.rules().get(id).ok_or_else(|| format!("there is no rule {id}"))?;
        Ok(answer::Rule {
            id: rule.id.clone(),
            title: rule.title.clone(),
            objective: rule.annotation.objective.clone(),
            description: rule.description.clone(),
            fidelity: rule.annotation.fidelity,
            tags: rule.tags.clone(),
            references: rule.references.clone(),
            false_positives: rule.false_positives.clone(),
            file: rule.origin.file.clone(),
            text: rule.origin.text.to_string(),
        })
    }
}

/// Whether one of a finding's events is selected; with every event, those that are about records alone are, too.
pub(crate) fn is_selected(finding: &Finding, selected: &Selection) -> bool {
    selected.is_all() || finding.rows.iter().any(|row| selected.contains(*row))
}

/// Each finding with what a link calls it.
fn keyed(report: &Report) -> impl Iterator<Item = (String, &Finding)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    report.findings.iter().map(move |finding| {
        let key = match finding.first_ms {
            Some(first_ms) => format!("{}@{first_ms}", finding.rule),
            None => finding.rule.clone(),
        };
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        (if *count == 1 { key } else { format!("{key}.{count}") }, finding)
    })
}

fn listed(key: String, finding: &Finding) -> answer::Finding {
    answer::Finding {
        key,
        rule: finding.rule.clone(),
        title: finding.title.clone(),
        severity: finding.severity,
        triage: finding.triage,
        count: finding.count,
        principals: finding.principals.clone(),
        first_ms: finding.first_ms,
        last_ms: finding.last_ms,
        message: finding.message.clone(),
        runbook: finding.runbook.clone(),
        filter: finding.filter.clone(),
        filter_exact: finding.is_filter_exact,
        rows: finding.rows.iter().take(MAX_ROWS).copied().collect(),
    }
}
