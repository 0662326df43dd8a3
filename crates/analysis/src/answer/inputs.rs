//! The bronze ledger, and what is listed beside it: problems, duplicates, warnings, conflicts.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

/// The bronze ledger.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Inputs {
    /// In the order in which they were given.
    pub inputs: Vec<Input>,
    /// Given files, and parts of archives, that hold no records by their name or by their table's log, and those of which the
    /// log leaves out rows.
    pub skipped: Vec<Skipped>,
}

/// What an auditor has to know of an input, or of all, before relying on any figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// The input's index; nothing where it is said of several together.
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

/// A file that is not read, or of which rows are left out.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    /// Its path; of a part of an archive, the archive's path and its own.
    pub path: String,
    /// Why, or what is left out, in a few words.
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
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How much of it has been read.
    #[ts(type = "number")]
    pub bytes_read: u64,
    /// SHA-256 of the whole input in hexadecimal, once computed.
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
    /// Its records whose id an event before them has, with other content.
    #[ts(type = "number")]
    pub conflicts: u64,
    /// How far reading has come.
    pub state: InputState,
}

/// How far an input has been read. In the summary, too, whose schema is `docs/summary.schema.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum InputState {
    /// Not begun.
    Waiting,
    /// Begun.
    Reading,
    /// Read to its end.
    Complete,
    /// Stopped by the person; what was read stays.
    Cancelled,
    /// Not read to its end, or not begun, because memory is full; what was read stays.
    Stopped,
    /// Reading it failed; the problem says why. What was read stays.
    Failed,
}

/// A window of the problems.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problems {
    /// How many there are.
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
    /// Of an archive, the part that it lies in.
    pub part: Option<String>,
    /// Where it begins in the input's text, or its part's: after decompression, in UTF-8; of Parquet the row, from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length there; 0 where there is nothing to show.
    pub length: u32,
    /// `invalid_json`, `unknown_format`, …
    pub kind: String,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// A window of the duplicates.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Duplicates {
    /// How many there are.
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
    /// Of an archive, the part that it lies in.
    pub part: Option<String>,
    /// Where it begins, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length there.
    pub length: u32,
    /// The silver row of the event that it repeats.
    pub of_row: u32,
    /// The path of the input that holds that event.
    pub of_path: String,
    /// That event's record number within its input.
    #[ts(type = "number")]
    pub of_record: u64,
}

/// A window of the warnings.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Warnings {
    /// How many there are.
    pub total: u32,
    /// The window's first warning.
    pub start: u32,
    /// The warnings.
    pub warnings: Vec<Warning>,
}

/// What was lost or guessed of an event that was read, or of an input.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// The input's index.
    pub input: u32,
    /// The input's path.
    pub path: String,
    /// The record's number within the input, from 1; nothing where it concerns no record.
    #[ts(type = "number | null")]
    pub record: Option<u64>,
    /// Of an archive, the part that the record lies in.
    pub part: Option<String>,
    /// Where it begins, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length there; 0 where there is nothing to show.
    pub length: u32,
    /// `cut_off`, `unplaced_time`, …
    pub kind: String,
    /// The field that it happened to, by its name in the record.
    pub field: Option<String>,
    /// What happened, in a sentence.
    pub message: String,
}

/// A window of the conflicts.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Conflicts {
    /// How many there are.
    pub total: u32,
    /// The window's first conflict.
    pub start: u32,
    /// The conflicts.
    pub conflicts: Vec<Conflict>,
}

/// A record whose id an event before it has, and which says something else.
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
    /// Of an archive, the part that it lies in.
    pub part: Option<String>,
    /// Where it begins, as in a problem.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its length there.
    pub length: u32,
    /// The id.
    pub id: Option<String>,
    /// The columns in which it differs.
    pub fields: Vec<String>,
    /// Its own silver row; nothing where it counts as a duplicate.
    pub row: Option<u32>,
    /// The silver row of the event with the same id.
    pub of_row: u32,
    /// The path of the input that holds that event.
    pub of_path: String,
    /// That event's record number within its input.
    #[ts(type = "number")]
    pub of_record: u64,
}
