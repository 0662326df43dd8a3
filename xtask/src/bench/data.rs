//! The generated logs, written once and kept: the same seed and size always give the same bytes.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::bench::check::Truth;
use crate::bench::formats::JsonFormat;
use crate::process::run;
use crate::workspace::{Workspace, create_directory};

/// A log, its truth and its length.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) truth: Truth,
}

/// The format of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Delivery records, one per line.
    Delivery,
    /// An export of `system.access.audit`, snappy, in several row groups, as Spark writes it.
    SystemTable,
    /// Another format, an object a line.
    Json(JsonFormat),
    /// Delivery records, compressed with gzip or zstd.
    Gzip,
    Zstd,
    /// Delivery records in so many files.
    Files(u64),
}

/// The folder of the logs, and the generator.
#[derive(Debug)]
pub(crate) struct Data {
    folder: PathBuf,
    generator: PathBuf,
    seed: u64,
}

impl Data {
    pub(crate) fn new(workspace: &Workspace, seed: u64) -> Self {
        Self { folder: workspace.bench(), generator: workspace.program("touchstone-generate"), seed }
    }

    /// The log of a kind and size. It is read once, so that every contender finds it in the system's cache.
    pub(crate) fn log(&self, kind: Kind, events: u64) -> Result<Log> {
        create_directory(&self.folder)?;
        let (name, ending, options): (_, _, &[&str]) = match kind {
            Kind::Delivery => ("delivery", "json", &[]),
            Kind::SystemTable => {
                ("system", "parquet", &["--format", "databricks_system_table", "--container", "parquet"])
            }
            Kind::Json(format) => (format.name, "json", &["--format", format.name]),
            Kind::Gzip | Kind::Zstd => return self.compressed(kind, events),
            Kind::Files(files) => {
                let Delivered { path, truth, bytes, .. } = self.files(events, files)?;
                return Ok(Log { path, bytes, truth });
            }
        };
        let stem = format!("{name}-{events}-{}", self.seed);
        let path = self.folder.join(format!("{stem}.{ending}"));
        let truth = self.folder.join(format!("{stem}.truth.json"));
        // The truth is written last; without it, the log is incomplete.
        if !truth.is_file() || !path.is_file() {
            println!("generating {}", path.display());
            let mut generate = Command::new(&self.generator);
            generate.args(["--events", &events.to_string(), "--seed", &self.seed.to_string()]).args(options);
            generate.arg("--out").arg(&path).arg("--truth").arg(&truth);
            run(&mut generate).context("the release generator makes the logs; `npm run bench` builds it")?;
        }
        let bytes = warm(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Log { truth: Truth::read(&truth)?, path, bytes })
    }

    /// Delivery records compressed at the usual level.
    fn compressed(&self, kind: Kind, events: u64) -> Result<Log> {
        let plain = self.log(Kind::Delivery, events)?;
        let path = plain.path.with_extension(if kind == Kind::Gzip { "json.gz" } else { "json.zst" });
        if !path.is_file() {
            println!("compressing {}", path.display());
            // Renamed at the end, so that a file of this name is whole.
            let begun = path.with_extension("begun");
            compress(kind, &plain.path, &begun)
                .and_then(|()| std::fs::rename(&begun, &path))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        let bytes = warm(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Log { path, bytes, ..plain })
    }

    /// Delivery records in so many files.
    pub(crate) fn files(&self, events: u64, files: u64) -> Result<Delivered> {
        create_directory(&self.folder)?;
        let path = self.folder.join(format!("files-{events}-{files}-{}", self.seed));
        let truth = path.with_extension("truth.json");
        if !truth.is_file() {
            println!("generating {}", path.display());
            let mut generate = Command::new(&self.generator);
            generate.args(["--events", &events.to_string(), "--seed", &self.seed.to_string()]);
            generate.args(["--files", &files.to_string()]).arg("--out").arg(&path).arg("--truth").arg(&truth);
            run(&mut generate).context("the release generator makes the logs; `npm run bench` builds it")?;
        }
        let bytes = warm_all(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Delivered { path, truth: Truth::read(&truth)?, files, bytes })
    }
}

/// Logs as delivery leaves them: a folder per workspace and day.
#[derive(Debug)]
pub(crate) struct Delivered {
    pub(crate) path: PathBuf,
    pub(crate) truth: Truth,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

fn compress(kind: Kind, plain: &Path, into: &Path) -> io::Result<()> {
    let (mut plain, into) = (File::open(plain)?, File::create(into)?);
    if kind == Kind::Gzip {
        let mut encoder = flate2::write::GzEncoder::new(into, flate2::Compression::default());
        io::copy(&mut plain, &mut encoder)?;
        return encoder.finish().map(drop);
    }
    zstd::stream::copy_encode(plain, into, zstd::DEFAULT_COMPRESSION_LEVEL)
}

/// Reads a file to its end; returns its length.
fn warm(path: &Path) -> io::Result<u64> {
    io::copy(&mut File::open(path)?, &mut io::sink())
}

/// Reads all files of a folder to their ends; returns their length.
fn warm_all(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        bytes += if path.is_dir() { warm_all(&path)? } else { warm(&path)? };
    }
    Ok(bytes)
}
