//! Immuta: queries, data sources, policies. A query over several sources is several records with one `queryId`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Expr, RowView};

use crate::answer::{Breakdown, BreakdownGroup};
use crate::breakdowns::{Definition, MAX_GROUPS, parsed};
use crate::cache::Cache;
use crate::filter::Filter;
pub(super) use crate::immuta::SERVICE;
use crate::query_result::QueryResult;
use crate::select::narrowed;

const QUERIES: &str = "action:QUERY";

pub(super) const IMMUTA: &[Definition] = &[
    Definition::new(
        "Queries per day",
        "Counts QUERY records by UTC day and outcome; queries are distinct queryIds, since a join gives a record a source.",
        QUERIES,
        &["event_date", "outcome"],
    )
    .distinct("queries", "requestParams.queryId"),
    Definition::new("Active users", "Counts QUERY records by user; queries are distinct queryIds.", QUERIES, &["email"])
        .distinct("queries", "requestParams.queryId")
        .part("denied", "outcome:denied"),
    Definition::new(
        "Impersonation",
        "Counts records of somebody who acted as another, by both.",
        "run_by:* run_as:*",
        &["run_by", "run_as"],
    ),
    Definition::new(
        "Projects and groups",
        "Counts QUERY records by the project they ran in and the user's groups, as Immuta's entitlements name them.",
        QUERIES,
        &["requestParams.accessControls.entitlements.project", "requestParams.accessControls.entitlements.groups"],
    ),
    Definition::new(
        "Unknown actors",
        "Counts records whose actor Immuta does not know: type, id or name is unknown.",
        "param.\"actor.type\":unknown OR param.\"actor.id\":unknown OR param.\"actor.name\":unknown",
        &["requestParams.actor.id", "action_name"],
    ),
    Definition::new("Actions", "Counts records by what was done, and to what.", "", &["action_name", "requestParams.targetType"])
        .part("denied", "outcome:denied"),
    Definition::new(
        "Query texts",
        "Counts QUERY records by the text of the notebook's cell; it holds what the user wrote.",
        QUERIES,
        &["requestParams.technologyContext.queryText"],
    )
    .distinct("queries", "requestParams.queryId"),
];

/// An element of `targets`.
#[derive(Deserialize)]
struct Target {
    name: Option<String>,
    id: Option<serde_json::Value>,
}

/// An element of `policySet`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Policy {
    r#type: Option<String>,
    rule_applied_for_user: Option<bool>,
    rationale: Option<String>,
}

#[derive(Default)]
struct Counts<'a> {
    events: u32,
    part: u32,
    distinct: BTreeSet<&'a str>,
    last_ms: Option<i64>,
}

impl<'a> Counts<'a> {
    fn add(&mut self, event: &RowView<'a>, is_part: bool, distinct: Option<&'a str>) {
        self.events += 1;
        self.part += u32::from(is_part);
        self.distinct.extend(distinct);
        self.last_ms = self.last_ms.max(event.time_ms());
    }
}

type Groups<'a> = BTreeMap<Vec<Option<String>>, Counts<'a>>;

/// Breakdowns by the elements of the lists `targets` and `policySet`.
pub(super) fn targets_and_policies(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
) -> QueryResult<[Breakdown; 2]> {
    let counted = Expr::and([narrowed(&Expr::All, SilverColumn::ServiceName, &[SERVICE]), parsed(QUERIES)?]);
    let rows = cache.evaluator.select(medallion, &Expr::and([filter.expr().clone(), counted.clone()]));
    let (mut sources, mut policies) = (Groups::new(), Groups::new());
    let mut of_policies = 0;
    for event in RowView::of_selected(medallion, &rows) {
        let is_denied = event.text(SilverColumn::Outcome) == Some("denied");
        let query = event.param("queryId");
        let targets: Vec<Target> = list(event.param("targets"));
        for target in targets {
            let name = target.name.or_else(|| target.id.map(|id| id.to_string()));
            sources.entry(vec![name]).or_default().add(&event, is_denied, query);
        }
        let set = event.param("policySet").or_else(|| event.param("accessControls.policySet"));
        let set: Vec<Policy> = list(set);
        of_policies += u32::from(!set.is_empty());
        for policy in set {
            let is_exception = policy.rule_applied_for_user == Some(false);
            let group = policies.entry(vec![policy.r#type, policy.rationale]).or_default();
            group.add(&event, is_exception, event.text(SilverColumn::Email));
        }
    }
    let breakdown = |title: &str, definition: &str, by: [&str; 2], part: &str, distinct: &str| Breakdown {
        title: title.to_owned(),
        definition: definition.to_owned(),
        filter: Filter::from(counted.clone()),
        by: by.iter().filter(|name| !name.is_empty()).map(|name| (*name).to_owned()).collect(),
        part: Some(part.to_owned()),
        distinct: Some(distinct.to_owned()),
        ..Breakdown::default()
    };
    Ok([
        Breakdown {
            events: rows.count(),
            ..with(
                breakdown(
                    "Most accessed data sources",
                    "Counts QUERY records by each name in targets; queries are distinct queryIds.",
                    ["target", ""],
                    "denied",
                    "queries",
                ),
                sources,
            )
        },
        Breakdown {
            events: of_policies,
            ..with(
                breakdown(
                    "Policies and exceptions",
                    "Counts QUERY records by each policy in policySet; an exception has ruleAppliedForUser false.",
                    ["policy", "rationale"],
                    "exceptions",
                    "users",
                ),
                policies,
            )
        },
    ])
}

/// The elements of a list stored as JSON text; empty if the text is not such a list.
fn list<T: for<'de> Deserialize<'de>>(text: Option<&str>) -> Vec<T> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn with(breakdown: Breakdown, groups: Groups<'_>) -> Breakdown {
    let total = groups.len();
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|(values, counts)| BreakdownGroup {
            values,
            events: counts.events,
            part: counts.part,
            distinct: counts.distinct.len() as u32,
            last_ms: counts.last_ms,
        })
        .collect();
    // A stable sort, so that equally large groups stay in order of their values.
    groups.sort_by_key(|group| std::cmp::Reverse(group.events));
    groups.truncate(MAX_GROUPS);
    Breakdown { total, groups, ..breakdown }
}
