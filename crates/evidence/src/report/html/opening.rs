//! What the report is, what it is for, and where its figures come from.

use maud::{Markup, html};

use super::table::sentences;
use super::text::{count, counted, lines, or_none, shown};
use crate::case::State;
use crate::report::Report;

/// Who made the report of what, in short.
pub(super) fn facts(report: &Report) -> Markup {
    let case = report.case.as_ref();
    let person = |name: Option<&str>, on: Option<&str>| {
        let name = name.filter(|name| !name.is_empty());
        name.map(|name| on.map_or_else(|| shown(name), |on| format!("{}, {}", shown(name), shown(on))))
    };
    let prepared = person(case.map(|case| &*case.prepared_by), case.and_then(|case| case.prepared_on.as_deref()));
    let reviewed = person(case.map(|case| &*case.reviewed_by), case.and_then(|case| case.reviewed_on.as_deref()));
    html! {
        dl.facts {
            dt { "Prepared by" } dd { (prepared.unwrap_or_else(|| "not said".to_owned())) }
            dt { "Reviewed by" } dd { (reviewed.unwrap_or_else(|| "not reviewed".to_owned())) }
            dt { "Findings" }
            dd {
                (count(report.findings.len() as u64)) ": "
                strong { (count(report.count(State::Open) as u64)) " open" } ", "
                (count(report.count(State::Explained) as u64)) " explained, "
                (counted(report.count(State::Exception) as u64, "exception"))
            }
            dt { "Made" } dd { (shown(&report.made)) " by Touchstone " (shown(&report.summary.touchstone)) }
        }
    }
}

pub(super) fn purpose(report: &Report) -> Markup {
    let basis = &report.basis;
    let totals = &basis.totals;
    let case = report.case.as_ref();
    let purpose = case.map_or("", |case| case.purpose.trim());
    html! {
        @if purpose.is_empty() { p { "No purpose was stated." } } @else { p { (lines(purpose)) } }
        dl {
            dt { "Source" }
            dd {
                (count(basis.inputs.len() as u64))
                @if basis.inputs.len() == 1 { " file" } @else { " files" }
                " of audit logs, listed with the SHA-256 in Inputs"
            }
            dt { "Records" }
            dd {
                (count(totals.records)) " read = " (counted(totals.events, "event")) " + "
                (counted(totals.duplicates, "duplicate")) " + " (counted(totals.problems, "problem"))
            }
            dt { "Filter" }
            dd { @if basis.filter.is_empty() { "none: every event" } @else { code { (shown(&basis.filter)) } } }
            dt { "Events selected" }
            dd { (count(basis.selected.events)) ", " (count(basis.selected.undated)) " of them without a time" }
            dt { "From" } dd { (or_none(basis.selected.span.as_ref().map(|span| &*span.first))) }
            dt { "To" } dd { (or_none(basis.selected.span.as_ref().map(|span| &*span.last))) }
            dt { "Zone" } dd { (shown(&basis.zone)) " for every time and day" }
        }
        @if case.is_some_and(|case| !case.filters.is_empty()) {
            h3 { "Saved filters" }
            dl {
                @for saved in case.into_iter().flat_map(|case| &case.filters) {
                    dt { (shown(&saved.name)) } dd { code { (shown(&saved.filter)) } }
                }
            }
        }
        @if case.is_some() {
            (sentences("What of the case is not in these logs", &report.differences))
        }
        p {
            "Touchstone says what it read, and that it is unchanged since. It cannot say that the files are complete, or "
            "what became of them before."
        }
    }
}
