//! The report of a review: everything that is said of what is loaded, in the order in which a reviewer reads it. The
//! page that is printed is made of it here (`html/`), the workpaper in `export`.

mod finding;
mod html;

use touchstone_analysis::answer::Summary;
use touchstone_analysis::{Analysis, Filter, summary_of};
use touchstone_findings::RuleInEffect;
use touchstone_medallion::{Medallion, Session};

use crate::basis::Basis;
use crate::bundle::SamplePlan;
use crate::case::{Case, State};
use crate::sample::{Plan, Sample};
use crate::totals::Totals;

pub use finding::ReportedFinding;

/// What a report is made of, beside what is loaded and the rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportPlan {
    /// Narrows the totals, the findings and the population of the sample.
    pub filter: Filter,
    /// A sample to draw.
    pub sample: Option<SamplePlan>,
    /// What the auditor says.
    pub case: Option<Case>,
    /// When the report is made: RFC 3339.
    pub made: String,
}

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// When it was made.
    pub made: String,
    /// What it rests on.
    pub basis: Basis,
    /// The summary, as `touchstone analyze --json` prints it.
    pub summary: Summary,
    /// The control totals.
    pub totals: Totals,
    /// The sample.
    pub sample: Option<Sample>,
    /// What the auditor says; nothing without a case.
    pub case: Option<Case>,
    /// What of the case is not found in what is loaded, a sentence each.
    pub differences: Vec<String>,
    /// The findings, in the order of the summary's.
    pub findings: Vec<ReportedFinding>,
    /// The rules in effect with what each found, its filter left aside.
    pub rules: Vec<ReportedRule>,
    /// The tuning as `--tuning` takes it; empty if nothing is tuned.
    pub tuning: String,
    /// Records that repeat an event.
    pub duplicates: Vec<RepeatedRecord>,
}

/// A rule, and what it found in everything loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedRule {
    /// The rule in effect.
    pub rule: RuleInEffect,
    /// The SHA-256 of its file; nothing of what is built in.
    pub sha256: Option<String>,
    /// How many findings.
    pub findings: u64,
    /// Events that it selects and that have no time.
    pub undated: u64,
    /// What the logs lack that it needs.
    pub lacks: Vec<String>,
}

/// A record that repeats an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedRecord {
    /// The index of its input, from 0.
    pub input: u32,
    /// Its number within the input, from 1.
    pub record: u64,
    /// The index of the event's input.
    pub of_input: u32,
    /// The number of the event's record.
    pub of_record: u64,
}

impl Report {
    /// Gathers what a report says. An error is a sentence: the rules could not be evaluated, the sample cannot be drawn.
    pub fn of(session: &Session, analysis: &mut Analysis, plan: &ReportPlan) -> Result<Self, String> {
        let totals = Totals::of(session, analysis, &plan.filter);
        let sample = plan.sample.as_ref().map(|sample| sample.drawn(session, analysis, &plan.filter)).transpose()?;
        Self::with(session, analysis, plan, totals, sample)
    }

    /// A report with totals and a sample that were made before.
    pub(crate) fn with(
        session: &Session,
        analysis: &mut Analysis,
        plan: &ReportPlan,
        totals: Totals,
        sample: Option<Sample>,
    ) -> Result<Self, String> {
        let medallion = session.medallion();
        let filter = &plan.filter;
        let basis = Basis::of(session, analysis, filter, "Report");
        let differences = match &plan.case {
            Some(case) => case.compare(session, analysis)?.differences,
            None => Vec::new(),
        };
        let found = analysis.found(session, filter)?;
        let summary = summary_of(medallion, filter, Some((found.rules, &*found.report)));
        let shown = found.shown.iter().filter_map(|at| found.report.findings.get(*at));
        let findings = shown.map(|finding| ReportedFinding::of(medallion, finding, plan.case.as_ref())).collect();
        let in_effect = found.rules.in_effect();
        let reported = |rule: RuleInEffect| {
            let checked = found.report.checked.iter().find(|checked| checked.rule == rule.id);
            ReportedRule {
                sha256: found.rules.get(&rule.id).map(|rule| rule.origin.sha256()),
                findings: checked.map_or(0, |checked| checked.findings as u64),
                undated: checked.map_or(0, |checked| checked.undated),
                lacks: checked.map_or_else(Vec::new, |checked| checked.lacks.clone()),
                rule,
            }
        };
        Ok(Self {
            made: plan.made.clone(),
            basis,
            totals,
            sample,
            case: plan.case.clone(),
            differences,
            findings,
            rules: in_effect.rules.into_iter().map(reported).collect(),
            tuning: in_effect.tuning,
            duplicates: duplicates(medallion),
            summary,
        })
    }

    /// The page: HTML without scripts, which needs nothing else.
    pub fn html(&self) -> String {
        html::page(self)
    }

    /// How many findings are in a state.
    pub fn count(&self, state: State) -> usize {
        self.findings.iter().filter(|finding| finding.state == state).count()
    }

    /// The path of an input.
    pub fn path(&self, input: u32) -> &str {
        self.summary.inputs.get(input as usize).map_or("", |input| &input.path)
    }

    /// What the report is called.
    pub fn title(&self) -> &str {
        let title = self.case.as_ref().map_or("", |case| case.title.trim());
        if title.is_empty() { "Review of audit logs" } else { title }
    }
}

impl SamplePlan {
    /// Draws the sample of a population.
    pub(crate) fn drawn(&self, session: &Session, analysis: &mut Analysis, filter: &Filter) -> Result<Sample, String> {
        let plan =
            Plan { filter: filter.clone(), size: self.size, seed: self.seed.clone(), method: self.method.clone() };
        Sample::draw(session, analysis, &plan)
    }
}

fn duplicates(medallion: &Medallion) -> Vec<RepeatedRecord> {
    let repeated = medallion.duplicates().iter().map(|duplicate| {
        let of = medallion.place(duplicate.of_row);
        RepeatedRecord { input: duplicate.input, record: duplicate.record, of_input: of.input, of_record: of.record }
    });
    repeated.collect()
}
