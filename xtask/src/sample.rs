//! `cargo xtask sample`: generates the logs behind "try the sample", the list of incidents planted in them, and a
//! Parquet table for warming up. A quick build uses an existing table: writing one would require compiling the
//! generator with all of its Parquet code.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use flate2::{Compression, GzBuilder};

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

/// Writes `sample.jsonl.gz` and `table.parquet.gz` to `target/touchstone`, with the sample's truth beside them.
pub(crate) fn write(workspace: &Workspace, quick: bool) -> Result<Samples> {
    create_directory(&workspace.products())?;
    let table = if quick { workspace.root.join(QUICK_TABLE) } else { generate_table(workspace)? };
    Ok(Samples {
        logs: pack(workspace, &generate_logs(workspace)?, "sample.jsonl")?,
        table: pack(workspace, &table, "table.parquet")?,
    })
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

/// Compresses a file under a new name; returns the path.
fn pack(workspace: &Workspace, plain: &Path, name: &str) -> Result<PathBuf> {
    let packed = workspace.products().join(format!("{name}.gz"));
    compress(plain, &packed)?;
    println!("sample: {}", packed.display());
    Ok(packed)
}

fn compress(plain: &Path, packed: &Path) -> Result<()> {
    let input = File::open(plain).with_context(|| format!("cannot read {}", plain.display()))?;
    let output = File::create(packed).with_context(|| format!("cannot write {}", packed.display()))?;
    gzip(BufReader::new(input), output).with_context(|| format!("cannot compress {}", plain.display()))
}

/// Compresses at the highest level, with a header that names neither a time nor an operating system.
fn gzip(mut input: impl Read, output: impl Write) -> std::io::Result<()> {
    const UNKNOWN_SYSTEM: u8 = 255;
    let mut encoder = GzBuilder::new().mtime(0).operating_system(UNKNOWN_SYSTEM).write(output, Compression::best());
    std::io::copy(&mut input, &mut encoder)?;
    encoder.finish().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_packs_to_the_same_bytes_and_back() {
        let text = b"{\"a\":1}\n".repeat(100);
        let pack = || {
            let mut packed = Vec::new();
            gzip(text.as_slice(), &mut packed).unwrap();
            packed
        };
        assert_eq!(pack(), pack());
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(pack().as_slice()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
    }
}
