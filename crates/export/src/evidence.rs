//! Control totals and samples as tables.

use serde_json::{Value, json};
use touchstone_evidence::{Basis, Dialect, Method, Sample, SampledEvent, Totals, TotalsRow};
use touchstone_record::time;

use crate::shown::{Cell, Shown, ShownColumn};
use crate::xlsx::Kind;

/// The columns of a sample; the sheet has two more to fill in.
pub const SAMPLE_COLUMNS: [&str; 11] = [
    "number",
    "sample_key",
    "event_time",
    "event_id",
    "service_name",
    "action_name",
    "email",
    "source_ip_address",
    "outcome",
    "path",
    "record",
];

/// What a person fills in: met, exception or not applicable, and why.
const TO_FILL_IN: [&str; 2] = ["result", "comment"];

/// The columns of control totals: those of the query's result.
const TOTALS_COLUMNS: [(&str, Kind); 6] = [
    ("event_date", Kind::Text),
    ("service_name", Kind::Text),
    ("records", Kind::Number),
    ("ids", Kind::Number),
    ("without_id", Kind::Number),
    ("digest", Kind::Text),
];

/// The cells of an event of a sample, in the order of [`SAMPLE_COLUMNS`]; `at` counts from 0.
pub fn sample_cells(at: usize, event: &SampledEvent) -> Vec<Option<String>> {
    row(at, event).iter().map(Cell::text).collect()
}

/// The sheet of a sample: a heading, and a row per event with columns to fill in.
pub fn sample_sheet(sample: &Sample) -> Vec<Vec<Option<String>>> {
    let head = SAMPLE_COLUMNS.iter().chain(&TO_FILL_IN).map(|name| Some((*name).to_owned())).collect();
    let rows = sample.events.iter().enumerate();
    let rows = rows.map(|(at, event)| sample_cells(at, event).into_iter().chain([None, None]).collect());
    std::iter::once(head).chain(rows).collect()
}

/// How a sample was drawn, with its recipes and what it rests on.
pub fn sample_facts(sample: &Sample, basis: &Basis) -> Value {
    let recipe = sample.recipe();
    let sql = |dialect| recipe.sql("silver", dialect).unwrap_or_else(|error| error);
    json!({
        "filter": sample.filter,
        "size": sample.size,
        "seed": sample.seed,
        "method": sample.method,
        "population": sample.population,
        "without_id": sample.without_id,
        "undated": sample.undated,
        "strata": sample.strata,
        "recipe": {
            "databricks": sql(Dialect::Databricks),
            "duckdb": sql(Dialect::DuckDb),
            "spreadsheet": recipe.spreadsheet(),
        },
        "basis": basis,
    })
}

/// How a sample was drawn, for the sheet of a workbook.
pub(crate) fn told(sample: &Sample) -> Vec<(&'static str, String)> {
    let method = match &sample.method {
        Method::Simple => "simple".to_owned(),
        Method::Systematic => "systematic".to_owned(),
        Method::Stratified { by } => format!("stratified by {by}"),
    };
    vec![
        ("Method", method),
        ("Size", sample.size.to_string()),
        ("Seed", sample.seed.clone()),
        ("Population", sample.population.to_string()),
        ("Drawn in a spreadsheet", sample.recipe().spreadsheet()),
    ]
}

/// The sheet of a sample as a table.
pub(crate) fn sample_table(sample: &Sample) -> Shown {
    let kind = |name: &str| match name {
        "number" | "record" => Kind::Number,
        "event_time" => Kind::Time,
        _ => Kind::Text,
    };
    let columns = SAMPLE_COLUMNS.iter().chain(&TO_FILL_IN);
    let rows = sample.events.iter().enumerate();
    Shown {
        title: "Sample".to_owned(),
        columns: columns.map(|name| ShownColumn { name: (*name).to_owned(), kind: kind(name) }).collect(),
        rows: rows
            .map(|(at, event)| row(at, event).into_iter().chain([Cell::Absent, Cell::Absent]).collect())
            .collect(),
    }
}

/// Control totals as a table.
pub(crate) fn totals_table(totals: &Totals) -> Shown {
    let row = |TotalsRow { event_date, service_name, figures }: &TotalsRow| {
        vec![
            event_date.clone().map_or(Cell::Absent, Cell::Text),
            Cell::Text(service_name.clone()),
            number(figures.records),
            number(figures.ids),
            number(figures.without_id),
            Cell::Text(figures.digest.to_string()),
        ]
    };
    Shown {
        title: "Control totals".to_owned(),
        columns: TOTALS_COLUMNS.map(|(name, kind)| ShownColumn { name: name.to_owned(), kind }).into(),
        rows: totals.rows.iter().map(row).collect(),
    }
}

fn row(at: usize, event: &SampledEvent) -> Vec<Cell> {
    let text = |text: &Option<String>| text.clone().map_or(Cell::Absent, Cell::Text);
    let at_time = event.event_time.as_ref().map_or(Cell::Absent, |text| match time::of_rfc3339(text) {
        Some(ms) => Cell::Time(ms, text.clone()),
        None => Cell::Text(text.clone()),
    });
    vec![
        number(at as u64 + 1),
        Cell::Text(event.key.clone()),
        at_time,
        text(&event.event_id),
        text(&event.service_name),
        text(&event.action_name),
        text(&event.email),
        text(&event.source_ip_address),
        text(&event.outcome),
        Cell::Text(event.path.clone()),
        number(event.record),
    ]
}

fn number(count: u64) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
