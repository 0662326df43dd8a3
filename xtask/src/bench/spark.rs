//! Spark: our medallion and the blog's own steps, on the same files with as many cores.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::bench::data::Delivered;
use crate::bench::options::Options;
use crate::bench::statistics::Spread;
use crate::bench::tables::{counted, shown};
use crate::workspace::Workspace;

/// So many cores Spark gets, a column each.
const CORES: [u64; 2] = [1, 2];
const OURS: &str = "touchstone";
const BLOG: &str = "blog";

/// Spark on some files; the error says why there is none.
#[derive(Debug)]
pub(crate) struct Spark {
    pub(crate) events: u64,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) runs: Result<Vec<Timed>, String>,
}

/// What `bench/spark.py` prints of a run.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Timed {
    by: String,
    cores: u64,
    /// Of the steps, without the start of Java.
    steps: f64,
    events: u64,
}

/// Runs both, interleaved. Where Java or the environment is missing, says so.
pub(crate) fn measure(workspace: &Workspace, options: &Options, files: &Delivered) -> Spark {
    let mut runs = Ok(Vec::new());
    for cores in CORES {
        runs = runs.and_then(|mut before: Vec<Timed>| {
            before.extend(steps(workspace, options, files, cores).map_err(|error| format!("{error:#}"))?);
            Ok(before)
        });
    }
    Spark { events: files.truth.events(), files: files.files, bytes: files.bytes, runs }
}

fn steps(workspace: &Workspace, options: &Options, files: &Delivered, cores: u64) -> Result<Vec<Timed>> {
    let python = workspace.bench().join("spark-venv/bin/python");
    let mut command = Command::new(&python);
    command.current_dir(&workspace.root).arg("bench/spark.py").arg(&files.path);
    command.args(["--cores", &cores.to_string(), "--times", &options.repeat.to_string()]);
    let done = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let done = done.context("Spark is not set up; `npm run bench` does that where Java is installed")?;
    let printed = String::from_utf8_lossy(&done.stdout);
    print!("{printed}");
    if !done.status.success() {
        bail!("{} failed ({})", name(&python), done.status);
    }
    let runs = printed.lines().map(serde_json::from_str::<Timed>).collect::<Result<Vec<_>, _>>()?;
    match runs.iter().find(|run| run.events != files.truth.events()) {
        Some(wrong) => bail!("{} found {} of {} events", wrong.by, wrong.events, files.truth.events()),
        None => Ok(runs),
    }
}

fn name(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

/// How many times as fast as the blog's steps ours are, with the most cores.
pub(crate) fn ratio(spark: &Spark) -> Option<f64> {
    let runs = spark.runs.as_ref().ok()?;
    let cores = runs.iter().map(|run| run.cores).max()?;
    let median = |by: &str| {
        let of = runs.iter().filter(|run| run.cores == cores && run.by == by);
        Spread::of(of.map(|run| run.steps)).map(|spread| spread.median)
    };
    Some(median(BLOG)? / median(OURS)?)
}

/// The table of a measure.
pub(crate) fn table(spark: &Spark) -> String {
    let (events, files, mb) = (counted(spark.events), counted(spark.files), spark.bytes as f64 / 1e6);
    let mut text =
        format!("{events} events, {mb:.0} MB in {files} files; seconds of the steps, without the start of Java.\n\n");
    let runs = match &spark.runs {
        Ok(runs) => runs,
        Err(fault) => return format!("{text}{fault}\n"),
    };
    text += "| who | cores | seconds | events a second and core |\n|---|---|---|---|\n";
    let mut by: BTreeMap<(u64, bool), Vec<f64>> = BTreeMap::new();
    for run in runs {
        by.entry((run.cores, run.by != OURS)).or_default().push(run.steps);
    }
    for ((cores, is_blog), seconds) in by {
        let Some(spread) = Spread::of(seconds) else { continue };
        let who = if is_blog { "the blog's own steps" } else { "**Touchstone**, `touchstone.spark`" };
        let rate = spark.events as f64 / spread.median / cores as f64;
        _ = writeln!(text, "| {who} | {cores} | {} | {} |", shown(spread, 1), counted(rate as u64));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spark(runs: &[(&str, u64, f64)]) -> Spark {
        let run = |(by, cores, steps): &(&str, u64, f64)| Timed {
            by: (*by).to_owned(),
            cores: *cores,
            steps: *steps,
            events: 6000,
        };
        Spark { events: 6000, files: 2, bytes: 4_000_000, runs: Ok(runs.iter().map(run).collect()) }
    }

    #[test]
    fn both_are_told_by_cores_and_compared_with_the_most_of_them() {
        let spark =
            spark(&[(BLOG, 1, 9.0), (OURS, 1, 4.0), (BLOG, 2, 6.0), (OURS, 2, 1.0), (OURS, 2, 3.0), (BLOG, 2, 6.0)]);
        assert_eq!(ratio(&spark), Some(3.0));
        let table = table(&spark);
        assert!(table.contains("| **Touchstone**, `touchstone.spark` | 2 | 2.0 (1.0–3.0) | 1,500 |"), "{table}");
        assert!(table.contains("| the blog's own steps | 1 | 9.0 | 666 |"), "{table}");
    }

    #[test]
    fn what_was_not_measured_says_why() {
        let spark = Spark { runs: Err("no Java".to_owned()), ..spark(&[]) };
        assert_eq!(ratio(&spark), None);
        assert!(table(&spark).ends_with("no Java\n"));
    }
}
