//! The summary that `touchstone analyze --json` prints and the page offers as a download. Its schema is
//! `docs/summary.schema.json`; the names are part of it.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::answer::InputState;

/// The whole summary.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Summary {
    /// The version that made it.
    pub touchstone: String,
    /// The bronze ledger.
    pub inputs: Vec<InputSummary>,
    /// Over all inputs.
    pub totals: TotalsSummary,
    /// What is noted beside the totals.
    pub beside: BesideSummary,
    /// The events' span.
    pub time: TimeSummary,
    /// The filter that selects the events of `time`, `silver`, `gold` and `principals`; empty: all of them.
    pub filter: String,
    /// The silver frame.
    pub silver: SilverSummary,
    /// The gold frames by service; a service that records do not name is the empty text.
    #[ts(type = "Record<string, GoldSummary>")]
    pub gold: BTreeMap<String, GoldSummary>,
    /// Events per e-mail without regard to case, most first, then by e-mail; `null` is the absent one.
    pub principals: Vec<PrincipalSummary>,
    /// What rules found: by severity, triage, time, rule and group.
    pub findings: Vec<FindingSummary>,
    /// In order of input and record.
    pub problems: Vec<ProblemSummary>,
    /// What was lost or guessed, in order of reading.
    pub warnings: Vec<WarningSummary>,
    /// Records whose id an event before them has, with other content, in order of reading.
    pub conflicts: Vec<ConflictSummary>,
    /// What has to be known before any figure is relied on.
    pub notices: Vec<NoticeSummary>,
}

/// An input's entry in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InputSummary {
    /// Its path as given.
    pub path: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How much of it has been read.
    #[ts(type = "number")]
    pub bytes_read: u64,
    /// Whether that is all of it: only a `complete` input is.
    pub state: InputState,
    /// SHA-256 of its bytes in hexadecimal; `null` where it could not be computed.
    pub sha256: Option<String>,
    /// `json`, …
    pub container: String,
    /// Records per format.
    #[ts(type = "Record<string, number>")]
    pub formats: BTreeMap<String, u64>,
    /// Records per wrapper that another system put around them, by the keys that lead into it.
    #[ts(type = "Record<string, number>")]
    pub wrappers: BTreeMap<String, u64>,
    /// Records met.
    #[ts(type = "number")]
    pub records: u64,
    /// Records that became an event.
    #[ts(type = "number")]
    pub events: u64,
    /// Records that repeat an event.
    #[ts(type = "number")]
    pub duplicates: u64,
    /// Records that could not be read.
    #[ts(type = "number")]
    pub problems: u64,
    /// What was lost or guessed of it and of its events.
    #[ts(type = "number")]
    pub warnings: u64,
    /// Records whose id an event before them has, with other content.
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

/// What stands beside the identity, over all inputs: each is of a record that is counted there.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct BesideSummary {
    #[ts(type = "number")]
    pub warnings: u64,
    #[ts(type = "number")]
    pub conflicts: u64,
}

/// The events' span, RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TimeSummary {
    pub first: Option<String>,
    pub last: Option<String>,
}

/// The silver frame.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SilverSummary {
    /// Its rows.
    #[ts(type = "number")]
    pub rows: u64,
}

/// A gold frame.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GoldSummary {
    /// Its rows.
    #[ts(type = "number")]
    pub rows: u64,
    /// Its `requestParams.…` columns, sorted.
    pub columns: Vec<String>,
    /// Events per action.
    #[ts(type = "Record<string, number>")]
    pub actions: BTreeMap<String, u64>,
}

/// A principal and its events.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PrincipalSummary {
    /// The e-mail as it is spelled most often; `null` where events carry none.
    pub email: Option<String>,
    /// Its events.
    #[ts(type = "number")]
    pub events: u64,
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
    /// What is wrong, in a sentence.
    pub message: String,
}

/// What was lost or guessed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WarningSummary {
    /// The input's index, from 0.
    pub input: u32,
    /// The record's number within the input, from 1; `null` where it concerns no record.
    #[ts(type = "number | null")]
    pub record: Option<u64>,
    /// Where it begins, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// `cut_off`, `unplaced_time`, …
    pub kind: String,
    /// The field that it happened to, by its name in the record.
    pub field: Option<String>,
    /// What happened, in a sentence.
    pub message: String,
}

/// A record whose id an event before it has, and which says something else.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ConflictSummary {
    /// The input's index, from 0.
    pub input: u32,
    /// The record's number within the input, from 1.
    #[ts(type = "number")]
    pub record: u64,
    /// Where it begins, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// Whether it is an event; otherwise it counts as a duplicate.
    pub event: bool,
    /// The columns in which it differs.
    pub fields: Vec<String>,
    /// The input of the event with the same id.
    pub of_input: u32,
    /// That event's record number within its input.
    #[ts(type = "number")]
    pub of_record: u64,
}

/// What has to be known of an input, or of all, before any figure is relied on.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NoticeSummary {
    /// The input's index, from 0; `null` where it is said of several together.
    pub input: Option<u32>,
    /// `undated`, `without_service` or `one_workspace`.
    pub kind: String,
    /// The events that it is said of.
    #[ts(type = "number")]
    pub events: u64,
    /// Out of so many.
    #[ts(type = "number")]
    pub of: u64,
    /// The sentence.
    pub message: String,
}
