//! Samples that anybody can draw again: each event has a key, the SHA-256 of a seed and its id, and the key decides.

mod draw;
mod key;
mod sql;

use serde::{Deserialize, Serialize};
use touchstone_analysis::{Analysis, Filter};
use touchstone_medallion::{Session, SilverColumn as S};
use touchstone_query::Field;
use touchstone_record::time;
use ts_rs::TS;

use crate::event_id::event_id;

pub(crate) use key::{Key, Keys};

pub use sql::Recipe;

/// What is drawn, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Plan {
    /// The population: the events that it selects.
    pub filter: Filter,
    /// How many events are drawn; all where the population has no more.
    pub size: usize,
    /// Anything; another seed draws another sample.
    pub seed: String,
    /// How they are drawn.
    pub method: Method,
}

/// How a sample is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Method {
    /// The events with the lowest keys.
    #[default]
    Simple,
    /// Every n-th event by time, from a start that the seed decides.
    Systematic,
    /// From each value of a field in proportion to its events, by largest remainder; of those, the lowest keys.
    Stratified {
        /// The field as filters name it.
        by: String,
    },
}

/// A sample with its population.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// The filter of the population as text; empty for every event.
    pub filter: String,
    /// How many events were asked for.
    pub size: usize,
    /// The seed.
    pub seed: String,
    /// How they were drawn.
    pub method: Method,
    /// Events of the population.
    pub population: u64,
    /// Those of them without an id, whose key is of their content, which SQL cannot repeat.
    pub without_id: u64,
    /// Those of them without a time.
    pub undated: u64,
    /// The strata, most events first; empty unless stratified.
    pub strata: Vec<Stratum>,
    /// The events drawn, lowest key first.
    pub events: Vec<SampledEvent>,
}

/// The events of a population that share a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stratum {
    /// The value; nothing for events without one.
    pub value: Option<String>,
    /// Its events.
    pub events: u64,
    /// How many of them were drawn.
    pub drawn: u64,
}

/// An event of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SampledEvent {
    /// Its key in hexadecimal.
    pub key: String,
    /// Its silver row.
    #[serde(skip)]
    pub row: u32,
    /// Its id; nothing where it has none.
    pub event_id: Option<String>,
    /// Its time with every digit, RFC 3339 in UTC; nothing where it has none.
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

impl Sample {
    /// Draws a sample. An error says what cannot be drawn.
    pub fn draw(session: &Session, analysis: &mut Analysis, plan: &Plan) -> Result<Self, String> {
        let rows: Vec<u32> = analysis.selection(session, &plan.filter).iter().collect();
        let mut keys = Keys::of(session.medallion(), &plan.seed, Vec::new());
        keys.add(&rows)?;
        Self::of_keys(session, plan, &rows, &keys)
    }

    /// Draws a sample of a population: its rows, and their keys.
    pub(crate) fn of_keys(session: &Session, plan: &Plan, rows: &[u32], keys: &Keys<'_>) -> Result<Self, String> {
        let medallion = session.medallion();
        let (drawn, strata) = match &plan.method {
            Method::Simple => (draw::simple(keys, plan.size), Vec::new()),
            Method::Systematic => (draw::systematic(keys, plan.size, &plan.seed), Vec::new()),
            Method::Stratified { by } => draw::stratified(keys, plan.size, &field(by)?)?,
        };
        let without = |column: S| rows.iter().filter(|row| medallion.silver().integer(column, **row).is_none()).count();
        Ok(Self {
            filter: plan.filter.to_string(),
            size: plan.size,
            seed: plan.seed.clone(),
            method: plan.method.clone(),
            population: rows.len() as u64,
            without_id: rows.iter().filter(|row| event_id(medallion, **row).is_none()).count() as u64,
            undated: without(S::EventTime) as u64,
            strata,
            events: drawn.into_iter().map(|row| sampled(session, keys, row)).collect(),
        })
    }

    /// How the same sample is drawn elsewhere.
    pub fn recipe(&self) -> Recipe {
        Recipe::of(self)
    }
}

pub(crate) fn field(name: &str) -> Result<Field, String> {
    Field::of_filter(name)
        .or_else(|| Field::of_column(name))
        .ok_or_else(|| format!("there is no field {name:?} to divide a population by"))
}

fn sampled(session: &Session, keys: &Keys<'_>, row: u32) -> SampledEvent {
    let medallion = session.medallion();
    let silver = medallion.silver();
    let text = |column| silver.text(column, row).map(str::to_owned);
    let place = medallion.place(row);
    SampledEvent {
        key: keys.full(row),
        row,
        event_id: event_id(medallion, row).map(str::to_owned),
        event_time: silver.integer(S::EventTime, row).map(|ms| time::rfc3339_full(ms, silver.time_ns(row))),
        service_name: text(S::ServiceName),
        action_name: text(S::ActionName),
        email: text(S::Email),
        source_ip_address: text(S::SourceIpAddress),
        outcome: text(S::Outcome),
        path: medallion.inputs().get(place.input as usize).map(|input| input.path.clone()).unwrap_or_default(),
        record: place.record,
    }
}
