//! `touchstone totals`: control totals, the SQL that counts them in a warehouse, and the comparison of both.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use touchstone_analysis::Analysis;
use touchstone_evidence::{AUDIT_TABLE, Basis, Comparison, Dialect, Totals, TotalsRow, read_totals};
use touchstone_native::printable;

use crate::load::{Threads, load, report};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::pseudonyms::{self, hidden, hidden_json};
use crate::write::{unwritable, write_beside};

/// Exit status if the totals differ.
const DIFFERENT: u8 = 1;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, or folders to search for files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Counts only events that match this filter (docs/filters.md).
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true, conflicts_with_all = ["sql", "compare"])]
    filter: Option<String>,
    /// Output format.
    #[arg(long, value_enum, default_value_t, conflicts_with_all = ["sql", "compare"])]
    format: TotalsFormat,
    /// The output file; FILE.basis.json records the inputs.
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["sql", "compare"])]
    output: Option<PathBuf>,
    /// Prints the query that counts the same totals in a warehouse.
    #[arg(long, value_enum, value_name = "DIALECT", num_args = 0..=1, default_missing_value = "databricks", conflicts_with = "compare")]
    sql: Option<DialectName>,
    /// The table that the query counts.
    #[arg(long, value_name = "NAME", default_value = AUDIT_TABLE)]
    table: String,
    /// Compares with the result of the query, saved as CSV or JSON, and ends with status 1 if the events differ.
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    #[command(flatten)]
    pseudonyms: pseudonyms::Hiding,
    #[command(flatten)]
    threads: Threads,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum TotalsFormat {
    /// Aligned columns, for people.
    #[default]
    Table,
    /// The columns of the query's result.
    Csv,
    /// The totals with what they rest on.
    Json,
}

/// Dialects by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DialectName {
    /// Databricks SQL and Spark.
    Databricks,
    /// `DuckDB`.
    Duckdb,
}

impl From<DialectName> for Dialect {
    fn from(name: DialectName) -> Self {
        match name {
            DialectName::Databricks => Self::Databricks,
            DialectName::Duckdb => Self::DuckDb,
        }
    }
}

/// Runs the subcommand.
pub(crate) fn totals(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let filter = touchstone_native::filter(arguments.filter.as_deref())?;
    let warehouse = arguments.compare.as_deref().map(read).transpose()?;
    let (session, opened) = load(&arguments.paths, arguments.threads);
    let mut analysis = Analysis::default();
    let totals = Totals::of(&session, &mut analysis, &filter);
    if let Some(dialect) = arguments.sql {
        print::all(totals.sql(&arguments.table, dialect.into()).as_bytes())?;
        return Ok(opened);
    }
    if let Some(warehouse) = warehouse {
        let comparison = Comparison::of(&totals, &warehouse);
        print::all(compared(&comparison).as_bytes())?;
        return Ok(match opened {
            OpenedPaths::All if !comparison.is_equal() => OpenedPaths::Status(DIFFERENT),
            opened => opened,
        });
    }
    let basis = Basis { rows: totals.rows.len() as u64, ..Basis::of(&session, &mut analysis, &filter, "Totals") };
    let pseudonyms = arguments.pseudonyms.of(&session)?;
    let hide = |text| hidden(pseudonyms.as_ref(), text);
    let text = match arguments.format {
        TotalsFormat::Table => hide(table(&totals)).into_bytes(),
        TotalsFormat::Csv => {
            let hide = |line: Vec<Option<String>>| line.into_iter().map(|cell| cell.map(hide)).collect::<Vec<_>>();
            touchstone_export::csv_file(lines(&totals).into_iter().map(hide), false)?
        }
        TotalsFormat::Json => {
            let whole = serde_json::json!({ "totals": totals, "basis": basis });
            let text = serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n";
            hidden_json(pseudonyms.as_ref(), text).into_bytes()
        }
    };
    match &arguments.output {
        Some(path) => {
            std::fs::write(path, text).map_err(|error| unwritable(path, &error))?;
            if arguments.format != TotalsFormat::Json {
                write_beside(path, &basis.json(), pseudonyms.as_ref())?;
            }
        }
        None => {
            print::all(&text)?;
        }
    }
    Ok(opened)
}

fn read(path: &Path) -> Result<Totals, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: cannot be read: {error}", path.display()))?;
    read_totals(&bytes).map_err(|error| printable(&format!("{}: {error}", path.display())))
}

/// A line per day and service that differs, and one about all.
fn compared(comparison: &Comparison) -> String {
    let mut text = String::new();
    let mut add = |sentence: &str| {
        text.push_str(&printable(sentence));
        text.push('\n');
    };
    comparison.differences.iter().for_each(|difference| add(&difference.sentence()));
    for redelivered in &comparison.redelivered {
        add(&format!("{} - the same events, delivered more than once", redelivered.sentence()));
    }
    let (compared, different) = (comparison.compared, comparison.differences.len());
    let undecided = comparison.undecided.len();
    match (different, undecided) {
        (0, 0) => add(&format!("equal: {compared} days of services have the same events")),
        (0, _) => {}
        _ => add(&format!("different: {different} of {compared} days of services")),
    }
    if undecided > 0 {
        add(&format!(
            "undecided: {undecided} of {compared} days of services have as many events, but one side has no ids to compare"
        ));
    }
    if comparison.undated > 0 {
        report(&format!("{} events have no time and were not compared", comparison.undated));
    }
    text
}

const HEADINGS: [&str; 6] = ["event_date", "service_name", "records", "ids", "without_id", "digest"];

fn cells(date: Option<&str>, service: &str, row: &TotalsRow) -> Vec<String> {
    let figures = &row.figures;
    let counts = [figures.records, figures.ids, figures.without_id].map(|count| count.to_string());
    let [records, ids, without_id] = counts;
    vec![date.unwrap_or_default().to_owned(), service.to_owned(), records, ids, without_id, figures.digest.to_string()]
}

fn lines(totals: &Totals) -> Vec<Vec<Option<String>>> {
    let head = HEADINGS.iter().map(|name| Some((*name).to_owned())).collect();
    let rows = totals.rows.iter().map(|row| cells(row.event_date.as_deref(), &row.service_name, row));
    std::iter::once(head).chain(rows.map(|row| row.into_iter().map(Some).collect())).collect()
}

fn table(totals: &Totals) -> String {
    let shown = |row: &TotalsRow| {
        let service = if row.service_name.is_empty() { "(no service)" } else { &row.service_name };
        cells(Some(row.event_date.as_deref().unwrap_or("(no time)")), service, row)
    };
    let mut rows: Vec<Vec<String>> = totals.rows.iter().map(shown).collect();
    let sum = TotalsRow { event_date: None, service_name: String::new(), figures: totals.sum() };
    rows.push(cells(Some("total"), "", &sum));
    print::aligned(&HEADINGS.map(str::to_owned), &[false, false, true, true, true, true], &rows)
}
