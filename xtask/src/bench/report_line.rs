//! A contender's report: one line of JSON, or the summary of `touchstone analyze --json`.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::bench::check::{Counts, Keys, Service};

/// The line. Fields that do not apply to a contender are absent.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ReportLine {
    /// Seconds of work, measured by the contender.
    pub(crate) seconds: Option<f64>,
    /// Seconds per stage.
    #[serde(default)]
    pub(crate) stages: BTreeMap<String, f64>,
    /// Why there is no result.
    pub(crate) error: Option<String>,
    /// Its counts.
    #[serde(default)]
    pub(crate) counts: Counts,
    /// Its name and version.
    pub(crate) version: Option<String>,
    /// Number of events at the end, even of a failed run.
    pub(crate) events: Option<u64>,
    /// The page's memory.
    #[serde(default)]
    pub(crate) memory: Memory,
    /// The page's start-up times.
    pub(crate) start: Option<Start>,
    /// The size of the page's file.
    pub(crate) file_bytes: Option<u64>,
    /// The time of each filter change.
    #[serde(default)]
    pub(crate) interaction: Vec<Change>,
    /// The times of each filter expression.
    #[serde(default)]
    pub(crate) expressions: Vec<Expression>,
    /// The times of each view of people and of comparisons.
    #[serde(default)]
    pub(crate) views: Vec<Viewed>,
    /// What the rules took.
    pub(crate) findings: Option<Evaluated>,
}

/// The memory of the page's WebAssembly instances.
#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct Memory {
    /// Total linear memory.
    pub(crate) wasm_bytes: Option<u64>,
    /// The page's own figure for frames and dictionaries.
    pub(crate) frames_bytes: Option<u64>,
}

/// Seconds since the start of the navigation.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Start {
    /// Until drops are accepted.
    pub(crate) drop: f64,
    /// Until the first paint.
    pub(crate) paint: Option<f64>,
    /// Until the core is compiled and the workers start.
    pub(crate) core: Option<f64>,
}

/// The evaluation of all rules in the page.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Evaluated {
    /// From everything read to its findings.
    pub(crate) ms: f64,
    pub(crate) findings: u64,
    /// The linear memory of the engine's instance when everything is read.
    pub(crate) before_bytes: u64,
    /// And when its findings are there.
    pub(crate) after_bytes: u64,
}

/// A filter change.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Change {
    pub(crate) kind: String,
    pub(crate) ms: f64,
}

/// A filter expression, evaluated several times.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Expression {
    pub(crate) filter: String,
    /// Whether it is a free-text search.
    pub(crate) free: bool,
    /// Until all answers arrived, per run.
    pub(crate) answered_ms: Vec<f64>,
    /// Until the frame that shows them, per run.
    pub(crate) painted_ms: Vec<f64>,
}

/// A view, opened several times under different filters.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Viewed {
    pub(crate) name: String,
    /// Until all answers arrived, per round.
    pub(crate) answered_ms: Vec<f64>,
    /// Until the frame that shows them, per round.
    pub(crate) painted_ms: Vec<f64>,
}

/// Parses the last line of a contender's output.
pub(crate) fn line(printed: &str) -> Result<ReportLine> {
    let line = printed.lines().rev().find(|line| !line.trim().is_empty()).context("it printed nothing")?;
    serde_json::from_str(line).with_context(|| format!("its last line is no result: {line:.200}"))
}

/// Parses the summary of the command line, which lists the keys of gold without their counts.
pub(crate) fn summary(printed: &str) -> Result<ReportLine> {
    let summary: Summary = serde_json::from_str(printed).context("it printed no summary")?;
    let services = summary.gold.into_iter().map(|(name, gold)| {
        let keys = gold.columns.iter().filter_map(|column| column.strip_prefix("requestParams."));
        // A frame without keys has this column instead.
        let keys = keys.filter(|key| *key != "placeholder").map(str::to_owned).collect();
        (name, Service { events: gold.rows, actions: Some(gold.actions), keys: Some(Keys::Names(keys)) })
    });
    let emails = summary.principals.into_iter().filter_map(|one| Some((one.email?, one.events)));
    let counts = Counts {
        records: Some(summary.totals.records),
        events: Some(summary.totals.events),
        duplicates: Some(summary.totals.duplicates),
        problems: Some(summary.totals.problems),
        services: Some(services.collect()),
        emails: Some(emails.collect()),
        ..Counts::default()
    };
    let version = Some(format!("Touchstone {}", summary.touchstone));
    Ok(ReportLine { counts, version, events: Some(summary.totals.events), ..ReportLine::default() })
}

#[derive(Deserialize)]
struct Summary {
    touchstone: String,
    totals: Totals,
    gold: BTreeMap<String, Gold>,
    principals: Vec<Principal>,
}

#[derive(Deserialize)]
struct Totals {
    records: u64,
    events: u64,
    duplicates: u64,
    problems: u64,
}

#[derive(Deserialize)]
struct Gold {
    rows: u64,
    columns: Vec<String>,
    actions: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
struct Principal {
    email: Option<String>,
    events: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_line_is_the_result() {
        let reported = line("reading\n{\"seconds\":1.5,\"counts\":{\"records\":2}}\n\n").unwrap();
        assert_eq!((reported.seconds, reported.counts.records), (Some(1.5), Some(2)));
        assert!(line("done").is_err());
        assert!(line("").is_err());
    }
}
