//! `touchstone completeness`: how complete the logs look, and what that cannot tell.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use touchstone_analysis::answer::{Answer, Completeness};
use touchstone_analysis::{Analysis, Filter, Question};
use touchstone_evidence::{Basis, counted};
use touchstone_native::printable;

use crate::load::{Threads, load};
use crate::opened_paths::OpenedPaths;
use crate::print;
use crate::pseudonyms::{self, hidden, hidden_json};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, or folders to search for files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: CompletenessFormat,
    #[command(flatten)]
    pseudonyms: pseudonyms::Hiding,
    #[command(flatten)]
    threads: Threads,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum CompletenessFormat {
    /// Sections and lines, for people.
    #[default]
    Table,
    /// The summary's section with what it rests on.
    Json,
}

/// Runs the subcommand.
pub(crate) fn completeness(arguments: &Arguments) -> Result<OpenedPaths, String> {
    let (session, opened) = load(&arguments.paths, arguments.threads);
    let mut analysis = Analysis::default();
    let Answer::Completeness(found) = analysis.answer(&session, &Question::Completeness)? else {
        return Err("the question has another answer".to_owned());
    };
    let pseudonyms = arguments.pseudonyms.of(&session)?;
    let text = match arguments.format {
        CompletenessFormat::Table => hidden(pseudonyms.as_ref(), table(&found)),
        CompletenessFormat::Json => {
            let basis = Basis::of(&session, &mut analysis, &Filter::default(), "Completeness");
            let whole = serde_json::json!({ "completeness": found, "basis": basis });
            let text = serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n";
            hidden_json(pseudonyms.as_ref(), text)
        }
    };
    print::all(text.as_bytes())?;
    Ok(opened)
}

fn table(found: &Completeness) -> String {
    let mut text = String::new();
    let doubts = &found.doubts;
    // Writing to a string cannot fail.
    writeln!(
        text,
        "{} undated, {} duplicates, {} conflicts, {} problems, {} inputs not read to their end, {} files left aside",
        doubts.undated, doubts.duplicates, doubts.conflicts, doubts.problems, doubts.unread, doubts.skipped
    )
    .ok();
    let days = found.series.iter().map(|series| {
        let range = series.days.keys().next().zip(series.days.keys().next_back());
        let (first, last) = range.map_or_else(Default::default, |(first, last)| (first.clone(), last.clone()));
        let none = |name: &str| if name.is_empty() { "(none)".to_owned() } else { name.to_owned() };
        let (events, days) = (series.events.to_string(), series.days.len().to_string());
        vec![none(&series.workspace), none(&series.service), events, days, first, last]
    });
    let headings = ["workspace", "service", "events", "days", "first", "last"].map(str::to_owned);
    let lines: Vec<_> = days.collect();
    text.push('\n');
    text.push_str(&print::aligned(&headings, &[false, false, true, true], &lines));

    let judged = doubts.judged;
    let unjudged = doubts.unjudged;
    let folders = &found.folders;
    let of = |workspace: &Option<String>| workspace.as_ref().map(|name| format!(" of workspace {name}"));
    section(
        &mut text,
        &format!("silences ({judged} have a rhythm, {unjudged} do not)"),
        found.silences.iter().map(|silence| silence.message.clone()),
    );
    let span = folders.first.as_ref().zip(folders.last.as_ref());
    let span = span.map_or_else(String::new, |(first, last)| format!(", {first} to {last}"));
    section(
        &mut text,
        &format!("folders ({} of a day{span})", folders.folders),
        (folders.missing.iter().map(|missing| {
            let of = of(&missing.workspace).unwrap_or_default();
            let to = if missing.days > 1 { format!(" to {}", missing.to) } else { String::new() };
            format!("no folder{of} for {}{to}", missing.from)
        }))
        .chain(folders.empty.iter().map(|empty| {
            format!(
                "the folder{} for {} holds no event of that day",
                of(&empty.workspace).unwrap_or_default(),
                empty.date
            )
        }))
        .chain(
            folders.unnamed.iter().map(|day| format!("{} events of {}, which no folder names", day.events, day.date)),
        )
        .chain(
            folders
                .workspaces_without_events
                .iter()
                .map(|name| format!("no event of workspace {name}, which folders name")),
        )
        .chain(
            folders
                .workspaces_without_folder
                .iter()
                .map(|name| format!("events of workspace {name}, which no folder names")),
        ),
    );
    section(
        &mut text,
        "outside their folder's day",
        found.outside.iter().map(|outside| {
            format!("{} events in {}, {} to {}", outside.events, outside.path, outside.first, outside.last)
        }),
    );
    section(
        &mut text,
        "known gaps",
        found.gaps.iter().map(|gap| {
            let span = match (&gap.from, &gap.to) {
                (None, None) => String::new(),
                (from, to) => {
                    format!("{} to {}: ", from.as_deref().unwrap_or("always"), to.as_deref().unwrap_or("today"))
                }
            };
            format!("{span}{} ({})", gap.means, gap.source)
        }),
    );
    section(
        &mut text,
        "retention",
        found.retention.iter().map(|edge| {
            let is_edge = if edge.is_edge { ": older events may be deleted" } else { "" };
            format!("{} The loaded ones span {}{is_edge}.", edge.means, counted(edge.span_days, "day"))
        }),
    );
    section(&mut text, "what this cannot tell", found.cannot_tell.iter().cloned());
    text
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    writeln!(text, "\n{title}").ok();
    let mut is_empty = true;
    for line in lines {
        is_empty = false;
        writeln!(text, "  {}", printable(&line)).ok();
    }
    if is_empty {
        writeln!(text, "  none").ok();
    }
}
