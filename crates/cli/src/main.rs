//! `touchstone`: the page's core on the command line.

mod commands;
mod digest;
mod file;
mod filter;
mod load;
mod opened;
mod print;
mod query;
mod rules;
mod table;
mod walk;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::opened::Opened;

/// Reads Databricks audit logs and reports what is in them. Nothing leaves the machine.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints a summary of the logs in files and folders.
    Analyze {
        /// Files, and folders that are searched for files.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Prints the summary as JSON, as docs/summary.schema.json describes it.
        #[arg(long)]
        json: bool,
        /// Counts only events that the filter selects, as docs/filters.md describes it: 'outcome:denied -user:*'.
        #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
        filter: Option<String>,
        #[command(flatten)]
        looking: commands::Looking,
    },
    /// Writes silver.parquet and gold/<service>.parquet.
    Export {
        /// Files, and folders that are searched for files.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The folder to write into; it is made if there is none.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Writes only events that the filter selects, and only services that have some.
        #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
        filter: Option<String>,
    },
    /// Prints the events that a filter selects.
    Query(query::Arguments),
    /// Lists the rules: id, level and title.
    Rules(rules::Arguments),
}

/// The status of a run that could not open a path, or not write its output.
const UNOPENED: u8 = 2;

fn main() -> ExitCode {
    let outcome = match Arguments::parse_from(query::shielded(std::env::args_os())).command {
        Command::Analyze { paths, json, filter, looking } => {
            commands::analyze(&paths, json, filter.as_deref(), &looking)
        }
        Command::Export { paths, out, filter } => commands::export(&paths, &out, filter.as_deref()),
        Command::Query(arguments) => query::query(&arguments),
        Command::Rules(arguments) => rules::run(&arguments).map(Opened::Status),
    };
    match outcome {
        Ok(Opened::All) => ExitCode::SUCCESS,
        Ok(Opened::Some) => ExitCode::from(UNOPENED),
        Ok(Opened::Status(status)) => ExitCode::from(status),
        Err(message) => {
            load::report(&message);
            ExitCode::from(UNOPENED)
        }
    }
}
