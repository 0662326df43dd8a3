//! Results as Markdown tables, beside the goals.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::bench::containers;
use crate::bench::contenders::{PAGE, Work};
use crate::bench::formats;
use crate::bench::measures::{Evaluations, Interaction, Race, Results, Score, Size, Starts};
use crate::bench::options::Options;
use crate::bench::queries;
use crate::bench::spark;
use crate::bench::statistics::{Spread, percentile};
use crate::bench::views;

pub(crate) const MB: f64 = 1e6;
const FILE_LIMIT: u64 = 7_000_000;

/// The tables of all measures taken.
pub(crate) fn all(options: &Options, results: &Results) -> String {
    let mut text = String::new();
    let goals = goals(results);
    if !goals.is_empty() {
        text += "\n## Goals\n\n| measure | goal | here |\n|---|---|---|\n";
        for [measure, goal, here] in goals {
            _ = writeln!(text, "| {measure} | {goal} | {here} |");
        }
    }
    for (title, race) in [("Load: delivery JSON", &results.load), ("Parquet: the system table", &results.parquet)] {
        if let Some(race) = race {
            _ = writeln!(text, "\n## {title}\n\n{}", race_table(race, options));
        }
    }
    if !results.formats.is_empty() {
        _ = writeln!(text, "\n## JSON formats\n\n{}", formats::table(&results.formats, options));
    }
    if !results.containers.is_empty() {
        _ = writeln!(text, "\n## Containers\n\n{}", containers::table(&results.containers, options));
    }
    if let Some(interaction) = &results.interaction {
        _ = writeln!(text, "\n## Interaction\n\n{}", interaction_table(interaction));
    }
    if let Some(queries) = &results.query {
        _ = writeln!(text, "\n## Query\n\n{}", queries::table(queries));
    }
    if let Some(findings) = &results.findings {
        _ = writeln!(text, "\n## Findings\n\n{}", findings_table(findings));
    }
    if let Some(views) = &results.views {
        _ = writeln!(text, "\n## People and Compare\n\n{}", views::table(views));
    }
    if let Some(starts) = &results.start {
        _ = writeln!(text, "\n## Start\n\n{}", start_table(starts));
    }
    if !results.scale.is_empty() {
        _ = writeln!(text, "\n## Scale\n\n{}", scale_table(&results.scale));
    }
    if let Some(spark) = &results.spark {
        _ = writeln!(text, "\n## Spark\n\n{}", spark::table(spark));
    }
    text
}

/// The contenders' versions, as they report them.
pub(crate) fn versions(results: &Results) -> Vec<String> {
    let races = [&results.load, &results.parquet].into_iter().flatten();
    let scores = races.flat_map(|race| &race.scores).chain(results.scale.iter().map(|size| &size.page));
    let versions: BTreeSet<_> =
        scores.flat_map(|score| &score.runs).filter_map(|run| run.reported.version.clone()).collect();
    if versions.is_empty() { Vec::new() } else { vec![versions.into_iter().collect::<Vec<_>>().join(", ")] }
}

fn goals(results: &Results) -> Vec<[String; 3]> {
    let mut goals = Vec::new();
    let mut add = |measure: &str, goal: &str, here: Option<String>| {
        goals.push([measure.to_owned(), goal.to_owned(), here.unwrap_or_else(|| "no result".to_owned())]);
    };
    if let Some(race) = &results.load {
        add(
            "load",
            "1.5 times DuckDB's speed; 2 is the aim",
            race.page_ratio().map(|ratio| format!("{ratio:.2} times")),
        );
        let memory = race.page().and_then(|page| wasm_per_event(page, race.events));
        add(
            "memory",
            "300 bytes of wasm memory an event; 200 is the aim",
            memory.map(|bytes| format!("{bytes:.0} bytes{}", frames_per_event(race))),
        );
    }
    if let Some(size) = results.scale.iter().max_by_key(|size| size.events) {
        let here = match (&size.page.fault, size.page.seconds()) {
            (None, Some(time)) => format!("{} events in {:.1} s", counted(size.events), time.median),
            (fault, _) => format!("{} events: {}", counted(size.events), fault.as_deref().unwrap_or("no result")),
        };
        add("scale", "10,000,000 events load, and answer", Some(here));
    }
    if let Some(interaction) = &results.interaction {
        let times = interaction.changes.iter().flatten().map(|change| change.ms);
        add("interaction", "95 of 100 changes within 50 ms", percentile(times, 0.95).map(|ms| format!("{ms:.0} ms")));
    }
    if let Some(queries) = &results.query {
        add("query", "95 of 100 expressions answered within 50 ms", queries.answered().map(|ms| format!("{ms:.0} ms")));
        add("free text", "answered within 300 ms the first time", queries.free_first().map(|ms| format!("{ms:.0} ms")));
    }
    if let Some(findings) = &results.findings {
        let ms = Spread::of(findings.runs.iter().flatten().map(|run| run.ms));
        add("findings", "all rules within 1 s of reading", ms.map(|ms| format!("{:.0} ms", ms.median)));
    }
    if let Some(views) = &results.views {
        for (name, measure, goal) in views::GOALS {
            add(measure, goal, views.painted(name).map(|ms| format!("{ms:.0} ms")));
        }
    }
    if let Some(race) = &results.parquet {
        add("Parquet", "DuckDB's speed", race.page_ratio().map(|ratio| format!("{ratio:.2} times")));
    }
    if let Some(spark) = &results.spark {
        add(
            "Spark",
            "3 times the speed of the blog's steps",
            spark::ratio(spark).map(|ratio| format!("{ratio:.2} times")),
        );
    }
    if let Some(starts) = &results.start {
        let drop = Spread::of(starts.runs.iter().map(|run| run.drop));
        add("start", "a drop is taken within 1 s", drop.map(|drop| format!("{:.2} s", drop.median)));
        add("size", &format!("{} bytes", counted(FILE_LIMIT)), Some(format!("{} bytes", counted(starts.file_bytes))));
    }
    goals
}

