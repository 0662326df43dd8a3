//! Exports as Arrow record batches, for programs that take columns as they are.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use touchstone_analysis::{Analysis, Exported};
use touchstone_medallion::Session;

use crate::arrow::{record_batch, schema};
use crate::columns::Columns;
use crate::findings::FindingsBatches;

/// The rows of an export in batches. Names, types and order are those of Parquet.
#[derive(Debug)]
pub struct Batches(Source);

#[derive(Debug)]
enum Source {
    Table { columns: Box<Columns>, schema: Arc<Schema>, next: usize },
    Findings(Box<FindingsBatches>),
}

impl Batches {
    /// Starts an export of the data loaded now. An error is a sentence for the user.
    pub fn begin(session: &Session, analysis: &mut Analysis, what: &Exported) -> Result<Self, String> {
        Ok(Self(match what {
            Exported::Findings { filter } => {
                Source::Findings(Box::new(FindingsBatches::begin(session, analysis, filter)?))
            }
            _ => {
                let columns = Box::new(Columns::of(session, analysis, what)?);
                let schema = schema(&columns);
                Source::Table { columns, schema, next: 0 }
            }
        }))
    }

    /// The fields of every batch.
    pub fn schema(&self) -> Arc<Schema> {
        match &self.0 {
            Source::Table { schema, .. } => Arc::clone(schema),
            Source::Findings(findings) => findings.schema(),
        }
    }

    /// How many rows all batches have.
    pub fn rows(&self) -> usize {
        match &self.0 {
            Source::Table { columns, .. } => columns.rows(),
            Source::Findings(findings) => findings.rows(),
        }
    }

    /// The next batch; `None` after the last.
    pub fn next_batch(&mut self, session: &Session) -> Result<Option<RecordBatch>, String> {
        match &mut self.0 {
            Source::Table { columns, schema, next } => {
                if *next == columns.rows() {
                    return Ok(None);
                }
                let rows = *next..(*next + columns.rows_per_piece()).min(columns.rows());
                *next = rows.end;
                record_batch(schema, columns, session.medallion(), rows).map(Some)
            }
            Source::Findings(findings) => findings.next_batch(session),
        }
    }
}
