//! What a generated log contains, exactly. Everything but the records of files and incidents counts events: copies
//! count once, bad lines not at all. Events count as what they are, whatever the format says about them: one that
//! Immuta tells still has its service and its status.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, Outcomes};

/// What a generated log contains, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// The options that give these bytes again.
    pub generator: Provenance,
    /// The files, in the order of their paths; their place in this list is the `file` of everything below.
    pub files: Vec<FileTruth>,
    /// `records = events + duplicates + bad_lines`.
    pub totals: Totals,
    /// The earliest and the latest event, epoch milliseconds; none in an empty log.
    pub time: Option<Span>,
    /// Events by outcome.
    pub outcomes: Outcomes,
    /// Events by UTC day, `YYYY-MM-DD`.
    pub days: BTreeMap<String, u64>,
    /// Events by effective workspace: `requestParams.workspace_id` of account-level events, else the record's own,
    /// which is `0` at account
    /// level and empty in the 2019 shape.
    pub workspaces: BTreeMap<String, u64>,
    /// By `serviceName`.
    pub services: BTreeMap<String, ServiceTruth>,
    /// Events by `userIdentity.email`, most first.
    pub emails: Vec<NamedCount>,
    /// Events by `userIdentity.email`, else `requestParams.user`, most first.
    pub principals: Vec<NamedCount>,
    /// The questions of the blog about clusters.
    pub clusters: ClusterTruth,
    /// Logins.
    pub accounts: AccountTruth,
    /// How the duplicates came about.
    pub duplicates: Duplicates,
    /// The lines that are no audit record.
    pub bad_lines: Vec<BadLine>,
    /// The planted incidents.
    pub incidents: Vec<IncidentTruth>,
}

/// The options that give these bytes again.
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
    /// The format, as on the command line; left out if it is delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The container, as on the command line; left out if it is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
}

/// A file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTruth {
    /// Relative to the directory, with `/`.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its records, which in most formats are lines: events, copies and bad lines.
    pub records: u64,
    /// Of these, bad lines.
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
    /// Lines that are no audit record.
    pub bad_lines: u64,
    /// The length of all files.
    pub bytes: u64,
}

/// Two moments, both included, epoch milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The earlier.
    pub first_ms: i64,
    /// The later.
    pub last_ms: i64,
}

/// A service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTruth {
    /// Its events.
    pub events: u64,
    /// By `actionName`.
    pub actions: BTreeMap<String, Outcomes>,
    /// The keys of `requestParams` with the number of events in which each is not null; one that is always null is
    /// not listed.
    pub keys: BTreeMap<String, u64>,
}

/// How often a name occurs, where having none is one of the cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCount {
    /// The name.
    pub name: Option<String>,
    /// How often.
    pub events: u64,
}

/// Events of `clusters.create`, whatever their response.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterTruth {
    /// By UTC day.
    pub created_by_day: BTreeMap<String, u64>,
    /// By `cluster_creator`, most first.
    pub created_by_creator: Vec<NamedCount>,
    /// By the job id in a `cluster_name` that is `job-<digits>-run-<digits>` and nothing more.
    pub created_by_job: BTreeMap<String, JobTruth>,
    /// With `autotermination_minutes` 0, by `cluster_creator`.
    pub without_autotermination: Vec<NamedCount>,
    /// Of these, each that no `cluster_creator` made.
    pub all_purpose_without_autotermination: Vec<NeverStopping>,
}

/// The clusters of a job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobTruth {
    /// How many were created.
    pub created: u64,
    /// The `user_id`s they were created with, in order.
    pub user_ids: Vec<String>,
}

/// An all-purpose cluster without autotermination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeverStopping {
    /// `userIdentity.email`.
    pub email: Option<String>,
    /// `cluster_name`.
    pub cluster_name: String,
    /// The file and the record of its first occurrence.
    pub place: Place,
}

/// Events of `accounts` that are logins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountTruth {
    /// The actions that count as a login.
    pub login_actions: Vec<String>,
    /// In order of the user.
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

/// How the duplicates came about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicates {
    /// Byte for byte.
    pub exact: u64,
    /// The same content with its keys in another order.
    pub reordered: u64,
    /// Lines that a superset delivers again.
    pub redelivered: u64,
}

/// A line that is no audit record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadLine {
    /// What is wrong.
    pub kind: BadLineKind,
    /// Where it is.
    pub place: Place,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadLineKind {
    /// The beginning of a record.
    Torn,
    /// No JSON at all.
    NotJson,
    /// JSON, but no object.
    Scalar,
    /// An object of no known format.
    UnknownFormat,
}

/// The number of a file in [`Truth::files`], and the 1-based number of the record in it. Written as a list of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place(pub usize, pub u64);

/// A planted incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentTruth {
    /// Stable.
    pub id: String,
    /// A short title.
    pub title: String,
    /// What was planted.
    pub what: String,
    /// Who acts in it, in order.
    pub principals: Vec<String>,
    /// From its first event to its last.
    pub time: Span,
    /// Its events.
    pub events: u64,
    /// Their records in order; more than events when the log has copies of them.
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