/// What the rules took, run by run.
fn findings_table(findings: &Evaluations) -> String {
    let runs = match &findings.runs {
        Ok(runs) => runs,
        Err(fault) => return format!("{} events: {fault}\n", counted(findings.events)),
    };
    let mut text = format!(
        "{} events. From everything read to its findings, with the answers of the dashboard between them; and the \
         linear memory of the engine's instance, which never shrinks.\n\n\
         | ms | findings | memory before, MB | memory after, MB |\n|---|---|---|---|\n",
        counted(findings.events),
    );
    for run in runs {
        let [before, after] = [run.before_bytes, run.after_bytes].map(|bytes| bytes as f64 / MB);
        _ = writeln!(text, "| {:.0} | {} | {before:.0} | {after:.0} |", run.ms, counted(run.findings));
    }
    text
}

fn race_table(race: &Race, options: &Options) -> String {
    let mut text = format!(
        "{} events, {:.0} MB; {} run{} of each, interleaved.\n\n\
         | who | seconds | MB/s | speed to DuckDB's | peak memory, MB | wasm, bytes an event |\n|---|---|---|---|---|---|\n",
        counted(race.events),
        race.bytes as f64 / MB,
        options.repeat,
        if options.repeat == 1 { "" } else { "s" },
    );
    for score in &race.scores {
        let label = match score.contender.does {
            Work::Medallion => score.contender.label.clone(),
            Work::ReadsOnly => format!("{}; reads only", score.contender.label),
        };
        if let Some(fault) = &score.fault {
            _ = writeln!(text, "| {label} | {} | – | – | – | – |", fault.replace(['|', '\n'], " "));
            continue;
        }
        let Some(time) = score.seconds() else { continue };
        let speed = race.bytes as f64 / MB / time.median;
        let (ratio, peak) = (ratio_of(race, time.median), peak_of(score));
        let wasm = wasm_per_event(score, race.events).map_or("–".to_owned(), |bytes| format!("{bytes:.0}"));
        _ = writeln!(text, "| {label} | {} | {speed:.0} | {ratio} | {peak} | {wasm} |", shown(time, 2));
    }
    text
}

fn interaction_table(interaction: &Interaction) -> String {
    let changes = match &interaction.changes {
        Ok(changes) => changes,
        Err(fault) => return format!("{} events: {fault}\n", counted(interaction.events)),
    };
    let mut text = format!(
        "{} events. From the key or the click until the frame that shows the last answer; *brush* is an edge of the time \
         filter moved by a key, *leader* a click on a leaderboard, *clear* the key that lifts all filters.\n\n\
         | change | times | median, ms | 95th percentile, ms | most, ms |\n|---|---|---|---|---|\n",
        counted(interaction.events),
    );
    let kinds: BTreeSet<_> = changes.iter().map(|change| change.kind.as_str()).collect();
    for kind in kinds.into_iter().map(Some).chain([None]) {
        let of: Vec<f64> = changes
            .iter()
            .filter(|change| kind.is_none_or(|kind| kind == change.kind))
            .map(|change| change.ms)
            .collect();
        let (Some(spread), Some(high)) = (Spread::of(of.clone()), percentile(of.clone(), 0.95)) else { continue };
        let name = kind.unwrap_or("**all**");
        _ = writeln!(text, "| {name} | {} | {:.0} | {high:.0} | {:.0} |", of.len(), spread.median, spread.most);
    }
    text
}

fn start_table(starts: &Starts) -> String {
    let mut text = format!(
        "The file has {} bytes. Since the navigation began, in seconds:\n\n| what | seconds |\n|---|---|\n",
        counted(starts.file_bytes)
    );
    let rows: [(&str, Vec<f64>); 3] = [
        ("a drop is taken", starts.runs.iter().map(|run| run.drop).collect()),
        ("the page is painted", starts.runs.iter().filter_map(|run| run.paint).collect()),
        ("the core is compiled", starts.runs.iter().filter_map(|run| run.core).collect()),
    ];
    for (what, times) in rows {
        if let Some(time) = Spread::of(times) {
            _ = writeln!(text, "| {what} | {} |", shown(time, 2));
        }
    }
    text
}

