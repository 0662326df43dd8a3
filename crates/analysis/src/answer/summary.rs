//! The summary that `touchstone analyze --json` prints and the page offers as a download. Its schema is
//! `docs/summary.schema.json`, which fixes these names.

use std::collections::BTreeMap;

use serde::Serialize;
use touchstone_findings::Tuning;
use ts_rs::TS;

use crate::answer::{Completeness, InputState};

/// The whole summary.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Summary {
    /// The version of Touchstone.
    pub touchstone: String,
    /// The bronze ledger.
    pub inputs: Vec<InputSummary>,
    /// Counts over all inputs.
    pub totals: TotalsSummary,
    /// Counts outside the identity.
    pub beside: BesideSummary,
    /// Time span of the events.
    pub time: TimeSummary,
    /// The filter that selects the events of `time`, `silver`, `gold` and `principals`; empty selects all.
    pub filter: String,
    /// The silver frame.
    pub silver: SilverSummary,
    /// Gold frames by service; the empty text stands for records without a service.
    #[ts(type = "Record<string, GoldSummary>")]
    pub gold: BTreeMap<String, GoldSummary>,
    /// Events per e-mail, ignoring case, most events first, then by e-mail; `null` for events without one.
    pub principals: Vec<PrincipalSummary>,
    /// What was looked for; `null` if nothing was.
    pub rules: Option<RulesSummary>,
    /// What rules found: by severity, triage, time, rule and group.
    pub findings: Vec<FindingSummary>,
    /// In order of input and record.
    pub problems: Vec<ProblemSummary>,
    /// Lost or guessed values, in reading order.
    pub warnings: Vec<WarningSummary>,
    /// Records that share an id with an earlier event but differ in content, in reading order.
    pub conflicts: Vec<ConflictSummary>,
    /// Limits of the data that an auditor must know before relying on any figure.
    pub notices: Vec<NoticeSummary>,
    /// How complete everything loaded looks, whatever the filter.
    pub completeness: Completeness,
}

/// An input's entry in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InputSummary {
    /// Its path as given.
    pub path: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes read so far.
    #[ts(type = "number")]
    pub bytes_read: u64,
    /// How far it was read: only a `complete` input was read to its end.
    pub state: InputState,
    /// SHA-256 of its bytes in hexadecimal; `null` if not computed.
    pub sha256: Option<String>,
    /// `json`, …
    pub container: String,
    /// Records per format.
    #[ts(type = "Record<string, number>")]
    pub formats: BTreeMap<String, u64>,
    /// Records per wrapper that another system put around them, named by its keys.
    #[ts(type = "Record<string, number>")]
    pub wrappers: BTreeMap<String, u64>,
    /// Records found.
    #[ts(type = "number")]
    pub records: u64,
    /// Records that became events.
    #[ts(type = "number")]
    pub events: u64,
    /// Records that repeat an event.
    #[ts(type = "number")]
    pub duplicates: u64,
    /// Records that could not be read.
    #[ts(type = "number")]
    pub problems: u64,
    /// Warnings about it and its events.
    #[ts(type = "number")]
    pub warnings: u64,
    /// Records that share an id with an earlier event but differ in content.
    #[ts(type = "number")]
    pub conflicts: u64,
}

/// The reconciliation identity, over all inputs.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it, and the identity says the rest")]
pub struct TotalsSummary {
    #[ts(type = "number")]
    pub records: u64,
    #[ts(type = "number")]
    pub events: u64,
    #[ts(type = "number")]
    pub duplicates: u64,
    #[ts(type = "number")]
    pub problems: u64,
}

/// Counts outside the identity, over all inputs. Every record counted here is counted in the identity as well.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct BesideSummary {
    #[ts(type = "number")]
    pub warnings: u64,
    #[ts(type = "number")]
    pub conflicts: u64,
}

/// Time span of the events, RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TimeSummary {
    pub first: Option<String>,
    pub last: Option<String>,
}

/// The silver frame.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SilverSummary {
    /// Number of rows.
    #[ts(type = "number")]
    pub rows: u64,
}

