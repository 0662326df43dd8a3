//! Findings: what rules say about the loaded events.

use serde::Serialize;
use touchstone_medallion::RecordPlace;
use ts_rs::TS;

use crate::rule::{Severity, Triage};

/// Something that an auditor should look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// How serious it is.
    pub severity: Severity,
    /// The order of triage.
    pub triage: Triage,
    /// How many events, or records where several records are one event.
    pub count: u64,
    /// By what its events belong together: names of fields with their values; nothing where one is absent.
    pub group: Vec<(String, Option<String>)>,
    /// Who did it, the one with the most events first; nothing for events that name nobody.
    pub principals: Vec<Option<String>>,
    /// The time of the first event in milliseconds; nothing where no event has one.
    pub first_ms: Option<i64>,
    /// The time of the last event.
    pub last_ms: Option<i64>,
    /// What happened, in a sentence.
    pub message: String,
    /// What to check next.
    pub runbook: Vec<FindingStep>,
    /// A filter that selects its events.
    pub filter: String,
    /// Whether the filter selects nothing else.
    pub is_filter_exact: bool,
    /// Its events: rows of silver in order, each once.
    pub rows: Vec<u32>,
    /// Records that it is about and that are no events.
    pub beside: Vec<RecordPlace>,
}

/// A step of what to check next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FindingStep {
    /// What to check, in a sentence.
    pub step: String,
    /// A filter that shows it.
    pub filter: Option<String>,
}

/// What rules found, and what they could not look for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// By severity, triage, time, rule and group.
    pub findings: Vec<Finding>,
    /// What became of each rule, in their order.
    pub checked: Vec<Checked>,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Its id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// How serious its findings are.
    pub severity: Severity,
    /// Whether the tuning switches it off.
    pub is_off: bool,
    /// How many findings.
    pub findings: usize,
    /// Events that it selects and that have no time, so that no window holds them.
    pub undated: u64,
    /// What the logs lack that it needs.
    pub lacks: Vec<String>,
}

impl Report {
    /// Puts the findings in order.
    pub(crate) fn sort(&mut self) {
        self.findings.sort_by(|a, b| {
            let time = |finding: &Finding| finding.first_ms.unwrap_or(i64::MAX);
            b.severity
                .cmp(&a.severity)
                .then(a.triage.cmp(&b.triage))
                .then_with(|| time(a).cmp(&time(b)))
                .then_with(|| a.rule.cmp(&b.rule))
                .then_with(|| a.group.cmp(&b.group))
        });
    }
}
