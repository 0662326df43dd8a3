//! The contenders and how each is started.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::bench::data::Kind;
use crate::bench::options::Options;
use crate::workspace::Workspace;

/// Labels in the tables: the page, and the peer that it is compared with.
pub(crate) const PAGE: &str = "page";
pub(crate) const REFERENCE: &str = "duckdb";

/// A contender.
#[derive(Debug, Clone)]
pub(crate) struct Contender {
    /// The name that `--without` takes; all DuckDB variants start with `duckdb`.
    pub(crate) name: String,
    /// Its label in the tables.
    pub(crate) label: String,
    /// Whether it builds silver and gold, or only reads the log.
    pub(crate) does: Work,
    program: PathBuf,
    words: Vec<String>,
    /// Whether it prints the command line's summary and is timed from outside.
    pub(crate) prints_summary: bool,
    /// Whether the process only drives another one, whose memory counts.
    pub(crate) is_driver: bool,
}

/// How much of the work a contender does.
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

    /// The command that processes a file.
    pub(crate) fn command(&self, workspace: &Workspace, file: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&workspace.root).args(&self.words).arg(file);
        command
    }

    pub(crate) fn is_reference(&self) -> bool {
        self.name.starts_with(REFERENCE)
    }
}

/// The page, driven through some filter changes.
pub(crate) fn page(options: &Options, changes: u64) -> Contender {
    let (changes, rest) = (changes.to_string(), options.rest_ms.to_string());
    let words = ["bench/page.mjs", "--changes", &changes, "--rest", &rest];
    let contender = Contender::peer(PAGE, "**Touchstone**, the page in Chromium", "node".into(), &words);
    Contender { is_driver: true, ..contender }
}

/// The page, asked for every bench expression as often as the other contenders run.
pub(crate) fn queries(options: &Options) -> Contender {
    let (rounds, rest) = (options.repeat.to_string(), options.rest_ms.to_string());
    let words = ["bench/page.mjs", "--expressions", &rounds, "--rest", &rest];
    let contender = Contender::peer(PAGE, "**Touchstone**, the page in Chromium", "node".into(), &words);
    Contender { is_driver: true, ..contender }
}

/// The page, whose views of people and of comparisons are opened as often as the other contenders run.
pub(crate) fn views(options: &Options) -> Contender {
    let (rounds, rest) = (options.repeat.to_string(), options.rest_ms.to_string());
    let words = ["bench/page.mjs", "--views", &rounds, "--rest", &rest];
    let contender = Contender::peer(PAGE, "**Touchstone**, the page in Chromium", "node".into(), &words);
    Contender { is_driver: true, ..contender }
}

/// The page, whose rules are timed once it has read.
pub(crate) fn findings(options: &Options) -> Contender {
    let rest = options.rest_ms.to_string();
    let words = ["bench/page.mjs", "--findings", "--rest", &rest];
    let contender = Contender::peer(PAGE, "**Touchstone**, the page in Chromium", "node".into(), &words);
    Contender { is_driver: true, ..contender }
}

/// The page, only opened.
pub(crate) fn start() -> Contender {
    let contender = Contender::peer(PAGE, "", "node".into(), &["bench/page.mjs", "--start-only"]);
    Contender { is_driver: true, ..contender }
}

/// The command line: the same core, compiled natively. No peer looks for findings, so it does not either.
pub(crate) fn command_line(workspace: &Workspace) -> Contender {
    let words = ["analyze", "--json", "--no-findings"];
    let program = workspace.program("touchstone");
    let contender = Contender::peer("cli", "**Touchstone**, the command line", program, &words);
    Contender { prints_summary: true, ..contender }
}

/// All contenders for a kind of log, in the order of the runs.
pub(crate) fn all(workspace: &Workspace, options: &Options, kind: Kind) -> Result<Vec<Contender>> {
    let mut all = vec![page(options, 0), command_line(workspace)];
    all.extend(duckdb(workspace));
    all.push(polars(workspace));
    if kind == Kind::Delivery {
        all.push(naive(workspace));
        all.push(reader("json-parse", "V8 `JSON.parse`, line by line", "json_parse.mjs"));
    } else {
        all.push(Contender { does: Work::Medallion, ..reader("hyparquet", "hyparquet", "hyparquet.mjs") });
        all.push(reader("parquet-wasm", "parquet-wasm", "parquet_wasm.mjs"));
    }
    wanted(all, options)
}

/// Those that are not left out.
pub(crate) fn wanted(mut all: Vec<Contender>, options: &Options) -> Result<Vec<Contender>> {
    for name in &options.without {
        let before = all.len();
        all.retain(|contender| !contender.name.starts_with(name));
        if all.len() == before && !known(name) {
            bail!("there is no contender {name:?}");
        }
    }
    Ok(all)
}

/// Whether a name is known: a contender for the other kind of log is not an error.
fn known(name: &str) -> bool {
    ["duckdb-joined", "duckdb-whole", "duckdb-naive", "polars", "json-parse", "hyparquet", "parquet-wasm"]
        .iter()
        .any(|one| one.starts_with(name))
}

/// DuckDB in every variant that is fast somewhere; the fastest one is the reference.
fn duckdb(workspace: &Workspace) -> Vec<Contender> {
    let mut threads = vec![1, cores()];
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

/// DuckDB in the way that is fastest with JSON, with a format other than delivery.
pub(crate) fn duckdb_for(workspace: &Workspace, format: Option<&str>) -> Contender {
    let cores = cores().to_string();
    let mut words = vec!["bench/peers/duckdb_peer.py", "--threads", &cores];
    words.extend(format.iter().flat_map(|format| ["--format", format]));
    Contender::peer(&format!("{REFERENCE}-joined-{cores}"), "DuckDB", python(workspace), &words)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
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

/// The Python environment of the peers.
fn python(workspace: &Workspace) -> PathBuf {
    workspace.bench().join("venv/bin/python")
}
