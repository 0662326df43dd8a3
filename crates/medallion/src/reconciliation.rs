//! The identity: `records = events + duplicates + problems`, `silver rows = events = sum of gold rows`.

use std::ops::AddAssign;

use crate::medallion::Medallion;

/// Counts of records by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records found.
    pub records: u64,
    /// Records that became events.
    pub events: u64,
    /// Records that repeat an event.
    pub duplicates: u64,
    /// Records that could not be read.
    pub problems: u64,
    /// Lost or guessed values of events and inputs; not part of the identity.
    pub warnings: u64,
    /// Records that share an id with an earlier event but differ in content. Each is also an event or a duplicate.
    pub conflicts: u64,
}

impl Counts {
    /// Whether every record is accounted for.
    pub fn reconcile(self) -> bool {
        self.records == self.events + self.duplicates + self.problems
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.records += other.records;
        self.events += other.events;
        self.duplicates += other.duplicates;
        self.problems += other.problems;
        self.warnings += other.warnings;
        self.conflicts += other.conflicts;
    }
}

/// The identity over everything loaded, each side counted independently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// Summed over the inputs.
    pub totals: Counts,
    /// Rows of silver.
    pub silver_rows: u64,
    /// Rows of all gold frames.
    pub gold_rows: u64,
    /// Whether the identity holds, per input and in total.
    pub holds: bool,
}

impl Reconciliation {
    pub(crate) fn of(medallion: &Medallion) -> Self {
        let mut totals = Counts::default();
        medallion.inputs().iter().for_each(|input| totals += input.counts);
        let silver_rows = u64::from(medallion.silver().rows());
        let gold_rows = medallion.gold().map(|gold| u64::from(gold.rows())).sum();
        let holds = medallion.inputs().iter().all(|input| input.counts.reconcile())
            && totals.duplicates == medallion.duplicates().len() as u64
            && totals.problems == medallion.problems().len() as u64
            && totals.events == silver_rows
            && silver_rows == gold_rows;
        Self { totals, silver_rows, gold_rows, holds }
    }
}
