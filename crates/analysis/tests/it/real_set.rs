//! The data set of the Databricks blog, if this machine has it. `generated.rs` asks the same questions of generated
//! logs and runs everywhere.

use std::io::Write as _;

use crate::support::{ask, load_files};
use serde_json::Value;
use touchstone_analysis::answer::{Answer, Leader};
use touchstone_analysis::{Filter, Question};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/samples");

fn by_value(leaders: &[Leader]) -> Value {
    let count = |leader: &Leader| (leader.value.clone().unwrap_or("null".to_owned()), Value::from(leader.events));
    leaders.iter().map(count).collect()
}

#[test]
fn the_blogs_figures_come_out() {
    let Ok(expected) = std::fs::read_to_string(format!("{SAMPLES}/databricks-blog-2019-12-28.expected.json")) else {
        // Bypasses the test harness, which hides the output of passing tests.
        let said = "skipped: this machine does not have the blog's data set";
        return writeln!(std::io::stderr(), "{said}").unwrap_or_default();
    };
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let session = load_files(&[&format!("{SAMPLES}/databricks-blog-2019-12-28.jsonl")]);
    let Answer::Summary(summary) = ask(&session, &Question::Summary) else { panic!() };
    let totals = &summary.totals;
    assert_eq!((totals.records, totals.events, totals.duplicates, totals.problems), (2239, 2239, 0, 0));
    assert_eq!(summary.gold.len(), 1);
    let clusters = &summary.gold["clusters"];
    assert_eq!(clusters.rows, 2239);
    assert_eq!(serde_json::to_value(&clusters.actions).unwrap(), expected["actions"]);
    let keys: Vec<&str> =
        clusters.columns.iter().map(|column| column.strip_prefix("requestParams.").unwrap()).collect();
    assert_eq!(serde_json::to_value(keys).unwrap(), expected["gold_clusters_requestParams_keys"]);
    let emails: Value = summary.principals.iter().map(|p| (p.email.clone().unwrap(), Value::from(p.events))).collect();
    assert_eq!(emails, expected["emails"]);
    assert_eq!(summary.time.first.as_deref(), Some("2019-12-28T00:01:28.885Z"));

    let Answer::Clusters(clusters) = ask(&session, &Question::Clusters { filter: Filter::default() }) else { panic!() };
    assert_eq!(clusters.created, 714);
    let days: Value = clusters.per_day.iter().map(|day| (day.date.clone(), Value::from(day.events))).collect();
    assert_eq!(days, expected["clusters_created_by_day*"]);
    assert_eq!(by_value(&clusters.by_creator), expected["cluster_creator_of_create*"]);
    let jobs: Vec<_> =
        clusters.per_job.iter().map(|job| (job.job_id.as_str(), job.created, &job.user_ids[..])).collect();
    assert_eq!(jobs, [("31303", 709, &["101364".to_owned()][..])]);
    let mut found: Vec<Value> = clusters
        .without_autotermination
        .iter()
        .map(|cluster| serde_json::json!([cluster.email, cluster.cluster_name, cluster.cluster_id]))
        .collect();
    found.sort_by_key(ToString::to_string);
    assert_eq!(Value::from(found), expected["all_purpose_without_autotermination"]);
}