fn scale_table(sizes: &[Size]) -> String {
    let mut text = "One run each, with the page.\n\n\
        | events | file, MB | seconds | MB/s | wasm memory, MB | bytes an event | peak memory, MB | change of the filter, \
        95th percentile, ms |\n|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for size in sizes {
        let (events, file) = (counted(size.events), size.bytes as f64 / MB);
        let (Some(run), None) = (size.page.runs.first(), &size.page.fault) else {
            let fault = size.page.fault.as_deref().unwrap_or("no result").replace(['|', '\n'], " ");
            _ = writeln!(text, "| {events} | {file:.0} | {fault} | – | – | – | – | – |");
            continue;
        };
        let wasm = run.reported.memory.wasm_bytes.map_or("–".to_owned(), |bytes| format!("{:.0}", bytes as f64 / MB));
        let each = wasm_per_event(&size.page, size.events).map_or("–".to_owned(), |bytes| format!("{bytes:.0}"));
        let peak = peak_of(&size.page);
        let change = size.change_ms().map_or("–".to_owned(), |ms| format!("{ms:.0}"));
        let rate = file / run.seconds;
        _ = writeln!(
            text,
            "| {events} | {file:.0} | {:.2} | {rate:.0} | {wasm} | {each} | {peak} | {change} |",
            run.seconds
        );
    }
    text
}

impl Race {
    fn page(&self) -> Option<&Score> {
        self.scores.iter().find(|score| score.contender.name == PAGE && score.fault.is_none())
    }

    /// The time of the fastest DuckDB variant with correct counts.
    fn reference(&self) -> Option<f64> {
        let times = self.scores.iter().filter(|score| score.contender.is_reference() && score.fault.is_none());
        times.filter_map(Score::seconds).map(|time| time.median).min_by(f64::total_cmp)
    }

    fn page_ratio(&self) -> Option<f64> {
        Some(self.reference()? / self.page()?.seconds()?.median)
    }
}

impl Score {
    pub(crate) fn seconds(&self) -> Option<Spread> {
        Spread::of(self.runs.iter().map(|run| run.seconds))
    }

    fn peak(&self) -> Option<f64> {
        Spread::of(self.runs.iter().filter_map(|run| run.peak_bytes).map(|bytes| bytes as f64))
            .map(|spread| spread.median)
    }
}

impl Size {
    /// The 95th percentile of the filter changes.
    pub(crate) fn change_ms(&self) -> Option<f64> {
        percentile(self.page.runs.iter().flat_map(|run| &run.reported.interaction).map(|change| change.ms), 0.95)
    }

    /// The page's linear memory.
    pub(crate) fn wasm_bytes(&self) -> Option<u64> {
        self.page.runs.first()?.reported.memory.wasm_bytes
    }
}

fn wasm_per_event(score: &Score, events: u64) -> Option<f64> {
    let bytes = score.runs.iter().filter_map(|run| run.reported.memory.wasm_bytes).map(|bytes| bytes as f64);
    Some(Spread::of(bytes)?.median / events as f64)
}

/// The speed of some seconds to that of the fastest DuckDB of a race.
pub(crate) fn ratio_of(race: &Race, seconds: f64) -> String {
    race.reference().map_or("–".to_owned(), |reference| format!("{:.2}", reference / seconds))
}

/// The peak memory of a contender in MB.
pub(crate) fn peak_of(score: &Score) -> String {
    score.peak().map_or("–".to_owned(), |bytes| format!("{:.0}", bytes / MB))
}

/// The page's own figure for its frames.
fn frames_per_event(race: &Race) -> String {
    let runs = race.page().into_iter().flat_map(|page| &page.runs);
    let frames = Spread::of(runs.filter_map(|run| run.reported.memory.frames_bytes).map(|bytes| bytes as f64));
    frames.map_or_else(String::new, |frames| {
        format!(", of which silver, gold and their dictionaries say {:.0}", frames.median / race.events as f64)
    })
}

/// `1.23 (1.20–1.31)`, or a single value.
pub(crate) fn shown(spread: Spread, digits: usize) -> String {
    let Spread { median, least, most } = spread;
    if (most - least).abs() < f64::EPSILON {
        return format!("{median:.digits$}");
    }
    format!("{median:.digits$} ({least:.digits$}–{most:.digits$})")
}

/// `1,000,000`
pub(crate) fn counted(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(counted(999), "999");
        assert_eq!(counted(1_234_567), "1,234,567");
    }

    #[test]
    fn one_run_has_no_spread() {
        assert_eq!(shown(Spread { median: 1.0, least: 1.0, most: 1.0 }, 1), "1.0");
        assert_eq!(shown(Spread { median: 1.0, least: 0.5, most: 2.0 }, 1), "1.0 (0.5–2.0)");
    }
}
