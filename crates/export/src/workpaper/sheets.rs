//! Findings, notes, completeness, control totals and the sample.

use touchstone_evidence::{Method, Report};

use super::{columns, number, optional, text_or_absent};
use crate::xlsx::Kind::{Flag, Number, Text};
use crate::xlsx::{Cell, Workbook};

pub(super) fn findings(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    workbook.begin(
        "Findings",
        columns(&[
            ("number", Number),
            ("level", Text),
            ("title", Text),
            ("message", Text),
            ("disposition", Text),
            ("why", Text),
            ("by", Text),
            ("at", Text),
            ("notes", Text),
            ("events", Number),
            ("first", Text),
            ("last", Text),
            ("principals", Text),
            ("records", Number),
            ("filter", Text),
            ("rule", Text),
            ("finding", Text),
        ]),
    )?;
    for (at, finding) in report.findings.iter().enumerate() {
        let disposition = finding.disposition.as_ref();
        let notes: Vec<String> = finding
            .notes
            .iter()
            .map(|note| {
                let star = if note.star { "* " } else { "" };
                format!("{star}{} {} ({}, {})", note.label, note.comment, note.by, note.at)
            })
            .collect();
        let notes = notes.join("\n");
        let names: Vec<&str> = finding.principals.iter().map(|name| name.as_deref().unwrap_or("none")).collect();
        let names = names.join(", ");
        workbook.row([
            number(at as u64 + 1),
            Cell::Text(finding.level),
            Cell::Text(&finding.title),
            Cell::Text(&finding.message),
            Cell::Text(finding.state.name()),
            optional(disposition.map(|disposition| &*disposition.why)),
            optional(disposition.map(|disposition| &*disposition.by)),
            optional(disposition.map(|disposition| &*disposition.at)),
            text_or_absent(&notes),
            number(finding.count),
            optional(finding.first.as_deref()),
            optional(finding.last.as_deref()),
            Cell::Text(&names),
            number(finding.records),
            Cell::Text(&finding.filter),
            Cell::Text(&finding.rule),
            Cell::Text(&finding.fingerprint),
        ])?;
    }
    Ok(())
}

pub(super) fn notes(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    workbook.begin(
        "Notes on events",
        columns(&[
            ("event", Text),
            ("star", Flag),
            ("label", Text),
            ("comment", Text),
            ("by", Text),
            ("at", Text),
            ("filter", Text),
        ]),
    )?;
    for note in report.case.iter().flat_map(|case| &case.notes) {
        let Some(event) = &note.event else { continue };
        workbook.row([
            Cell::Text(&note.about),
            Cell::Flag(note.star),
            text_or_absent(&note.label),
            text_or_absent(&note.comment),
            text_or_absent(&note.by),
            Cell::Text(&note.at),
            Cell::Text(event),
        ])?;
    }
    Ok(())
}

