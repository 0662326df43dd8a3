//! `cargo xtask sample`: generates the logs behind "try the sample", the list of incidents planted in them, and a
//! Parquet table for warming up. A quick build uses an existing table: writing one would require compiling the
//! generator with all of its Parquet code.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::pack;
use crate::process::run;
use crate::workspace::{Workspace, create_directory};

/// Options of the warm-up table, which is never shown: few events, as their texts make the file large. All are fixed,
/// so that two builds of one commit embed the same bytes.
const TABLE: [(&str, &str); 5] = [
    ("--seed", "1"),
    ("--events", "400"),
    ("--incidents", "none"),
    ("--format", "databricks_system_table"),
    ("--container", "parquet"),
];

/// The warm-up table of a quick build, a test fixture.
const QUICK_TABLE: &str = "tests/fixtures/inputs/parquet-system/audit.parquet";

/// The embedded files, compressed.
pub(crate) struct Samples {
    pub(crate) logs: PathBuf,
    pub(crate) table: PathBuf,
}

/// Writes `sample.jsonl.zst` and `table.parquet.zst` to `target/touchstone`, with the sample's truth beside them.
pub(crate) fn write(workspace: &Workspace, quick: bool) -> Result<Samples> {
    create_directory(&workspace.products())?;
    let table = if quick { workspace.root.join(QUICK_TABLE) } else { generate_table(workspace)? };
    let samples = Samples {
        logs: workspace.products().join("sample.jsonl.zst"),
        table: workspace.products().join("table.parquet.zst"),
    };
    for (plain, packed) in [(&generate_logs(workspace)?, &samples.logs), (&table, &samples.table)] {
        pack::pack(plain, packed, quick)?;
        println!("sample: {}", packed.display());
    }
    Ok(samples)
}

fn generate_logs(workspace: &Workspace) -> Result<PathBuf> {
    let logs = workspace.products().join("sample.jsonl");
    let mut generate = program(workspace, "touchstone-sample");
    generate.args(["--no-default-features", "--"]);
    run(generate.arg(&logs).arg(logs.with_extension("truth.json")))?;
    Ok(logs)
}

fn generate_table(workspace: &Workspace) -> Result<PathBuf> {
    let table = workspace.products().join("table.parquet");
    let mut generate = program(workspace, "touchstone-generate");
    generate.arg("--").args(TABLE.iter().flat_map(|(flag, value)| [flag, value]));
    run(generate.arg("--out").arg(&table))?;
    Ok(table)
}

/// A command that runs a program of the generator. Not by `--package`: shared dependencies would be compiled again with
/// only its features.
fn program(workspace: &Workspace, name: &str) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(&workspace.root).args(["run", "--quiet", "--locked", "--bin", name]);
    command
}
