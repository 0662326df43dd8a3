//! Compares totals with those of a warehouse.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Figures, Totals};

/// How two totals compare.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Days and services compared.
    pub compared: usize,
    /// Those whose events differ, by day and service. Empty where both are of the same events.
    pub differences: Vec<Difference>,
    /// Those of the same events that differ in how often records were delivered.
    pub redelivered: Vec<Difference>,
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
            let (same_events, same_records) = match (ours, theirs) {
                (Some(ours), Some(theirs)) => (ours.has_same_events(theirs), ours.records == theirs.records),
                _ => (false, false),
            };
            let list = match (same_events, same_records) {
                (true, true) => continue,
                (true, false) => &mut comparison.redelivered,
                (false, _) => &mut comparison.differences,
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
        self.differences.is_empty()
    }
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
            format!("{} ids{without} in {} records", figures.ids, figures.records)
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
