//! Jobs: what ran, with what outcome, and whose it is.

use crate::breakdowns::Definition;

const ENDED: &str = "action:(runSucceeded, runFailed)";

pub(super) const JOBS: &[Definition] = &[
    Definition::new(
        "Runs per day",
        "Counts runs that ended, by the UTC day of their end, and those that succeeded.",
        ENDED,
        &["event_date"],
    )
    .part("succeeded", "action:runSucceeded")
    .distinct("jobs", "requestParams.jobId"),
    Definition::new(
        "Success by job",
        "Counts runs that ended, by jobId, and those that succeeded.",
        ENDED,
        &["requestParams.jobId"],
    )
    .part("succeeded", "action:runSucceeded"),
    Definition::new(
        "Failures by task",
        "Counts failed runs by jobId and taskKey.",
        "action:runFailed",
        &["requestParams.jobId", "requestParams.taskKey"],
    ),
    Definition::new(
        "Owners",
        "Counts who created, reset or updated each job; job_id is empty where the request does not name it.",
        "action:(create, reset, update)",
        &["email", "requestParams.job_id"],
    ),
    Definition::new(
        "Started by hand",
        "Counts runNow and submitRun by principal.",
        "action:(runNow, submitRun)",
        &["email"],
    ),
];
