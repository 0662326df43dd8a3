//! What else belongs to an event: its request, session, command, query and run, and what its principal did around it.

use touchstone_medallion::{Medallion, PARAM_PREFIX, SilverColumn};
use touchstone_query::{Decimal, Expr, Field, Item, Range, RowView, Value, edit, terms};

use crate::answer::{Related, RelatedEvent, RelatedGroup, RelatedKind};
use crate::bins::Bins;
use crate::cache::Cache;
use crate::edit::{clause_of, within_limits};
use crate::filter::Filter;
use crate::long_actions::long_actions;
use crate::query_result::QueryResult;

/// Events that are listed of a group: those nearest to the event.
const LISTED: usize = 40;

/// Long actions that are listed of a group.
const ACTIONS: u32 = 10;

/// Maximum time on each side of the event, one week.
const MAX_WITHIN_MS: i64 = 7 * 86_400_000;

/// What the events of a kind have in common: the first of these request parameters that the event has.
const PARAMETERS: [(RelatedKind, &[&str]); 3] = [
    (RelatedKind::Command, &["commandId", "command_id"]),
    (RelatedKind::Query, &["queryId", "query_id"]),
    (RelatedKind::Run, &["runId", "run_id"]),
];

#[inline(never)]
pub(crate) fn related(
    medallion: &Medallion,
    cache: &mut Cache,
    row: u32,
    within_ms: i64,
    bins: u32,
) -> QueryResult<Related> {
    let event = RowView::new(medallion, row).ok_or_else(|| format!("there is no row {row}"))?;
    let within_ms = within_ms.clamp(0, MAX_WITHIN_MS);
    let mut found: Vec<(RelatedKind, Option<String>, Expr)> = Vec::new();
    for (kind, column) in
        [(RelatedKind::Request, SilverColumn::RequestId), (RelatedKind::Session, SilverColumn::SessionId)]
    {
        if let Some(id) = event.text(column).filter(|id| !id.is_empty()) {
            found.push((kind, Some(id.to_owned()), clause_of(medallion, column.name(), Some(id))?));
        }
    }
    for (kind, keys) in PARAMETERS {
        let Some(id) = keys.iter().find_map(|key| event.param(key)).filter(|id| !id.is_empty()) else { continue };
        let mut clauses = Vec::new();
        for key in keys.iter().filter(|key| medallion.gold().any(|gold| gold.key(key).is_some())) {
            clauses.push(clause_of(medallion, &format!("{PARAM_PREFIX}{key}"), Some(id))?);
        }
        let mut clause = Expr::or(clauses);
        if kind == RelatedKind::Run {
            // Runs are numbered in each workspace.
            let workspace = event.text(SilverColumn::WorkspaceId);
            clause = edit::add(clause, clause_of(medallion, SilverColumn::WorkspaceId.name(), workspace)?);
        }
        found.push((kind, Some(id.to_owned()), clause));
    }
    if let Some(time) = event.time_ms() {
        let principal = event.text(SilverColumn::Email);
        let clause = clause_of(medallion, SilverColumn::Email.name(), principal)?;
        let around = terms::of_time(time.saturating_sub(within_ms), time.saturating_add(within_ms).saturating_add(1));
        found.push((RelatedKind::Principal, principal.map(str::to_owned), edit::add(clause, around)));
    }
    let groups = found.into_iter().map(|(kind, id, clause)| group(medallion, cache, row, bins, (kind, id, clause)));
    Ok(Related { row, within_ms, groups: groups.collect::<QueryResult<_>>()? })
}

fn group(
    medallion: &Medallion,
    cache: &mut Cache,
    row: u32,
    bins: u32,
    (kind, id, clause): (RelatedKind, Option<String>, Expr),
) -> QueryResult<RelatedGroup> {
    let filter = within_limits(&clause)?;
    let selection = cache.evaluator.select(medallion, filter.expr());
    let silver = medallion.silver();
    let times = silver.id(SilverColumn::EventTime);
    let mut rows: Vec<(i64, u32)> = Vec::with_capacity(selection.count() as usize);
    silver.frame().each_integer(times, &selection, |row, time| rows.push((time.unwrap_or(i64::MAX), row)));
    // Events without a time come last, as everywhere.
    rows.sort_unstable();
    let ends = silver.frame().span(times, &selection).ends;
    let bins = Bins::covering(ends, bins.min(400));
    let mut counts = vec![0_u32; bins.count];
    let mut binning = bins.binning();
    for bin in rows.iter().filter(|(time, _)| *time != i64::MAX).filter_map(|(time, _)| binning.of(*time)) {
        counts[bin] += 1;
    }
    let at = rows.iter().position(|(_, other)| *other == row).unwrap_or_default();
    let first = at.saturating_sub(LISTED / 2).min(rows.len().saturating_sub(LISTED));
    let text = |row: u32, column: SilverColumn| silver.text(column, row).map(str::to_owned);
    let events = rows.iter().skip(first).take(LISTED).map(|(time, row)| RelatedEvent {
        row: *row,
        time_ms: (*time != i64::MAX).then_some(*time),
        service: text(*row, SilverColumn::ServiceName),
        action: text(*row, SilverColumn::ActionName),
        outcome: text(*row, SilverColumn::Outcome),
        principal: text(*row, SilverColumn::Email),
    });
    let events = events.collect();
    let actions = match kind {
        RelatedKind::Command | RelatedKind::Run => long_actions(medallion, cache, &filter, 0, ACTIONS).actions,
        _ => Vec::new(),
    };
    Ok(RelatedGroup {
        kind,
        id,
        filter,
        total: rows.len(),
        before: first,
        events,
        first_ms: ends.map(|(first, _)| first),
        last_ms: ends.map(|(_, last)| last),
        histogram: bins.histogram([("events".to_owned(), counts)]),
        actions,
    })
}

/// The filter that selects one event, by the record that it was read from.
pub(crate) fn filter_of(medallion: &Medallion, row: u32) -> Option<Filter> {
    let event = RowView::new(medallion, row)?;
    let (input, record) = (event.integer(SilverColumn::Input)?, event.integer(SilverColumn::Record)?);
    let path = event.input()?;
    let number = |number: i64| Value::Number(Range::Is(Decimal::of_integer(number)));
    // A path outlives the order of loading, but two inputs may have the same.
    let is_alone = medallion.inputs().iter().filter(|input| input.path == path).count() == 1;
    let input = terms::value_of(&Field::Input, Some(path)).filter(|_| is_alone).unwrap_or_else(|| number(input));
    let clauses = [Item::is(Field::Input, input), Item::is(Field::Number(SilverColumn::Record), number(record))];
    within_limits(&Expr::and(clauses.map(Expr::Item))).ok()
}

/// The events that any of some filters selects.
pub(crate) fn any_of(filters: &[Filter]) -> QueryResult<Filter> {
    within_limits(&Expr::or(filters.iter().map(|filter| filter.expr().clone())))
}
