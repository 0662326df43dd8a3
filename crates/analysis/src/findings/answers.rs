//! Answers about what the rules found.

use touchstone_findings::{CONFLICTS, CONFLICTS_RULE, Finding, Rule, Severity};
use touchstone_medallion::{Medallion, Session};
use touchstone_query::{Evaluator, edit};

use crate::answer::{
    self, CheckedRule, EventFinding, Exception, FindingTimeline, Findings, FindingsOverTime, RuleProblem, SeverityCount,
};
use crate::bins::Bins;
use crate::filter::Filter;
use crate::finding_bins::FindingBins;
use crate::finding_times;
use crate::findings::{FindingsCache, NO_MEMORY, is_selected};
use crate::query_result::QueryResult;

/// How many rows of a finding one answer lists.
const MAX_ROWS: usize = 100;

impl FindingsCache {
    /// The findings that have an event which a filter selects.
    pub(crate) fn findings(
        &mut self,
        session: &Session,
        evaluator: &mut Evaluator,
        filter: &Filter,
        most: usize,
    ) -> Findings {
        let medallion = session.medallion();
        let report = self.report_unless_stopped(medallion, session.memory());
        let lacks_memory = self.lacks_memory.then(|| RuleProblem {
            file: "all rules".to_owned(),
            line: None,
            message: NO_MEMORY.to_owned(),
        });
        let problems = self.set().problems();
        let selected = evaluator.select(medallion, filter.expr());
        let is_shown = is_selected(&selected);
        let shown: Vec<_> = self.keys.iter().zip(&report.findings).filter(|(_, finding)| is_shown(finding)).collect();
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
        Findings {
            severities: severities.collect(),
            total: shown.len(),
            notable: shown.iter().filter(|(_, finding)| finding.severity >= Severity::Medium).count(),
            checked: checked.collect(),
            stopped: self.is_stopped,
            problems: lacks_memory.into_iter().chain(problems).collect(),
            findings: shown.into_iter().take(most).map(|(key, finding)| listed(key.clone(), finding)).collect(),
        }
    }

    /// The findings that an event belongs to; none while the rules have not been evaluated.
    pub(crate) fn of_event(&self, row: u32) -> Vec<EventFinding> {
        let findings = self.report.iter().flat_map(|report| &report.findings).zip(&self.keys);
        findings
            .filter(|(finding, _)| finding.rows.binary_search(&row).is_ok())
            .map(|(finding, key)| EventFinding {
                key: key.clone(),
                title: finding.title.clone(),
                severity: finding.severity,
            })
            .collect()
    }

    /// Findings by severity over time.
    pub(crate) fn over_time(
        &mut self,
        medallion: &Medallion,
        evaluator: &mut Evaluator,
        filter: &Filter,
        bins: Bins,
    ) -> FindingsOverTime {
        self.follow(medallion);
        let all_time = Filter::from(edit::of_all_time(filter.expr()));
        let Some(report) = self.report.clone().filter(|_| !self.lacks_memory) else {
            return FindingsOverTime { histogram: bins.histogram([]), bins: bins.count, undated: 0, evaluated: false };
        };
        let selected = evaluator.select(medallion, all_time.expr());
        let kept = self.bins.take().filter(|kept| kept.is_of(&report, bins));
        let kept = kept.unwrap_or_else(|| FindingBins::of(medallion, report, bins));
        self.bins.insert(kept).counted(&selected)
    }

    /// A finding's events over time, and those of its principals around them.
    pub(crate) fn timeline(
        &self,
        medallion: &Medallion,
        evaluator: &mut Evaluator,
        key: &str,
        bins: u32,
    ) -> QueryResult<FindingTimeline> {
        let finding = self.finding(key).ok_or("there is no such finding any more")?;
        finding_times::timeline(medallion, evaluator, finding, bins)
    }

    /// A rule in full.
    pub(crate) fn rule(&mut self, id: &str) -> QueryResult<answer::Rule> {
        let set = self.set();
        let rules = set.rules();
        let told = match rules.get(id) {
            Some(rule) => of_file(rule),
            None if id == CONFLICTS_RULE => built_in(),
            None => return Err(format!("there is no rule {id}")),
        };
        let tuning = match rules.get(id) {
            Some(rule) => rules.tuning().of(rule),
            None => rules.tuning().rules.get(id),
        };
        Ok(answer::Rule {
            off: tuning.is_some_and(|tuning| tuning.enabled == Some(false)),
            settings: rules.settings(id),
            exceptions: tuning.iter().flat_map(|tuning| &tuning.allow).map(Exception::from).collect(),
            ..told
        })
    }
}

/// A rule as its file says it.
fn of_file(rule: &Rule) -> answer::Rule {
    answer::Rule {
        id: rule.id.clone(),
        title: rule.title.clone(),
        objective: rule.annotation.objective.clone(),
        description: rule.description.clone(),
        fidelity: rule.annotation.fidelity,
        tags: rule.tags.clone(),
        references: rule.references.clone(),
        false_positives: rule.false_positives.clone(),
        own: !rule.origin.is_packed,
        file: rule.origin.file.clone(),
        text: rule.origin.text.to_string(),
        off: false,
        settings: Vec::new(),
        exceptions: Vec::new(),
    }
}

/// The rule that is part of the program.
fn built_in() -> answer::Rule {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    answer::Rule {
        id: CONFLICTS_RULE.to_owned(),
        title: CONFLICTS.title.to_owned(),
        objective: Some(CONFLICTS.objective.to_owned()),
        description: Some(CONFLICTS.description.to_owned()),
        fidelity: Some(CONFLICTS.fidelity),
        tags: texts(CONFLICTS.tags),
        references: Vec::new(),
        false_positives: texts(CONFLICTS.false_positives),
        own: false,
        file: String::new(),
        text: String::new(),
        off: false,
        settings: Vec::new(),
        exceptions: Vec::new(),
    }
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
