//! Findings over time: all of them by severity, and one with what its principals did around it.

use touchstone_findings::{Finding, Report, Severity};
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Cell, Evaluator, parse};

use crate::answer::{FindingTimeline, FindingsOverTime, Row};
use crate::bins::Bins;
use crate::filter::Filter;
use crate::query_result::QueryResult;

/// What is listed of a finding's events.
const COLUMNS: [&str; 6] = ["event_time", "service_name", "action_name", "email", "source_ip_address", "outcome"];

/// How many of them.
const MAX_EVENTS: usize = 200;

/// Findings by severity in the bins of the overview's histogram. `all_time` is the filter without its time range.
pub(crate) fn over_time(
    medallion: &Medallion,
    evaluator: &mut Evaluator,
    report: Option<&Report>,
    all_time: &Filter,
    max_bins: u32,
) -> FindingsOverTime {
    let selected = evaluator.select(medallion, all_time.expr());
    let bins = bins_of(medallion, &selected, max_bins);
    let mut counts = Severity::ALL.map(|_| vec![0_u32; bins.count]);
    let is_everything = selected.is_all();
    let mut undated = 0;
    for finding in report.into_iter().flat_map(|report| &report.findings) {
        let mut is_in = vec![false; bins.count];
        let mut left = bins.count;
        for row in spread(&finding.rows).filter(|row| is_everything || selected.contains(*row)) {
            let Some(bin) = time(medallion, row).and_then(|time| bins.of(time)) else { continue };
            if !std::mem::replace(&mut is_in[bin], true) {
                counts[finding.severity as usize][bin] += 1;
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
        undated += usize::from(left == bins.count && crate::findings::is_selected(finding, &selected));
    }
    let series = Severity::ALL.iter().map(|severity| severity.name().to_owned()).zip(counts);
    FindingsOverTime { histogram: bins.histogram(series), bins: bins.count, undated, evaluated: report.is_some() }
}

/// All rows, in an order in which the first few lie over all of them: a finding of many events is soon in every bin.
fn spread(rows: &[u32]) -> impl Iterator<Item = u32> {
    const FIRST: usize = 512;
    let stride = rows.len().div_ceil(FIRST).max(1);
    (0..stride).flat_map(move |from| rows.iter().skip(from).step_by(stride)).copied()
}

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

fn bins_of(medallion: &Medallion, selected: &Selection, max_bins: u32) -> Bins {
    let silver = medallion.silver();
    Bins::covering(silver.frame().span(silver.id(SilverColumn::EventTime), selected).ends, max_bins)
}

fn time(medallion: &Medallion, row: u32) -> Option<i64> {
    medallion.silver().integer(SilverColumn::EventTime, row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_comes_once() {
        for count in [0, 1, 2, 511, 512, 513, 10_000] {
            let rows: Vec<u32> = (0..count).collect();
            let mut found: Vec<u32> = spread(&rows).collect();
            found.sort_unstable();
            assert_eq!(found, rows);
        }
    }
}
