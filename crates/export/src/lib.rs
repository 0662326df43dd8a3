//! Files out: silver, gold, any filtered table, the problems, duplicates, warnings and conflicts, as Parquet, CSV or NDJSON,
//! or as the very bytes of their records.
//!
//! An [`Exporter`] hands the file out in pieces, so that a large one never stands in memory as a whole.

mod columns;
mod csv;
mod ndjson;
mod parquet;
mod raw;

pub use csv::csv_lines;
use touchstone_analysis::{Analysis, Export, ExportFormat};
use touchstone_medallion::Session;

use crate::columns::Columns;

/// Rows that one piece covers. Also the Parquet files' row group size divided by [`parquet::PIECES_PER_GROUP`].
const ROWS_PER_PIECE: usize = 8192;

/// Cells that one piece covers at most, so that a table of very many columns does not stand in memory as a whole either.
const CELLS_PER_PIECE: usize = 1 << 22;

/// A file being written.
#[derive(Debug)]
pub struct Exporter {
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
    /// Fixes what is exported to what is loaded now. An error is a sentence for the person.
    pub fn begin(session: &Session, analysis: &mut Analysis, export: &Export) -> Result<Self, String> {
        let columns = Columns::of(session, analysis, &export.what)?;
        let format = match export.format {
            ExportFormat::Csv => Format::Csv(csv::CsvWriter::new(&columns)?),
            ExportFormat::Ndjson => Format::Ndjson,
            ExportFormat::Raw => Format::Raw,
            ExportFormat::Parquet => Format::Parquet(Box::new(parquet::ParquetWriter::new(&columns)?)),
        };
        Ok(Self { columns, format, next: 0, ended: false })
    }

    /// The file's next piece, which may be empty; nothing after the last.
    pub fn next_piece(&mut self, session: &Session) -> Result<Option<Vec<u8>>, String> {
        if self.ended {
            return Ok(None);
        }
        let width = match &self.format {
            Format::Ndjson | Format::Raw => 1,
            Format::Csv(_) | Format::Parquet(_) => self.columns.list.len().max(1),
        };
        let most = (CELLS_PER_PIECE / width).clamp(1, ROWS_PER_PIECE);
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

    /// Rows written, and rows in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.columns.rows())
    }
}
