//! The report: docs/benchmarks.md for a full run, a file in target/bench for a partial one.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::bench::chart;
use crate::bench::machine::Machine;
use crate::bench::measures::Results;
use crate::bench::options::Options;
use crate::bench::tables;
use crate::workspace::Workspace;

const INTRODUCTION: &str = "\
# Benchmarks

Written by `npm run bench`, which generates the logs, runs every contender in turn as a process of its own, and compares what
each found with what the generator says it wrote. One that found something else is called wrong and is not ranked.

*Touchstone* is `dist/touchstone.html`, opened from disk in headless Chromium; its time runs from the drop until the dashboard
has been painted with its last answer, and it is the first drop after the page was opened. It also tells duplicates and hashes the
file, which no peer does. The *command line* is timed from start to end, with `--no-findings`. The peers are timed from within, without the start of
Python or Node and without counting what they made; they make in memory what Touchstone makes: silver columns, and for each
service a table with a column for each request parameter that occurs. Their code and SQL is in `bench/peers`. *Joined* gold
tables hold the parameters alone, with a view that adds silver's columns; *whole* ones hold both.

MB/s are of the file, in millions of bytes. Ratios are of speed, to the fastest DuckDB of the table: 2.0 takes half its time.
Times are medians, with the least and the most behind them. Peak memory is what all processes of a contender have of their own
at once, for the page Chromium as a whole; wasm memory is the linear memory of the page's workers.
";

/// The report's path.
pub(crate) fn path(workspace: &Workspace, options: &Options) -> PathBuf {
    match &options.write {
        Some(path) => path.clone(),
        None if options.is_whole() => workspace.root.join("docs/benchmarks.md"),
        None => workspace.bench().join("benchmarks.md"),
    }
}

/// Writes the report, and the chart beside it.
pub(crate) fn write(path: &Path, machine: &Machine, options: &Options, results: &Results) -> Result<()> {
    let mut text = format!("{INTRODUCTION}\n## Machine\n\n");
    for line in machine.lines.iter().chain(&tables::versions(results)) {
        _ = writeln!(text, "* {line}");
    }
    text.push_str(&tables::all(options, results));
    if let Some(drawing) = chart::draw(&results.scale) {
        let chart = path.with_extension("svg");
        fs::write(&chart, drawing).with_context(|| format!("cannot write {}", chart.display()))?;
        let name = chart.file_name().unwrap_or_default().to_string_lossy();
        _ = writeln!(text, "\n![Load time, memory and the time of a change of the filter by events.]({name})");
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
