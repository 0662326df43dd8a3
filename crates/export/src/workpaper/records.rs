//! The rules in effect, and the records that could not be read, are repeated, or differ.

use touchstone_evidence::Report;

use super::{columns, number, optional, text_or_absent};
use crate::xlsx::Kind::{Flag, Number, Text};
use crate::xlsx::{Cell, Workbook};

pub(super) fn rules(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    workbook.begin(
        "Rules",
        columns(&[
            ("rule", Text),
            ("title", Text),
            ("level", Text),
            ("off", Flag),
            ("tuned", Flag),
            ("own", Flag),
            ("findings", Number),
            ("undated", Number),
            ("lacks", Text),
            ("file", Text),
            ("sha256", Text),
        ]),
    )?;
    for reported in &report.rules {
        let rule = &reported.rule;
        let lacks = reported.lacks.join(", ");
        workbook.row([
            Cell::Text(&rule.id),
            Cell::Text(&rule.title),
            Cell::Text(rule.severity.name()),
            Cell::Flag(rule.off),
            Cell::Flag(rule.is_tuned()),
            Cell::Flag(rule.own),
            number(reported.findings),
            number(reported.undated),
            text_or_absent(&lacks),
            text_or_absent(&rule.file),
            optional(reported.sha256.as_deref()),
        ])?;
    }
    workbook.begin("Tuning", columns(&[("tuning", Text)]))?;
    for line in report.tuning.lines() {
        workbook.row([text_or_absent(line)])?;
    }
    Ok(())
}

pub(super) fn problems(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    let list = [("path", Text), ("record", Number), ("offset", Number), ("kind", Text), ("message", Text)];
    workbook.begin("Problems", columns(&list))?;
    for problem in &report.summary.problems {
        workbook.row([
            Cell::Text(report.path(problem.input)),
            number(problem.record),
            number(problem.offset),
            Cell::Text(&problem.kind),
            Cell::Text(&problem.message),
        ])?;
    }
    Ok(())
}

pub(super) fn duplicates(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    let list = [("path", Text), ("record", Number), ("of_path", Text), ("of_record", Number)];
    workbook.begin("Duplicates", columns(&list))?;
    for duplicate in &report.duplicates {
        workbook.row([
            Cell::Text(report.path(duplicate.input)),
            number(duplicate.record),
            Cell::Text(report.path(duplicate.of_input)),
            number(duplicate.of_record),
        ])?;
    }
    Ok(())
}

pub(super) fn conflicts(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    let list = [
        ("path", Text),
        ("record", Number),
        ("of_path", Text),
        ("of_record", Number),
        ("fields", Text),
        ("counted_as_event", Flag),
    ];
    workbook.begin("Conflicts", columns(&list))?;
    for conflict in &report.summary.conflicts {
        let fields = conflict.fields.join(", ");
        workbook.row([
            Cell::Text(report.path(conflict.input)),
            number(conflict.record),
            Cell::Text(report.path(conflict.of_input)),
            number(conflict.of_record),
            Cell::Text(&fields),
            Cell::Flag(conflict.event),
        ])?;
    }
    Ok(())
}

pub(super) fn warnings(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    let list = [("path", Text), ("record", Number), ("kind", Text), ("field", Text), ("message", Text)];
    workbook.begin("Warnings", columns(&list))?;
    for warning in &report.summary.warnings {
        workbook.row([
            Cell::Text(report.path(warning.input)),
            warning.record.map_or(Cell::Absent, number),
            Cell::Text(&warning.kind),
            optional(warning.field.as_deref()),
            Cell::Text(&warning.message),
        ])?;
    }
    Ok(())
}
