//! The answers to [`crate::EvidenceQuestion`]s: plain data for the page.

use serde::Serialize;
use ts_rs::TS;

use crate::sample::{Method, Sample};
use crate::totals::{Comparison, Difference, Figures, Totals, TotalsRow};

/// The answer to the question of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is the type of its name")]
pub enum EvidenceAnswer {
    Totals(TotalsAnswer),
    Query(QueryAnswer),
    Comparison(ComparisonAnswer),
    Sample(SampleAnswer),
}

/// Control totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TotalsAnswer {
    /// By day, then service; events without a time come last.
    pub rows: Vec<TotalsOfService>,
    /// The sums over all days and services. An id of two services counts for each.
    pub sum: TotalsFigures,
}

/// The totals of a service on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TotalsOfService {
    /// The day in UTC; `null` for events without a time.
    pub event_date: Option<String>,
    /// The service; empty for events without one.
    pub service_name: String,
    /// What is counted.
    pub figures: TotalsFigures,
}

/// What is counted of a day and service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TotalsFigures {
    /// Records, those that repeat an event included.
    pub records: u64,
    /// Distinct ids.
    pub ids: u64,
    /// Events without an id.
    pub without_id: u64,
    /// The sum over the distinct ids of the first 60 bits of their SHA-256, in decimal digits.
    pub digest: String,
}

/// A query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct QueryAnswer {
    /// Its text.
    pub sql: String,
}

/// How the totals compare with a warehouse's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonAnswer {
    /// Days of services compared.
    pub compared: usize,
    /// Whether all have the same events.
    pub is_equal: bool,
    /// Those whose events differ.
    pub differences: Vec<TotalsDifference>,
    /// Those of the same events that differ in how often records were delivered.
    pub redelivered: Vec<TotalsDifference>,
    /// Those with as many events on both sides, of which one side has no ids.
    pub undecided: Vec<TotalsDifference>,
    /// Events loaded without a time, which were not compared.
    pub undated: u64,
}

/// A day and service in which two totals differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TotalsDifference {
    /// The day in UTC.
    pub event_date: String,
    /// The service; empty for events without one.
    pub service_name: String,
    /// What was loaded; `null` where that has no such day and service.
    pub loaded: Option<TotalsFigures>,
    /// What the warehouse counted.
    pub warehouse: Option<TotalsFigures>,
    /// All of that in a sentence.
    pub sentence: String,
}

/// A sample with its population.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleAnswer {
    /// How it was drawn.
    pub method: Method,
    /// Events of the population.
    pub population: u64,
    /// Those of them without an id, whose key is of their content, which SQL cannot repeat.
    pub without_id: u64,
    /// Those of them without a time.
    pub undated: u64,
    /// The values of the field that it is stratified by, most events first.
    pub strata: Vec<StratumAnswer>,
    /// How many values there are, shown or not.
    pub total_strata: usize,
    /// How many values none is drawn of.
    pub undrawn: usize,
    /// Values of which none is drawn, most events first.
    pub undrawn_strata: Vec<StratumAnswer>,
    /// The events drawn, lowest key first.
    pub events: Vec<DrawnEvent>,
    /// How many were drawn, shown or not.
    pub drawn: usize,
    /// How the same sample is drawn in a spreadsheet.
    pub spreadsheet: String,
}

/// The events of a population that share a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StratumAnswer {
    /// The value; `null` for events without one.
    pub value: Option<String>,
    /// Its events.
    pub events: u64,
    /// How many of them were drawn.
    pub drawn: u64,
}

/// An event of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DrawnEvent {
    /// Its key in hexadecimal.
    pub key: String,
    /// Its silver row.
    pub row: u32,
    /// Its id; `null` where it has none.
    pub event_id: Option<String>,
    /// Its time with every digit, RFC 3339 in UTC; `null` where it has none.
    pub event_time: Option<String>,
    /// Its service.
    pub service_name: Option<String>,
    /// Its action.
    pub action_name: Option<String>,
    /// Who did it.
    pub email: Option<String>,
    /// From where.
    pub source_ip_address: Option<String>,
    /// How it ended.
    pub outcome: Option<String>,
    /// The path of its input.
    pub path: String,
    /// The record's number within the input, from 1.
    pub record: u64,
}

impl From<&Figures> for TotalsFigures {
    fn from(figures: &Figures) -> Self {
        let Figures { records, ids, without_id, digest } = figures;
        Self { records: *records, ids: *ids, without_id: *without_id, digest: digest.to_string() }
    }
}

impl From<&Totals> for TotalsAnswer {
    fn from(totals: &Totals) -> Self {
        let row = |TotalsRow { event_date, service_name, figures }: &TotalsRow| TotalsOfService {
            event_date: event_date.clone(),
            service_name: service_name.clone(),
            figures: figures.into(),
        };
        Self { rows: totals.rows.iter().map(row).collect(), sum: (&totals.sum()).into() }
    }
}

impl From<&Comparison> for ComparisonAnswer {
    fn from(comparison: &Comparison) -> Self {
        let shown = |differences: &[Difference]| differences.iter().map(TotalsDifference::from).collect();
        Self {
            compared: comparison.compared,
            is_equal: comparison.is_equal(),
            differences: shown(&comparison.differences),
            redelivered: shown(&comparison.redelivered),
            undecided: shown(&comparison.undecided),
            undated: comparison.undated,
        }
    }
}

impl From<&Difference> for TotalsDifference {
    fn from(difference: &Difference) -> Self {
        Self {
            event_date: difference.event_date.clone(),
            service_name: difference.service_name.clone(),
            loaded: difference.loaded.as_ref().map(TotalsFigures::from),
            warehouse: difference.warehouse.as_ref().map(TotalsFigures::from),
            sentence: difference.sentence(),
        }
    }
}

impl SampleAnswer {
    /// The sample, with at most so many events and values.
    pub(crate) fn of(sample: &Sample, most: usize) -> Self {
        let strata = || {
            sample.strata.iter().map(|stratum| StratumAnswer {
                value: stratum.value.clone(),
                events: stratum.events,
                drawn: stratum.drawn,
            })
        };
        let undrawn = || strata().filter(|stratum| stratum.drawn == 0);
        let events = sample.events.iter().take(most).map(|event| DrawnEvent {
            key: event.key.clone(),
            row: event.row,
            event_id: event.event_id.clone(),
            event_time: event.event_time.clone(),
            service_name: event.service_name.clone(),
            action_name: event.action_name.clone(),
            email: event.email.clone(),
            source_ip_address: event.source_ip_address.clone(),
            outcome: event.outcome.clone(),
            path: event.path.clone(),
            record: event.record,
        });
        Self {
            method: sample.method.clone(),
            population: sample.population,
            without_id: sample.without_id,
            undated: sample.undated,
            strata: strata().take(most).collect(),
            total_strata: sample.strata.len(),
            undrawn: undrawn().count(),
            undrawn_strata: undrawn().take(most).collect(),
            events: events.collect(),
            drawn: sample.events.len(),
            spreadsheet: sample.recipe().spreadsheet(),
        }
    }
}
