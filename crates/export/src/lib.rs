//! Exports: silver, gold, filtered tables, problems, duplicates, warnings and conflicts, as Parquet, CSV, NDJSON,
//! workbooks or the original bytes; findings, also as SARIF, OCSF and Timesketch (`findings/`).
//!
//! An [`Exporter`] produces a file in chunks, so that a large one is never in memory as a whole; [`Batches`] give the same rows
//! as Arrow.

mod arrow;
mod batches;
mod columns;
mod csv;
mod findings;
mod markdown;
mod name;
mod ndjson;
mod parquet;
mod raw;
mod shown;
mod text;
mod written;
mod xlsx;

pub use batches::Batches;
use touchstone_analysis::answer::Answer;
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Filter, Question};
use touchstone_evidence::Basis;
use touchstone_medallion::Session;

use crate::columns::Columns;
use crate::findings::FindingsExporter;
use crate::shown::ShownExporter;

/// Rows of cells as CSV by RFC 4180, with cells escaped that a spreadsheet would run as formulas; absent cells are empty.
pub fn csv_file(rows: impl IntoIterator<Item = Vec<Option<String>>>, has_bom: bool) -> Result<Vec<u8>, String> {
    let mut file = if has_bom { csv::BOM.to_vec() } else { Vec::new() };
    file.extend(csv::csv_lines(rows)?);
    Ok(file)
}

/// Rows per chunk. A Parquet row group has [`parquet::PIECES_PER_GROUP`] chunks.
const ROWS_PER_PIECE: usize = 8192;

/// Maximum cells per chunk, so that a very wide table is not in memory as a whole either.
const CELLS_PER_PIECE: usize = 1 << 22;

/// A file being written.
#[derive(Debug)]
pub struct Exporter {
    source: Source,
    name: String,
}

#[derive(Debug)]
enum Source {
    Table(Box<TableExporter>),
    Findings(Box<FindingsExporter>),
    Shown(Box<ShownExporter>),
}

/// Rows that are being written.
#[derive(Debug)]
struct TableExporter {
    columns: Columns,
    basis: Basis,
    format: Format,
    next: usize,
    ended: bool,
}

#[derive(Debug)]
enum Format {
    Csv(csv::CsvWriter),
    Ndjson,
    Json,
    Markdown(text::Head),
    Tsv,
    Raw,
    /// What the rows rest on, instead of the rows.
    Basis,
    Parquet(Box<parquet::ParquetWriter>),
    Xlsx(Box<xlsx::TableWriter>),
}

impl Exporter {
    /// Starts an export of the data loaded now. An error is a sentence for the user.
    pub fn begin(session: &Session, analysis: &mut Analysis, export: &Export) -> Result<Self, String> {
        let source = match &export.what {
            Exported::Findings { filter } => {
                Source::Findings(Box::new(FindingsExporter::begin(session, analysis, filter, export)?))
            }
            Exported::Shown { .. } => Source::Shown(Box::new(ShownExporter::begin(session, analysis, export)?)),
            _ => Source::Table(Box::new(TableExporter::begin(session, analysis, export)?)),
        };
        let span = match (&source, export.what.filter()) {
            (Source::Table(table), _) => table.columns.span(session.medallion()),
            (_, Some(filter)) => span(session, analysis, filter)?,
            (_, None) => None,
        };
        Ok(Self { source, name: name::file_name(export, span) })
    }

    /// The next chunk, which may be empty; `None` after the last.
    pub fn next_piece(&mut self, session: &Session) -> Result<Option<Vec<u8>>, String> {
        match &mut self.source {
            Source::Table(table) => table.next_piece(session),
            Source::Findings(findings) => findings.next_piece(session),
            Source::Shown(shown) => shown.next_piece(),
        }
    }

    /// The name of its file: what it holds, the filter in short, the days.
    pub fn file_name(&self) -> &str {
        &self.name
    }

    /// Rows written, and rows in total.
    pub fn progress(&self) -> (usize, usize) {
        match &self.source {
            Source::Table(table) => (table.next, table.columns.rows()),
            Source::Findings(findings) => findings.progress(),
            Source::Shown(shown) => shown.progress(),
        }
    }
}

