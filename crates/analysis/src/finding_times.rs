//! Findings over time: all of them by severity, and one with what its principals did around it.

use touchstone_findings::{Finding, Report, Severity};
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Cell, Evaluator, parse};

use crate::answer::{FindingTimeline, FindingsOverTime, Row};
use crate::bins::Bins;
use crate::filter::Filter;
use crate::findings::is_selected;
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
    bins: Bins,
) -> FindingsOverTime {
    let findings = report.map(|report| report.findings.as_slice()).unwrap_or_default();
    let selected = evaluator.select(medallion, all_time.expr());
    let bin_of = bins_of_rows(medallion, findings, &selected, bins);
    let is_selected = is_selected(&selected);
    let mut counts = Severity::ALL.map(|_| vec![0_u32; bins.count]);
    let mut undated = 0;
    // Which finding was counted last in each bin.
    let mut last = vec![usize::MAX; bins.count];
    for (nth, finding) in findings.iter().enumerate() {
        let counts = &mut counts[finding.severity as usize];
        let mut is_dated = false;
        for row in &finding.rows {
            let bin = usize::from(bin_of[*row as usize]);
            // NO_BIN is behind the last bin.
            if let Some(last) = last.get_mut(bin)
                && *last != nth
            {
                *last = nth;
                counts[bin] += 1;
                is_dated = true;
            }
        }
        undated += usize::from(!is_dated && is_selected(finding));
    }
    let series = Severity::ALL.iter().map(|severity| severity.name().to_owned()).zip(counts);
    FindingsOverTime { histogram: bins.histogram(series), bins: bins.count, undated, evaluated: report.is_some() }
}

/// Marks rows without a bin.
pub(crate) const NO_BIN: u16 = u16::MAX;

/// The bin of each selected row that belongs to a finding, by row. Read in order of rows, because a column's runs are
/// slow to find one by one.
fn bins_of_rows(medallion: &Medallion, findings: &[Finding], selected: &Selection, bins: Bins) -> Vec<u16> {
    let silver = medallion.silver();
    let mut concerned = Selection::none(silver.rows());
    for row in findings.iter().flat_map(|finding| &finding.rows) {
        concerned.insert(*row);
    }
    concerned.intersect(selected);
    let mut bin_of = vec![NO_BIN; silver.rows() as usize];
    let mut binning = bins.binning();
    silver.frame().each_integer(silver.id(SilverColumn::EventTime), &concerned, |row, time| {
        let bin = time.and_then(|time| binning.of(time)).and_then(|bin| u16::try_from(bin).ok());
        bin_of[row as usize] = bin.unwrap_or(NO_BIN);
    });
    bin_of
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

fn time(medallion: &Medallion, row: u32) -> Option<i64> {
    medallion.silver().integer(SilverColumn::EventTime, row)
}
