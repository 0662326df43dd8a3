//! The cluster analysis of the Databricks blog.

use serde::Serialize;
use ts_rs::TS;

use super::overview::Leader;
use super::principals::Named;

/// Which clusters were created, by whom, and which never terminate. Counts only `create` events.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Clusters {
    /// Number of `create` events.
    pub created: u32,
    /// Per UTC day, in order; days without a creation between the first and the last are listed with 0.
    pub per_day: Vec<DayCount>,
    /// Per `cluster_creator`, most first; `null` counts the clusters that people created.
    pub by_creator: Vec<Leader>,
    /// Per job id, most first. The id comes from cluster names of the form `job-<jobId>-run-<runId>`.
    pub per_job: Vec<JobCount>,
    /// All-purpose clusters (no `cluster_creator`) created with `autotermination_minutes` 0.
    pub without_autotermination: Vec<ClusterWithoutAutotermination>,
}

/// Events on a day.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayCount {
    /// The UTC day: `2019-12-28`.
    pub date: String,
    /// Number of events.
    pub events: u32,
}

/// The clusters created for one job.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobCount {
    /// The job's id.
    pub job_id: String,
    /// Number of clusters.
    pub created: u32,
    /// Distinct `requestParams.user_id` of these events, in order of first appearance. Normally one: a job's creator
    /// never changes.
    pub user_ids: Vec<String>,
    /// The e-mail address of the only `user_id`, if the log has one beside it and no other; `null` otherwise.
    pub owner: Option<String>,
    /// What each of `user_ids` is called.
    pub owners: Vec<JobOwner>,
}

/// A `user_id` and what the log has beside it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobOwner {
    /// The `user_id`.
    pub user_id: String,
    /// Its names, in all that is loaded; several where the log does not agree.
    pub names: Vec<Named>,
}

/// A cluster that runs until somebody stops it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClusterWithoutAutotermination {
    /// The silver row of its `create` event.
    pub row: u32,
    /// Creation time, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub created_ms: Option<i64>,
    /// E-mail of its creator.
    pub email: Option<String>,
    /// `requestParams.cluster_name`.
    pub cluster_name: Option<String>,
    /// `cluster_id` in the response's result.
    pub cluster_id: Option<String>,
}
