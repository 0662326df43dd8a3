//! Exports: silver, gold, filtered tables, problems, duplicates, warnings and conflicts, as Parquet, CSV, NDJSON,
//! workbooks or the original bytes; findings, also as SARIF, OCSF and Timesketch (`findings/`).
//!
//! An [`Exporter`] produces a file in chunks, so that a large one is never in memory as a whole; [`Batches`] give the same rows
//! as Arrow.

mod arrow;
mod batches;
mod columns;
mod csv;
mod evidence;
mod findings;
mod markdown;
mod name;
mod ndjson;
mod parquet;
mod raw;
mod report;
mod shown;
mod text;
mod workpaper;
mod written;
mod xlsx;

use std::sync::Arc;

pub use batches::Batches;
pub use evidence::{SAMPLE_COLUMNS, sample_cells, sample_facts, sample_sheet};
pub use report::ReportExporter;
use touchstone_analysis::answer::Answer;
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported, Filter, Question};
use touchstone_evidence::{Basis, Case, Evidence, EvidenceExport, EvidenceTable, Form, Pseudonyms};
use touchstone_medallion::Session;
pub use workpaper::workpaper;

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

/// How content is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guise<'a> {
    /// Findings have what this case says of them.
    pub case: Option<&'a Case>,
    /// E-mail addresses, names and IP addresses are these tokens.
    pub pseudonyms: Option<&'a Arc<Pseudonyms>>,
}

/// A file being written.
#[derive(Debug)]
pub struct Exporter {
    source: Source,
    name: String,
    format: ExportFormat,
    pseudonyms: Option<Arc<Pseudonyms>>,
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
        Self::begin_with(session, analysis, export, Guise::default())
    }

    /// Starts an export with what a case says of findings, and with pseudonyms.
    pub fn begin_with(
        session: &Session,
        analysis: &mut Analysis,
        export: &Export,
        guise: Guise<'_>,
    ) -> Result<Self, String> {
        let source = match &export.what {
            Exported::Findings { filter } => {
                Source::Findings(Box::new(FindingsExporter::begin(session, analysis, filter, export, guise)?))
            }
            Exported::Shown { .. } => {
                Source::Shown(Box::new(ShownExporter::begin(session, analysis, export, guise.pseudonyms)?))
            }
            _ => Source::Table(Box::new(TableExporter::begin(session, analysis, export, guise.pseudonyms)?)),
        };
        let span = match (&source, export.what.filter()) {
            (Source::Table(table), _) => table.columns.span(session.medallion()),
            (_, Some(filter)) => span(session, analysis, filter)?,
            (_, None) => None,
        };
        // A filter may name somebody.
        let name = match guise.pseudonyms {
            Some(_) => name::file_name_without_filter(export, span),
            None => name::file_name(export, span),
        };
        Ok(Self { source, name, format: export.format, pseudonyms: guise.pseudonyms.cloned() })
    }

    /// The file that belongs beside this one and says what its content rests on; nothing if this one says it itself.
    pub fn basis_beside(&self) -> Option<Vec<u8>> {
        let basis = || match &self.source {
            Source::Table(table) => table.basis.json(),
            Source::Findings(findings) => findings.basis(),
            Source::Shown(shown) => shown.facts(),
        };
        let file = || {
            let file = findings::json::file(&basis());
            self.pseudonyms.as_ref().map_or_else(|| file.clone(), |own| own.content(Form::Json, &file))
        };
        (!self.format.has_basis()).then(file)
    }

    /// Starts an export of control totals or a sample, which is made at once unless it is kept. An error is a sentence for
    /// the user.
    pub fn begin_evidence(
        session: &Session,
        analysis: &mut Analysis,
        evidence: &Evidence,
        EvidenceExport { evidence: what, format }: &EvidenceExport,
        pseudonyms: Option<&Arc<Pseudonyms>>,
    ) -> Result<Self, String> {
        let (shown, filter, sample) = match what {
            EvidenceTable::Totals => {
                (evidence::totals_table(&evidence.totals(session, analysis)), Filter::default(), None)
            }
            EvidenceTable::Sample { plan } => {
                let sample = evidence.sample(session, analysis, plan)?;
                (evidence::sample_table(&sample), plan.filter.clone(), Some(sample))
            }
        };
        let basis = Basis::of(session, analysis, &filter, &shown.title);
        let basis = Basis { rows: shown.rows.len() as u64, ..basis };
        let facts = sample.as_ref().map(|sample| sample_facts(sample, &basis));
        let told = sample.map(|sample| evidence::told(&sample)).unwrap_or_default();
        let named = if pseudonyms.is_some() { String::new() } else { filter.to_string() };
        let name = name::name_of(&shown.title, &named, span(session, analysis, filter.clone())?, *format);
        let filter = facts.is_some().then(|| filter.to_string());
        let shown = ShownExporter::of_table(shown, basis, filter, *format, true, pseudonyms)?.with_facts(facts, told);
        let source = Source::Shown(Box::new(shown));
        Ok(Self { source, name, format: *format, pseudonyms: pseudonyms.cloned() })
    }

    /// The next chunk, which may be empty; `None` after the last.
    pub fn next_piece(&mut self, session: &Session) -> Result<Option<Vec<u8>>, String> {
        let piece = match &mut self.source {
            Source::Table(table) => table.next_piece(session),
            Source::Findings(findings) => findings.next_piece(session),
            Source::Shown(shown) => shown.next_piece(),
        }?;
        let Some(pseudonyms) = &self.pseudonyms else { return Ok(piece) };
        Ok(piece.map(|piece| match self.format {
            // Their writers have them.
            ExportFormat::Parquet | ExportFormat::Xlsx => piece,
            ExportFormat::Raw => pseudonyms.records(&piece),
            ExportFormat::Csv | ExportFormat::Tsv | ExportFormat::Markdown => pseudonyms.content(Form::Plain, &piece),
            _ => pseudonyms.content(Form::Json, &piece),
        }))
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
    fn begin(
        session: &Session,
        analysis: &mut Analysis,
        export: &Export,
        pseudonyms: Option<&Arc<Pseudonyms>>,
    ) -> Result<Self, String> {
        let columns = Columns::of(session, analysis, &export.what)?;
        let basis = basis(session, analysis, &columns, &export.what)?;
        let format = match export.format {
            ExportFormat::Csv => Format::Csv(csv::CsvWriter::new(&columns, !export.no_bom)?),
            ExportFormat::Ndjson => Format::Ndjson,
            ExportFormat::Json => Format::Json,
            ExportFormat::Tsv => Format::Tsv,
            ExportFormat::Markdown => Format::Markdown(text::Head::of(&export.what)),
            ExportFormat::Raw => Format::Raw,
            ExportFormat::Parquet => {
                Format::Parquet(Box::new(parquet::ParquetWriter::new(&columns, &basis, pseudonyms.cloned())?))
            }
            ExportFormat::Xlsx => {
                let limits = xlsx::Limits::default();
                let (what, basis) = (&export.what, basis.clone());
                let writer = xlsx::TableWriter::new(&columns, what, basis, limits, pseudonyms.cloned())?;
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
