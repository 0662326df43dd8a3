//! What rules find in what is loaded, kept until more is loaded.

mod answers;

use std::collections::BTreeMap;
use std::rc::Rc;

use touchstone_findings::{Evaluation, Finding, Report, Rules, RulesInEffect, Step};
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, MemoryUse, Session};
use touchstone_query::Evaluator;

use crate::answer::{Evaluated, LastChange, RulesChanged, RulesInUse};
use crate::filter::Filter;
use crate::finding_bins::FindingBins;
use crate::query_result::QueryResult;
use crate::rule_set::RuleSet;
use crate::rules_change::RulesChange;

/// What is said where memory does not suffice.
pub(crate) const NO_MEMORY: &str =
    "memory does not suffice for evaluating the rules over so many events; load fewer, or use touchstone analyze";

/// How many changes can be undone.
const MAX_CHANGES: usize = 20;

/// What evaluating the rules may take beside what is loaded, per event: bitmaps of items, codes of derived columns, times.
const BYTES_PER_EVENT: u64 = 96;

/// What exports of findings are made of.
#[derive(Debug)]
pub struct Found<'a> {
    /// The rules that were evaluated.
    pub rules: &'a Rules,
    /// What they found.
    pub report: Rc<Report>,
    /// What links call the report's findings, in its order.
    pub keys: &'a [String],
    /// The findings that a filter selects: places in the report, in its order.
    pub shown: Vec<usize>,
}

/// The rules, and what they found.
#[derive(Debug, Default)]
pub(crate) struct FindingsCache {
    /// Those of the pack until they are changed.
    set: Option<Rc<RuleSet>>,
    /// What is loaded: events and conflicts.
    of: (u32, usize),
    evaluation: Option<Evaluation>,
    report: Option<Rc<Report>>,
    /// What links call the report's findings, in their order.
    keys: Vec<String>,
    /// What was in use before the changes that are being evaluated.
    before: Option<Before>,
    /// What was changed, and the rules before it; the last change last.
    changes: Vec<(LastChange, Rc<RuleSet>)>,
    /// Whether memory did not suffice for evaluating the rules.
    lacks_memory: bool,
    /// Whether somebody stopped the evaluation.
    is_stopped: bool,
    /// The report in the bins that were asked for last.
    bins: Option<FindingBins>,
}

/// Rules, and what they found.
#[derive(Debug)]
struct Before {
    set: Rc<RuleSet>,
    report: Rc<Report>,
    changes: Vec<(LastChange, Rc<RuleSet>)>,
}

impl FindingsCache {
    /// With other rules than those of the pack.
    pub(crate) fn with_rules(rules: Rules) -> Self {
        Self { set: Some(Rc::new(RuleSet::of(rules))), ..Self::default() }
    }

    /// The rules in use.
    pub(crate) fn rules(&mut self) -> &Rules {
        self.set.get_or_insert_with(Rc::default).rules()
    }

    fn set(&mut self) -> Rc<RuleSet> {
        Rc::clone(self.set.get_or_insert_with(Rc::default))
    }

    /// The rules in effect and their tuning.
    pub(crate) fn in_effect(&mut self) -> RulesInEffect {
        self.set().rules().in_effect()
    }

    /// Whether the rules were not evaluated because memory does not suffice.
    pub(crate) fn lacks_memory(&self) -> bool {
        self.lacks_memory
    }

    /// The files of own rules: names and texts.
    pub(crate) fn own_files(&mut self) -> Vec<(String, String)> {
        self.set().own_files().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    }

    /// The rules in use beside the pack, and what is tuned.
    pub(crate) fn in_use(&mut self) -> RulesInUse {
        let last = self.changes.last().map(|(last, _)| last.clone());
        self.set().in_use(last)
    }

    /// Changes the rules. What they find is evaluated again, step by step.
    pub(crate) fn change(&mut self, medallion: &Medallion, change: RulesChange) -> QueryResult<RulesChanged> {
        self.follow(medallion);
        let set = self.set();
        if change == RulesChange::Undo {
            let keep = self.changes.clone();
            let (_, before) = self.changes.pop().ok_or("nothing can be undone")?;
            self.replace(before, keep);
            return Ok(RulesChanged { rules: self.in_use(), taken: Vec::new(), problems: Vec::new() });
        }
        let made = set.changed(change, medallion, |key| self.finding(key))?;
        let keep = self.changes.clone();
        self.changes.push((made.last, set));
        if self.changes.len() > MAX_CHANGES {
            self.changes.remove(0);
        }
        self.replace(Rc::new(made.set), keep);
        Ok(RulesChanged { rules: self.in_use(), taken: made.taken, problems: made.problems })
    }

    fn replace(&mut self, set: Rc<RuleSet>, changes: Vec<(LastChange, Rc<RuleSet>)>) {
        let before = self.set.replace(set);
        // A report that memory did not suffice for says nothing.
        let report = self.report.take().filter(|_| !self.lacks_memory);
        if let Some((set, report)) = before.zip(report) {
            self.before = Some(Before { set, report, changes });
        }
        (self.evaluation, self.is_stopped) = (None, false);
    }

