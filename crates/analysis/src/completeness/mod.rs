//! How complete the loaded logs look: silence against each series' own rhythm, days that folders name, and what the
//! providers are known to lack. `docs/evidence.md` states the rules.

mod cells;
mod doubts;
mod folders;
mod grid;
mod provider;
mod rhythm;
mod silences;

use std::collections::BTreeMap;
use std::rc::Rc;

use touchstone_medallion::Medallion;
use touchstone_record::time;

use crate::answer::{Completeness, EventSeries};
use cells::{By, Cells};
use silences::Judged;

pub use grid::GridRows;
pub(crate) use grid::{GridView, grid};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// The hours of everything loaded, cached until more is loaded.
#[derive(Debug, Default)]
pub(crate) struct HoursCache {
    rows: u32,
    known: Option<Rc<Hours>>,
}

/// Events by hour of each workspace and service, and their silences.
#[derive(Debug)]
pub(crate) struct Hours {
    /// Nothing where there would be too many counts.
    pairs: Option<Cells>,
    judged: Judged,
}

impl HoursCache {
    /// The hours of what is loaded now.
    pub(crate) fn of(&mut self, medallion: &Medallion) -> Rc<Hours> {
        let rows = medallion.silver().rows();
        if let Some(known) = self.known.as_ref().filter(|_| self.rows == rows) {
            return Rc::clone(known);
        }
        let pairs = Cells::of(medallion, By::Pair);
        let judged = silences::silences(medallion, pairs.as_ref());
        let known = Rc::new(Hours { pairs, judged });
        (self.rows, self.known) = (rows, Some(Rc::clone(&known)));
        known
    }

    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        let pairs = self.known.iter().filter_map(|known| known.pairs.as_ref());
        pairs.flat_map(Cells::hours).map(|(_, hours)| size_of_val(hours)).sum()
    }
}

/// How complete everything loaded looks.
#[inline(never)]
pub(crate) fn completeness(medallion: &Medallion, cache: &mut HoursCache) -> Completeness {
    let hours = cache.of(medallion);
    let Hours { pairs, judged } = &*hours;
    let (folders, outside) = folders::folders(medallion);
    let provider = provider::known(medallion);
    let doubts = doubts::doubts(medallion, judged.compared, judged.unjudged);
    let cannot_tell = doubts::cannot_tell(medallion, &folders, &provider, judged);
    Completeness {
        series: pairs.as_ref().map(|pairs| series(medallion, pairs)).unwrap_or_default(),
        silences: judged.silences.iter().map(|(silence, _)| silence.clone()).collect(),
        folders,
        outside,
        gaps: provider.gaps,
        retention: provider.retention,
        doubts,
        cannot_tell,
    }
}

/// Events by day of each workspace and service.
fn series(medallion: &Medallion, pairs: &Cells) -> Vec<EventSeries> {
    let mut series: Vec<EventSeries> = Vec::new();
    for (of, hours) in pairs.hours() {
        let (workspace, service) = cells::names(medallion, of);
        let mut one = EventSeries { workspace, service, events: 0, days: BTreeMap::default() };
        for (hour, events) in hours {
            *one.days.entry(time::date(hour.div_euclid(24).saturating_mul(DAY_MS))).or_default() += events;
            one.events += events;
        }
        series.push(one);
    }
    series.sort_by(|a, b| (&a.workspace, &a.service).cmp(&(&b.workspace, &b.service)));
    merged(series)
}

/// Absent and empty names share the empty one.
fn merged(series: Vec<EventSeries>) -> Vec<EventSeries> {
    let mut merged: Vec<EventSeries> = Vec::with_capacity(series.len());
    for one in series {
        match merged.last_mut() {
            Some(last) if (&last.workspace, &last.service) == (&one.workspace, &one.service) => {
                last.events += one.events;
                for (day, events) in one.days {
                    *last.days.entry(day).or_default() += events;
                }
            }
            _ => merged.push(one),
        }
    }
    merged
}

/// Whether a day since 1970 is a Saturday or Sunday.
fn is_weekend(day: i64) -> bool {
    matches!(day.saturating_add(4).rem_euclid(7), 0 | 6)
}
