//! Parquet: the record batches of `arrow`, compressed with snappy.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use touchstone_evidence::{Basis, Pseudonyms};
use touchstone_medallion::Medallion;

use crate::arrow::{self, record_batch, schema};
use crate::columns::Columns;
use crate::findings::json;
use crate::written::Written;

/// Under this key of the metadata stands what the rows rest on.
const BASIS: &str = "touchstone.basis";

/// Chunks per row group.
pub(crate) const PIECES_PER_GROUP: usize = 16;

/// Writes one Parquet file in chunks.
#[derive(Debug)]
pub(crate) struct ParquetWriter {
    schema: Arc<Schema>,
    output: Option<Output>,
}

/// A Parquet file of record batches, whose bytes are taken as they are written.
#[derive(Debug)]
pub(crate) struct Output {
    writer: ArrowWriter<Written>,
    written: Written,
    /// With the schema that the rows have then.
    pseudonyms: Option<(Arc<Pseudonyms>, Arc<Schema>)>,
}

impl Output {
    /// What the rows rest on is key-value metadata.
    pub(crate) fn new(
        schema: &Arc<Schema>,
        basis: &Value,
        pseudonyms: Option<Arc<Pseudonyms>>,
    ) -> Result<Self, String> {
        let basis = json::text(basis);
        let basis = pseudonyms.as_ref().map_or_else(|| basis.clone(), |pseudonyms| pseudonyms.json(&basis));
        let basis = KeyValue::new(BASIS.to_owned(), basis);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(PIECES_PER_GROUP * crate::ROWS_PER_PIECE))
            .set_created_by(concat!("touchstone ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(vec![basis]))
            .build();
        let written = Written::default();
        let pseudonyms = pseudonyms.map(|pseudonyms| {
            let schema = Arc::new(arrow::schema_with_pseudonyms(schema, &pseudonyms));
            (pseudonyms, schema)
        });
        let schema = pseudonyms.as_ref().map_or(schema, |(_, schema)| schema);
        let writer = ArrowWriter::try_new(written.clone(), Arc::clone(schema), Some(properties)).map_err(of_parquet)?;
        Ok(Self { writer, written, pseudonyms })
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), String> {
        match &self.pseudonyms {
            Some((pseudonyms, schema)) => self.writer.write(&arrow::with_pseudonyms(batch, schema, pseudonyms)?),
            None => self.writer.write(batch),
        }
        .map_err(of_parquet)
    }

    /// The bytes since the last time.
    pub(crate) fn take(&self) -> Vec<u8> {
        self.written.take()
    }

    /// The last bytes.
    pub(crate) fn close(self) -> Result<Vec<u8>, String> {
        self.writer.close().map_err(of_parquet)?;
        Ok(self.written.take())
    }
}

impl ParquetWriter {
    pub(crate) fn new(columns: &Columns, basis: &Basis, pseudonyms: Option<Arc<Pseudonyms>>) -> Result<Self, String> {
        let schema = schema(columns);
        let output = Output::new(&schema, &basis.json(), pseudonyms)?;
        Ok(Self { schema, output: Some(output) })
    }

    pub(crate) fn write(
        &mut self,
        columns: &Columns,
        medallion: &Medallion,
        rows: Range<usize>,
        is_last: bool,
    ) -> Result<Vec<u8>, String> {
        let Some(output) = &mut self.output else { return Ok(Vec::new()) };
        output.write(&record_batch(&self.schema, columns, medallion, rows)?)?;
        if !is_last {
            return Ok(output.take());
        }
        self.output.take().map_or(Ok(Vec::new()), Output::close)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn of_parquet(error: parquet::errors::ParquetError) -> String {
    format!("the Parquet file could not be written: {error}")
}