/// As many as the page's overview asks for, whose answer is then found in the cache.
const BINS: u32 = 120;

/// The first and the last time of the events that a filter selects.
fn span(session: &Session, analysis: &mut Analysis, filter: Filter) -> Result<Option<(i64, i64)>, String> {
    let question = Question::Overview { filter, bins: BINS, stack: "outcome".to_owned(), leaders: 0, zoom: None };
    let Answer::Overview(overview) = analysis.answer(session, &question)? else { return Ok(None) };
    Ok(overview.figures.first_ms.zip(overview.figures.last_ms))
}

/// What the rows of a table rest on.
fn basis(session: &Session, analysis: &mut Analysis, columns: &Columns, what: &Exported) -> Result<Basis, String> {
    let medallion = session.medallion();
    let title = what.title();
    let basis = match what {
        Exported::Table { table, .. } => {
            let rows = analysis.order(session, table)?;
            Basis::of_rows(medallion, table.filter.to_string(), &title, rows.iter().copied())
        }
        _ => Basis::of_rows(medallion, String::new(), &title, 0..medallion.silver().rows()),
    };
    Ok(Basis { rows: columns.rows() as u64, ..basis })
}

impl TableExporter {
    fn begin(session: &Session, analysis: &mut Analysis, export: &Export) -> Result<Self, String> {
        let columns = Columns::of(session, analysis, &export.what)?;
        let basis = basis(session, analysis, &columns, &export.what)?;
        let format = match export.format {
            ExportFormat::Csv => Format::Csv(csv::CsvWriter::new(&columns, !export.no_bom)?),
            ExportFormat::Ndjson => Format::Ndjson,
            ExportFormat::Json => Format::Json,
            ExportFormat::Tsv => Format::Tsv,
            ExportFormat::Markdown => Format::Markdown(text::Head::of(&export.what)),
            ExportFormat::Raw => Format::Raw,
            ExportFormat::Parquet => Format::Parquet(Box::new(parquet::ParquetWriter::new(&columns, &basis)?)),
            ExportFormat::Xlsx => {
                let writer = xlsx::TableWriter::new(&columns, &export.what, basis.clone(), xlsx::Limits::default())?;
                Format::Xlsx(Box::new(writer))
            }
            ExportFormat::Basis => Format::Basis,
            ExportFormat::Sarif | ExportFormat::Ocsf | ExportFormat::Timesketch => {
                return Err("only findings can be written in this form".to_owned());
            }
        };
        Ok(Self { columns, basis, format, next: 0, ended: false })
    }

    fn next_piece(&mut self, session: &Session) -> Result<Option<Vec<u8>>, String> {
        if self.ended {
            return Ok(None);
        }
        let most = match &self.format {
            Format::Basis => self.columns.rows(),
            Format::Ndjson | Format::Json | Format::Raw => ROWS_PER_PIECE,
            Format::Csv(_) | Format::Parquet(_) | Format::Xlsx(_) | Format::Markdown(_) | Format::Tsv => {
                self.columns.rows_per_piece()
            }
        };
        let is_first = self.next == 0;
        let rows = self.next..(self.next + most).min(self.columns.rows());
        self.next = rows.end;
        self.ended = self.next == self.columns.rows();
        let medallion = session.medallion();
        let piece = match &mut self.format {
            Format::Csv(writer) => writer.write(&self.columns, medallion, rows),
            Format::Ndjson => Ok(ndjson::write(&self.columns, medallion, rows)),
            Format::Json => Ok(ndjson::write_list(&self.columns, medallion, rows, is_first, self.ended)),
            Format::Markdown(head) => {
                let foot = self.ended.then_some(&self.basis);
                Ok(text::markdown(head, &self.columns, medallion, rows, is_first, foot))
            }
            Format::Tsv => text::tsv(&self.columns, medallion, rows, is_first),
            Format::Raw => raw::write(&self.columns, session, rows),
            Format::Basis => Ok(findings::json::file(&self.basis.json())),
            Format::Parquet(writer) => writer.write(&self.columns, medallion, rows, self.ended),
            Format::Xlsx(writer) => writer.write(&self.columns, session, rows, self.ended),
        };
        piece.map(Some)
    }
}
