//! What the page shows of an answer - a board, a chart, a list, a detail - as the table it is.

mod cells;
mod crosstab;
mod grid;
mod histogram;
mod table;

use std::sync::Arc;

use serde_json::Value;
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported};
use touchstone_evidence::{Basis, Pseudonyms};
use touchstone_medallion::Session;

use crate::csv::{BOM, csv_lines, tsv_lines};
use crate::findings::json;
use crate::markdown;
use crate::xlsx::{self, Column, Fact, Limits, Workbook, write_basis};

pub(crate) use cells::Cell;
pub(crate) use table::{Shown, ShownColumn};

/// Rows per chunk.
const ROWS: usize = 8192;

/// A shown table that is being written.
#[derive(Debug)]
pub(crate) struct ShownExporter {
    shown: Shown,
    format: ExportFormat,
    has_bom: bool,
    filter: Option<String>,
    basis: Basis,
    /// What is said beside the table; its basis unless there is more to say.
    facts: Option<Value>,
    /// The same for the sheet of a workbook.
    told: Vec<(&'static str, String)>,
    workbook: Option<Workbook>,
    next: usize,
    is_ended: bool,
}

impl ShownExporter {
    /// Asks the question and takes the part that is shown.
    pub(crate) fn begin(
        session: &Session,
        analysis: &mut Analysis,
        export: &Export,
        pseudonyms: Option<&Arc<Pseudonyms>>,
    ) -> Result<Self, String> {
        let Exported::Shown { title, question, part } = &export.what else {
            return Err("this is no table of an answer".to_owned());
        };
        let answer = analysis.answer(session, question)?;
        let answer = serde_json::to_value(&answer).map_err(|error| error.to_string())?;
        let shown = Shown::of(title, &answer, part)?;
        let basis = Basis::of(session, analysis, &question.filter().unwrap_or_default(), title);
        let basis = Basis { rows: shown.rows.len() as u64, ..basis };
        let filter = question.filter().map(|filter| filter.to_string());
        Self::of_table(shown, basis, filter, export.format, !export.no_bom, pseudonyms)
    }

    /// Writes a table. An error says why it has no such form.
    pub(crate) fn of_table(
        shown: Shown,
        basis: Basis,
        filter: Option<String>,
        format: ExportFormat,
        has_bom: bool,
        pseudonyms: Option<&Arc<Pseudonyms>>,
    ) -> Result<Self, String> {
        let workbook = match format {
            ExportFormat::Xlsx => {
                let mut workbook = Workbook::new(Limits::default())?.with_pseudonyms(pseudonyms.cloned());
                let columns = shown.columns.iter().map(|column| Column::new(column.name.clone(), column.kind));
                workbook.begin(&shown.title, columns.collect())?;
                Some(workbook)
            }
            ExportFormat::Csv
            | ExportFormat::Ndjson
            | ExportFormat::Markdown
            | ExportFormat::Tsv
            | ExportFormat::Json
            | ExportFormat::Basis => None,
            _ => return Err("this table has no such form; choose xlsx, CSV, NDJSON or Markdown".to_owned()),
        };
        Ok(Self {
            shown,
            format,
            has_bom,
            filter,
            basis,
            facts: None,
            told: Vec::new(),
            workbook,
            next: 0,
            is_ended: false,
        })
    }

    /// Says more of the table than what it rests on.
    pub(crate) fn with_facts(self, facts: Option<Value>, told: Vec<(&'static str, String)>) -> Self {
        Self { facts, told, ..self }
    }

    /// What the table rests on, and whatever else is said of it.
    pub(crate) fn facts(&self) -> Value {
        self.facts.clone().unwrap_or_else(|| self.basis.json())
    }

    /// The next chunk; `None` after the last.
    pub(crate) fn next_piece(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.is_ended {
            return Ok(None);
        }
        if self.format == ExportFormat::Basis {
            (self.next, self.is_ended) = (self.shown.rows.len(), true);
            return Ok(Some(json::file(&self.facts())));
        }
        let is_first = self.next == 0;
        let end = (self.next + ROWS).min(self.shown.rows.len());
        let rows = &self.shown.rows[self.next..end];
        self.next = end;
        self.is_ended = end == self.shown.rows.len();
        let header = || self.shown.columns.iter().map(|column| Some(column.name.clone())).collect::<Vec<_>>();
        let texts = rows.iter().map(|row| row.iter().map(Cell::text).collect::<Vec<_>>());
        let lines = is_first.then(header).into_iter().chain(texts);
        let piece = match self.format {
            ExportFormat::Csv => {
                let mut piece = if self.has_bom && is_first { BOM.to_vec() } else { Vec::new() };
                piece.extend(csv_lines(lines)?);
                piece
            }
            ExportFormat::Tsv => tsv_lines(lines)?,
            ExportFormat::Markdown => {
                let mut piece = String::new();
                if is_first {
                    markdown::head(
                        &mut piece,
                        &self.shown.title,
                        self.filter.as_deref(),
                        self.shown.columns.iter().map(|column| (column.name.as_str(), column.kind != xlsx::Kind::Text)),
                    );
                }
                for row in rows {
                    markdown::row(&mut piece, row.iter().map(Cell::text));
                }
                if self.is_ended {
                    markdown::foot(&mut piece, &self.basis);
                }
                piece.into_bytes()
            }
            ExportFormat::Xlsx => return self.next_of_workbook(end - rows.len()..end).map(Some),
            format => {
                let objects = rows.iter().map(|row| {
                    let named = self.shown.columns.iter().zip(row);
                    named.map(|(column, cell)| (column.name.clone(), cell.json())).collect()
                });
                crate::ndjson::lines(objects, format == ExportFormat::Json, is_first, self.is_ended)
            }
        };
        Ok(Some(piece))
    }

    fn next_of_workbook(&mut self, rows: std::ops::Range<usize>) -> Result<Vec<u8>, String> {
        let Some(mut workbook) = self.workbook.take() else { return Ok(Vec::new()) };
        for row in &self.shown.rows[rows] {
            workbook.row(row.iter().map(Cell::for_workbook))?;
        }
        if !self.is_ended {
            let piece = workbook.take();
            self.workbook = Some(workbook);
            return Ok(piece);
        }
        let mut facts =
            vec![Fact::text("Content", self.shown.title.clone()), Fact::number("Rows", self.shown.rows.len() as i64)];
        if let Some(filter) = &self.filter {
            facts.push(Fact::text("Filter", if filter.is_empty() { "none: every event" } else { filter }));
        }
        facts.extend(std::mem::take(&mut self.told).into_iter().map(|(name, text)| Fact::text(name, text)));
        write_basis(&mut workbook, &self.basis, facts)?;
        workbook.close()
    }

    /// Rows written, and rows in total.
    pub(crate) fn progress(&self) -> (usize, usize) {
        (self.next, self.shown.rows.len())
    }
}
