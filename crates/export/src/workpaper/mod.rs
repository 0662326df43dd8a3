//! The report as a workbook: a sheet for each part of it, and nothing left out.

mod records;
mod sheets;

use std::sync::Arc;

use touchstone_evidence::{Pseudonyms, Report, State};

use crate::xlsx::{Cell, Column, Fact, Kind, Limits, Workbook, write_basis};

/// The workbook of a report, with pseudonyms if there are any.
pub fn workpaper(report: &Report, pseudonyms: Option<&Arc<Pseudonyms>>) -> Result<Vec<u8>, String> {
    let mut workbook = Workbook::new(Limits::default())?.with_pseudonyms(pseudonyms.cloned());
    opening(&mut workbook, report)?;
    sheets::findings(&mut workbook, report)?;
    sheets::notes(&mut workbook, report)?;
    sheets::completeness(&mut workbook, report)?;
    sheets::totals(&mut workbook, report)?;
    sheets::sample(&mut workbook, report)?;
    records::rules(&mut workbook, report)?;
    records::problems(&mut workbook, report)?;
    records::duplicates(&mut workbook, report)?;
    records::conflicts(&mut workbook, report)?;
    records::warnings(&mut workbook, report)?;
    let facts = vec![
        Fact::text("Content", "Workpaper"),
        Fact::text("Filter", report.basis.filter.as_str()),
        Fact::text("Made", report.made.as_str()),
    ];
    write_basis(&mut workbook, &report.basis, facts)?;
    workbook.close()
}

/// What the report is for, who made it, and how many findings are in which state.
fn opening(workbook: &mut Workbook, report: &Report) -> Result<(), String> {
    let case = report.case.clone().unwrap_or_default();
    let text = |name: &'static str, text: &str| (name, None, text.to_owned());
    let number = |name: &'static str, number: usize| (name, Some(number as i64), String::new());
    let mut facts = vec![
        text("Title", report.title()),
        text("Purpose", &case.purpose),
        text("Prepared by", &case.prepared_by),
        text("Prepared on", case.prepared_on.as_deref().unwrap_or_default()),
        text("Reviewed by", &case.reviewed_by),
        text("Reviewed on", case.reviewed_on.as_deref().unwrap_or_default()),
        number("Findings", report.findings.len()),
        number("Open", report.count(State::Open)),
        number("Explained", report.count(State::Explained)),
        number("Exceptions", report.count(State::Exception)),
        text("Made", &report.made),
        text("Written by", &format!("Touchstone {}", report.summary.touchstone)),
    ];
    facts.extend(case.filters.iter().map(|saved| ("Saved filter", None, format!("{}: {}", saved.name, saved.filter))));
    facts.extend(report.differences.iter().map(|sentence| ("Not in these logs", None, sentence.clone())));
    workbook.begin("Case", vec![Column::new("fact", Kind::Text), Column::new("value", Kind::Text)])?;
    for (name, number, text) in &facts {
        let value = number.map_or_else(|| text_or_absent(text), Cell::Number);
        workbook.row([Cell::Text(name), value])?;
    }
    Ok(())
}

/// Columns by name and kind.
fn columns(list: &[(&str, Kind)]) -> Vec<Column> {
    list.iter().map(|(name, kind)| Column::new(*name, *kind)).collect()
}

fn text_or_absent(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Absent } else { Cell::Text(text) }
}

/// A time as the text that every other file has: it may be finer than a spreadsheet's.
fn optional(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Absent, text_or_absent)
}

fn number(count: u64) -> Cell<'static> {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
