//! Every question that the page may ask. Its answer has the same name in [`crate::answer`].

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::answer::PrincipalKind;
use crate::completeness::GridRows;
use crate::edit::{Edit, Term, TimeRange};
use crate::filter::Filter;

/// A question about the data loaded so far. Questions never change the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "ask", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Question {
    /// What is loaded: totals, services, inputs. Answered by `Contents`.
    Contents,
    /// The selected events of each service. Answered by `ServiceCounts`.
    ServiceCounts {
        /// The filter.
        filter: Filter,
    },
    /// Parses a text as a filter. Answered by `Parsed`.
    Parse {
        /// The text as typed.
        text: String,
    },
    /// Suggests how to continue a filter at the cursor. Answered by `Completion`.
    Complete {
        /// The text as typed.
        text: String,
        /// The cursor's position in UTF-16 units.
        cursor: usize,
        /// Maximum number of candidates.
        most: usize,
    },
    /// Edits a filter. Answered by `Edited`.
    Edit {
        /// The filter to edit.
        filter: Filter,
        /// The edit.
        edit: Edit,
    },
    /// Converts the filter of a version 1 address. Answered by `Edited`.
    FromTerms {
        /// An event must satisfy every term and the time range.
        terms: Vec<Term>,
        /// `null` selects all of time.
        time: Option<TimeRange>,
    },
    /// Example filters for the loaded data. Answered by `Examples`.
    Examples,
    /// The dashboard under a filter. Answered by `Overview`.
    Overview {
        /// The filter. A leaderboard ignores the clauses on its own column, the histogram ignores the time range.
        filter: Filter,
        /// Maximum number of histogram bins.
        bins: u32,
        /// What the histogram stacks: `outcome` or `service_name`.
        stack: String,
        /// Number of leaders in each leaderboard.
        leaders: u32,
        /// The time that the histogram covers; absent for that of all that is loaded.
        #[serde(default)]
        #[ts(optional = nullable)]
        zoom: Option<TimeRange>,
    },
    /// Events over time, in a chart for each value of a field. Answered by `SmallMultiples`.
    SmallMultiples {
        /// The filter; its time range is ignored.
        filter: Filter,
        /// A silver column, `requestParams.<key>`, or a field of the filter language such as `weekday`.
        by: String,
        /// Maximum number of bins.
        bins: u32,
        /// Maximum number of charts; the values with the most events come first.
        most: usize,
        /// The time that the charts cover; absent for that of all that is loaded.
        #[serde(default)]
        #[ts(optional = nullable)]
        zoom: Option<TimeRange>,
    },
    /// The selected events by hour of the week. Answered by `Week`.
    Week {
        /// The filter.
        filter: Filter,
        /// The offsets of the zone of the hours, in order of time; none for UTC.
        zone: Vec<ZoneOffset>,
    },
    /// One gold frame: its keys, fill rates and actions. Answered by `Gold`.
    Gold {
        /// The frame's `service_name`.
        service: String,
        /// The filter; the histogram ignores its time range.
        filter: Filter,
        /// Maximum number of histogram bins.
        bins: u32,
    },
    /// A window of a table. Answered by `Rows`.
    Rows {
        /// The table and its order.
        table: Table,
        /// The window's first row within the table.
        start: u32,
        /// Maximum number of rows.
        count: u32,
    },
    /// Where an event stands in a table. Answered by `RowPosition`.
    RowPosition {
        /// The table and its order.
        table: Table,
        /// The silver row.
        row: u32,
    },
    /// Where the first event at or after a time stands in a table. Answered by `TimePosition`.
    TimePosition {
        /// The table and its order.
        table: Table,
        /// Milliseconds since 1970 UTC.
        #[ts(type = "number")]
        time_ms: i64,
    },
    /// The selected events, grouped by one or two columns. Answered by `Groups`.
    Groups {
        /// The filter.
        filter: Filter,
        /// The service of a gold frame; absent for silver.
        #[serde(default)]
        #[ts(optional = nullable)]
        service: Option<String>,
        /// One or two silver columns, `requestParams.<key>`, or fields of the filter language such as `weekday`.
        by: Vec<String>,
        /// Maximum number of groups; those with the most events come first.
        most: usize,
    },
    /// The selected events by the values of two columns. Answered by `Crosstab`.
    Crosstab {
        /// The filter.
        filter: Filter,
        /// As in `groups`.
        #[serde(default)]
        #[ts(optional = nullable)]
        service: Option<String>,
        /// The column of the rows and that of the columns, as in `groups`.
        by: [String; 2],
        /// Maximum number of rows; those with the most events are listed.
        rows: usize,
        /// Maximum number of columns.
        columns: usize,
    },
    /// A window of the list of principals. Answered by `Principals`.
    Principals(PrincipalsQuery),
    /// One entity: a column or a request parameter with a value. Answered by `Entity`.
    Entity {
        /// The filter.
        filter: Filter,
        /// The entity.
        subject: Subject,
        /// The offsets of the zone of the week's hours, in order of time; none for UTC.
        zone: Vec<ZoneOffset>,
        /// Maximum number of histogram bins.
        bins: u32,
        /// Maximum length of a board.
        most: usize,
        /// Whether boards begin with what was first used last, instead of what was used most.
        newest: bool,
        /// The time that tells what is new; `null` for the middle of the entity's time.
        #[ts(type = "number | null")]
        split_ms: Option<i64>,
    },
    /// Two filters side by side. Answered by `Compared`.
    Compare {
        /// The filter compared.
        filter: Filter,
        /// What it is compared with; `null` compares its time range with the one before, or the halves of its time.
        against: Option<Filter>,
        /// Maximum length of a board.
        most: usize,
    },
    /// A window of what happened, in order of time and with repeats folded. Answered by `Storyline`.
    Storyline {
        /// The filter.
        filter: Filter,
        /// Repeats are one step while none is more than so many milliseconds after the one before.
        #[ts(type = "number")]
        pause_ms: i64,
        /// The window's first step.
        start: u32,
        /// Maximum number of steps.
        count: u32,
    },
    /// A window of the sessions, the latest first. Answered by `Sessions`.
    Sessions {
        /// The filter.
        filter: Filter,
        /// The window's first session.
        start: u32,
        /// Maximum number of sessions.
        count: u32,
    },
    /// A window of the actions whose result is an event of its own, in order of time. Answered by `LongActions`.
    LongActions {
        /// The filter, which selects the requests.
        filter: Filter,
        /// The window's first action.
        start: u32,
        /// Maximum number of actions.
        count: u32,
    },
    /// What the rules found. Answered by `Findings`.
    Findings {
        /// The filter; a finding counts if it has a selected event.
        filter: Filter,
        /// How many findings at most are listed.
        most: usize,
    },
    /// Findings by severity over time, in the bins of the overview. Answered by `FindingsOverTime`.
    FindingsOverTime {
        /// The filter; its time range is ignored.
        filter: Filter,
        /// Maximum number of bins.
        bins: u32,
        /// The time that the bins cover; absent for that of all that is loaded.
        #[serde(default)]
        #[ts(optional = nullable)]
        zoom: Option<TimeRange>,
    },
    /// A finding's events, and those of its principals around them. Answered by `FindingTimeline`.
    FindingTimeline {
        /// The finding's key.
        finding: String,
        /// Maximum number of bins.
        bins: u32,
    },
    /// The rules in use beside the pack, and what is tuned. Answered by `RulesInUse`.
    RulesInUse,
    /// A rule in full. Answered by `Rule`.
    Rule {
        /// Its id.
        id: String,
    },
    /// One event in full, with its raw record read again from the input. Answered by `Event`.
    Event {
        /// The silver row, from `Rows`.
        row: u32,
    },
    /// The event of a link. Answered by `EventFound`.
    EventByContent {
        /// What selects it: `Event::key`.
        key: Filter,
    },
    /// What belongs to an event: its request, session, command, query, run, and what its principal did around it. Answered
    /// by `Related`.
    Related {
        /// The silver row.
        row: u32,
        /// Time on each side of the event in which its principal's events are related, in milliseconds; a week at most.
        #[ts(type = "number")]
        within_ms: i64,
        /// Maximum number of bins of each group.
        bins: u32,
    },
    /// Unites filters: an event must satisfy one. Answered by `Edited`.
    AnyOf {
        /// The filters; none select no event.
        filters: Vec<Filter>,
    },
    /// A service's events, broken down by what auditors ask of it. Answered by `Breakdowns`.
    Breakdowns {
        /// The `service_name`.
        service: String,
        /// The filter.
        filter: Filter,
    },
    /// The cluster analysis of the Databricks blog. Answered by `Clusters`.
    Clusters {
        /// The filter.
        filter: Filter,
    },
    /// Logins over time and by user. Answered by `Accounts`.
    Accounts {
        /// The filter.
        filter: Filter,
        /// Maximum number of histogram bins.
        bins: u32,
    },
    /// Reads the bytes of a record again by its location, for instance that of a problem or duplicate. Answered by
    /// `Raw`.
    Raw {
        /// The input's index.
        input: u32,
        /// The record's number within the input, from 1.
        #[ts(type = "number")]
        record: u64,
        /// Its offset.
        #[ts(type = "number")]
        offset: u64,
        /// Its length.
        length: u32,
    },
    /// What the dictionary does not know of the loaded events, and what the providers' logs are known to lack. Answered by
    /// `Knowledge`.
    Knowledge,
    /// The bronze ledger. Answered by `Inputs`.
    Inputs,
    /// A window of the problems, in order of input and record. Answered by `Problems`.
    Problems {
        /// The window's first problem.
        start: u32,
        /// Maximum number of problems.
        count: u32,
    },
    /// A window of the duplicates, in order of input and record. Answered by `Duplicates`.
    Duplicates {
        /// The window's first duplicate.
        start: u32,
        /// Maximum number of duplicates.
        count: u32,
    },
    /// A window of the warnings, in reading order. Answered by `Warnings`.
    Warnings {
        /// The window's first warning.
        start: u32,
        /// Maximum number of warnings.
        count: u32,
    },
    /// A window of the conflicts, in reading order. Answered by `Conflicts`.
    Conflicts {
        /// The window's first conflict.
        start: u32,
        /// Maximum number of conflicts.
        count: u32,
    },
    /// How complete everything loaded looks, in the auditor's terms. Answered by `Completeness`.
    Completeness,
    /// All events by day or hour, in rows of services, workspaces or both, beside the usual. Answered by `EventGrid`.
    EventGrid {
        /// What the rows are.
        by: GridRows,
        /// The time shown; absent for all that is loaded. Up to a week is shown by the hour.
        #[serde(default)]
        #[ts(optional = nullable)]
        zoom: Option<TimeRange>,
        /// Maximum number of rows; those with the most events come first.
        most: usize,
    },
    /// The summary that `touchstone analyze --json` prints. Answered by `Summary`.
    Summary,
}

