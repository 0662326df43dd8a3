//! The bronze ledger and its lists: problems, duplicates, warnings, conflicts.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

/// The bronze ledger.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Inputs {
    /// In the order given.
    pub inputs: Vec<Input>,
    /// Files and archive members that hold no records, judged by their name or their table's log, and data files of
    /// which the log deletes rows.
    pub skipped: Vec<Skipped>,
}

/// A limit of the data that an auditor must know before relying on any figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// The input's index; `null` if the notice concerns several.
    pub input: Option<u32>,
    /// `undated`, `without_service` or `one_workspace`.
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

/// A file that is not read, or some rows of which are left out.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    /// Its path; for an archive member, the archive's path and its own.
    pub path: String,
    /// The reason, or what is left out, in a few words.
    pub reason: String,
}

/// An input's entry in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    /// Its index, from 0.
    pub index: u32,
    /// Its path within the drop.
    pub path: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes read so far.
    #[ts(type = "number")]
    pub bytes_read: u64,
    /// SHA-256 of the whole input in hexadecimal, once computed.
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
    /// How far it has been read.
    pub state: InputState,
}

/// How far an input has been read. Part of the summary, too, whose schema is `docs/summary.schema.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum InputState {
    /// Not started.
    Waiting,
    /// Started.
    Reading,
    /// Read to its end.
    Complete,
    /// Stopped by the user; what was read stays loaded.
    Cancelled,
    /// Not started or not finished because memory is full; what was read stays loaded.
    Stopped,
    /// Reading failed; the problem says why. What was read stays loaded.
    Failed,
}

/// A window of the problems.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problems {
    /// Number of problems.
    pub total: u32,
    /// The window's first problem.
    pub start: u32,
    /// The problems.
    pub problems: Vec<Problem>,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The input's index.
    pub input: u32,
    /// The input's path.
    pub path: String,
    /// The record's number within the input, from 1.
    #[ts(type = "number")]
    pub record: u64,
    /// The archive member that contains it, if the input is an archive.
    pub part: Option<String>,
    /// Its first byte in the text of the input or archive member, after decompression and in UTF-8; for Parquet, the
    /// row number from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length in that text; 0 if there is nothing to show.
    pub length: u32,
    /// `invalid_json`, `unknown_format`, …
    pub kind: String,
    /// What is wrong, as a sentence.
    pub message: String,
}

/// A window of the duplicates.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Duplicates {
    /// Number of duplicates.
    pub total: u32,
    /// The window's first duplicate.
    pub start: u32,
    /// The duplicates.
    pub duplicates: Vec<Duplicate>,
}

/// A record that repeats an event.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Duplicate {
    /// The input's index.
    pub input: u32,
    /// The input's path.
    pub path: String,
    /// The record's number within the input, from 1.
    #[ts(type = "number")]
    pub record: u64,
    /// The archive member that contains it, if the input is an archive.
    pub part: Option<String>,
    /// Its offset, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length, as in a problem.
    pub length: u32,
    /// The silver row of the event that it repeats.
    pub of_row: u32,
    /// Path of the input that holds that event.
    pub of_path: String,
    /// That event's record number within its input.
    #[ts(type = "number")]
    pub of_record: u64,
}

/// A window of the warnings.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Warnings {
    /// Number of warnings.
    pub total: u32,
    /// The window's first warning.
    pub start: u32,
    /// The warnings.
    pub warnings: Vec<Warning>,
}

/// A value of an event or an input that was lost or guessed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// The input's index.
    pub input: u32,
    /// The input's path.
    pub path: String,
    /// The record's number within the input, from 1; `null` if the warning concerns no record.
    #[ts(type = "number | null")]
    pub record: Option<u64>,
    /// The archive member that contains the record, if the input is an archive.
    pub part: Option<String>,
    /// Its offset, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length, as in a problem.
    pub length: u32,
    /// `cut_off`, `unplaced_time`, …
    pub kind: String,
    /// The field concerned, by its name in the record.
    pub field: Option<String>,
    /// What happened, as a sentence.
    pub message: String,
}

/// A window of the conflicts.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Conflicts {
    /// Number of conflicts.
    pub total: u32,
    /// The window's first conflict.
    pub start: u32,
    /// The conflicts.
    pub conflicts: Vec<Conflict>,
}

/// A record that shares an id with an earlier event but differs in content.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// The input's index.
    pub input: u32,
    /// The input's path.
    pub path: String,
    /// The record's number within the input, from 1.
    #[ts(type = "number")]
    pub record: u64,
    /// The archive member that contains it, if the input is an archive.
    pub part: Option<String>,
    /// Its offset, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length, as in a problem.
    pub length: u32,
    /// The id.
    pub id: Option<String>,
    /// The columns that differ.
    pub fields: Vec<String>,
    /// Its own silver row; `null` if it counts as a duplicate.
    pub row: Option<u32>,
    /// The silver row of the event with the same id.
    pub of_row: u32,
    /// Path of the input that holds that event.
    pub of_path: String,
    /// That event's record number within its input.
    #[ts(type = "number")]
    pub of_record: u64,
}
