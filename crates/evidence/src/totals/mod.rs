//! Control totals: records, ids and a digest of them for each day and service, which a warehouse can count again.

mod compare;
mod count;
mod id_sum;
mod read;
mod sql;

use serde::Serialize;
use touchstone_analysis::{Analysis, Filter};
use touchstone_medallion::Session;

pub use compare::{Comparison, Difference};
pub(crate) use count::TotalsCount;
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
    fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.ids += other.ids;
        self.without_id += other.without_id;
        self.digest = self.digest.with(other.digest);
    }

    /// Whether both are of the same events. Delivery may repeat records, so their number is compared apart.
    pub fn has_same_events(&self, other: &Self) -> bool {
        (self.ids, self.without_id, self.digest) == (other.ids, other.without_id, other.digest)
    }
}

impl Totals {
    /// The totals of the events that a filter selects.
    pub fn of(session: &Session, analysis: &mut Analysis, filter: &Filter) -> Self {
        let rows: Vec<u32> = analysis.selection(session, filter).iter().collect();
        let mut count = TotalsCount::begin(session.medallion());
        count.add(session.medallion(), &rows);
        count.end(filter)
    }

    /// The sums over all days and services. An id of two services counts for each.
    pub fn sum(&self) -> Figures {
        let mut sum = Figures::default();
        self.rows.iter().for_each(|row| sum.add(&row.figures));
        sum
    }

    /// The first and the last day; nothing where no event has a time.
    pub fn days(&self) -> Option<(&str, &str)> {
        let mut days = self.rows.iter().filter_map(|row| row.event_date.as_deref());
        let first = days.next()?;
        Some((first, days.next_back().unwrap_or(first)))
    }
}
