//! Counts totals, some rows at a time.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use touchstone_analysis::Filter;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_record::time;

use super::{Figures, Totals, TotalsRow};
use crate::event_id::event_id;

/// What totals are counted by: the day since 1970, undated last, and the service.
type Key<'a> = (bool, i64, &'a str);
type OwnKey = (bool, i64, String);

const DAY_MS: i64 = 86_400_000;

/// Totals that are being counted.
#[derive(Debug)]
pub(crate) struct TotalsCount {
    /// Rows that share an id with another.
    shared: HashSet<u32>,
    /// How often each row is repeated.
    repeats: Vec<u32>,
    /// The shared ids that are counted.
    seen: BTreeSet<(OwnKey, String)>,
    totals: BTreeMap<OwnKey, Figures>,
}

impl TotalsCount {
    pub(crate) fn begin(medallion: &Medallion) -> Self {
        // Only events that differ in time, service or action share an id, and those are known.
        let conflicts = medallion.conflicts().iter();
        let shared =
            conflicts.filter_map(|conflict| conflict.row.map(|row| [row, conflict.of_row])).flatten().collect();
        let mut repeats = vec![0_u32; medallion.silver().rows() as usize];
        for duplicate in medallion.duplicates() {
            if let Some(count) = repeats.get_mut(duplicate.of_row as usize) {
                *count += 1;
            }
        }
        Self { shared, repeats, seen: BTreeSet::new(), totals: BTreeMap::new() }
    }

    /// Counts rows. Each row is given once.
    pub(crate) fn add(&mut self, medallion: &Medallion, rows: &[u32]) {
        let mut totals: BTreeMap<Key<'_>, Figures> = BTreeMap::new();
        for row in rows {
            let key = key(medallion, *row);
            let figures = totals.entry(key).or_default();
            figures.records += 1 + u64::from(self.repeats.get(*row as usize).copied().unwrap_or_default());
            match event_id(medallion, *row) {
                None => figures.without_id += 1,
                Some(id) if self.shared.contains(row) && !self.seen.insert((own(key), id.to_owned())) => {}
                Some(id) => {
                    figures.ids += 1;
                    figures.digest.add(id);
                }
            }
        }
        for (key, figures) in totals {
            self.totals.entry(own(key)).or_default().add(&figures);
        }
    }

    pub(crate) fn end(self, filter: &Filter) -> Totals {
        let rows = self.totals.into_iter().map(|((is_undated, day, service_name), figures)| TotalsRow {
            event_date: (!is_undated).then(|| time::date(day * DAY_MS)),
            service_name,
            figures,
        });
        Totals { filter: filter.to_string(), rows: rows.collect() }
    }
}

fn own((is_undated, day, service): Key<'_>) -> OwnKey {
    (is_undated, day, service.to_owned())
}

fn key(medallion: &Medallion, row: u32) -> Key<'_> {
    let silver = medallion.silver();
    let time = silver.integer(SilverColumn::EventTime, row);
    let service = silver.text(SilverColumn::ServiceName, row).unwrap_or_default();
    (time.is_none(), time.map_or(0, |time| time.div_euclid(DAY_MS)), service)
}
