//! `touchstone`: the same core as the page, on the command line.

mod asked;
mod commands;
mod completeness;
mod evidence;
mod findings;
mod load;
mod log;
mod opened_paths;
mod print;
mod pseudonyms;
mod query;
mod report;
mod rules;
mod sample;
mod table;
mod totals;
mod verify;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::opened_paths::OpenedPaths;

/// Reads Databricks and Immuta audit logs and summarizes them. Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Appends a line on this run to a session log, each with the hash of the one before; touchstone verify checks it.
    #[arg(long, global = true, value_name = "FILE")]
    log: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints a summary of the logs in files and folders.
    Analyze {
        /// Files, or folders to search for files.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Prints the summary as JSON; docs/summary.schema.json is its schema.
        #[arg(long)]
        json: bool,
        /// Counts only events that match this filter (docs/filters.md), for example 'outcome:denied -user:*'.
        #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
        filter: Option<String>,
        #[command(flatten)]
        looking: commands::Looking,
        /// Looks for nothing.
        #[arg(long, conflicts_with_all = ["rules", "tuning", "fail_on"])]
        no_findings: bool,
        #[command(flatten)]
        pseudonyms: pseudonyms::Hiding,
        #[command(flatten)]
        threads: load::Threads,
    },
    /// Prints what the rules find, or writes it as CSV, NDJSON, Parquet, xlsx, SARIF, OCSF or for Timesketch.
    Findings(findings::Arguments),
    /// Writes silver.parquet and gold/<service>.parquet, or the same in another format.
    Export {
        /// Files, or folders to search for files.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The output folder; created if missing.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Writes only events that match this filter, and only services that have some.
        #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
        filter: Option<String>,
        /// The format of the files.
        #[arg(long, value_enum, default_value_t)]
        format: commands::FileFormat,
        /// Writes CSV without a byte order mark.
        #[arg(long)]
        no_bom: bool,
        #[command(flatten)]
        pseudonyms: pseudonyms::Hiding,
        #[command(flatten)]
        threads: load::Threads,
    },
    /// Prints the events that match a filter.
    Query(query::Arguments),
    /// Counts records and ids of each day and service, for comparison with a warehouse.
    Totals(totals::Arguments),
    /// Says how complete the logs look: silences, missing days, known gaps, and what none of that can tell.
    Completeness(completeness::Arguments),
    /// Draws events at random, the same on every machine.
    Sample(sample::Arguments),
    /// Writes a report to read and to print, and a workpaper, with what a case decides about the findings.
    Report(report::Arguments),
    /// Seals summary, findings, totals, sample and the records that prove them in one file.
    Evidence(evidence::Arguments),
    /// Checks such a file, and with the inputs makes it again and compares.
    Verify(verify::Arguments),
    /// Turns pseudonyms back with their key.
    Reveal(pseudonyms::Arguments),
    /// Lists the rules: id, level and title.
    Rules(rules::Arguments),
}

/// Exit status if a path could not be opened or the output could not be written.
const UNOPENED: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse_from(query::shielded(std::env::args_os()));
    let outcome = run(arguments.command);
    let outcome = match &arguments.log {
        Some(path) => log::append(path, &outcome).and(outcome),
        None => outcome,
    };
    match outcome {
        Ok(OpenedPaths::All) => ExitCode::SUCCESS,
        Ok(OpenedPaths::Some) => ExitCode::from(UNOPENED),
        Ok(OpenedPaths::Status(status)) => ExitCode::from(status),
        Err(message) => {
            load::report(&message);
            ExitCode::from(UNOPENED)
        }
    }
}

fn run(command: Command) -> Result<OpenedPaths, String> {
    match command {
        Command::Analyze { paths, json, filter, looking, no_findings, pseudonyms, threads } => {
            let looking = (!no_findings).then_some(&looking);
            commands::analyze(&paths, threads, json, filter.as_deref(), looking, &pseudonyms)
        }
        Command::Findings(arguments) => findings::findings(&arguments),
        Command::Export { paths, out, filter, format, no_bom, pseudonyms, threads } => {
            commands::export(&paths, threads, &out, filter.as_deref(), format, no_bom, &pseudonyms)
        }
        Command::Query(arguments) => query::query(&arguments),
        Command::Totals(arguments) => totals::totals(&arguments),
        Command::Completeness(arguments) => completeness::completeness(&arguments),
        Command::Sample(arguments) => sample::sample(&arguments),
        Command::Report(arguments) => report::make(&arguments),
        Command::Evidence(arguments) => evidence::evidence(&arguments),
        Command::Verify(arguments) => verify::verify(&arguments),
        Command::Reveal(arguments) => pseudonyms::reveal(&arguments),
        Command::Rules(arguments) => rules::run(&arguments).map(OpenedPaths::Status),
    }
}
