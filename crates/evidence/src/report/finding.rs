//! A finding as a report has it.

use touchstone_findings::{Finding, FindingStep};
use touchstone_medallion::Medallion;
use touchstone_record::time;

use crate::case::{Case, Disposition, Note, State};
use crate::fingerprint::fingerprint;

/// A finding, and what the case says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedFinding {
    /// Its fingerprint.
    pub fingerprint: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// `informational` to `critical`.
    pub level: &'static str,
    /// How many events, or records where several records are one event.
    pub count: u64,
    /// Who did it; nothing for events that name nobody.
    pub principals: Vec<Option<String>>,
    /// The time of the first event, RFC 3339.
    pub first: Option<String>,
    /// The time of the last event.
    pub last: Option<String>,
    /// What happened, in a sentence.
    pub message: String,
    /// A filter that selects its events.
    pub filter: String,
    /// What to check next.
    pub runbook: Vec<FindingStep>,
    /// How many records prove it.
    pub records: u64,
    /// What was decided: open unless the case says otherwise.
    pub state: State,
    /// The decision.
    pub disposition: Option<Disposition>,
    /// The notes on it.
    pub notes: Vec<Note>,
}

impl ReportedFinding {
    pub(crate) fn of(medallion: &Medallion, finding: &Finding, case: Option<&Case>) -> Self {
        let fingerprint = fingerprint(medallion, finding);
        let disposition = case.and_then(|case| case.disposition(&fingerprint)).cloned();
        Self {
            rule: finding.rule.clone(),
            title: finding.title.clone(),
            level: finding.severity.name(),
            count: finding.count,
            principals: finding.principals.clone(),
            first: finding.first_ms.map(time::rfc3339),
            last: finding.last_ms.map(time::rfc3339),
            message: finding.message.clone(),
            filter: finding.filter.clone(),
            runbook: finding.runbook.clone(),
            records: (finding.rows.len() + finding.beside.len()) as u64,
            state: disposition.as_ref().map_or(State::Open, |disposition| disposition.state),
            disposition,
            notes: case.into_iter().flat_map(|case| case.notes_on(&fingerprint)).cloned().collect(),
            fingerprint,
        }
    }
}
