//! Every JSON format besides delivery, with DuckDB where its SQL can read it.

use std::fmt::Write as _;

use anyhow::Result;

use crate::bench::contenders;
use crate::bench::data::{Data, Kind};
use crate::bench::measures::{Race, race_on};
use crate::bench::options::Options;
use crate::bench::tables::{MB, counted, peak_of, ratio_of, shown};
use crate::workspace::Workspace;

/// What a format gets at most, since there are many.
const EVENTS: u64 = 300_000;

/// A format as the generator writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JsonFormat {
    title: &'static str,
    /// Its name for the generator and for the peers.
    pub(crate) name: &'static str,
    /// Whether DuckDB has a statement for it, in `bench/peers/sql`.
    has_sql: bool,
}

const FORMATS: [JsonFormat; 6] = [
    JsonFormat { title: "system table", name: "databricks_system_table", has_sql: true },
    JsonFormat { title: "silver of the Databricks blog", name: "databricks_silver", has_sql: true },
    JsonFormat { title: "Azure diagnostic logs", name: "azure_diagnostic", has_sql: true },
    JsonFormat { title: "Azure Log Analytics", name: "azure_log_analytics", has_sql: true },
    JsonFormat { title: "Immuta, universal audit model", name: "immuta_uam", has_sql: false },
    JsonFormat { title: "Immuta, legacy", name: "immuta_legacy", has_sql: false },
];

/// One race per format.
pub(crate) fn measure(workspace: &Workspace, data: &Data, options: &Options) -> Result<Vec<(JsonFormat, Race)>> {
    let races = FORMATS.iter().map(|format| {
        let mut log = data.log(Kind::Json(*format), options.events.min(EVENTS))?;
        log.truth.is_of_totals = !format.has_sql;
        let mut all = vec![contenders::page(options, 0), contenders::command_line(workspace)];
        all.extend(format.has_sql.then(|| contenders::duckdb_for(workspace, Some(format.name))));
        Ok((*format, race_on(workspace, options, &log, contenders::wanted(all, options)?)))
    });
    races.collect()
}

/// A row per format and contender.
pub(crate) fn table(races: &[(JsonFormat, Race)], options: &Options) -> String {
    let events = races.first().map_or(0, |(_, race)| race.events);
    let mut text = format!(
        "{} events in each format, {} run(s) of each contender, interleaved. Immuta's records are laid out over many places, \
         for which there is no SQL, and compared by their totals alone.\n\n\
         | format | MB | who | seconds | MB/s | speed to DuckDB's | peak memory, MB |\n|---|---|---|---|---|---|---|\n",
        counted(events),
        options.repeat,
    );
    for (format, race) in races {
        for score in &race.scores {
            let (label, size) = (&score.contender.label, race.bytes as f64 / MB);
            if let Some(fault) = &score.fault {
                let fault = fault.replace(['|', '\n'], " ");
                _ = writeln!(text, "| {} | {size:.0} | {label} | {fault} | – | – | – |", format.title);
                continue;
            }
            let Some(time) = score.seconds() else { continue };
            _ = writeln!(
                text,
                "| {} | {size:.0} | {label} | {} | {:.0} | {} | {} |",
                format.title,
                shown(time, 2),
                size / time.median,
                ratio_of(race, time.median),
                peak_of(score)
            );
        }
    }
    text
}
