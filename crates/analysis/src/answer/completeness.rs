//! How complete the loaded logs look, as far as they can tell. Part of the summary, whose schema fixes these names.

use std::collections::BTreeMap;

use serde::Serialize;
use touchstone_dictionary::{GapKind, Product};
use ts_rs::TS;

/// How complete everything loaded looks. No filter narrows it. Days and hours are UTC.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct Completeness {
    /// Events by day of each workspace and service, by workspace, then service.
    pub series: Vec<EventSeries>,
    /// Hours without events that differ from the rhythm of what should have them: everything first, then workspaces,
    /// services, and services of a workspace.
    pub silences: Vec<Silence>,
    /// What the names of folders say.
    pub folders: FolderDates,
    /// Events whose folder is of another day, by input.
    pub outside: Vec<OutsideFolder>,
    /// What the provider's logs are known to lack in the loaded span of time.
    pub gaps: Vec<GapSummary>,
    /// How the loaded span compares with what providers keep.
    pub retention: Vec<RetentionEdge>,
    /// Records that are not counted by day, or not reliably.
    pub doubts: Doubts,
    /// What none of this can tell, as sentences.
    pub cannot_tell: Vec<String>,
}

/// The events of a workspace and service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct EventSeries {
    /// The workspace; empty for events that name none.
    pub workspace: String,
    /// The service; empty for events that name none.
    pub service: String,
    /// Events with a time.
    #[ts(type = "number")]
    pub events: u64,
    /// Events by day, `2025-10-06`; days without events are left out.
    #[ts(type = "Record<string, number>")]
    pub days: BTreeMap<String, u64>,
}

/// Hours without an event where other days have many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Silence {
    /// The workspace; `null` for all.
    pub workspace: Option<String>,
    /// The service; `null` for all.
    pub service: Option<String>,
    /// The first empty hour, RFC 3339.
    pub from: String,
    /// The end of the last empty hour.
    pub until: String,
    /// How many hours.
    #[ts(type = "number")]
    pub hours: u64,
    /// How many events the same hours usually have: the median over comparable days.
    #[ts(type = "number")]
    pub usually: u64,
    /// All of that in a sentence.
    pub message: String,
}

/// What folders such as `workspaceId=7/date=2025-10-06` name, and what their files hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct FolderDates {
    /// How many folders are of a day.
    #[ts(type = "number")]
    pub folders: u64,
    /// The first day that a folder names.
    pub first: Option<String>,
    /// The last day that a folder names.
    pub last: Option<String>,
    /// Days between them without a folder where comparable days have one.
    pub missing: Vec<MissingDates>,
    /// Folders whose files hold no event of their day.
    pub empty: Vec<FolderDate>,
    /// Days with events in dated folders, none of which names the day.
    pub unnamed: Vec<UnnamedDate>,
    /// Workspaces that folders name, and no event.
    pub workspaces_without_events: Vec<String>,
    /// Workspaces that events name, and no folder, where folders name workspaces.
    pub workspaces_without_folder: Vec<String>,
}

/// Days that lack a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MissingDates {
    /// The workspace whose folders lack them; `null` where no folder at all is of these days.
    pub workspace: Option<String>,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// How many days.
    #[ts(type = "number")]
    pub days: u64,
}

/// A folder of a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
pub struct FolderDate {
    /// The workspace that the folders name.
    pub workspace: Option<String>,
    /// The day.
    pub date: String,
}

/// A day with events that no folder names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct UnnamedDate {
    /// The day.
    pub date: String,
    /// How many events.
    #[ts(type = "number")]
    pub events: u64,
}

/// Events of an input, or of a file in an archive, whose folder is of another day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OutsideFolder {
    /// The input's index, from 0.
    pub input: u32,
    /// The path whose folder names the day.
    pub path: String,
    /// The folder's day.
    pub date: String,
    /// How many events are of other days.
    #[ts(type = "number")]
    pub events: u64,
    /// The time of the first of them, RFC 3339.
    pub first: String,
    /// The time of the last of them.
    pub last: String,
}

