//! `cargo xtask sample`: the made-up logs behind "try the sample", and what is planted in them.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use flate2::{Compression, GzBuilder};

use crate::process::run;
use crate::workspace::{Workspace, create_directory};

/// Fixed, so that two builds of one commit embed the same bytes.
const SETTINGS: [(&str, &str); 5] =
    [("--events", "6000"), ("--seed", "1"), ("--start", "2026-03-02"), ("--days", "7"), ("--shape", "2.0")];

/// Writes `target/touchstone/sample.jsonl.gz` with `sample.truth.json` beside it, and gives the path of the first.
pub(crate) fn write(workspace: &Workspace) -> Result<PathBuf> {
    let directory = workspace.products();
    create_directory(&directory)?;
    let plain = directory.join("sample.jsonl");
    let packed = directory.join("sample.jsonl.gz");

    let mut generate = Command::new("cargo");
    generate.current_dir(&workspace.root);
    generate.args(["run", "--quiet", "--locked", "--package", "touchstone-generate", "--"]);
    for (flag, value) in SETTINGS {
        generate.args([flag, value]);
    }
    generate.arg("--out").arg(&plain);
    generate.arg("--truth").arg(directory.join("sample.truth.json"));
    run(&mut generate)?;

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
