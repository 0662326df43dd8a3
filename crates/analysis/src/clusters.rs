//! The cluster analysis of the Databricks blog.

use std::collections::{BTreeMap, BTreeSet};

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Evaluator, RowView};
use touchstone_record::time;

use crate::answer::{ClusterWithoutAutotermination, Clusters, DayCount, JobCount, JobOwner, Leader};
use crate::filter::Filter;
use crate::names::{Names, agreed};
use crate::query_result::QueryResult;
use crate::select::narrowed;

const DAY_MS: i64 = 86_400_000;

/// Empty days are listed only in spans up to this length: one damaged time must not add ten thousand days.
const DAYS_LISTED: i64 = 1000;

#[inline(never)]
pub(crate) fn clusters(medallion: &Medallion, evaluator: &mut Evaluator, filter: &Filter) -> QueryResult<Clusters> {
    let of_service = narrowed(filter.expr(), SilverColumn::ServiceName, &["clusters"]);
    let creates = evaluator.select(medallion, &narrowed(&of_service, SilverColumn::ActionName, &["create"]));
    let mut days: BTreeMap<i64, u32> = BTreeMap::new();
    let mut creators: BTreeMap<Option<&str>, u32> = BTreeMap::new();
    let mut jobs: BTreeMap<&str, (u32, Vec<&str>)> = BTreeMap::new();
    let mut without_autotermination = Vec::new();
    for event in RowView::of_selected(medallion, &creates) {
        let created_ms = event.time_ms();
        if let Some(time) = created_ms {
            *days.entry(time.div_euclid(DAY_MS)).or_default() += 1;
        }
        let creator = event.param("cluster_creator");
        *creators.entry(creator).or_default() += 1;
        let cluster_name = event.param("cluster_name");
        if let Some(job_id) = cluster_name.and_then(job_id) {
            let (clusters, user_ids) = jobs.entry(job_id).or_default();
            *clusters += 1;
            if let Some(user_id) = event.param("user_id")
                && !user_ids.contains(&user_id)
            {
                user_ids.push(user_id);
            }
        }
        if creator.is_none() && event.param("autotermination_minutes") == Some("0") {
            without_autotermination.push(ClusterWithoutAutotermination {
                row: event.row(),
                created_ms,
                email: event.text(SilverColumn::Email).map(str::to_owned),
                cluster_name: cluster_name.map(str::to_owned),
                cluster_id: event.text(SilverColumn::Result).and_then(cluster_id),
            });
        }
    }
    without_autotermination.sort_by(|a, b| (&a.created_ms, a.row).cmp(&(&b.created_ms, b.row)));
    let mut by_creator: Vec<Leader> = creators
        .into_iter()
        .map(|(creator, events)| Leader { value: creator.map(str::to_owned), events, chosen: false, excluded: false })
        .collect();
    by_creator.sort_by_key(|leader| std::cmp::Reverse(leader.events));
    let names = if jobs.is_empty() {
        Names::default()
    } else {
        let of_jobs: BTreeSet<&str> = jobs.values().flat_map(|(_, user_ids)| user_ids.iter().copied()).collect();
        Names::of(medallion, evaluator, &|id| of_jobs.contains(id))?
    };
    let mut per_job: Vec<JobCount> = jobs
        .into_iter()
        .map(|(job_id, (created, user_ids))| {
            let owners: Vec<JobOwner> = user_ids
                .iter()
                .map(|id| JobOwner { user_id: (*id).to_owned(), names: names.get(id).to_vec() })
                .collect();
            JobCount {
                job_id: job_id.to_owned(),
                created,
                user_ids: user_ids.into_iter().map(str::to_owned).collect(),
                owner: if let [owner] = owners.as_slice() { agreed(&owner.names) } else { None },
                owners,
            }
        })
        .collect();
    per_job.sort_by_key(|job| std::cmp::Reverse(job.created));
    Ok(Clusters { created: creates.count(), per_day: per_day(&days), by_creator, per_job, without_autotermination })
}

fn per_day(days: &BTreeMap<i64, u32>) -> Vec<DayCount> {
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value()) else {
        return Vec::new();
    };
    let count = |day: i64, events: u32| DayCount { date: time::date(day * DAY_MS), events };
    if last - first < DAYS_LISTED {
        (*first..=*last).map(|day| count(day, days.get(&day).copied().unwrap_or_default())).collect()
    } else {
        days.iter().map(|(day, events)| count(*day, *events)).collect()
    }
}

/// The job id, if the whole cluster name has the form `job-<jobId>-run-<runId>`.
fn job_id(cluster_name: &str) -> Option<&str> {
    let (job_id, run_id) = cluster_name.strip_prefix("job-")?.split_once("-run-")?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(job_id) && digits(run_id)).then_some(job_id)
}

fn cluster_id(result: &str) -> Option<String> {
    let result: serde_json::Value = serde_json::from_str(result).ok()?;
    result.get("cluster_id")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn job_ids_come_from_whole_names_only() {
        for (name, expected) in [
            ("job-31303-run-1194", Some("31303")),
            ("job-12-of-3", None),
            ("job-12-run-3-copy", None),
            ("my job-12-run-3", None),
            ("job--run-3", None),
            ("job-12-run-", None),
            ("job-a-run-3", None),
        ] {
            assert_eq!(job_id(name), expected, "{name}");
        }
    }
}
