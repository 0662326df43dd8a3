//! `touchstone sample`: a sample that anybody can draw again.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use touchstone_analysis::Analysis;
use touchstone_evidence::{Basis, Form, Method, Plan, Sample, SampledEvent};
use touchstone_export::{SAMPLE_COLUMNS, sample_cells, sample_facts, sample_sheet};

use crate::load::{Threads, load, report};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::pseudonyms::{self, hidden_json};
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
    pseudonyms: pseudonyms::Hiding,
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
    let pseudonyms = arguments.pseudonyms.of(&session)?;
    let hide = |text: Vec<u8>| match &pseudonyms {
        Some(pseudonyms) => pseudonyms.content(Form::Plain, &text),
        None => text,
    };
    let hide_json = |text: String| hidden_json(pseudonyms.as_ref(), text);
    let text = match arguments.format {
        SampleFormat::Table => hide(table(&sample).into_bytes()),
        SampleFormat::Csv => hide(touchstone_export::csv_file(sample_sheet(&sample), !arguments.no_bom)?),
        SampleFormat::Json => {
            let mut whole = sample_facts(&sample, &basis);
            whole["events"] = serde_json::to_value(&sample.events).map_err(|error| error.to_string())?;
            let text = serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n";
            hide_json(text).into_bytes()
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
                write_beside(path, &sample_facts(&sample, &basis), pseudonyms.as_ref())?;
            }
        }
        None => {
            print::all(&text)?;
        }
    }
    Ok(opened)
}

fn table(sample: &Sample) -> String {
    let mut numbers = [false; SAMPLE_COLUMNS.len()];
    (numbers[0], numbers[SAMPLE_COLUMNS.len() - 1]) = (true, true);
    let line = |(at, event): (usize, &SampledEvent)| {
        let mut cells = sample_cells(at, event);
        cells[1] = Some(event.key[..12].to_owned());
        cells.into_iter().map(Option::unwrap_or_default).collect()
    };
    let rows: Vec<Vec<String>> = sample.events.iter().enumerate().map(line).collect();
    let drawn = format!("{} of {} events drawn with the seed {:?}\n", rows.len(), sample.population, sample.seed);
    print::aligned(&SAMPLE_COLUMNS.map(str::to_owned), &numbers, &rows) + &drawn
}
