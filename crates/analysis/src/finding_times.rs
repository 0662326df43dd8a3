//! A finding over time, with what its principals did around it.

use touchstone_findings::Finding;
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Cell, Evaluator, parse};

use crate::answer::{FindingTimeline, Row};
use crate::bins::Bins;
use crate::query_result::QueryResult;

/// What is listed of a finding's events.
const COLUMNS: [&str; 6] = ["event_time", "service_name", "action_name", "email", "source_ip_address", "outcome"];

/// How many of them.
const MAX_EVENTS: usize = 200;

/// A finding's events, and those of its principals around them.
pub(crate) fn timeline(
    medallion: &Medallion,
    evaluator: &mut Evaluator,
    finding: &Finding,
    max_bins: u32,
) -> QueryResult<FindingTimeline> {
    let around = finding.around();
    let mut own = Selection::none(medallion.silver().rows());
    for row in &finding.rows {
        own.insert(*row);
    }
    let others = match &around {
        Some(around) => {
            let parsed = parse(&around.filter).map_err(|error| error.to_string())?;
            evaluator.select(medallion, &parsed.expr).without(&own)
        }
        None => Selection::none(medallion.silver().rows()),
    };
    let ends = around.as_ref().map(|around| (around.from_ms, around.until_ms));
    let bins = Bins::covering(ends, max_bins);
    let counts = |selection: &Selection| {
        let mut counts = vec![0_u32; bins.count];
        for row in selection.iter() {
            if let Some(bin) = time(medallion, row).and_then(|time| bins.of(time)) {
                counts[bin] += 1;
            }
        }
        counts
    };
    let series = [("finding", counts(&own)), ("other", counts(&others))];
    let cells = COLUMNS.iter().map(|name| Cell::of(name)).collect::<Result<Vec<_>, _>>()?;
    let mut rows: Vec<(i64, u32)> =
        finding.rows.iter().map(|row| (time(medallion, *row).unwrap_or(i64::MAX), *row)).collect();
    if rows.len() > MAX_EVENTS {
        rows.select_nth_unstable(MAX_EVENTS);
        rows.truncate(MAX_EVENTS);
    }
    rows.sort_unstable();
    let row = |(_, row): (i64, u32)| Row { row, cells: cells.iter().map(|cell| cell.text(medallion, row)).collect() };
    Ok(FindingTimeline {
        histogram: bins.histogram(series.map(|(name, counts)| (name.to_owned(), counts))),
        bins: bins.count,
        principals: around.as_ref().map(|around| around.principals.clone()).unwrap_or_default(),
        filter: around.map(|around| around.filter),
        others: others.count(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
        events: rows.into_iter().map(row).collect(),
        total: finding.rows.len(),
    })
}

fn time(medallion: &Medallion, row: u32) -> Option<i64> {
    medallion.silver().integer(SilverColumn::EventTime, row)
}