impl Question {
    /// Its filter; nothing where it has none.
    pub fn filter(&self) -> Option<Filter> {
        match self {
            Self::Rows { table, .. } | Self::TimePosition { table, .. } => Some(table.filter.clone()),
            Self::Principals(query) => Some(query.filter.clone()),
            Self::Overview { filter, .. }
            | Self::ServiceCounts { filter }
            | Self::Gold { filter, .. }
            | Self::Groups { filter, .. }
            | Self::Crosstab { filter, .. }
            | Self::SmallMultiples { filter, .. }
            | Self::Week { filter, .. }
            | Self::Findings { filter, .. }
            | Self::FindingsOverTime { filter, .. }
            | Self::Breakdowns { filter, .. }
            | Self::Clusters { filter }
            | Self::Entity { filter, .. }
            | Self::Compare { filter, .. }
            | Self::Storyline { filter, .. }
            | Self::Sessions { filter, .. }
            | Self::LongActions { filter, .. }
            | Self::Accounts { filter, .. } => Some(filter.clone()),
            _ => None,
        }
    }
}

/// A window of the list of principals: a filter, a search and an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalsQuery {
    /// The filter.
    pub filter: Filter,
    /// What names contain, without case; empty for all.
    pub search: String,
    /// Lists this kind only; `null` for all.
    pub kind: Option<PrincipalKind>,
    /// The order.
    pub sort: PrincipalOrder,
    /// Whether the largest come first.
    pub descending: bool,
    /// The window's first principal within the list.
    pub start: u32,
    /// Maximum number of principals.
    pub count: u32,
}

