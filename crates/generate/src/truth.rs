//! The exact contents of a generated log. Everything except the records of files and incidents counts events: copies
//! count once, bad lines not at all. Events count as they are, whatever a format tells about them: in Immuta's formats,
//! too, an event has its service and status.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, Outcomes};

/// The exact contents of a generated log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// The options that reproduce these bytes.
    pub generator: Provenance,
    /// The files, by path; `file` in everything below is an index into this list.
    pub files: Vec<FileTruth>,
    /// `records = events + duplicates + bad_lines`.
    pub totals: Totals,
    /// The earliest and latest event, epoch milliseconds; `None` for an empty log.
    pub time: Option<Span>,
    /// Events by outcome.
    pub outcomes: Outcomes,
    /// Events by UTC day, `YYYY-MM-DD`.
    pub days: BTreeMap<String, u64>,
    /// Events by effective workspace: `requestParams.workspace_id` for account-level events, else the record's own,
    /// which is `0` at account level and empty in the 2019 shape.
    pub workspaces: BTreeMap<String, u64>,
    /// By `serviceName`.
    pub services: BTreeMap<String, ServiceTruth>,
    /// Events by `userIdentity.email`, most first.
    pub emails: Vec<NamedCount>,
    /// Events by `userIdentity.email`, else `requestParams.user`, most first.
    pub principals: Vec<NamedCount>,
    /// Denied events by `userIdentity.email`, most first.
    pub denied: Vec<NamedCount>,
    /// Runs of jobs that ended, by UTC day.
    pub runs: BTreeMap<String, RunTruth>,
    /// The blog's analysis of clusters.
    pub clusters: ClusterTruth,
    /// Logins.
    pub accounts: AccountTruth,
    /// Number of duplicates by cause.
    pub duplicates: Duplicates,
    /// The lines that are not audit records.
    pub bad_lines: Vec<BadLine>,
    /// The planted incidents.
    pub incidents: Vec<IncidentTruth>,
}

/// The options that reproduce these bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// `touchstone-generate` and its version.
    pub name: String,
    /// The seed.
    pub seed: u64,
    /// The first day.
    pub start: String,
    /// Days covered.
    pub days: u32,
    /// The shape, as on the command line.
    pub shape: String,
    /// Workspaces besides the account level.
    pub workspaces: u32,
    /// The format, as on the command line; omitted for delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The container, as on the command line; omitted for JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
}

/// A file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTruth {
    /// Relative to the directory, with `/`.
    pub path: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its records, which are lines in most formats: events, copies and bad lines.
    pub records: u64,
    /// Number of bad lines.
    pub bad_lines: u64,
}

/// `records = events + duplicates + bad_lines`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Records in all files.
    pub records: u64,
    /// Distinct events.
    pub events: u64,
    /// Copies of events.
    pub duplicates: u64,
    /// Lines that are not audit records.
    pub bad_lines: u64,
    /// Total length of all files in bytes.
    pub bytes: u64,
}

/// A time span, both ends included, in epoch milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The earliest.
    pub first_ms: i64,
    /// The latest.
    pub last_ms: i64,
}

/// A service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTruth {
    /// Its events.
    pub events: u64,
    /// By `actionName`.
    pub actions: BTreeMap<String, Outcomes>,
    /// The keys of `requestParams`, with the number of events in which each is not null; keys that are always null are
    /// omitted.
    pub keys: BTreeMap<String, u64>,
}

/// The number of events with a name, or without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCount {
    /// The name.
    pub name: Option<String>,
    /// Number of events.
    pub events: u64,
}

/// Events of `clusters.create`, whatever their response.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterTruth {
    /// By UTC day.
    pub created_by_day: BTreeMap<String, u64>,
    /// By `cluster_creator`, most first.
    pub created_by_creator: Vec<NamedCount>,
    /// By job id, for each `cluster_name` that consists of `job-<digits>-run-<digits>`.
    pub created_by_job: BTreeMap<String, JobTruth>,
    /// With `autotermination_minutes` 0, by `cluster_creator`.
    pub without_autotermination: Vec<NamedCount>,
    /// Those of them without `cluster_creator`.
    pub all_purpose_without_autotermination: Vec<NeverStopping>,
}

/// The clusters of a job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobTruth {
    /// Number of clusters.
    pub created: u64,
    /// The `user_id`s of these events, in order.
    pub user_ids: Vec<String>,
}

/// An all-purpose cluster without autotermination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeverStopping {
    /// `userIdentity.email`.
    pub email: Option<String>,
    /// `cluster_name`.
    pub cluster_name: String,
    /// Location of its first occurrence.
    pub place: Place,
}

/// The runs of a day: events `jobs.runSucceeded` and `jobs.runFailed`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunTruth {
    /// Number of runs.
    pub ended: u64,
    /// Those that succeeded.
    pub succeeded: u64,
    /// Distinct `jobId`s.
    pub jobs: u64,
}

/// Events of `accounts` that are logins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountTruth {
    /// The login actions.
    pub login_actions: Vec<String>,
    /// By user.
    pub logins: Vec<LoginTruth>,
}

/// The logins of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginTruth {
    /// `userIdentity.email`, else `requestParams.user`.
    pub user: String,
    /// Successful, denied, failed and unknown ones.
    pub outcomes: Outcomes,
}

/// Number of duplicates by cause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicates {
    /// Identical bytes.
    pub exact: u64,
    /// Identical content with reordered keys.
    pub reordered: u64,
    /// Lines repeated by a superset.
    pub redelivered: u64,
}

/// A line that is not an audit record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadLine {
    /// What is wrong.
    pub kind: BadLineKind,
    /// Its location.
    pub place: Place,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadLineKind {
    /// The start of a record.
    Torn,
    /// Not JSON.
    NotJson,
    /// JSON, but not an object.
    Scalar,
    /// An object of no known format.
    UnknownFormat,
}

/// An index into [`Truth::files`] and the record's number in that file, from 1. Serialized as a list of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place(pub usize, pub u64);

/// A planted incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentTruth {
    /// A stable id.
    pub id: String,
    /// A short title.
    pub title: String,
    /// What was planted.
    pub what: String,
    /// Its actors, in order.
    pub principals: Vec<String>,
    /// From its first event to its last.
    pub time: Span,
    /// Number of events.
    pub events: u64,
    /// Locations of its records, in order; more than events if the log has copies of them.
    pub records: Vec<Place>,
}

impl Truth {
    /// Writes it to a file as JSON on one line.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let failed = |cause| Error::Write { path: path.to_owned(), cause };
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        serde_json::to_writer(&mut file, self).map_err(|cause| Error::Truth { path: path.to_owned(), cause })?;
        file.write_all(b"\n").and_then(|()| file.flush()).map_err(failed)
    }
}
