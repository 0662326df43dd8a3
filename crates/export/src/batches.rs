//! Exports as Arrow record batches, for programs that take columns as they are.

use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use touchstone_analysis::{Analysis, Exported, Sort, Table};
use touchstone_medallion::{EventKey, Session, SilverColumn};

use crate::arrow::{params_by_key, record_batch, schema};
use crate::columns::Columns;
use crate::findings::FindingsBatches;

/// The rows of an export in batches. Names, types and order are those of Parquet.
#[derive(Debug)]
pub struct Batches(Source);

#[derive(Debug)]
enum Source {
    Table { columns: Box<Columns>, schema: Arc<Schema>, next: usize },
    Events { columns: Box<Columns>, keys: Vec<EventKey>, schema: Arc<Schema>, next: usize },
    Findings(Box<FindingsBatches>),
}

/// The columns of [`Batches::events`] beside silver's.
const PARAMS: &str = "_params";
const FINGERPRINT: &str = "_fingerprint";
const ID: &str = "_id";
const CONTENT: &str = "_content";
const OFFSET: &str = "_offset";

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

    /// Starts an export of silver for those who join sessions, by service and time: with `_params`, the request parameters
    /// by key, `_fingerprint`, `_id` and `_content`, which are those of [`EventKey`], and `_offset`, that of the record.
    pub fn events(session: &Session, analysis: &mut Analysis) -> Result<Self, String> {
        let by_service = Sort { column: SilverColumn::ServiceName.name().to_owned(), descending: false };
        let table = Exported::table(Table { sort: vec![by_service], ..Table::default() });
        let columns = Box::new(Columns::of(session, analysis, &table)?);
        let mut fields = schema(&columns).fields().to_vec();
        fields.push(Arc::new(Field::new(PARAMS, params_by_key(session.medallion(), &[])?.data_type().clone(), true)));
        fields.push(Arc::new(Field::new(FINGERPRINT, DataType::Binary, true)));
        fields.extend([ID, CONTENT, OFFSET].map(|name| Arc::new(Field::new(name, DataType::Int64, true))));
        let keys = session.medallion().event_keys();
        Ok(Self(Source::Events { columns, keys, schema: Arc::new(Schema::new(fields)), next: 0 }))
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
            Source::Events { columns, keys, schema: all, next } => {
                if *next == columns.rows() {
                    return Ok(None);
                }
                let rows = *next..(*next + columns.rows_per_piece()).min(columns.rows());
                *next = rows.end;
                let of_silver: Vec<u32> = rows.clone().filter_map(|row| columns.silver_row(row)).collect();
                let silver = record_batch(&schema(columns), columns, session.medallion(), rows)?;
                let mut arrays = silver.columns().to_vec();
                arrays.push(params_by_key(session.medallion(), &of_silver)?);
                let of_row = |row: &u32| keys.get(*row as usize);
                let of_rows = || of_silver.iter().map(of_row);
                let fingerprints: BinaryArray = of_rows().map(|key| key.map(|key| key.fingerprint)).collect();
                let ids: Int64Array = of_rows().map(|key| key.map(|key| key.id as i64)).collect();
                let contents: Int64Array = of_rows().map(|key| key.map(|key| key.content as i64)).collect();
                let offsets: Int64Array =
                    of_silver.iter().map(|row| Some(session.medallion().place(*row).offset as i64)).collect();
                let numbers = [ids, contents, offsets].map(|numbers| Arc::new(numbers) as ArrayRef);
                arrays.push(Arc::new(fingerprints));
                arrays.extend(numbers);
                RecordBatch::try_new(Arc::clone(all), arrays).map(Some).map_err(|error| error.to_string())
            }
            Source::Findings(findings) => findings.next_batch(session),
        }
    }
}