/// What principals are sorted by; equal ones by events, then by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PrincipalOrder {
    /// Their names.
    Name,
    /// Events.
    Events,
    /// First seen.
    First,
    /// Last seen.
    Last,
    /// The share of denied events.
    Denied,
    /// Distinct services.
    Services,
    /// Distinct source addresses.
    Addresses,
    /// Findings.
    Findings,
}

/// An entity: a column with a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// A silver column (`email`), or `requestParams.<key>` of any gold frame.
    pub column: String,
    /// The value as shown; `null` is the absent value.
    pub value: Option<String>,
}

/// What a zone is ahead of UTC from a time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZoneOffset {
    /// Milliseconds since 1970 UTC. The first offset of a zone holds before as well.
    #[ts(type = "number")]
    pub from_ms: i64,
    /// Milliseconds ahead of UTC, negative behind.
    #[ts(type = "number")]
    pub offset_ms: i64,
}

/// A table: a frame, a filter, the columns shown and their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Table {
    /// The service whose gold frame to show; absent for silver.
    pub service: Option<String>,
    /// The filter.
    pub filter: Filter,
    /// The columns shown, in order; empty for every column of the frame.
    pub columns: Vec<String>,
    /// The first decides, the next orders what it leaves equal; empty for event time, then input and record.
    pub sort: Vec<Sort>,
}

