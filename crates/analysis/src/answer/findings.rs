//! What the rules found, and what they could not look for.

use serde::Serialize;
use ts_rs::TS;

/// The findings that have a selected event.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Findings {
    /// How many there are of each severity, the most serious first.
    pub severities: Vec<SeverityCount>,
    /// How many there are.
    pub total: usize,
    /// How many of them are medium, high or critical.
    pub notable: usize,
    /// The first of them: by severity, triage, time, rule and group.
    pub findings: Vec<Finding>,
    /// What became of each rule over everything loaded.
    pub checked: Vec<CheckedRule>,
    /// Rules that cannot be used.
    pub problems: Vec<RuleProblem>,
}

/// How serious a finding is: Sigma's levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "Sigma's levels")]
pub enum Severity {
    Critical,
    High,
    Medium,
    Low,
    Informational,
}

impl From<touchstone_findings::Severity> for Severity {
    fn from(severity: touchstone_findings::Severity) -> Self {
        use touchstone_findings::Severity as S;
        match severity {
            S::Critical => Self::Critical,
            S::High => Self::High,
            S::Medium => Self::Medium,
            S::Low => Self::Low,
            S::Informational => Self::Informational,
        }
    }
}

/// How many findings have a severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeverityCount {
    /// The severity.
    pub severity: Severity,
    /// How many.
    pub findings: usize,
}

/// Something that an auditor should look at.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What a link calls it: the rule's id and the time of the first event.
    pub key: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// How serious it is.
    pub severity: Severity,
    /// `logging`, `identity`, `data` or `cost`.
    pub triage: String,
    /// How many events, or records where several records are one event.
    #[ts(type = "number")]
    pub count: u64,
    /// Who did it, most events first; `null` for events that name nobody.
    pub principals: Vec<Option<String>>,
    /// The time of the first event, in milliseconds.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// The time of the last event.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
    /// What happened, in a sentence.
    pub message: String,
    /// What to check next.
    pub runbook: Vec<FindingStep>,
    /// A filter that selects its events.
    pub filter: String,
    /// Whether the filter selects nothing else.
    pub filter_exact: bool,
    /// The silver rows of its first events.
    pub rows: Vec<u32>,
}

/// A step of what to check next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingStep {
    /// What to check, in a sentence.
    pub step: String,
    /// A filter that shows it.
    pub filter: Option<String>,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckedRule {
    /// Its id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// How serious its findings are.
    pub severity: Severity,
    /// Whether the tuning switches it off.
    pub off: bool,
    /// How many findings it has over everything loaded.
    pub findings: usize,
    /// Events it selects that have no time, so that no window holds them.
    #[ts(type = "number")]
    pub undated: u64,
    /// What the logs lack that it needs.
    pub lacks: Vec<String>,
}

/// Why a rule cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleProblem {
    /// The file it stands in.
    pub file: String,
    /// The line, from 1; `null` if the file as a whole cannot be read.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

/// A rule in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub objective: Option<String>,
    /// What it detects.
    pub description: Option<String>,
    /// How often a finding is what it says: `high`, `medium` or `low`.
    pub fidelity: Option<String>,
    /// Techniques: `attack.t1078`, …
    pub tags: Vec<String>,
    /// Where the idea comes from.
    pub references: Vec<String>,
    /// What else looks like it.
    pub false_positives: Vec<String>,
    /// The file it stands in.
    pub file: String,
    /// That file's text.
    pub text: String,
}

/// A finding that an event belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EventFinding {
    /// What a link calls it.
    pub key: String,
    /// The rule's title.
    pub title: String,
    /// How serious it is.
    pub severity: Severity,
}
