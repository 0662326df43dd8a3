//! Compares totals with those of a warehouse.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Figures, Totals};
use crate::words::counted;

/// How two totals compare.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Days and services compared.
    pub compared: usize,
    /// Those whose events differ, by day and service. Empty where both are of the same events.
    pub differences: Vec<Difference>,
    /// Those of the same events that differ in how often records were delivered.
    pub redelivered: Vec<Difference>,
    /// Those with as many events on both sides, of which one side has no ids, as log delivery writes none: whether they are the
    /// same cannot be told.
    pub undecided: Vec<Difference>,
    /// Events loaded without a time: no day of a warehouse has them.
    pub undated: u64,
}

/// A day and service in which two totals differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The day in UTC.
    pub event_date: String,
    /// The service; empty for events without one.
    pub service_name: String,
    /// What was loaded; nothing where that has no such day and service.
    pub loaded: Option<Figures>,
    /// What the warehouse counted.
    pub warehouse: Option<Figures>,
}

impl Comparison {
    /// Compares what was loaded with what a warehouse counted.
    pub fn of(loaded: &Totals, warehouse: &Totals) -> Self {
        let by_day = |totals: &Totals| -> BTreeMap<(String, String), Figures> {
            let dated = totals.rows.iter().filter_map(|row| {
                let day = row.event_date.clone()?;
                Some(((day, row.service_name.clone()), row.figures.clone()))
            });
            dated.collect()
        };
        let (ours, theirs) = (by_day(loaded), by_day(warehouse));
        let keys: BTreeSet<&(String, String)> = ours.keys().chain(theirs.keys()).collect();
        let undated = loaded.rows.iter().filter(|row| row.event_date.is_none());
        let mut comparison = Self {
            compared: keys.len(),
            undated: undated.map(|row| row.figures.ids + row.figures.without_id).sum(),
            ..Self::default()
        };
        for key in keys {
            let (ours, theirs) = (ours.get(key), theirs.get(key));
            let list = match (ours, theirs) {
                (Some(ours), Some(theirs)) if ours.has_same_events(theirs) => {
                    if ours.records == theirs.records {
                        continue;
                    }
                    &mut comparison.redelivered
                }
                (Some(ours), Some(theirs)) if lack_ids(ours, theirs) => &mut comparison.undecided,
                _ => &mut comparison.differences,
            };
            list.push(Difference {
                event_date: key.0.clone(),
                service_name: key.1.clone(),
                loaded: ours.cloned(),
                warehouse: theirs.cloned(),
            });
        }
        comparison
    }

    /// Whether both are of the same events.
    pub fn is_equal(&self) -> bool {
        self.differences.is_empty() && self.undecided.is_empty()
    }
}

/// Whether both have as many events, but one side none with an id, and the other none without.
fn lack_ids(ours: &Figures, theirs: &Figures) -> bool {
    let events = |figures: &Figures| figures.ids + figures.without_id;
    let lacks = |one: &Figures, other: &Figures| one.ids == 0 && other.without_id == 0;
    events(ours) == events(theirs) && (lacks(ours, theirs) || lacks(theirs, ours))
}

impl Difference {
    /// The difference as a sentence.
    pub fn sentence(&self) -> String {
        let service = if self.service_name.is_empty() { "(no service)" } else { &self.service_name };
        let said = |figures: &Figures| {
            let without = match figures.without_id {
                0 => String::new(),
                count => format!(" and {count} without an id"),
            };
            format!("{}{without} in {}", counted(figures.ids, "id"), counted(figures.records, "record"))
        };
        let day = &self.event_date;
        match (&self.loaded, &self.warehouse) {
            (Some(loaded), Some(warehouse)) => {
                let (ours, theirs) = (said(loaded), said(warehouse));
                if ours == theirs {
                    let (ours, theirs) = (loaded.digest, warehouse.digest);
                    return format!(
                        "{day} {service}: as many ids, but others: digest {ours} loaded, {theirs} in the warehouse"
                    );
                }
                format!("{day} {service}: {ours} loaded, {theirs} in the warehouse")
            }
            (Some(loaded), None) => format!("{day} {service}: {} loaded, none in the warehouse", said(loaded)),
            (None, Some(warehouse)) => format!("{day} {service}: none loaded, {} in the warehouse", said(warehouse)),
            (None, None) => format!("{day} {service}: none"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_totals;
    use super::*;

    #[test]
    fn without_ids_on_one_side_equal_numbers_decide_nothing() {
        let of = |lines: &str| {
            read_totals(format!("event_date,service_name,records,ids,without_id,digest\n{lines}").as_bytes()).unwrap()
        };
        let delivered = "2026-03-02,jobs,5,0,4,0\n2026-03-03,jobs,5,0,4,0\n2026-03-04,jobs,5,1,4,9\n";
        let table = "2026-03-02,jobs,4,4,0,7\n2026-03-03,jobs,3,3,0,7\n2026-03-04,jobs,5,5,0,7\n";
        for (ours, theirs) in [(delivered, table), (table, delivered)] {
            let found = Comparison::of(&of(ours), &of(theirs));
            let days = |list: &[Difference]| list.iter().map(|one| one.event_date.clone()).collect::<Vec<_>>();
            assert_eq!(days(&found.undecided), ["2026-03-02"]);
            assert_eq!(days(&found.differences), ["2026-03-03", "2026-03-04"]);
        }
        let day = |lines: &str| lines.split_inclusive('\n').next().unwrap_or_default().to_owned();
        assert!(!Comparison::of(&of(&day(delivered)), &of(&day(table))).is_equal());
        assert!(Comparison::of(&of(&day(delivered)), &of(&day(delivered))).is_equal());
    }
}
