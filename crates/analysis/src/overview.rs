//! The dashboard.

use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::Field;
use touchstone_record::Outcome;

use crate::answer::{Figures, Leaderboard, Overview};
use crate::bins::Bins;
use crate::cache::Cache;
use crate::count_cache::CountCache;
use crate::edit::TimeRange;
use crate::filter::Filter;
use crate::inputs::totals;
use crate::leaders::{FilteredValues, distinct, leaders};
use crate::query_result::QueryResult;
use crate::row_delta::RowDeltas;
use crate::select::FilteredRows;
use crate::spellings::Spelling;

/// How the dashboard is shown.
pub(crate) struct OverviewView<'a> {
    /// Maximum number of bins.
    pub(crate) bins: u32,
    /// What the histogram stacks.
    pub(crate) stack: &'a str,
    /// Number of leaders in each leaderboard.
    pub(crate) leaders: u32,
    /// The time that the histogram covers; all that is loaded without one.
    pub(crate) zoom: Option<TimeRange>,
}

#[inline(never)]
pub(crate) fn overview(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    view: &OverviewView<'_>,
) -> QueryResult<Overview> {
    let Cache { evaluator, counts: count_cache, histograms, spellings, .. } = cache;
    let shown = spellings.of(medallion);
    let mut changes = RowDeltas::default();
    let bins = Bins::of_view(medallion, view.zoom, view.bins);
    let stack = match view.stack {
        "outcome" => SilverColumn::Outcome,
        "service_name" => SilverColumn::ServiceName,
        other => return Err(format!("events cannot be stacked by {other}")),
    };
    let mut selected = FilteredRows::of(medallion, evaluator, filter);
    let mut leaderboards = Vec::new();
    for (name, column) in touchstone_schema::dimensions().iter().filter_map(|known| Some((known.name, known.stored?))) {
        let silver = medallion.silver();
        let dictionary = silver.frame().dictionary(silver.id(column));
        let counts = count_cache.of(medallion, &mut changes, column, &selected.without(name));
        let is_folded = column == SilverColumn::Email;
        let counts = if is_folded { shown.folded(&counts) } else { counts.as_slice().into() };
        let shown_code = |code| if is_folded { shown.code(code) } else { code };
        let listed = FilteredValues::of(filter.expr(), &Field::Text(column), dictionary, shown_code);
        leaderboards.push(Leaderboard {
            column: name.to_owned(),
            distinct: distinct(&counts, true),
            without_value: distinct(&counts, true) > distinct(&counts, false),
            leaders: leaders(dictionary, &counts, view.leaders as usize, &listed),
        });
    }
    let of_all_time = selected.of_all_time();
    Ok(Overview {
        totals: totals(medallion),
        figures: figures(medallion, &mut changes, count_cache, &shown, selected.all()),
        histogram: histograms.histogram(medallion, &mut changes, count_cache, &of_all_time, bins, stack),
        leaderboards,
    })
}

/// Key figures of the selected events.
pub(crate) fn figures(
    medallion: &Medallion,
    changes: &mut RowDeltas,
    count_cache: &mut CountCache,
    shown: &Spelling,
    selection: &Rc<Selection>,
) -> Figures {
    let silver = medallion.silver();
    let mut count = |column| count_cache.of(medallion, changes, column, selection);
    let outcomes = count(SilverColumn::Outcome);
    let with = |outcome: Outcome| {
        let code = silver.frame().dictionary(silver.id(SilverColumn::Outcome)).find(outcome.name());
        code.and_then(|code| outcomes.get(code as usize).copied()).unwrap_or_default()
    };
    let span = silver.frame().span(silver.id(SilverColumn::EventTime), selection);
    Figures {
        events: selection.count(),
        principals: distinct(&shown.folded(&count(SilverColumn::Email)), false),
        services: distinct(&count(SilverColumn::ServiceName), false),
        denied: with(Outcome::Denied),
        failures: with(Outcome::Failure),
        source_addresses: distinct(&count(SilverColumn::SourceIpAddress), false),
        workspaces: distinct(&count(SilverColumn::WorkspaceId), false),
        undated: span.absent,
        first_ms: span.ends.map(|(first, _)| first),
        last_ms: span.ends.map(|(_, last)| last),
    }
}
