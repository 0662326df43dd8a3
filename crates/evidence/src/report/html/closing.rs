//! Inputs, rules, what could not be read, and who signs.

use maud::{Markup, html};

use super::table::{Column, first, sentences, table};
use super::text::{count, lines, or_none, shown};
use crate::report::Report;

/// Rows of a list of records that are printed.
const MOST_RECORDS: usize = 200;

pub(super) fn inputs(report: &Report) -> Markup {
    let rows: Vec<Vec<Markup>> = report
        .basis
        .inputs
        .iter()
        .enumerate()
        .map(|(at, input)| {
            vec![
                html! { (at) },
                html! {
                    (shown(&input.path)) br;
                    code { (input.sha256.as_deref().unwrap_or("no SHA-256 was computed")) }
                },
                html! { (shown(&input.state)) },
                html! { (count(input.bytes)) },
                html! { (count(input.counts.records)) },
                html! { (count(input.counts.events)) },
                html! { (count(input.counts.duplicates)) },
                html! { (count(input.counts.problems)) },
            ]
        })
        .collect();
    table(
        "Inputs with their SHA-256",
        &[
            Column::Number("no."),
            Column::Text("path and SHA-256"),
            Column::Short("read"),
            Column::Number("bytes"),
            Column::Number("records"),
            Column::Number("events"),
            Column::Number("duplicates"),
            Column::Number("problems"),
        ],
        &rows,
        0,
    )
}

pub(super) fn rules(report: &Report) -> Markup {
    let rows: Vec<Vec<Markup>> = report
        .rules
        .iter()
        .map(|reported| {
            let rule = &reported.rule;
            let tuned = if rule.off {
                "off"
            } else if rule.is_tuned() {
                "tuned"
            } else {
                "as written"
            };
            vec![
                html! {
                    (shown(&rule.title)) br;
                    code { (shown(&rule.id)) }
                },
                html! { (rule.severity.name()) },
                html! { (tuned) @if rule.own { ", own" } },
                html! { (count(reported.findings)) },
                html! { (count(reported.undated)) },
                html! { (or_none(Some(&reported.lacks.join(", ")))) },
            ]
        })
        .collect();
    let summary = report.summary.rules.as_ref();
    let unusable = summary.map_or_else(Vec::new, |rules| rules.unusable.clone());
    html! {
        p {
            "Rules and tuning have the SHA-256 " code { (summary.map_or("none", |rules| &rules.sha256)) } ". "
            "Rules evaluated over everything that was read: " (count(summary.map_or(0, |rules| rules.evaluated)))
            "; off: " (count(summary.map_or(0, |rules| rules.off.len() as u64))) "."
        }
        (table(
            "Rules",
            &[
                Column::Text("rule"),
                Column::Short("level"),
                Column::Short("tuning"),
                Column::Number("findings"),
                Column::Number("events without a time"),
                Column::Text("lacks"),
            ],
            &rows,
            0,
        ))
        @if !unusable.is_empty() { (sentences("Rules that could not be used", &unusable)) }
        h3 { "Tuning" }
        @if report.tuning.is_empty() { p { "None." } } @else { p.code { (lines(&report.tuning)) } }
    }
}

pub(super) fn records(report: &Report) -> Markup {
    let summary = &report.summary;
    let place = |input: u32, record: u64| html! { (shown(report.path(input))) ", record " (record) };
    let (problems, more_problems) = first(&summary.problems, MOST_RECORDS);
    let problems: Vec<Vec<Markup>> = problems
        .iter()
        .map(|problem| {
            let message = html! { (shown(&problem.message)) };
            vec![place(problem.input, problem.record), html! { (shown(&problem.kind)) }, message]
        })
        .collect();
    let (duplicates, more_duplicates) = first(&report.duplicates, MOST_RECORDS);
    let duplicates: Vec<Vec<Markup>> = duplicates
        .iter()
        .map(|duplicate| vec![place(duplicate.input, duplicate.record), place(duplicate.of_input, duplicate.of_record)])
        .collect();
    let (conflicts, more_conflicts) = first(&summary.conflicts, MOST_RECORDS);
    let conflicts: Vec<Vec<Markup>> = conflicts
        .iter()
        .map(|conflict| {
            vec![
                place(conflict.input, conflict.record),
                place(conflict.of_input, conflict.of_record),
                html! { (shown(&conflict.fields.join(", "))) },
                html! { @if conflict.event { "counted as an event" } @else { "counted as a duplicate" } },
            ]
        })
        .collect();
    html! {
        p {
            "Records that could not be read: " (count(summary.totals.problems)) "; that repeat an event: "
            (count(summary.totals.duplicates)) "; that share an id with an earlier event but differ in content: "
            (count(summary.beside.conflicts)) ". Values that were lost or guessed: " (count(summary.beside.warnings)) "."
        }
        (table(
            "Problems",
            &[Column::Text("record"), Column::Text("kind"), Column::Text("what is wrong")],
            &problems,
            more_problems,
        ))
        (table("Duplicates", &[Column::Text("record"), Column::Text("repeats")], &duplicates, more_duplicates))
        (table(
            "Conflicts",
            &[
                Column::Text("record"),
                Column::Text("has the id of"),
                Column::Text("differs in"),
                Column::Text("what became of it"),
            ],
            &conflicts,
            more_conflicts,
        ))
        (sentences(
            "What limits the figures",
            &summary.notices.iter().map(|notice| notice.message.clone()).collect::<Vec<_>>(),
        ))
    }
}

pub(super) fn sign_off(report: &Report) -> Markup {
    let case = report.case.as_ref();
    let people = [
        ("Prepared by", case.map(|case| &case.prepared_by), case.and_then(|case| case.prepared_on.as_deref())),
        ("Reviewed by", case.map(|case| &case.reviewed_by), case.and_then(|case| case.reviewed_on.as_deref())),
    ];
    html! {
        table.sign {
            caption { "Who signs" }
            thead {
                tr {
                    th scope="col" { "role" } th scope="col" { "name" } th scope="col" { "date" }
                    th scope="col" { "signature" }
                }
            }
            tbody {
                @for (role, name, on) in people {
                    tr {
                        th scope="row" { (role) }
                        td { (name.map_or_else(String::new, |name| shown(name))) }
                        td { (on.map_or_else(String::new, shown)) }
                        td {}
                    }
                }
            }
        }
    }
}
