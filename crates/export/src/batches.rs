//! Exports as Arrow record batches, for programs that take columns as they are.

use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use touchstone_analysis::{Analysis, Exported, Table};
use touchstone_medallion::Session;

use crate::arrow::{params_by_key, record_batch, schema};
use crate::columns::Columns;
use crate::findings::FindingsBatches;

/// The rows of an export in batches. Names, types and order are those of Parquet.
#[derive(Debug)]
pub struct Batches(Source);

#[derive(Debug)]
enum Source {
    Table { columns: Box<Columns>, schema: Arc<Schema>, next: usize },
    Events { columns: Box<Columns>, fingerprints: Vec<[u8; 16]>, schema: Arc<Schema>, next: usize },
    Findings(Box<FindingsBatches>),
}

/// The columns of [`Batches::events`] beside silver's.
const PARAMS: &str = "_params";
const FINGERPRINT: &str = "_fingerprint";

impl Batches {
    /// Starts an export of the data loaded now. An error is a sentence for the user.
    pub fn begin(session: &Session, analysis: &mut Analysis, what: &Exported) -> Result<Self, String> {
        if let Exported::Findings { filter } = what {
            let findings = FindingsBatches::begin(session, analysis, filter)?;
            return Ok(Self(Source::Findings(Box::new(findings))));
        }
        let columns = Box::new(Columns::of(session, analysis, what)?);
        let schema = schema(&columns);
        Ok(Self(Source::Table { columns, schema, next: 0 }))
    }

    /// Starts an export of silver for those who join sessions: with `_params`, the request parameters by key, and
    /// `_fingerprint`, which is [`touchstone_medallion::Medallion::fingerprints`].
    pub fn events(session: &Session, analysis: &mut Analysis) -> Result<Self, String> {
        let table = Exported::table(Table::default());
        let columns = Box::new(Columns::of(session, analysis, &table)?);
        let mut fields = schema(&columns).fields().to_vec();
        fields.push(Arc::new(Field::new(PARAMS, params_by_key(session.medallion(), &[])?.data_type().clone(), true)));
        fields.push(Arc::new(Field::new(FINGERPRINT, DataType::Binary, true)));
        let fingerprints = session.medallion().fingerprints();
        Ok(Self(Source::Events { columns, fingerprints, schema: Arc::new(Schema::new(fields)), next: 0 }))
    }

    /// The fields of every batch.
    pub fn schema(&self) -> Arc<Schema> {
        match &self.0 {
            Source::Table { schema, .. } | Source::Events { schema, .. } => Arc::clone(schema),
            Source::Findings(findings) => findings.schema(),
        }
    }

    /// How many rows all batches have.
    pub fn rows(&self) -> usize {
        match &self.0 {
            Source::Table { columns, .. } | Source::Events { columns, .. } => columns.rows(),
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
            Source::Events { columns, fingerprints, schema: all, next } => {
                if *next == columns.rows() {
                    return Ok(None);
                }
                let rows = *next..(*next + columns.rows_per_piece()).min(columns.rows());
                *next = rows.end;
                let of_silver: Vec<u32> = rows.clone().filter_map(|row| columns.silver_row(row)).collect();
                let silver = record_batch(&schema(columns), columns, session.medallion(), rows)?;
                let mut arrays = silver.columns().to_vec();
                arrays.push(params_by_key(session.medallion(), &of_silver)?);
                let of_row = |row: &u32| fingerprints.get(*row as usize);
                arrays.push(Arc::new(of_silver.iter().map(of_row).collect::<BinaryArray>()) as ArrayRef);
                RecordBatch::try_new(Arc::clone(all), arrays).map(Some).map_err(|error| error.to_string())
            }
            Source::Findings(findings) => findings.next_batch(session),
        }
    }
}
