//! `cargo xtask sample`: the made-up logs behind "try the sample", what is planted in them, and a table that is read so
//! that the code for tables is fast.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use flate2::{Compression, GzBuilder};

use crate::process::run;
use crate::workspace::{Workspace, create_directory};

/// Fixed, so that two builds of one commit embed the same bytes.
const SETTINGS: [(&str, &str); 4] = [("--seed", "1"), ("--start", "2026-03-02"), ("--days", "7"), ("--shape", "2.0")];

/// The logs that are shown.
const LOGS: [(&str, &str); 1] = [("--events", "6000")];

/// The table, of which nothing is shown: short, as its texts make the file long.
const TABLE: [(&str, &str); 4] =
    [("--events", "400"), ("--incidents", "none"), ("--format", "databricks_system_table"), ("--container", "parquet")];

/// What the page embeds, compressed.
pub(crate) struct Samples {
    pub(crate) logs: PathBuf,
    pub(crate) table: PathBuf,
}

/// Writes `sample.jsonl.gz` and `table.parquet.gz` to `target/touchstone`, with what is in them beside them.
pub(crate) fn write(workspace: &Workspace) -> Result<Samples> {
    create_directory(&workspace.products())?;
    Ok(Samples { logs: make(workspace, "sample.jsonl", &LOGS)?, table: make(workspace, "table.parquet", &TABLE)? })
}

/// Makes a file of that name, and gives the path of what it is compressed to.
fn make(workspace: &Workspace, name: &str, settings: &[(&str, &str)]) -> Result<PathBuf> {
    let plain = workspace.products().join(name);
    let mut generate = Command::new("cargo");
    generate.current_dir(&workspace.root);
    generate.args(["run", "--quiet", "--locked", "--package", "touchstone-generate", "--"]);
    for (flag, value) in SETTINGS.iter().chain(settings) {
        generate.args([flag, value]);
    }
    generate.arg("--out").arg(&plain);
    generate.arg("--truth").arg(plain.with_extension("truth.json"));
    run(&mut generate)?;

    let packed = plain.with_file_name(format!("{name}.gz"));
    compress(&plain, &packed)?;
    println!("sample: {}", packed.display());
    Ok(packed)
}

fn compress(plain: &Path, packed: &Path) -> Result<()> {
    let input = File::open(plain).with_context(|| format!("cannot read {}", plain.display()))?;
    let output = File::create(packed).with_context(|| format!("cannot write {}", packed.display()))?;
    gzip(BufReader::new(input), output).with_context(|| format!("cannot compress {}", plain.display()))
}

/// Compresses as hard as it can, with a header that names neither a time nor an operating system.
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
