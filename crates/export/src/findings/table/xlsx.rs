//! A workbook: the findings, the rules, and what they rest on.

use std::sync::Arc;

use touchstone_analysis::Filter;
use touchstone_evidence::Pseudonyms;

use super::columns::{COLUMNS, Content, Kind as ColumnKind, row};
use super::{MAX_CELL_RECORDS, value};
use crate::findings::entry::Entry;
use crate::findings::{File, Form, json};
use crate::xlsx::{self, Cell, Column, Fact, Limits, Workbook, holds_time, write_basis};

/// One workbook.
#[derive(Debug)]
pub(crate) struct Xlsx {
    workbook: Option<Workbook>,
    filter: String,
    written: i64,
}

impl Xlsx {
    pub(crate) fn new(filter: &Filter, pseudonyms: Option<Arc<Pseudonyms>>) -> Result<Self, String> {
        let mut workbook = Workbook::new(Limits::default())?.with_pseudonyms(pseudonyms);
        let kind = |kind: ColumnKind| match kind {
            ColumnKind::Time => xlsx::Kind::Time,
            ColumnKind::Count => xlsx::Kind::Number,
            ColumnKind::Flag => xlsx::Kind::Flag,
            ColumnKind::Text | ColumnKind::Texts | ColumnKind::Objects(_) => xlsx::Kind::Text,
        };
        workbook
            .begin("Findings", COLUMNS.iter().map(|column| Column::new(column.name, kind(column.kind))).collect())?;
        Ok(Self { workbook: Some(workbook), filter: filter.to_string(), written: 0 })
    }
}

impl Form for Xlsx {
    fn write(&mut self, file: &File<'_>, entry: &Entry, out: &mut Vec<u8>) -> Result<bool, String> {
        let Some(workbook) = &mut self.workbook else { return Ok(true) };
        // A time finer than a millisecond, or one that no spreadsheet counts, is the text that CSV has.
        let texts: Vec<(Option<Cell<'static>>, Option<String>)> = row(file, entry, MAX_CELL_RECORDS)
            .into_iter()
            .map(|content| match content {
                Content::Text(text) => (None, text),
                Content::Time(Some(time)) if time.ns == 0 && holds_time(time.ms) => (Some(Cell::Time(time.ms)), None),
                Content::Time(time) => (None, time.and_then(|time| time.text(file.session.medallion()))),
                Content::Count(count) => (Some(Cell::Number(count as i64)), None),
                Content::Flag(flag) => (Some(Cell::Flag(flag)), None),
                other => (None, Some(json::text(&value(other, file)))),
            })
            .collect();
        let cells =
            texts.iter().map(|(cell, text)| cell.unwrap_or_else(|| text.as_deref().map_or(Cell::Absent, Cell::Text)));
        workbook.row(cells)?;
        self.written += 1;
        out.extend(workbook.take());
        Ok(true)
    }

    fn end(&mut self, file: &File<'_>, out: &mut Vec<u8>) -> Result<(), String> {
        let Some(mut workbook) = self.workbook.take() else { return Ok(()) };
        write_rules(&mut workbook, file)?;
        let filter = if self.filter.is_empty() { "none: every finding" } else { self.filter.as_str() };
        let mut facts = vec![
            Fact::text("Content", "Findings"),
            Fact::text("Filter", filter),
            Fact::number("Findings", self.written),
            Fact::text("Rules and tuning, SHA-256", file.basis.digest.clone()),
            Fact::text("Tuning", json::text(&file.basis.tuning)),
        ];
        facts.extend(file.basis.problems.iter().map(|problem| Fact::text("Unusable rule", problem.clone())));
        write_basis(&mut workbook, &file.basis.basis, facts)?;
        out.extend(workbook.close()?);
        Ok(())
    }
}

/// The rules that were evaluated, and those that were not.
fn write_rules(workbook: &mut Workbook, file: &File<'_>) -> Result<(), String> {
    use xlsx::Kind::{Flag, Number, Text};
    let columns = [
        ("rule", Text),
        ("title", Text),
        ("level", Text),
        ("off", Flag),
        ("findings", Number),
        ("undated", Number),
        ("lacks", Text),
        ("own", Flag),
        ("file", Text),
        ("sha256", Text),
    ];
    workbook.begin("Rules", columns.into_iter().map(|(name, kind)| Column::new(name, kind)).collect())?;
    for rule in &file.basis.rules {
        let written = rule.written.as_ref();
        let lacks = rule.lacks.join(", ");
        workbook.row([
            Cell::Text(&rule.id),
            Cell::Text(&rule.title),
            Cell::Text(rule.severity.name()),
            Cell::Flag(rule.is_off),
            Cell::Number(rule.findings as i64),
            Cell::Number(rule.undated as i64),
            if lacks.is_empty() { Cell::Absent } else { Cell::Text(&lacks) },
            Cell::Flag(written.is_some_and(|written| !written.is_packed)),
            written.map_or(Cell::Absent, |written| Cell::Text(&written.file)),
            written.map_or(Cell::Absent, |written| Cell::Text(&written.sha256)),
        ])?;
    }
    Ok(())
}
