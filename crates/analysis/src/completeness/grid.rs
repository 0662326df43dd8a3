//! Events by day or hour, in rows of workspaces, services or both, beside what is usual and what is silent.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use touchstone_medallion::Medallion;
use ts_rs::TS;

use super::cells::{By, Cells, names};
use super::rhythm::Rhythm;
use super::silences::apart;
use super::{DAY_MS, HOUR_MS, Hours, HoursCache};
use crate::answer::{EventGrid, GridRow};
use crate::edit::TimeRange;

/// The most columns.
const MAX_COLUMNS: i64 = 400;

/// Up to so many days are shown by the hour.
const DAYS_BY_HOUR: i64 = 7;

/// What the rows of an `EventGrid` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GridRows {
    /// Services of all workspaces.
    Services,
    /// Workspaces with all their services.
    Workspaces,
    /// Each service of each workspace.
    Both,
}

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GridView {
    /// What the rows are.
    pub(crate) by: GridRows,
    /// The time shown; nothing for all that is loaded.
    pub(crate) zoom: Option<TimeRange>,
    /// The most rows.
    pub(crate) most: usize,
}

/// The workspace and the service of a row; nothing for all.
type Name = (Option<String>, Option<String>);

/// Hours since 1970 with their events.
type HourCounts = Vec<(i64, u64)>;

/// Columns of equal length, in hours since 1970.
#[derive(Debug)]
struct Columns {
    /// What is shown: whole days.
    shown: Range<i64>,
    step: i64,
}

impl Columns {
    /// The columns for the hours that everything loaded spans, or a part of them.
    fn of(span: &Range<i64>, zoom: Option<TimeRange>) -> Self {
        let zoomed = zoom.and_then(TimeRange::ends).map(|(first, last)| {
            let (first, last) = (first.div_euclid(HOUR_MS), last.div_euclid(HOUR_MS).saturating_add(1));
            first.max(span.start)..last.min(span.end)
        });
        let shown = zoomed.filter(|hours| !hours.is_empty()).unwrap_or_else(|| span.clone());
        let (first, last) = (shown.start.div_euclid(24), (shown.end - 1).div_euclid(24));
        let days = last - first + 1;
        let step = if days <= DAYS_BY_HOUR { 1 } else { 24 * ((days - 1) / MAX_COLUMNS + 1) };
        Self { shown: first * 24..(last + 1) * 24, step }
    }

    fn len(&self) -> usize {
        let hours = self.shown.end - self.shown.start;
        usize::try_from((hours - 1) / self.step + 1).unwrap_or_default()
    }

    fn hours(&self) -> impl Iterator<Item = Range<i64>> {
        (0..self.len() as i64).map(|at| {
            let start = self.shown.start + at * self.step;
            start..start + self.step
        })
    }
}

/// The grid of everything loaded.
pub(crate) fn grid(medallion: &Medallion, cache: &mut HoursCache, view: GridView) -> EventGrid {
    let hours = cache.of(medallion);
    let Some(pairs) = &hours.pairs else { return EventGrid { uncounted: true, ..EventGrid::default() } };
    let all = pairs.folded(By::All);
    let ends = all.hours().next().and_then(|(_, hours)| Some(hours.first()?.0..hours.last()?.0.saturating_add(1)));
    let Some(span) = ends else { return EventGrid { step_ms: DAY_MS, ..EventGrid::default() } };
    let columns = Columns::of(&span, view.zoom);
    let row = |name: Name, of: &[(i64, u64)]| row(name, of, &span, &columns, &hours);
    let mut rows: Vec<GridRow> = all.hours().map(|(_, of)| row((None, None), of)).collect();
    let series = series(medallion, pairs, view.by);
    let mut ranked: Vec<(u64, Name, HourCounts)> = series
        .into_iter()
        .map(|(name, of)| {
            let shown = of.iter().filter(|(hour, _)| columns.shown.contains(hour));
            (shown.map(|(_, events)| events).sum(), name, of)
        })
        .collect();
    ranked.sort_by(|a, b| Reverse(a.0).cmp(&Reverse(b.0)).then_with(|| a.1.cmp(&b.1)));
    rows.extend(ranked.iter().take(view.most).map(|(_, name, of)| row(name.clone(), of)));
    EventGrid {
        from_ms: columns.shown.start.saturating_mul(HOUR_MS),
        step_ms: columns.step.saturating_mul(HOUR_MS),
        columns: columns.len() as u32,
        rows,
        total_rows: ranked.len() as u64,
        rest: ranked.iter().skip(view.most).map(|(events, ..)| events).sum(),
        uncounted: false,
    }
}

/// The hours of each row that have events. Absent and empty names share the empty one.
fn series(medallion: &Medallion, pairs: &Cells, by: GridRows) -> BTreeMap<Name, HourCounts> {
    let mut series: BTreeMap<Name, BTreeMap<i64, u64>> = BTreeMap::new();
    for (key, hours) in pairs.hours() {
        let (workspace, service) = names(medallion, key);
        let name = match by {
            GridRows::Services => (None, Some(service)),
            GridRows::Workspaces => (Some(workspace), None),
            GridRows::Both => (Some(workspace), Some(service)),
        };
        let counts = series.entry(name).or_default();
        for (hour, events) in hours {
            *counts.entry(*hour).or_default() += events;
        }
    }
    series.into_iter().map(|(name, counts)| (name, counts.into_iter().collect())).collect()
}

fn row(name: Name, of: &[(i64, u64)], span: &Range<i64>, columns: &Columns, hours: &Hours) -> GridRow {
    let (workspace, service) = name;
    let concerns = |said: &Option<String>, of: &Option<String>| said.is_none() || said == of;
    let silences = hours.judged.silences.iter();
    let silences = silences.filter(|(of, _)| concerns(&of.workspace, &workspace) && concerns(&of.service, &service));
    let told = apart(silences.map(|(_, hours)| hours.clone()).collect());
    let rhythm = Rhythm::new(of, span.clone(), &told);
    let counts: Vec<u64> = columns.hours().map(|hours| rhythm.events(&hours)).collect();
    let usually = |hours: Range<i64>| {
        // The first and the last day may be cut by the logs.
        let loaded = hours.start.max(span.start)..hours.end.min(span.end);
        if loaded.is_empty() || !rhythm.is_told() { None } else { rhythm.expected(&loaded) }
    };
    let silent = |hours: Range<i64>| {
        let from = told.partition_point(|told| told.end <= hours.start);
        let within = told[from..].iter().take_while(|told| told.start < hours.end);
        within.map(|told| (told.end.min(hours.end) - told.start.max(hours.start)) as u32).sum::<u32>()
    };
    GridRow {
        events: counts.iter().sum(),
        filled: counts.iter().filter(|count| **count > 0).count() as u32,
        usually: if columns.step > 24 { Vec::new() } else { columns.hours().map(usually).collect() },
        silent: columns.hours().map(silent).collect(),
        workspace,
        service,
        counts,
    }
}