/// A known gap of a provider's logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct GapSummary {
    /// `databricks` or `immuta`.
    #[ts(type = "string")]
    pub product: Product,
    /// `late`, `never`, `outage`, `retention` or `truncated`.
    #[ts(type = "string")]
    pub kind: GapKind,
    /// The loaded services concerned; empty for all of the product's.
    pub services: Vec<String>,
    /// The first UTC day; `null` if there is none.
    pub from: Option<String>,
    /// The last UTC day; `null` if it goes on.
    pub to: Option<String>,
    /// What is missing, in a sentence.
    pub means: String,
    /// The publisher of the source.
    pub source: String,
    /// The address of the source.
    pub url: String,
}

/// How long a provider keeps events, and how long the loaded ones reach back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RetentionEdge {
    /// `databricks` or `immuta`.
    #[ts(type = "string")]
    pub product: Product,
    /// For how many days events are kept.
    pub days: u32,
    /// The time of the product's first event, RFC 3339.
    pub first: String,
    /// Days from its first to its last event, rounded up.
    #[ts(type = "number")]
    pub span_days: u64,
    /// Whether the first event is about as old as events get, counted from the last one: older ones may be deleted.
    pub is_edge: bool,
    /// What the provider keeps, in a sentence.
    pub means: String,
}

/// Records that no day counts, or not reliably.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Doubts {
    /// Events without a time.
    #[ts(type = "number")]
    pub undated: u64,
    /// Records that repeat an event.
    #[ts(type = "number")]
    pub duplicates: u64,
    /// Records that share an id with an earlier event but differ in content.
    #[ts(type = "number")]
    pub conflicts: u64,
    /// Records that could not be read.
    #[ts(type = "number")]
    pub problems: u64,
    /// Inputs that were not read to their end.
    #[ts(type = "number")]
    pub unread: u64,
    /// Files that were left aside.
    #[ts(type = "number")]
    pub skipped: u64,
    /// Workspaces, services and services of a workspace with a rhythm that their silence can be told by.
    #[ts(type = "number")]
    pub judged: u64,
    /// Those with too few events or days for that.
    #[ts(type = "number")]
    pub unjudged: u64,
}

/// Events by day or hour. Days and hours are UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EventGrid {
    /// The start of the first column, milliseconds since 1970.
    #[ts(type = "number")]
    pub from_ms: i64,
    /// How long a column is, in milliseconds: an hour, a day or several days.
    #[ts(type = "number")]
    pub step_ms: i64,
    /// How many columns.
    pub columns: u32,
    /// Everything first, then the rows with the most events of the shown time.
    pub rows: Vec<GridRow>,
    /// How many rows there are besides everything, shown or not.
    #[ts(type = "number")]
    pub total_rows: u64,
    /// Events of the shown time that are in none of the shown rows but the first.
    #[ts(type = "number")]
    pub rest: u64,
    /// Whether there are too many hours of workspaces and services to be counted. There are no rows then.
    pub uncounted: bool,
}

/// A row of an `EventGrid`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GridRow {
    /// The workspace; empty for events that name none, `null` for all.
    pub workspace: Option<String>,
    /// The service; empty for events that name none, `null` for all.
    pub service: Option<String>,
    /// Its events in the shown time.
    #[ts(type = "number")]
    pub events: u64,
    /// How many columns have events.
    pub filled: u32,
    /// The events of each column.
    #[ts(type = "number[]")]
    pub counts: Vec<u64>,
    /// How many events each column usually has: the median of the same hours of comparable days; `null` where those are
    /// too few. Empty where a column is several days.
    #[ts(type = "(number | null)[]")]
    pub usually: Vec<Option<u64>>,
    /// The hours of each column that are unusually silent.
    pub silent: Vec<u32>,
}
