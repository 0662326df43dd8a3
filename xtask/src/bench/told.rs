//! What a contender prints: one line of JSON, or the summary of `touchstone analyze --json`.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::bench::check::{Counts, Keys, Service};

/// The line. What a contender has no notion of it leaves out.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Told {
    /// How long the work took, measured from within.
    pub(crate) seconds: Option<f64>,
    /// How long its stages took.
    #[serde(default)]
    pub(crate) stages: BTreeMap<String, f64>,
    /// Why there is no result.
    pub(crate) error: Option<String>,
    /// What it found.
    #[serde(default)]
    pub(crate) counts: Counts,
    /// Who it is.
    pub(crate) version: Option<String>,
    /// How many events there were when it ended, also where it failed.
    pub(crate) events: Option<u64>,
    /// The page's own memory.
    #[serde(default)]
    pub(crate) memory: Memory,
    /// How the page started.
    pub(crate) start: Option<Start>,
    /// The length of the page's file.
    pub(crate) file_bytes: Option<u64>,
    /// How long each change of the filter took.
    #[serde(default)]
    pub(crate) interaction: Vec<Change>,
    /// How long each expression of the filter language took.
    #[serde(default)]
    pub(crate) expressions: Vec<Expression>,
}

/// The memory of the page's WebAssembly instances.
#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct Memory {
    /// All linear memory.
    pub(crate) wasm_bytes: Option<u64>,
    /// What the page says that its frames and dictionaries take.
    pub(crate) frames_bytes: Option<u64>,
}

/// Seconds since the navigation began.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Start {
    /// A drop would be taken.
    pub(crate) drop: f64,
    /// Something is on screen.
    pub(crate) paint: Option<f64>,
    /// The core is compiled and its workers start.
    pub(crate) core: Option<f64>,
}

/// A change of the filter.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Change {
    pub(crate) kind: String,
    pub(crate) ms: f64,
}

/// An expression of the filter language, which the page was asked for several times.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Expression {
    pub(crate) filter: String,
    /// Whether it looks into every text.
    pub(crate) free: bool,
    /// Until all answers were there, each time.
    pub(crate) answered_ms: Vec<f64>,
    /// Until the frame that shows them, each time.
    pub(crate) painted_ms: Vec<f64>,
}

/// The last line of what a contender printed.
pub(crate) fn line(printed: &str) -> Result<Told> {
    let line = printed.lines().rev().find(|line| !line.trim().is_empty()).context("it printed nothing")?;
    serde_json::from_str(line).with_context(|| format!("its last line is no result: {line:.200}"))
}

/// The summary of the command line, which has the keys of gold but not how often each is filled.
pub(crate) fn summary(printed: &str) -> Result<Told> {
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
    Ok(Told { counts, version, events: Some(summary.totals.events), ..Told::default() })
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
        let told = line("reading\n{\"seconds\":1.5,\"counts\":{\"records\":2}}\n\n").unwrap();
        assert_eq!((told.seconds, told.counts.records), (Some(1.5), Some(2)));
        assert!(line("done").is_err());
        assert!(line("").is_err());
    }
}
