//! Who takes part, and how each is started.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::bench::data::Kind;
use crate::bench::options::Options;
use crate::workspace::Workspace;

/// What stands in the tables for the page and for the peer that it is compared with.
pub(crate) const PAGE: &str = "page";
pub(crate) const REFERENCE: &str = "duckdb";

/// One who takes part.
#[derive(Debug, Clone)]
pub(crate) struct Contender {
    /// By which it is left out; DuckDB's ways all begin with its name.
    pub(crate) name: String,
    /// In the tables.
    pub(crate) label: String,
    /// Whether it makes silver and gold, or only reads what they are made of.
    pub(crate) does: Work,
    program: PathBuf,
    words: Vec<String>,
    /// Whether it prints the summary of the command line, and is timed from without.
    pub(crate) prints_summary: bool,
    /// Whether the process only drives another, whose memory is meant.
    pub(crate) is_driver: bool,
}

/// How much of the work one does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    Medallion,
    ReadsOnly,
}

impl Contender {
    fn peer(name: &str, label: &str, program: PathBuf, words: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            does: Work::Medallion,
            program,
            words: words.iter().map(|&word| word.to_owned()).collect(),
            prints_summary: false,
            is_driver: false,
        }
    }

    /// The command that does its work on a file.
    pub(crate) fn command(&self, workspace: &Workspace, file: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&workspace.root).args(&self.words).arg(file);
        command
    }

    pub(crate) fn is_reference(&self) -> bool {
        self.name.starts_with(REFERENCE)
    }
}

/// The page, to be asked for so many changes of the filter.
pub(crate) fn page(options: &Options, changes: u64) -> Contender {
    let (changes, rest) = (changes.to_string(), options.rest_ms.to_string());
    let words = ["bench/page.mjs", "--changes", &changes, "--rest", &rest];
    let contender = Contender::peer(PAGE, "**Touchstone**, the page in Chromium", "node".into(), &words);
    Contender { is_driver: true, ..contender }
}

/// The page, to be asked for every expression of the bench as often as other contenders run.
pub(crate) fn queries(options: &Options) -> Contender {
    let (rounds, rest) = (options.repeat.to_string(), options.rest_ms.to_string());
    let words = ["bench/page.mjs", "--expressions", &rounds, "--rest", &rest];
    let contender = Contender::peer(PAGE, "**Touchstone**, the page in Chromium", "node".into(), &words);
    Contender { is_driver: true, ..contender }
}

/// The page, to be opened only.
pub(crate) fn start() -> Contender {
    let contender = Contender::peer(PAGE, "", "node".into(), &["bench/page.mjs", "--start-only"]);
    Contender { is_driver: true, ..contender }
}

/// The command line, which is the same core natively.
pub(crate) fn command_line(workspace: &Workspace) -> Contender {
    let words = ["analyze", "--json"];
    let program = workspace.program("touchstone");
    let contender = Contender::peer("cli", "**Touchstone**, the command line", program, &words);
    Contender { prints_summary: true, ..contender }
}

/// All who take part with that kind of log, in the order of the runs.
pub(crate) fn all(workspace: &Workspace, options: &Options, kind: Kind) -> Result<Vec<Contender>> {
    let mut all = vec![page(options, 0), command_line(workspace)];
    all.extend(duckdb(workspace));
    all.push(polars(workspace));
    match kind {
        Kind::Delivery => {
            all.push(naive(workspace));
            all.push(reader("json-parse", "V8 `JSON.parse`, line by line", "json_parse.mjs"));
        }
        Kind::SystemTable => {
            all.push(Contender { does: Work::Medallion, ..reader("hyparquet", "hyparquet", "hyparquet.mjs") });
            all.push(reader("parquet-wasm", "parquet-wasm", "parquet_wasm.mjs"));
        }
    }
    for name in &options.without {
        let before = all.len();
        all.retain(|contender| !contender.name.starts_with(name));
        if all.len() == before && !known(name) {
            bail!("there is no contender {name:?}");
        }
    }
    Ok(all)
}

/// A contender of one kind of log is no mistake where the other kind is measured.
fn known(name: &str) -> bool {
    ["duckdb-naive", "json-parse", "hyparquet", "parquet-wasm"].iter().any(|one| one.starts_with(name))
}

/// DuckDB in every way that is fast somewhere; the fastest on the day is the one to beat.
fn duckdb(workspace: &Workspace) -> Vec<Contender> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut threads = vec![1, cores];
    threads.dedup();
    let mut ways = Vec::new();
    for shape in ["joined", "whole"] {
        for &threads in &threads {
            let name = format!("{REFERENCE}-{shape}-{threads}");
            let label = format!("DuckDB, {shape} gold tables, {threads} thread{}", if threads == 1 { "" } else { "s" });
            let words = ["bench/peers/duckdb_peer.py", "--shape", shape, "--threads", &threads.to_string()];
            ways.push(Contender::peer(&name, &label, python(workspace), &words));
        }
    }
    ways
}

fn naive(workspace: &Workspace) -> Contender {
    let words = ["bench/peers/duckdb_peer.py", "--shape", "naive"];
    Contender::peer("duckdb-naive", "DuckDB, the SQL that one writes first", python(workspace), &words)
}

fn polars(workspace: &Workspace) -> Contender {
    Contender::peer("polars", "Polars, all threads", python(workspace), &["bench/peers/polars_peer.py"])
}

fn reader(name: &str, label: &str, script: &str) -> Contender {
    let script = format!("bench/peers/{script}");
    let contender = Contender::peer(name, label, "node".into(), &["--max-old-space-size=12288", &script]);
    Contender { does: Work::ReadsOnly, ..contender }
}

/// The Python that the peers are installed for.
fn python(workspace: &Workspace) -> PathBuf {
    workspace.bench().join("venv/bin/python")
}
