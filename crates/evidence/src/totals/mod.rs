//! Control totals: records, ids and a digest of them for each day and service, which a warehouse can count again.

mod compare;
mod id_sum;
mod read;
mod sql;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;
use touchstone_analysis::{Analysis, Filter};
use touchstone_medallion::{Medallion, Session, SilverColumn};
use touchstone_record::time;

use crate::event_id::event_id;

pub use compare::{Comparison, Difference};
pub use id_sum::IdSum;
pub use read::read_totals;
pub use sql::AUDIT_TABLE;

/// The totals of each day and service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// The filter as text; empty counts every event.
    pub filter: String,
    /// By day, then service; events without a time come last.
    pub rows: Vec<TotalsRow>,
}

/// The totals of a service on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TotalsRow {
    /// The day in UTC, `2025-10-06`; nothing for events without a time.
    pub event_date: Option<String>,
    /// The service; empty for events without one.
    pub service_name: String,
    /// What is counted.
    #[serde(flatten)]
    pub figures: Figures,
}

/// What is counted of a day and service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Records, those that repeat an event included.
    pub records: u64,
    /// Distinct ids.
    pub ids: u64,
    /// Events without an id, by what they contain; in a warehouse, records without one.
    pub without_id: u64,
    /// The sum over the distinct ids of the first 60 bits of their SHA-256: whatever their order, the same ids have the
    /// same sum.
    pub digest: IdSum,
}

impl Figures {
    /// Whether both are of the same events. Delivery may repeat records, so their number is compared apart.
    pub fn has_same_events(&self, other: &Self) -> bool {
        (self.ids, self.without_id, self.digest) == (other.ids, other.without_id, other.digest)
    }
}

/// What totals are counted by: the day since 1970, undated last, and the service.
type Key<'a> = (bool, i64, &'a str);

const DAY_MS: i64 = 86_400_000;

impl Totals {
    /// The totals of the events that a filter selects.
    pub fn of(session: &Session, analysis: &mut Analysis, filter: &Filter) -> Self {
        let rows = analysis.selection(session, filter);
        let medallion = session.medallion();
        // Only events that differ in time, service or action share an id, and those are known.
        let shared: HashSet<u32> = medallion
            .conflicts()
            .iter()
            .filter_map(|conflict| conflict.row.map(|row| [row, conflict.of_row]))
            .flatten()
            .collect();
        let mut seen: BTreeSet<(Key<'_>, &str)> = BTreeSet::new();
        let mut repeats = vec![0_u32; medallion.silver().rows() as usize];
        for duplicate in medallion.duplicates() {
            if let Some(count) = repeats.get_mut(duplicate.of_row as usize) {
                *count += 1;
            }
        }
        let mut totals: BTreeMap<Key<'_>, Figures> = BTreeMap::new();
        for row in rows.iter() {
            let key = key(medallion, row);
            let figures = totals.entry(key).or_default();
            figures.records += 1 + u64::from(repeats[row as usize]);
            match event_id(medallion, row) {
                None => figures.without_id += 1,
                Some(id) if shared.contains(&row) && !seen.insert((key, id)) => {}
                Some(id) => {
                    figures.ids += 1;
                    figures.digest.add(id);
                }
            }
        }
        let rows = totals.into_iter().map(|((is_undated, day, service), figures)| TotalsRow {
            event_date: (!is_undated).then(|| time::date(day * DAY_MS)),
            service_name: service.to_owned(),
            figures,
        });
        Self { filter: filter.to_string(), rows: rows.collect() }
    }

    /// The sums over all days and services. An id of two services counts for each.
    pub fn sum(&self) -> Figures {
        let mut sum = Figures::default();
        for TotalsRow { figures, .. } in &self.rows {
            sum.records += figures.records;
            sum.ids += figures.ids;
            sum.without_id += figures.without_id;
            sum.digest = sum.digest.with(figures.digest);
        }
        sum
    }

    /// The first and the last day; nothing where no event has a time.
    pub fn days(&self) -> Option<(&str, &str)> {
        let mut days = self.rows.iter().filter_map(|row| row.event_date.as_deref());
        let first = days.next()?;
        Some((first, days.next_back().unwrap_or(first)))
    }
}

fn key(medallion: &Medallion, row: u32) -> Key<'_> {
    let silver = medallion.silver();
    let time = silver.integer(SilverColumn::EventTime, row);
    let service = silver.text(SilverColumn::ServiceName, row).unwrap_or_default();
    (time.is_none(), time.map_or(0, |time| time.div_euclid(DAY_MS)), service)
}
