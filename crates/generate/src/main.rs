//! `touchstone-generate`: the command line of the generator.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use touchstone_generate::{
    Container, Date, DirectorySink, Error, Format, Incidents, Layout, Options, Shape, StreamSink, Truth, generate,
};

/// Writes realistic Databricks audit logs. The same options always give the same bytes.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Distinct events, without duplicates and bad lines
    #[arg(long, default_value_t = 10_000)]
    events: u64,
    /// Seed of every random choice
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first day, UTC
    #[arg(long, default_value = "2026-03-02", value_name = "YYYY-MM-DD")]
    start: Date,
    /// Days covered
    #[arg(long, default_value_t = 7)]
    days: u32,
    /// The record shape: 2.0, 2019 or mixed; the last two only in delivery and silver
    #[arg(long, default_value = "2.0")]
    shape: Shape,
    /// The format of the records; the events are the same in each
    #[arg(long, default_value_t = Format::default(), value_parser = formats(), value_name = "NAME")]
    format: Format,
    /// The container of the records; not every format has each
    #[arg(long, default_value_t = Container::default(), value_parser = containers(), value_name = "NAME")]
    container: Container,
    /// Workspaces besides the account level
    #[arg(long, default_value_t = 5)]
    workspaces: u32,
    /// The incidents to plant: all (of Databricks), none, or ids separated by commas
    #[arg(long, default_value = "all")]
    incidents: Incidents,
    /// Lines that are not audit records, in turn torn, not JSON, a scalar, and an unknown object; not in CSV or Parquet
    #[arg(long, default_value_t = 0)]
    bad_lines: u64,
    /// Copies of events, in turn byte for byte and with reordered keys
    #[arg(long, default_value_t = 0)]
    duplicates: u64,
    /// Number of files under the directory --out, as workspaceId=<id>/date=<day>/auditlogs_<k>.json; only for delivery
    /// as JSON
    #[arg(long, requires = "out")]
    files: Option<usize>,
    /// Number of files that end early, with all of their lines in redelivered/<same path>
    #[arg(long, default_value_t = 0, requires = "files")]
    redeliveries: usize,
    /// The output file, or the directory with --files; standard output by default
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Also write the truth about the log, as JSON
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(|format| {
        let containers: Vec<_> = format.containers().iter().map(|container| container.name()).collect();
        PossibleValue::new(format.name()).help(format!("as {}", containers.join(", ")))
    }))
    .try_map(|name| name.parse())
}

fn containers() -> impl TypedValueParser<Value = Container> {
    PossibleValuesParser::new(Container::ALL.map(|container| {
        PossibleValue::new(container.name()).help(match container {
            Container::Json => "An object a line",
            Container::JsonStrings => "An object a line, with nested columns as strings of JSON",
            Container::Envelope => "An object a line with a list of records: records of an Event Hub, hits of Immuta",
            Container::Csv => "A header and a row a line, with nested columns as JSON",
            Container::Parquet => "Typed columns; delivery becomes the bronze of the Databricks blog",
        })
    }))
    .try_map(|name| name.parse())
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            // If this fails as well, the exit code still reports the error.
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
    let name = arguments.out.as_deref().map_or(OsStr::new("-"), |path| path.file_name().unwrap_or_default());
    let layout = match arguments.files {
        Some(files) => Layout::Delivery { files: Some(files), redeliveries: arguments.redeliveries },
        None => Layout::Single { path: name.to_string_lossy().into_owned() },
    };
    let options = Options {
        events: arguments.events,
        seed: arguments.seed,
        start: arguments.start,
        days: arguments.days,
        shape: arguments.shape,
        format: arguments.format,
        container: arguments.container,
        workspaces: arguments.workspaces,
        incidents: arguments.incidents,
        bad_lines: arguments.bad_lines,
        duplicates: arguments.duplicates,
        layout,
    };
    // Before creating a file that would stay empty.
    options.check()?;
    match arguments.out {
        Some(directory) if arguments.files.is_some() => generate(&options, &mut DirectorySink::new(directory)),
        Some(path) => {
            let file = File::create(&path).map_err(|cause| Error::Write { path: path.clone(), cause })?;
            generate(&options, &mut StreamSink::new(file, path))
        }
        None => generate(&options, &mut StreamSink::new(io::stdout().lock(), "standard output")),
    }
}
