//! What the rules found, and what they could not look for.

use serde::Serialize;
use touchstone_findings::{Fidelity, FindingStep, Setting, Severity, Triage};
use ts_rs::TS;

use super::rules::Exception;

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
    /// Whether somebody stopped the evaluation of the rules, so that nothing is known.
    pub stopped: bool,
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
    /// The order of triage within a severity.
    pub triage: Triage,
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
    /// How often a finding is what it says.
    pub fidelity: Option<Fidelity>,
    /// Techniques: `attack.t1078`, …
    pub tags: Vec<String>,
    /// Where the idea comes from.
    pub references: Vec<String>,
    /// What else looks like it.
    pub false_positives: Vec<String>,
    /// Whether it is one of the auditor's own.
    pub own: bool,
    /// The file it stands in; empty if it is part of the program.
    pub file: String,
    /// That file's text.
    pub text: String,
    /// Whether the tuning switches it off.
    pub off: bool,
    /// What can be changed about it.
    pub settings: Vec<Setting>,
    /// Its allow-list.
    pub exceptions: Vec<Exception>,
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
