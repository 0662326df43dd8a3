//! Everything that the page may ask. One question, one answer of the same name in [`crate::answer`].

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::edit::{Edit, Term, TimeRange};
use crate::filter::Filter;

/// A question over what is loaded so far; it never changes anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "ask", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Question {
    /// What is loaded: totals, services, inputs. Answered by `Contents`.
    Contents,
    /// What a text says as a filter. Answered by `Parsed`.
    Parse {
        /// The text as it is typed.
        text: String,
    },
    /// What could be typed at a place of a filter. Answered by `Completion`.
    Complete {
        /// The text as it is typed.
        text: String,
        /// Where the cursor stands, in UTF-16 units.
        cursor: usize,
        /// How many candidates at most.
        most: usize,
    },
    /// A filter after an edit. Answered by `Edited`.
    Edit {
        /// The filter before.
        filter: Filter,
        /// The edit.
        edit: Edit,
    },
    /// The filter of an address from before the filter language. Answered by `Edited`.
    FromTerms {
        /// An event is selected when every term and the time range admit it.
        terms: Vec<Term>,
        /// `null`: all of time.
        time: Option<TimeRange>,
    },
    /// Filters that show the language on what is loaded. Answered by `Examples`.
    Examples,
    /// The dashboard under a filter. Answered by `Overview`.
    Overview {
        /// What is selected. A leaderboard leaves out the clauses on its own column, the histogram the range of time.
        filter: Filter,
        /// How many bins at most the histogram may have.
        bins: u32,
        /// What the histogram stacks: `outcome` or `service_name`.
        stack: String,
        /// How many leaders each leaderboard lists.
        leaders: u32,
    },
    /// One gold frame: its keys, fill rates and actions. Answered by `Gold`.
    Gold {
        /// The frame's `service_name`.
        service: String,
        /// What is selected.
        filter: Filter,
    },
    /// A window of a table. Answered by `Rows`.
    Rows {
        /// Which table, in which order.
        table: Table,
        /// The window's first row within the table.
        start: u32,
        /// How many rows at most.
        count: u32,
    },
    /// The selected events by the values of one or two columns. Answered by `Groups`.
    Groups {
        /// What is selected.
        filter: Filter,
        /// One or two: silver's columns, `requestParams.<key>`, or a filter's fields, such as `weekday`.
        by: Vec<String>,
        /// How many groups at most, those with the most events first.
        most: usize,
    },
    /// One event in full, with its raw record read again from the input. Answered by `Event`.
    Event {
        /// The silver row, as `Rows` gave it.
        row: u32,
    },
    /// A service's events, broken down by what auditors ask of it. Answered by `Breakdowns`.
    Breakdowns {
        /// The `service_name`.
        service: String,
        /// What is selected.
        filter: Filter,
    },
    /// The blog's analysis of `clusters`. Answered by `Clusters`.
    Clusters {
        /// What is selected.
        filter: Filter,
    },
    /// Logins over time and by user. Answered by `Accounts`.
    Accounts {
        /// What is selected.
        filter: Filter,
        /// How many bins at most the histogram may have.
        bins: u32,
    },
    /// A record's bytes, read again, by its place: a problem's or a duplicate's. Answered by `Raw`.
    Raw {
        /// The input's index.
        input: u32,
        /// The record's number within the input, from 1.
        #[ts(type = "number")]
        record: u64,
        /// Where it begins.
        #[ts(type = "number")]
        offset: u64,
        /// Its length there.
        length: u32,
    },
    /// The bronze ledger. Answered by `Inputs`.
    Inputs,
    /// A window of the problems, in order of input and record. Answered by `Problems`.
    Problems {
        /// The window's first problem.
        start: u32,
        /// How many at most.
        count: u32,
    },
    /// A window of the duplicates, in order of input and record. Answered by `Duplicates`.
    Duplicates {
        /// The window's first duplicate.
        start: u32,
        /// How many at most.
        count: u32,
    },
    /// A window of the warnings, in order of reading. Answered by `Warnings`.
    Warnings {
        /// The window's first warning.
        start: u32,
        /// How many at most.
        count: u32,
    },
    /// A window of the conflicts, in order of reading. Answered by `Conflicts`.
    Conflicts {
        /// The window's first conflict.
        start: u32,
        /// How many at most.
        count: u32,
    },
    /// The summary that `touchstone analyze --json` prints. Answered by `Summary`.
    Summary,
}

/// A table: a frame, the rows selected of it, the columns shown and their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Table {
    /// The gold frame of this service; absent: silver.
    pub service: Option<String>,
    /// What is selected.
    pub filter: Filter,
    /// The columns shown, in order; empty: every column of the frame.
    pub columns: Vec<String>,
    /// Absent: by event time, then input and record.
    pub sort: Option<Sort>,
}

/// An order of rows. Rows that compare equal stay in order of event time, then input and record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sort {
    /// A column of the table.
    pub column: String,
    /// True: the largest first. The absent value comes last either way.
    pub descending: bool,
}

/// What to save, and as what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// What to save.
    pub what: Exported,
    /// As what.
    pub format: ExportFormat,
}

/// What can be saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Exported {
    /// The rows of a table, in its order; with no columns named, all of the frame's.
    Table {
        /// Which.
        table: Table,
        /// How many of its rows at most; absent: all.
        #[serde(default)]
        #[ts(optional)]
        most: Option<u32>,
    },
    /// The problems.
    Problems,
    /// The duplicates.
    Duplicates,
    /// What was lost or guessed.
    Warnings,
    /// Records whose id an event before them has, with other content.
    Conflicts,
}

/// The kinds of file that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// Typed columns; gold has `requestParams` as a struct of strings.
    Parquet,
    /// RFC 4180, with cells that a spreadsheet would take for a formula made harmless.
    Csv,
    /// One JSON object per line.
    Ndjson,
    /// The records' own bytes, read again from their inputs, a record a line where each was one.
    Raw,
}
