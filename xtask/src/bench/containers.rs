//! The same delivery records as one file, compressed, and in many files.

use std::fmt::Write as _;

use anyhow::Result;

use crate::bench::contenders;
use crate::bench::data::{Data, Kind};
use crate::bench::measures::{Race, race_on};
use crate::bench::options::Options;
use crate::bench::statistics::Spread;
use crate::bench::tables::{counted, peak_of, ratio_of, shown};
use crate::workspace::Workspace;

/// What a container gets at most.
const EVENTS: u64 = 300_000;

/// Events in each of the many files, which then have 100 KB.
const EVENTS_A_FILE: u64 = 131;

/// Each workspace has a file a day at least.
const LEAST_FILES: u64 = 64;

/// The files of one event.
const SMALL_FILES: u64 = 10_000;

/// One race per container, and how many files it is.
#[derive(Debug)]
pub(crate) struct Contained {
    title: &'static str,
    files: u64,
    race: Race,
}

/// Measures every container.
pub(crate) fn measure(workspace: &Workspace, data: &Data, options: &Options) -> Result<Vec<Contained>> {
    let events = options.events.min(EVENTS);
    let (many, small) = ((events / EVENTS_A_FILE).max(LEAST_FILES), events.min(SMALL_FILES));
    let containers = [
        ("one file", Kind::Delivery, events, 1),
        ("gzip", Kind::Gzip, events, 1),
        ("zstd", Kind::Zstd, events, 1),
        ("files of 100 KB", Kind::Files(many), events, many),
        ("files of one event", Kind::Files(small), small, small),
    ];
    let races = containers.into_iter().map(|(title, kind, events, files)| {
        println!("-- {title}");
        let log = data.log(kind, events)?;
        let all = vec![
            contenders::page(options, 0),
            contenders::command_line(workspace),
            contenders::duckdb_for(workspace, None),
        ];
        Ok(Contained { title, files, race: race_on(workspace, options, &log, contenders::wanted(all, options)?) })
    });
    races.collect()
}

/// A row per container and contender.
pub(crate) fn table(containers: &[Contained], options: &Options) -> String {
    let mut text = format!(
        "{} run(s) of each, interleaved. *Of one file's* is the speed in events, to that of the same contender with one plain \
         file.\n\n\
         | container | files | events | who | seconds | of one file's | ms a file | speed to DuckDB's | peak memory, MB |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        options.repeat
    );
    for Contained { title, files, race } in containers {
        for score in &race.scores {
            let (label, files_shown, events) = (&score.contender.label, counted(*files), counted(race.events));
            if let Some(fault) = &score.fault {
                let fault = fault.replace(['|', '\n'], " ");
                _ = writeln!(text, "| {title} | {files_shown} | {events} | {label} | {fault} | – | – | – | – |");
                continue;
            }
            let Some(time) = score.seconds() else { continue };
            let one = containers.first().and_then(|one| {
                let same = one.race.scores.iter().find(|other| other.contender.name == score.contender.name)?;
                Some(one.race.events as f64 / same.seconds()?.median)
            });
            let rate = race.events as f64 / time.median;
            let share = one.map_or("–".to_owned(), |one| format!("{:.2}", rate / one));
            _ = writeln!(
                text,
                "| {title} | {files_shown} | {events} | {label} | {} | {share} | {} | {} | {} |",
                shown(time, 2),
                each(time, *files),
                ratio_of(race, time.median),
                peak_of(score)
            );
        }
    }
    text
}

/// Milliseconds a file, where there are many.
fn each(time: Spread, files: u64) -> String {
    if files > 1 { format!("{:.3}", time.median * 1000.0 / files as f64) } else { "–".to_owned() }
}