/// A column to sort by. Rows equal in all of them keep their order by event time, then input and record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sort {
    /// A column of the table.
    pub column: String,
    /// Whether the largest come first. The absent value comes last either way.
    pub descending: bool,
}

/// A file to export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// The contents.
    pub what: Exported,
    /// The file format.
    pub format: ExportFormat,
    /// Whether CSV begins without a byte order mark, which Excel needs to take it for UTF-8.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub no_bom: bool,
}

impl Export {
    /// An export in a format.
    pub fn new(what: Exported, format: ExportFormat) -> Self {
        Self { what, format, no_bom: false }
    }
}

/// What can be exported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Exported {
    /// The rows of a table, in its order; if it names no columns, all of the frame's.
    Table {
        /// The table.
        table: Table,
        /// Maximum number of rows; absent for all.
        #[serde(default)]
        #[ts(optional)]
        most: Option<u32>,
        /// Rows left out before.
        #[serde(default)]
        #[ts(optional, as = "Option<u32>")]
        start: u32,
    },
    /// The problems.
    Problems,
    /// The duplicates.
    Duplicates,
    /// Lost or guessed values.
    Warnings,
    /// Records that share an id with an earlier event but differ in content.
    Conflicts,
    /// What the rules found.
    Findings {
        /// The filter; a finding counts if it has a selected event.
        filter: Filter,
    },
    /// What the page shows of an answer, as the table it is.
    Shown {
        /// Its title.
        title: String,
        /// The question of the answer.
        question: Box<Question>,
        /// Where in the answer it is: each step names a member, or as `member=value` the first object of a list that has
        /// the value.
        part: Vec<String>,
    },
}

impl Exported {
    /// Its title: what the file is of.
    pub fn title(&self) -> String {
        match self {
            Self::Table { table, .. } => {
                table.service.as_ref().map_or("Silver".to_owned(), |service| format!("Gold {service}"))
            }
            Self::Problems => "Problems".to_owned(),
            Self::Duplicates => "Duplicates".to_owned(),
            Self::Warnings => "Warnings".to_owned(),
            Self::Conflicts => "Conflicts".to_owned(),
            Self::Findings { .. } => "Findings".to_owned(),
            Self::Shown { title, .. } => title.clone(),
        }
    }

    /// Its filter; nothing where none can apply.
    pub fn filter(&self) -> Option<Filter> {
        match self {
            Self::Table { table, .. } => Some(table.filter.clone()),
            Self::Findings { filter } => Some(filter.clone()),
            Self::Shown { question, .. } => question.filter(),
            Self::Problems | Self::Duplicates | Self::Warnings | Self::Conflicts => None,
        }
    }

    /// All rows of a table.
    pub fn table(table: Table) -> Self {
        Self::Table { table, most: None, start: 0 }
    }
}

/// File formats for export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// Typed columns; gold has `requestParams` as a struct of strings.
    Parquet,
    /// RFC 4180, with cells escaped that a spreadsheet would run as formulas.
    Csv,
    /// One JSON object per line.
    Ndjson,
    /// A workbook for Excel, with what it rests on in a sheet of its own.
    Xlsx,
    /// A Markdown table.
    Markdown,
    /// Cells divided by tabs, as spreadsheets take them when they are pasted.
    Tsv,
    /// A JSON list of objects.
    Json,
    /// The original bytes of the records, read again from their inputs, one record a line if each was on one line.
    Raw,
    /// Findings as SARIF 2.1.0.
    Sarif,
    /// Findings as Detection Findings of OCSF, one JSON object per line.
    Ocsf,
    /// The events of findings for Timesketch, one JSON object per line.
    Timesketch,
    /// What findings rest on: the rules, their tuning and the inputs, as JSON.
    Basis,
}

impl ExportFormat {
    /// Whether a file of this form says itself what it rests on. Otherwise that is a file beside it.
    pub fn has_basis(self) -> bool {
        match self {
            Self::Parquet | Self::Xlsx | Self::Markdown | Self::Sarif | Self::Basis => true,
            Self::Csv | Self::Ndjson | Self::Tsv | Self::Json | Self::Raw | Self::Ocsf | Self::Timesketch => false,
        }
    }
}
