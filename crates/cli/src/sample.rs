//! `touchstone sample`: a sample that anybody can draw again.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use touchstone_analysis::Analysis;
use touchstone_evidence::{Basis, Dialect, Method, Plan, Sample, SampledEvent};

use crate::load::{Threads, load, report};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::totals::DialectName;
use crate::write::{unwritable, write_beside};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, or folders to search for files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How many events are drawn.
    #[arg(long, value_name = "N")]
    size: usize,
    /// Anything; the same seed draws the same events of the same population, on every machine.
    #[arg(long, value_name = "SEED")]
    seed: String,
    /// The population: events that match this filter (docs/filters.md).
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Draws of each value of this field in proportion to its events.
    #[arg(long, value_name = "FIELD")]
    by: Option<String>,
    /// Draws every n-th event by time.
    #[arg(long, conflicts_with = "by")]
    systematic: bool,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: SampleFormat,
    /// The output file; beside CSV, FILE.basis.json records the population, how it was drawn and the inputs.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Prints the query that draws the same sample from silver, exported with the same filter.
    #[arg(long, value_enum, value_name = "DIALECT", num_args = 0..=1, default_missing_value = "databricks")]
    sql: Option<DialectName>,
    /// The table that the query draws from.
    #[arg(long, value_name = "NAME", default_value = "silver")]
    table: String,
    /// Writes CSV without a byte order mark.
    #[arg(long)]
    no_bom: bool,
    #[command(flatten)]
    threads: Threads,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum SampleFormat {
    /// Aligned columns, for people.
    #[default]
    Table,
    /// A sheet to fill in: a row per event, with columns for the result (met, exception, not applicable) and a comment.
    Csv,
    /// The events with how they were drawn and what they rest on.
    Json,
}

/// Runs the subcommand.
pub(crate) fn sample(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let method = match &arguments.by {
        Some(by) => Method::Stratified { by: by.clone() },
        None if arguments.systematic => Method::Systematic,
        None => Method::Simple,
    };
    let filter = touchstone_native::filter(arguments.filter.as_deref())?;
    let (session, opened) = load(&arguments.paths, arguments.threads);
    let mut analysis = Analysis::default();
    let plan = Plan { filter, size: arguments.size, seed: arguments.seed.clone(), method };
    let sample = Sample::draw(&session, &mut analysis, &plan)?;
    if let Some(dialect) = arguments.sql {
        print::all(sample.recipe().sql(&arguments.table, dialect.into())?.as_bytes())?;
        return Ok(opened);
    }
    let mut basis = Basis::of(&session, &mut analysis, &plan.filter, "Sample");
    basis.rows = sample.events.len() as u64;
    let text = match arguments.format {
        SampleFormat::Table => table(&sample).into_bytes(),
        SampleFormat::Csv => touchstone_export::csv_file(sheet(&sample), !arguments.no_bom)?,
        SampleFormat::Json => {
            let mut whole = drawn(&sample, &basis);
            whole["events"] = serde_json::to_value(&sample.events).map_err(|error| error.to_string())?;
            (serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n").into_bytes()
        }
    };
    for stratum in sample.strata.iter().filter(|stratum| stratum.drawn == 0) {
        let value = stratum.value.as_deref().unwrap_or("(none)");
        report(&touchstone_native::printable(&format!("none of the {} events of {value} was drawn", stratum.events)));
    }
    match &arguments.output {
        Some(path) => {
            std::fs::write(path, text).map_err(|error| unwritable(path, &error))?;
            if arguments.format != SampleFormat::Json {
                write_beside(path, &drawn(&sample, &basis))?;
            }
        }
        None => {
            print::all(&text)?;
        }
    }
    Ok(opened)
}

/// How a sample was drawn, and what it rests on.
fn drawn(sample: &Sample, basis: &Basis) -> Value {
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

const HEADINGS: [&str; 11] = [
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

fn cells(at: usize, event: &SampledEvent) -> Vec<Option<String>> {
    vec![
        Some((at + 1).to_string()),
        Some(event.key.clone()),
        event.event_time.clone(),
        event.event_id.clone(),
        event.service_name.clone(),
        event.action_name.clone(),
        event.email.clone(),
        event.source_ip_address.clone(),
        event.outcome.clone(),
        Some(event.path.clone()),
        Some(event.record.to_string()),
    ]
}

/// A sheet to fill in.
fn sheet(sample: &Sample) -> Vec<Vec<Option<String>>> {
    let blank = [None, None];
    let head = HEADINGS.iter().chain(&["result", "comment"]).map(|name| Some((*name).to_owned())).collect();
    let rows = sample.events.iter().enumerate();
    let rows = rows.map(|(at, event)| cells(at, event).into_iter().chain(blank.clone()).collect());
    std::iter::once(head).chain(rows).collect()
}

fn table(sample: &Sample) -> String {
    let mut numbers = [false; HEADINGS.len()];
    (numbers[0], numbers[HEADINGS.len() - 1]) = (true, true);
    let line = |(at, event): (usize, &SampledEvent)| {
        let mut cells = cells(at, event);
        cells[1] = Some(event.key[..12].to_owned());
        cells.into_iter().map(Option::unwrap_or_default).collect()
    };
    let rows: Vec<Vec<String>> = sample.events.iter().enumerate().map(line).collect();
    let drawn = format!("{} of {} events drawn with the seed {:?}\n", rows.len(), sample.population, sample.seed);
    print::aligned(&HEADINGS.map(str::to_owned), &numbers, &rows) + &drawn
}
