//! The generated logs, written once and kept: the same seed and size always give the same bytes.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::bench::check::Truth;
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
}

/// Reads a file to its end; returns its length.
fn warm(path: &Path) -> io::Result<u64> {
    io::copy(&mut File::open(path)?, &mut io::sink())
}
