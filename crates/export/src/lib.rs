//! Exports: silver, gold, filtered tables, problems, duplicates, warnings and conflicts, as Parquet, CSV, NDJSON or the
//! original bytes; findings, also as SARIF, OCSF and Timesketch (`findings/`).
//!
//! An [`Exporter`] produces a file in chunks, so that a large one is never in memory as a whole; [`Batches`] give the same rows
//! as Arrow.

mod arrow;
mod batches;
mod columns;
mod csv;
mod findings;
mod ndjson;
mod parquet;
mod raw;

pub use batches::Batches;
pub use csv::csv_lines;
use touchstone_analysis::{Analysis, Export, ExportFormat, Exported};
use touchstone_medallion::Session;

use crate::columns::Columns;
use crate::findings::FindingsExporter;

/// Rows per chunk. A Parquet row group has [`parquet::PIECES_PER_GROUP`] chunks.
const ROWS_PER_PIECE: usize = 8192;

/// Maximum cells per chunk, so that a very wide table is not in memory as a whole either.
const CELLS_PER_PIECE: usize = 1 << 22;

/// A file being written.
#[derive(Debug)]
pub struct Exporter(Source);

#[derive(Debug)]
enum Source {
    Table(Box<TableExporter>),
    Findings(Box<FindingsExporter>),
}

/// Rows that are being written.
#[derive(Debug)]
struct TableExporter {
    columns: Columns,
    format: Format,
    next: usize,
    ended: bool,
}

#[derive(Debug)]
enum Format {
    Csv(csv::CsvWriter),
    Ndjson,
    Raw,
    Parquet(Box<parquet::ParquetWriter>),
}

impl Exporter {
    /// Starts an export of the data loaded now. An error is a sentence for the user.
    pub fn begin(session: &Session, analysis: &mut Analysis, export: &Export) -> Result<Self, String> {
        Ok(Self(match &export.what {
            Exported::Findings { filter } => {
                Source::Findings(Box::new(FindingsExporter::begin(session, analysis, filter, export.format)?))
            }
            _ => Source::Table(Box::new(TableExporter::begin(session, analysis, export)?)),
        }))
    }

    /// The next chunk, which may be empty; `None` after the last.
    pub fn next_piece(&mut self, session: &Session) -> Result<Option<Vec<u8>>, String> {
        match &mut self.0 {
            Source::Table(table) => table.next_piece(session),
            Source::Findings(findings) => findings.next_piece(session),
        }
    }

    /// Rows written, and rows in total.
    pub fn progress(&self) -> (usize, usize) {
        match &self.0 {
            Source::Table(table) => (table.next, table.columns.rows()),
            Source::Findings(findings) => findings.progress(),
        }
    }
}

impl TableExporter {
    fn begin(session: &Session, analysis: &mut Analysis, export: &Export) -> Result<Self, String> {
        let columns = Columns::of(session, analysis, &export.what)?;
        let format = match export.format {
            ExportFormat::Csv => Format::Csv(csv::CsvWriter::new(&columns)?),
            ExportFormat::Ndjson => Format::Ndjson,
            ExportFormat::Raw => Format::Raw,
            ExportFormat::Parquet => Format::Parquet(Box::new(parquet::ParquetWriter::new(&columns)?)),
            ExportFormat::Sarif | ExportFormat::Ocsf | ExportFormat::Timesketch | ExportFormat::Basis => {
                return Err("only findings can be written in this form".to_owned());
            }
        };
        Ok(Self { columns, format, next: 0, ended: false })
    }

    fn next_piece(&mut self, session: &Session) -> Result<Option<Vec<u8>>, String> {
        if self.ended {
            return Ok(None);
        }
        let most = match &self.format {
            Format::Ndjson | Format::Raw => ROWS_PER_PIECE,
            Format::Csv(_) | Format::Parquet(_) => self.columns.rows_per_piece(),
        };
        let rows = self.next..(self.next + most).min(self.columns.rows());
        self.next = rows.end;
        self.ended = self.next == self.columns.rows();
        let medallion = session.medallion();
        let piece = match &mut self.format {
            Format::Csv(writer) => writer.write(&self.columns, medallion, rows),
            Format::Ndjson => Ok(ndjson::write(&self.columns, medallion, rows)),
            Format::Raw => raw::write(&self.columns, session, rows),
            Format::Parquet(writer) => writer.write(&self.columns, medallion, rows, self.ended),
        };
        piece.map(Some)
    }
}