    /// Stops an evaluation. After a change of the rules this takes the change back, and what they found before holds.
    pub(crate) fn stop(&mut self) {
        if self.report.is_some() {
            return;
        }
        self.evaluation = None;
        match self.before.take() {
            Some(Before { set, report, changes }) => {
                (self.set, self.changes) = (Some(set), changes);
                self.keep(report);
            }
            None => self.is_stopped = true,
        }
    }

    /// Evaluates what was stopped after all.
    pub(crate) fn go_on(&mut self) {
        self.is_stopped = false;
    }

    /// Forgets what was found in fewer events.
    fn follow(&mut self, medallion: &Medallion) {
        let of = (medallion.silver().rows(), medallion.conflicts().len());
        if self.of != of {
            (self.of, self.evaluation, self.report, self.before) = (of, None, None, None);
            self.bins = None;
            self.is_stopped = false;
        }
    }

    fn keep(&mut self, report: Rc<Report>) {
        self.keys = keys(&report);
        self.bins = None;
        self.report = Some(report);
    }

    /// Evaluates a rule, unless all are. An instance that runs out of memory is lost with all that is loaded, so nothing
    /// is evaluated where `memory` leaves too little.
    pub(crate) fn step(&mut self, medallion: &Medallion, memory: Option<MemoryUse>) -> Evaluated {
        self.follow(medallion);
        if self.report.is_some() || self.is_stopped {
            return Evaluated { done: 1, of: 1 };
        }
        let needed = u64::from(medallion.silver().rows()) * BYTES_PER_EVENT;
        self.lacks_memory =
            self.evaluation.is_none() && memory.is_some_and(|memory| memory.used + needed > memory.limit);
        if self.lacks_memory {
            self.before = None;
            self.keep(Rc::default());
            return Evaluated { done: 1, of: 1 };
        }
        let set = self.set();
        let before = self.before.as_ref();
        let evaluation = self.evaluation.get_or_insert_with(|| match before {
            Some(before) => Evaluation::begin_after(medallion, set.rules(), before.set.rules()),
            None => Evaluation::begin(medallion),
        });
        match evaluation.step(set.rules(), medallion) {
            Step::Going { done, of } => Evaluated { done, of },
            Step::Done(mut report) => {
                if let Some(before) = self.before.take() {
                    report = evaluation.completed(report, set.rules(), Rc::unwrap_or_clone(before.report));
                }
                self.evaluation = None;
                self.keep(Rc::new(report));
                Evaluated { done: 1, of: 1 }
            }
        }
    }

    /// What all rules find.
    pub(crate) fn report(&mut self, medallion: &Medallion, memory: Option<MemoryUse>) -> Rc<Report> {
        self.is_stopped = false;
        loop {
            let evaluated = self.step(medallion, memory);
            if let (true, Some(report)) = (evaluated.done == evaluated.of, &self.report) {
                return Rc::clone(report);
            }
        }
    }

    /// What the rules found, once they have been evaluated over what is loaded.
    pub(crate) fn known(&mut self, medallion: &Medallion) -> Option<Rc<Report>> {
        self.follow(medallion);
        self.report.clone().filter(|_| !self.lacks_memory)
    }

    /// What all rules find, or nothing if somebody stopped the evaluation.
    fn report_unless_stopped(&mut self, medallion: &Medallion, memory: Option<MemoryUse>) -> Rc<Report> {
        self.follow(medallion);
        if self.is_stopped { Rc::default() } else { self.report(medallion, memory) }
    }

    /// The finding of a key.
    fn finding(&self, key: &str) -> Option<&Finding> {
        if let Some(report) = &self.report {
            return report.findings.get(self.keys.iter().position(|other| other == key)?);
        }
        let report = &self.before.as_ref()?.report;
        report.findings.get(keys(report).iter().position(|other| other == key)?)
    }

    /// Memory held, in bytes, beside the rules.
    pub(crate) fn memory_bytes(&self) -> usize {
        let findings = self.report.iter().flat_map(|report| &report.findings);
        let bins: usize = self.bins.iter().map(FindingBins::memory_bytes).sum();
        bins + findings.map(|finding| finding.rows.capacity() * 4 + 1024).sum::<usize>()
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
        let is_shown = is_selected(&selected);
        let all = report.findings.iter().enumerate();
        let shown = all.filter(|(_, finding)| is_shown(finding)).map(|(at, _)| at).collect();
        let rules = self.set.get_or_insert_with(Rc::default).rules();
        Ok(Found { rules, report, keys: &self.keys, shown })
    }
}

/// Whether one of a finding's events is selected; with every event, those that are about records alone are, too.
pub(crate) fn is_selected(selected: &Selection) -> impl Fn(&Finding) -> bool {
    let is_everything = selected.is_all();
    move |finding| is_everything || finding.rows.iter().any(|row| selected.contains(*row))
}

/// What links call a report's findings, in their order.
fn keys(report: &Report) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let key = |finding: &Finding| {
        let key = match finding.first_ms {
            Some(first_ms) => format!("{}@{first_ms}", finding.rule),
            None => finding.rule.clone(),
        };
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        if *count == 1 { key } else { format!("{key}.{count}") }
    };
    report.findings.iter().map(key).collect()
}
