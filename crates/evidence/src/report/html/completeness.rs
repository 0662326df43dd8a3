//! How complete the logs look, whatever the filter.

use std::collections::BTreeMap;

use maud::{Markup, html};
use touchstone_record::time;

use super::chart;
use super::table::{Column, sentences, table};
use super::text::{count, counted, or_none, shown};
use crate::report::Report;

/// Days that are shown one by one; beyond, months are.
const MOST_DAYS: usize = 62;
const DAY_MS: i64 = 86_400_000;

pub(super) fn section(report: &Report) -> Markup {
    let found = &report.summary.completeness;
    let doubts = &found.doubts;
    let (unit, bars) = over_time(report);
    let rows: Vec<Vec<Markup>> =
        bars.iter().map(|(name, value)| vec![html! { (name) }, html! { (count(*value)) }]).collect();
    let title = format!("Events with a time by {unit}");
    let series: Vec<Vec<Markup>> = found
        .series
        .iter()
        .map(|series| {
            let (first, last) = (series.days.keys().next(), series.days.keys().next_back());
            vec![
                html! { (or_none(Some(&series.workspace))) },
                html! { (or_none(Some(&series.service))) },
                html! { (count(series.events)) },
                html! { (count(series.days.len() as u64)) },
                html! { (or_none(first.map(String::as_str))) },
                html! { (or_none(last.map(String::as_str))) },
            ]
        })
        .collect();
    let silences: Vec<String> = found.silences.iter().map(|silence| silence.message.clone()).collect();
    let gaps: Vec<Vec<Markup>> = found
        .gaps
        .iter()
        .map(|gap| {
            vec![
                html! { (or_none(gap.from.as_deref())) },
                html! { (gap.to.as_deref().map_or_else(|| "today".to_owned(), shown)) },
                html! { (shown(&gap.means)) },
                html! { (shown(&gap.source)) ", " span.url { (shown(&gap.url)) } },
            ]
        })
        .collect();
    let retention: Vec<String> = found
        .retention
        .iter()
        .map(|edge| {
            let is_edge = if edge.is_edge { ": older events may be deleted" } else { "" };
            format!("{} The loaded ones span {}{is_edge}.", edge.means, counted(edge.span_days, "day"))
        })
        .collect();
    html! {
        p { "This is of everything that was read, whatever the filter." }
        @if !bars.is_empty() {
            (chart::columns(&title, &bars))
            (table(&title, &[Column::Short(unit), Column::Number("events")], &rows, 0))
        }
        (table(
            "Workspaces and services",
            &[
                Column::Text("workspace"),
                Column::Text("service"),
                Column::Number("events"),
                Column::Number("days"),
                Column::Short("first day"),
                Column::Short("last day"),
            ],
            &series,
            0,
        ))
        (sentences("Silences", &silences))
        p {
            (count(doubts.judged)) " of these series have a rhythm that a silence can be told by; "
            (count(doubts.unjudged)) " have too few events or days."
        }
        (sentences("Folders by day", &folders(report)))
        h3 { "Known gaps of the providers" }
        (table(
            "Known gaps",
            &[Column::Short("from"), Column::Short("to"), Column::Text("what is missing"), Column::Text("source")],
            &gaps,
            0,
        ))
        (sentences("Retention", &retention))
        h3 { "Not counted by day, or not reliably" }
        dl {
            dt { "Events without a time" } dd { (count(doubts.undated)) }
            dt { "Duplicates" } dd { (count(doubts.duplicates)) }
            dt { "Conflicts" } dd { (count(doubts.conflicts)) }
            dt { "Problems" } dd { (count(doubts.problems)) }
            dt { "Inputs not read to their end" } dd { (count(doubts.unread)) }
            dt { "Files left aside" } dd { (count(doubts.skipped)) }
        }
        (sentences("What none of this can tell", &found.cannot_tell))
    }
}

/// The events by day, or by month where there are many days; what lies between is there, too.
fn over_time(report: &Report) -> (&'static str, Vec<(String, u64)>) {
    let mut days: BTreeMap<&str, u64> = BTreeMap::new();
    for (day, events) in report.summary.completeness.series.iter().flat_map(|series| &series.days) {
        *days.entry(day).or_default() += events;
    }
    let of_day = |day: Option<&&str>| day.and_then(|day| time::of_rfc3339(day));
    let span = of_day(days.keys().next()).zip(of_day(days.keys().next_back()));
    let many = days.len() > MOST_DAYS || span.is_none_or(|(first, last)| (last - first) / DAY_MS >= MOST_DAYS as i64);
    if let Some((first, last)) = span.filter(|_| !many) {
        let all = (first / DAY_MS..=last / DAY_MS).map(|day| {
            let day = time::date(day * DAY_MS);
            let events = days.get(day.as_str()).copied().unwrap_or_default();
            (day, events)
        });
        return ("day", all.collect());
    }
    let mut months: BTreeMap<String, u64> = BTreeMap::new();
    for (day, events) in days {
        // A year is printed with as many digits as it has.
        let month = day.rsplit_once('-').map_or(day, |(month, _)| month);
        *months.entry(month.to_owned()).or_default() += events;
    }
    ("month", months.into_iter().collect())
}

fn folders(report: &Report) -> Vec<String> {
    let found = &report.summary.completeness;
    let folders = &found.folders;
    let of = |workspace: &Option<String>| {
        workspace.as_ref().map_or_else(String::new, |name| format!(" of workspace {name}"))
    };
    let mut said = Vec::new();
    for missing in &folders.missing {
        let to = if missing.days > 1 { format!(" to {}", missing.to) } else { String::new() };
        said.push(format!("No folder{} for {}{to}", of(&missing.workspace), missing.from));
    }
    for empty in &folders.empty {
        said.push(format!("The folder{} for {} holds no event of that day", of(&empty.workspace), empty.date));
    }
    for day in &folders.unnamed {
        said.push(format!("{} of {}, which no folder names", counted(day.events, "event"), day.date));
    }
    for name in &folders.workspaces_without_events {
        said.push(format!("No event of workspace {name}, which folders name"));
    }
    for name in &folders.workspaces_without_folder {
        said.push(format!("Events of workspace {name}, which no folder names"));
    }
    for outside in &found.outside {
        let (events, path) = (counted(outside.events, "event"), &outside.path);
        said.push(format!("{events} in {path} of other days: {} to {}", outside.first, outside.last));
    }
    said
}