/// A gold frame.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GoldSummary {
    /// Number of rows.
    #[ts(type = "number")]
    pub rows: u64,
    /// Its `requestParams.…` columns, sorted.
    pub columns: Vec<String>,
    /// Events per action.
    #[ts(type = "Record<string, number>")]
    pub actions: BTreeMap<String, u64>,
}

/// A principal and its number of events.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PrincipalSummary {
    /// The e-mail in its most frequent spelling; `null` for events without one.
    pub email: Option<String>,
    /// Number of events.
    #[ts(type = "number")]
    pub events: u64,
}

/// The rules that findings rest on.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RulesSummary {
    /// A digest of the version, the rules and the tuning, in hexadecimal: where it is the same, the same events have the
    /// same findings.
    pub sha256: String,
    /// How many rules were evaluated.
    #[ts(type = "number")]
    pub evaluated: u64,
    /// The ids of rules that the tuning switches off.
    pub off: Vec<String>,
    /// The ids of rules that are not of the pack.
    pub own: Vec<String>,
    /// Rules that cannot be used, and why.
    pub unusable: Vec<String>,
    /// What is changed about the rules, with the keys of `docs/tuning.schema.json`.
    #[ts(type = "object")]
    pub tuning: Tuning,
}

/// Something that an auditor should look at.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FindingSummary {
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// `informational`, `low`, `medium`, `high` or `critical`.
    pub severity: String,
    /// How many events.
    #[ts(type = "number")]
    pub count: u64,
    /// Who did it, the one with the most events first; `null` for events that name nobody.
    pub principals: Vec<Option<String>>,
    /// The time of the first event, RFC 3339 in UTC; `null` where no event has one.
    pub first: Option<String>,
    /// The time of the last event.
    pub last: Option<String>,
    /// What happened, in a sentence.
    pub message: String,
    /// The records that prove it, in order of input and record.
    pub records: Vec<RecordSummary>,
}

/// A record by its place.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RecordSummary {
    /// The input's index, from 0.
    pub input: u32,
    /// The record's number within the input, from 1.
    #[ts(type = "number")]
    pub record: u64,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProblemSummary {
    /// The input's index, from 0.
    pub input: u32,
    /// The record's number within the input, from 1.
    #[ts(type = "number")]
    pub record: u64,
    /// Its first byte within the input.
    #[ts(type = "number")]
    pub offset: u64,
    /// `invalid_json`, `unknown_format`, …
    pub kind: String,
    /// What is wrong, as a sentence.
    pub message: String,
}

/// A value that was lost or guessed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WarningSummary {
    /// The input's index, from 0.
    pub input: u32,
    /// The record's number within the input, from 1; `null` if the warning concerns no record.
    #[ts(type = "number | null")]
    pub record: Option<u64>,
    /// Its offset, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// `cut_off`, `unplaced_time`, …
    pub kind: String,
    /// The field concerned, by its name in the record.
    pub field: Option<String>,
    /// What happened, as a sentence.
    pub message: String,
}

/// A record that shares an id with an earlier event but differs in content.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ConflictSummary {
    /// The input's index, from 0.
    pub input: u32,
    /// The record's number within the input, from 1.
    #[ts(type = "number")]
    pub record: u64,
    /// Its offset, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// Whether it is an event of its own; otherwise it counts as a duplicate.
    pub event: bool,
    /// The columns that differ.
    pub fields: Vec<String>,
    /// The input of the event with the same id.
    pub of_input: u32,
    /// That event's record number within its input.
    #[ts(type = "number")]
    pub of_record: u64,
}

/// A limit of the data that an auditor must know before relying on any figure.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NoticeSummary {
    /// The input's index, from 0; `null` if the notice concerns several.
    pub input: Option<u32>,
    /// `undated`, `without_service`, `one_workspace` or `rules_not_evaluated`.
    pub kind: String,
    /// The number of events concerned.
    #[ts(type = "number")]
    pub events: u64,
    /// The number of events examined.
    #[ts(type = "number")]
    pub of: u64,
    /// The notice as a sentence.
    pub message: String,
}
