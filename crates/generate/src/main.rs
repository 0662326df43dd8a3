//! `touchstone-generate`: the command line of the generator.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use touchstone_generate::{Date, DirectorySink, Error, Incidents, Layout, Options, Shape, StreamSink, Truth, generate};

/// Writes realistic Databricks audit logs. The same options always give the same bytes.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Distinct events; duplicates and bad lines come on top
    #[arg(long, default_value_t = 10_000)]
    events: u64,
    /// Where every choice comes from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first day, UTC
    #[arg(long, default_value = "2026-03-02", value_name = "YYYY-MM-DD")]
    start: Date,
    /// Days covered
    #[arg(long, default_value_t = 7)]
    days: u32,
    /// The record shape: 2.0, 2019, or mixed
    #[arg(long, default_value = "2.0")]
    shape: Shape,
    /// Workspaces besides the account level
    #[arg(long, default_value_t = 5)]
    workspaces: u32,
    /// The planted incidents: all, none, or ids separated by commas
    #[arg(long, default_value = "all")]
    incidents: Incidents,
    /// Lines that are no audit record, in turn torn, not JSON, a scalar, and an unknown object
    #[arg(long, default_value_t = 0)]
    bad_lines: u64,
    /// Copies of events, in turn byte for byte and with their keys in another order
    #[arg(long, default_value_t = 0)]
    duplicates: u64,
    /// Write so many files under the directory --out, as workspaceId=<id>/date=<day>/auditlogs_<k>.json
    #[arg(long, requires = "out")]
    files: Option<usize>,
    /// So many of the files end early, and redelivered/<same path> has all their lines
    #[arg(long, default_value_t = 0, requires = "files")]
    redeliveries: usize,
    /// The file to write, or the directory when --files is given; standard output without it
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Also write what the log contains, as JSON
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            // When even this cannot be written, the exit code still tells.
            writeln!(io::stderr(), "touchstone-generate: {err}").ok();
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Error> {
    let truth_path = arguments.truth.clone();
    let truth = write_log(arguments)?;
    truth_path.map_or(Ok(()), |path| truth.write(&path))
}

fn write_log(arguments: Arguments) -> Result<Truth, Error> {
    let mut options = Options {
        events: arguments.events,
        seed: arguments.seed,
        start: arguments.start,
        days: arguments.days,
        shape: arguments.shape,
        workspaces: arguments.workspaces,
        incidents: arguments.incidents,
        bad_lines: arguments.bad_lines,
        duplicates: arguments.duplicates,
        layout: Layout::Delivery { files: arguments.files, redeliveries: arguments.redeliveries },
    };
    // Before a file is created that would stay empty.
    options.check()?;
    match arguments.out {
        Some(directory) if arguments.files.is_some() => generate(&options, &mut DirectorySink::new(directory)),
        Some(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            options.layout = Layout::Single { path: name };
            let file = File::create(&path).map_err(|cause| Error::Write { path: path.clone(), cause })?;
            generate(&options, &mut StreamSink::new(file, path))
        }
        None => {
            options.layout = Layout::Single { path: "-".to_owned() };
            generate(&options, &mut StreamSink::new(io::stdout().lock(), "standard output"))
        }
    }
}
