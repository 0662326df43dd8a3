//! A table of events, problems, duplicates, warnings or conflicts as a workbook, with what it rests on.

use std::ops::Range;
use std::sync::Arc;

use touchstone_analysis::{Exported, Sort};
use touchstone_evidence::{Basis, Pseudonyms};
use touchstone_medallion::{ColumnType, Medallion, PARAM_PREFIX, Session};

use super::basis::{Fact, write_basis};
use super::{Cell, Column, Kind, Limits, Workbook, holds_date, holds_time};
use crate::columns::{self, Columns};

/// Behind the name of the column that has the times as text, with every digit that records have.
const EXACT: &str = "_exact";

/// Writes one workbook in chunks.
#[derive(Debug)]
pub(crate) struct TableWriter {
    workbook: Option<Workbook>,
    /// What stands behind the table.
    facts: Vec<Fact>,
    title: String,
    basis: Basis,
}

impl TableWriter {
    /// Fails if the table is too wide.
    pub(crate) fn new(
        columns: &Columns,
        what: &Exported,
        basis: Basis,
        limits: Limits,
        pseudonyms: Option<Arc<Pseudonyms>>,
    ) -> Result<Self, String> {
        let mut list = Vec::new();
        for column in &columns.list {
            let prefix = if column.is_param { PARAM_PREFIX } else { "" };
            list.push(Column::new(format!("{prefix}{}", column.name), kind(column.kind)));
            if column.kind == ColumnType::TimeUs {
                list.push(Column::new(format!("{}{EXACT}", column.name), Kind::Text));
            }
        }
        let (title, mut facts) = (what.title(), choices(what));
        if columns.list.iter().any(|column| column.kind == ColumnType::TimeUs) {
            let exact = format!("Some times are finer than the milliseconds shown; columns *{EXACT} have every digit");
            facts.push(Fact::text("Precision", exact));
        }
        let mut workbook = Workbook::new(limits)?.with_pseudonyms(pseudonyms);
        workbook.begin(&title, list)?;
        Ok(Self { workbook: Some(workbook), facts, title, basis })
    }

    pub(crate) fn write(
        &mut self,
        columns: &Columns,
        session: &Session,
        rows: Range<usize>,
        is_last: bool,
    ) -> Result<Vec<u8>, String> {
        let Some(workbook) = &mut self.workbook else { return Ok(Vec::new()) };
        let medallion = session.medallion();
        for row in rows {
            let texts = texts(columns, medallion, row);
            let mut cells = Vec::with_capacity(columns.list.len());
            let mut params = columns.params_of(medallion, row).into_iter().peekable();
            for (at, column) in columns.list.iter().enumerate() {
                if column.is_param {
                    let text = params.next_if(|(place, _)| *place == at);
                    cells.push(text.map_or(Cell::Absent, |(_, text)| Cell::Text(text)));
                } else {
                    let text = texts[at].as_deref().map_or(Cell::Absent, Cell::Text);
                    cells.push(cell(columns, medallion, column, row).unwrap_or(text));
                    if column.kind == ColumnType::TimeUs {
                        cells.push(text);
                    }
                }
            }
            workbook.row(cells)?;
        }
        if !is_last {
            return Ok(workbook.take());
        }
        let Some(mut workbook) = self.workbook.take() else { return Ok(Vec::new()) };
        let span = columns.span(medallion);
        let mut facts = vec![
            Fact::text("Content", self.title.clone()),
            Fact::number("Rows", columns.rows() as i64),
            Fact::time("First event", span.map(|(first, _)| first)),
            Fact::time("Last event", span.map(|(_, last)| last)),
        ];
        facts.append(&mut self.facts);
        write_basis(&mut workbook, &self.basis, facts)?;
        workbook.close()
    }
}

/// What was chosen.
fn choices(what: &Exported) -> Vec<Fact> {
    let Exported::Table { table, most, start } = what else { return Vec::new() };
    let filter = table.filter.to_string();
    let filter = if filter.is_empty() { "none: every event".to_owned() } else { filter };
    let named = |sort: &Sort| format!("{}, {}", sort.column, if sort.descending { "descending" } else { "ascending" });
    let order: Vec<String> =
        table.sort.iter().map(named).chain(["event_time, then input and record".to_owned()]).collect();
    let order = order.join("; then ");
    let mut facts = vec![Fact::text("Filter", filter), Fact::text("Order", order)];
    if *start > 0 || most.is_some() {
        let most = most.map_or("all".to_owned(), |most| format!("at most {most}"));
        facts.push(Fact::text("Part", format!("{most} rows, from row {} on", u64::from(*start) + 1)));
    }
    facts
}

fn kind(column_type: ColumnType) -> Kind {
    match column_type {
        ColumnType::Text => Kind::Text,
        ColumnType::TimeMs | ColumnType::TimeUs | ColumnType::TimeS => Kind::Time,
        ColumnType::Date => Kind::Date,
        ColumnType::U16 | ColumnType::I32 | ColumnType::U32 | ColumnType::U64 => Kind::Number,
    }
}

/// The texts of a row, where they are needed: those of text columns, of fine times, and of times that no spreadsheet
/// holds.
fn texts(columns: &Columns, medallion: &Medallion, row: usize) -> Vec<Option<String>> {
    let text = |column: &columns::Column| {
        let is_needed = column.kind == ColumnType::TimeUs || cell(columns, medallion, column, row).is_none();
        (is_needed && !column.is_param).then(|| columns.text(medallion, column, row)).flatten()
    };
    columns.list.iter().map(text).collect()
}

/// A number, time or date; nothing for texts.
fn cell(columns: &Columns, medallion: &Medallion, column: &columns::Column, row: usize) -> Option<Cell<'static>> {
    if column.kind == ColumnType::Text {
        return None;
    }
    let Some(number) = columns.integer(medallion, column, row) else { return Some(Cell::Absent) };
    let ms = match column.kind {
        ColumnType::Date => return holds_date(number).then_some(Cell::Date(number)),
        ColumnType::TimeMs => number,
        ColumnType::TimeUs => number.div_euclid(1000),
        ColumnType::TimeS => number.saturating_mul(1000),
        _ => return Some(Cell::Number(number)),
    };
    holds_time(ms).then_some(Cell::Time(ms))
}
