//! The findings with what was decided about them.

use maud::{Markup, html};
use touchstone_findings::Severity;

use super::chart;
use super::table::{Column, table};
use super::text::{count, counted, lines, or_none, shown};
use crate::case::{Note, State};
use crate::report::{Report, ReportedFinding};

/// Digits of a fingerprint that tell it from others on paper.
const SHORT: usize = 12;

pub(super) fn section(report: &Report) -> Markup {
    let rows: Vec<(&str, Vec<u64>)> = Severity::ALL
        .iter()
        .rev()
        .map(|level| {
            let of = |state| {
                let of = |finding: &&ReportedFinding| finding.level == level.name() && finding.state == state;
                report.findings.iter().filter(of).count() as u64
            };
            (level.name(), State::ALL.map(of).to_vec())
        })
        .collect();
    let cells: Vec<Vec<Markup>> = rows
        .iter()
        .map(|(level, values)| {
            let all = values.iter().sum();
            let counts = values.iter().copied().chain([all]).map(|value| html! { (count(value)) });
            std::iter::once(html! { (level) }).chain(counts).collect()
        })
        .collect();
    let title = "Findings by level";
    let open = report.count(State::Open);
    let list: Vec<Vec<Markup>> = report.findings.iter().enumerate().map(|(at, finding)| row(at, finding)).collect();
    html! {
        p {
            @if report.findings.is_empty() {
                "The rules found nothing."
            } @else if open == 0 {
                "Every finding is decided."
            } @else {
                strong { "Open: " (count(open as u64)) " of " (counted(report.findings.len() as u64, "finding")) "." }
            }
            " Section Rules in effect says what was looked for, and what could not be."
        }
        @if !report.findings.is_empty() {
            (chart::divided(title, &State::ALL.map(State::name), &rows))
            (table(
                title,
                &[
                    Column::Short("level"),
                    Column::Number("open"),
                    Column::Number("explained"),
                    Column::Number("exception"),
                    Column::Number("all"),
                ],
                &cells,
                0,
            ))
            (table(
                "Findings",
                &[
                    Column::Number("no."),
                    Column::Short("level"),
                    Column::Text("finding"),
                    Column::Number("events"),
                    Column::Short("first and last"),
                    Column::Text("disposition"),
                ],
                &list,
                0,
            ))
        }
    }
}

fn row(at: usize, finding: &ReportedFinding) -> Vec<Markup> {
    vec![
        html! { (at + 1) },
        html! { (finding.level) },
        html! {
            strong { (shown(&finding.title)) } br;
            (shown(&finding.message)) br;
            code { (&finding.fingerprint[..SHORT]) }
        },
        html! { (count(finding.count)) },
        html! {
            (or_none(finding.first.as_deref()))
            @if finding.last != finding.first { br; (or_none(finding.last.as_deref())) }
        },
        html! {
            strong class=(finding.state.name()) { (finding.state.name()) }
            @if let Some(disposition) = &finding.disposition {
                br; (shown(&disposition.by)) ", " (shown(&disposition.at))
                @if disposition.why.trim().is_empty() {
                    @if finding.state != State::Open { br; "no reason given" }
                } @else { br; (lines(&disposition.why)) }
            }
            @for note in &finding.notes { br; (said(note)) }
        },
    ]
}

/// A note in a line or two.
fn said(note: &Note) -> Markup {
    html! {
        @if note.star { "★ " }
        @if !note.label.is_empty() { b { (shown(&note.label)) } " " }
        (lines(&note.comment)) " (" (shown(&note.by)) ", " (shown(&note.at)) ")"
    }
}

pub(super) fn exceptions(report: &Report) -> Markup {
    let exceptions = report.findings.iter().enumerate().filter(|(_, finding)| finding.state == State::Exception);
    let exceptions: Vec<(usize, &ReportedFinding)> = exceptions.collect();
    let notes: Vec<Vec<Markup>> = report
        .case
        .iter()
        .flat_map(|case| &case.notes)
        .filter(|note| note.event.is_some())
        .map(|note| {
            vec![
                html! {
                    (shown(&note.about)) br;
                    code { (or_none(note.event.as_deref())) }
                },
                said(note),
            ]
        })
        .collect();
    html! {
        @if exceptions.is_empty() { p { "No finding is an exception." } }
        @for (at, finding) in exceptions {
            article {
                h3 { "Finding " (at + 1) ": " (shown(&finding.title)) }
                p { (shown(&finding.message)) }
                dl {
                    dt { "Why" }
                    dd { (finding.disposition.as_ref().map_or_else(|| html! { "not said" }, |it| lines(&it.why))) }
                    dt { "Who" }
                    dd { (finding.principals.iter().map(|name| or_none(name.as_deref())).collect::<Vec<_>>().join(", ")) }
                    dt { "When" }
                    dd { (or_none(finding.first.as_deref())) " to " (or_none(finding.last.as_deref())) }
                    dt { "Events" } dd { (count(finding.count)) " of " (counted(finding.records, "record")) }
                    dt { "Filter" } dd { code { (shown(&finding.filter)) } }
                    dt { "Rule" } dd { code { (shown(&finding.rule)) } }
                    dt { "Fingerprint" } dd { code { (&finding.fingerprint) } }
                }
                @if !finding.runbook.is_empty() {
                    ol { @for step in &finding.runbook { li { (shown(&step.step)) } } }
                }
            }
        }
        (table("Notes on events", &[Column::Text("event"), Column::Text("note")], &notes, 0))
    }
}