/// What was found out about completeness, and the events of each day behind it.
pub(super) fn completeness(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    let found = &report.summary.completeness;
    workbook.begin(
        "Completeness",
        columns(&[("kind", Text), ("what", Text), ("from", Text), ("to", Text), ("count", Number), ("source", Text)]),
    )?;
    let none = Cell::Absent;
    for silence in &found.silences {
        let (from, until) = (Cell::Text(&silence.from), Cell::Text(&silence.until));
        workbook.row([
            Cell::Text("silence, hours"),
            Cell::Text(&silence.message),
            from,
            until,
            number(silence.hours),
            none,
        ])?;
    }
    for missing in &found.folders.missing {
        let of = optional(missing.workspace.as_deref());
        let (from, to) = (Cell::Text(&missing.from), Cell::Text(&missing.to));
        workbook.row([Cell::Text("no folder, days"), of, from, to, number(missing.days), none])?;
    }
    for empty in &found.folders.empty {
        let (of, date) = (optional(empty.workspace.as_deref()), Cell::Text(&empty.date));
        workbook.row([Cell::Text("folder without an event of its day"), of, date, date, none, none])?;
    }
    for day in &found.folders.unnamed {
        let date = Cell::Text(&day.date);
        workbook.row([Cell::Text("events of a day without a folder"), none, date, date, number(day.events), none])?;
    }
    for outside in &found.outside {
        workbook.row([
            Cell::Text("events outside their folder's day"),
            Cell::Text(&outside.path),
            Cell::Text(&outside.first),
            Cell::Text(&outside.last),
            number(outside.events),
            none,
        ])?;
    }
    for gap in &found.gaps {
        workbook.row([
            Cell::Text("known gap"),
            Cell::Text(&gap.means),
            optional(gap.from.as_deref()),
            optional(gap.to.as_deref()),
            none,
            Cell::Text(&gap.url),
        ])?;
    }
    for edge in &found.retention {
        let kind = if edge.is_edge { "at the edge of retention, days" } else { "retention, days" };
        let days = Cell::Number(edge.days.into());
        workbook.row([Cell::Text(kind), Cell::Text(&edge.means), Cell::Text(&edge.first), none, days, none])?;
    }
    for sentence in &found.cannot_tell {
        workbook.row([Cell::Text("cannot be told"), Cell::Text(sentence), none, none, none, none])?;
    }
    workbook.begin(
        "Events by day",
        columns(&[("workspace", Text), ("service", Text), ("day", Text), ("events", Number)]),
    )?;
    for series in &found.series {
        for (day, events) in &series.days {
            let (workspace, service) = (text_or_absent(&series.workspace), text_or_absent(&series.service));
            workbook.row([workspace, service, Cell::Text(day), number(*events)])?;
        }
    }
    Ok(())
}

pub(super) fn totals(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    workbook.begin(
        "Control totals",
        columns(&[
            ("event_date", Text),
            ("service_name", Text),
            ("records", Number),
            ("ids", Number),
            ("without_id", Number),
            ("digest", Text),
        ]),
    )?;
    for row in &report.totals.rows {
        let digest = row.figures.digest.to_string();
        workbook.row([
            optional(row.event_date.as_deref()),
            text_or_absent(&row.service_name),
            number(row.figures.records),
            number(row.figures.ids),
            number(row.figures.without_id),
            Cell::Text(&digest),
        ])?;
    }
    Ok(())
}

/// A sheet to fill in.
pub(super) fn sample(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    let Some(sample) = &report.sample else { return Ok(()) };
    workbook.begin("Sample plan", columns(&[("fact", Text), ("value", Text)]))?;
    let method = match &sample.method {
        Method::Simple => "simple".to_owned(),
        Method::Systematic => "systematic".to_owned(),
        Method::Stratified { by } => format!("stratified by {by}"),
    };
    let counts = [sample.population, sample.without_id, sample.undated, sample.size as u64, sample.events.len() as u64]
        .map(|count| count.to_string());
    let spreadsheet = sample.recipe().spreadsheet();
    for (name, value) in [
        ("Population: the events of the filter", sample.filter.as_str()),
        ("Events of the population", counts[0].as_str()),
        ("Without an id", counts[1].as_str()),
        ("Without a time", counts[2].as_str()),
        ("Asked for", counts[3].as_str()),
        ("Drawn", counts[4].as_str()),
        ("Method", method.as_str()),
        ("Seed", sample.seed.as_str()),
        ("How to draw it again", spreadsheet.as_str()),
    ] {
        workbook.row([Cell::Text(name), text_or_absent(value)])?;
    }
    workbook.begin(
        "Sample",
        columns(&[
            ("number", Number),
            ("sample_key", Text),
            ("event_time", Text),
            ("event_id", Text),
            ("service_name", Text),
            ("action_name", Text),
            ("email", Text),
            ("source_ip_address", Text),
            ("outcome", Text),
            ("path", Text),
            ("record", Number),
            ("result", Text),
            ("comment", Text),
        ]),
    )?;
    for (at, event) in sample.events.iter().enumerate() {
        workbook.row([
            number(at as u64 + 1),
            Cell::Text(&event.key),
            optional(event.event_time.as_deref()),
            optional(event.event_id.as_deref()),
            optional(event.service_name.as_deref()),
            optional(event.action_name.as_deref()),
            optional(event.email.as_deref()),
            optional(event.source_ip_address.as_deref()),
            optional(event.outcome.as_deref()),
            Cell::Text(&event.path),
            number(event.record),
            Cell::Absent,
            Cell::Absent,
        ])?;
    }
    Ok(())
}
