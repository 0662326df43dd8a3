//! The blog's analysis of `clusters`.

use serde::Serialize;
use ts_rs::TS;

use super::overview::Leader;

/// What was created, by whom, and what never terminates. Only `create` events are counted.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Clusters {
    /// How many `create` events there are.
    pub created: u32,
    /// Per UTC day, in order; days without a creation between the first and the last are listed with 0.
    pub per_day: Vec<DayCount>,
    /// By `cluster_creator`, most first; `null` are those that a person created.
    pub by_creator: Vec<Leader>,
    /// Per job id taken from a name that is `job-<jobId>-run-<runId>` as a whole, most first.
    pub per_job: Vec<JobCount>,
    /// All-purpose clusters (no `cluster_creator`) created with `autotermination_minutes` 0.
    pub without_autotermination: Vec<ClusterWithoutAutotermination>,
}

/// Events on a day.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayCount {
    /// The UTC day, `2019-12-28`.
    pub date: String,
    /// Events on it.
    pub events: u32,
}

/// The clusters that a job created.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobCount {
    /// The job.
    pub job_id: String,
    /// Clusters created for it.
    pub created: u32,
    /// `requestParams.user_id` of these creations, in order of first appearance. A job's creator never changes, so there is one.
    pub user_ids: Vec<String>,
}

/// A cluster that runs until somebody stops it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClusterWithoutAutotermination {
    /// The silver row of its creation.
    pub row: u32,
    /// When it was created, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub created_ms: Option<i64>,
    /// Who created it.
    pub email: Option<String>,
    /// `requestParams.cluster_name`.
    pub cluster_name: Option<String>,
    /// `cluster_id` of the response's result.
    pub cluster_id: Option<String>,
}
