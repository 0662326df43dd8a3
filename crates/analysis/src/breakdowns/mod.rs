//! The breakdowns that auditors need per service, declared here and evaluated by the query layer.
//!
//! Each service has a file of its own; adding a breakdown touches nothing else. The definitions follow the Databricks
//! blog, its customers' dashboards, and Immuta's own reports.

mod clusters;
mod general;
mod identity;
mod immuta;
mod jobs;
mod notebooks;
mod secrets;
mod sql;
mod unity_catalog;

use std::collections::BTreeMap;

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::group::{Grouping, group};
use touchstone_query::{Expr, Field, parse};

use crate::answer::{Breakdown, BreakdownGroup, Breakdowns};
use crate::cache::Cache;
use crate::edit::field;
use crate::filter::Filter;
use crate::query_result::QueryResult;
use crate::select::narrowed;

pub(crate) use identity::LOGINS;

/// Maximum groups listed per breakdown.
const MAX_GROUPS: usize = 100;

/// In a longer span, only the days with the most events are listed.
const MAX_DAYS: usize = 1000;

/// The definition of a breakdown.
#[derive(Clone, Copy, Debug)]
struct Definition {
    title: &'static str,
    /// A sentence for the user.
    description: &'static str,
    /// The events counted, in the filter language.
    filter: &'static str,
    /// One or two columns; `event_date` is the UTC day.
    by: &'static [&'static str],
    /// The part of each group that is counted separately: its name and filter.
    part: Option<(&'static str, &'static str)>,
    /// The column whose distinct values are counted: their name, and the column.
    distinct: Option<(&'static str, &'static str)>,
}

impl Definition {
    const fn new(
        title: &'static str,
        description: &'static str,
        filter: &'static str,
        by: &'static [&'static str],
    ) -> Self {
        Self { title, description, filter, by, part: None, distinct: None }
    }

    const fn part(self, name: &'static str, filter: &'static str) -> Self {
        Self { part: Some((name, filter)), ..self }
    }

    const fn distinct(self, name: &'static str, column: &'static str) -> Self {
        Self { distinct: Some((name, column)), ..self }
    }
}

/// The breakdowns of a service's selected events: its own or the general ones, and denials. An error names a definition
/// with an invalid filter.
#[inline(never)]
pub(crate) fn breakdowns(
    medallion: &Medallion,
    cache: &mut Cache,
    service: &str,
    filter: &Filter,
) -> QueryResult<Breakdowns> {
    let of_service = narrowed(&Expr::All, SilverColumn::ServiceName, &[service]);
    let mut breakdowns = Vec::new();
    for definition in of(service) {
        breakdowns.push(evaluate(medallion, cache, definition, &of_service, filter)?);
    }
    if service == immuta::SERVICE {
        breakdowns.extend(immuta::targets_and_policies(medallion, cache, filter)?);
    }
    Ok(Breakdowns { breakdowns })
}

fn of(service: &str) -> impl Iterator<Item = &'static Definition> {
    let own: &[Definition] = match service {
        "clusters" => clusters::CLUSTERS,
        "jobs" => jobs::JOBS,
        "accounts" => identity::ACCOUNTS,
        "workspace" => notebooks::WORKSPACE,
        "notebook" => notebooks::NOTEBOOK,
        "databrickssql" | "sqlanalytics" => sql::SQL,
        "secrets" => secrets::SECRETS,
        "unityCatalog" => unity_catalog::UNITY_CATALOG,
        immuta::SERVICE => immuta::IMMUTA,
        _ => general::ANY,
    };
    own.iter().chain(general::WHO).chain(general::DENIED)
}

fn evaluate(
    medallion: &Medallion,
    cache: &mut Cache,
    definition: &Definition,
    of_service: &Expr,
    filter: &Filter,
) -> QueryResult<Breakdown> {
    let counted = match parsed(definition.filter)? {
        Expr::All => of_service.clone(),
        events => Expr::and([of_service.clone(), events]),
    };
    let selected = Expr::and([filter.expr().clone(), counted.clone()]);
    let by: Vec<Field> = definition.by.iter().map(|name| field(name)).collect::<QueryResult<_>>()?;
    let distinct = definition.distinct.map(|(_, column)| field(column)).transpose()?;
    let spellings = cache.spellings.of(medallion);
    let same = |column, code| if column == SilverColumn::Email { spellings.code(code) } else { code };
    let is_by_day = definition.by.first() == Some(&"event_date");
    let most = if is_by_day { MAX_DAYS } else { MAX_GROUPS };
    let grouping = Grouping { by: &by, distinct: distinct.as_ref(), most, same: &same };
    let rows = cache.evaluator.select(medallion, &selected);
    let groups = group(medallion, &rows, &grouping)?;
    let mut parts = BTreeMap::new();
    if let Some((_, of_part)) = definition.part {
        let rows = cache.evaluator.select(medallion, &Expr::and([selected, parsed(of_part)?]));
        let grouping = Grouping { most: usize::MAX, distinct: None, ..grouping };
        parts.extend(group(medallion, &rows, &grouping)?.groups.into_iter().map(|group| (group.values, group.events)));
    }
    let mut listed: Vec<BreakdownGroup> = groups
        .groups
        .into_iter()
        .map(|group| BreakdownGroup {
            part: parts.get(&group.values).copied().unwrap_or_default(),
            values: group.values,
            events: group.events,
            distinct: group.distinct,
            last_ms: group.last_ms,
        })
        .collect();
    if is_by_day {
        listed.sort_by(|a, b| a.values.cmp(&b.values));
    } else if definition.by == ["hour"] {
        listed.sort_by_key(|group| group.values.first().and_then(|hour| hour.as_ref()?.parse::<u8>().ok()));
    }
    Ok(Breakdown {
        title: definition.title.to_owned(),
        definition: definition.description.to_owned(),
        filter: Filter::from(counted),
        by: definition.by.iter().map(|name| (*name).to_owned()).collect(),
        part: definition.part.map(|(name, _)| name.to_owned()),
        distinct: definition.distinct.map(|(name, _)| name.to_owned()),
        events: rows.count(),
        total: groups.total,
        groups: listed,
    })
}

/// The filter of a definition.
pub(crate) fn parsed(filter: &str) -> QueryResult<Expr> {
    parse(filter).map(|parsed| parsed.expr).map_err(|error| format!("{filter}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_is_one_that_the_filter_language_takes() {
        let services =
            ["clusters", "jobs", "accounts", "workspace", "notebook", "databrickssql", "secrets", "unityCatalog", "x"];
        for service in services.into_iter().chain([immuta::SERVICE]) {
            let mut titles = Vec::new();
            for definition in of(service) {
                assert!(parsed(definition.filter).is_ok(), "{}", definition.filter);
                assert!(definition.part.is_none_or(|(_, part)| parsed(part).is_ok()), "{:?}", definition.part);
                assert!((1..=2).contains(&definition.by.len()), "{}", definition.title);
                let columns = definition.by.iter().chain(definition.distinct.iter().map(|(_, column)| column));
                for column in columns {
                    assert!(field(column).is_ok(), "{column}");
                }
                assert!(definition.description.ends_with('.'), "{}", definition.description);
                assert!(!titles.contains(&definition.title), "{service}: {} twice", definition.title);
                titles.push(definition.title);
            }
        }
    }
}
