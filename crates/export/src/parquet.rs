//! Parquet: typed columns, request parameters as one struct of strings, as in the blog's gold tables.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::StringBuilder;
use arrow_array::{
    ArrayRef, Date32Array, Int32Array, RecordBatch, RecordBatchOptions, StructArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, UInt16Array, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Fields, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use touchstone_medallion::{ColumnType, Medallion};

use crate::columns::{Column, Columns};

/// Pieces that make up a row group.
pub(crate) const PIECES_PER_GROUP: usize = 16;

/// Writes the pieces of one Parquet file.
#[derive(Debug)]
pub(crate) struct ParquetWriter {
    schema: Arc<Schema>,
    writer: Option<ArrowWriter<Written>>,
    written: Written,
}

/// What the writer has written since it was last taken.
#[derive(Clone, Debug, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl ParquetWriter {
    pub(crate) fn new(columns: &Columns) -> Result<Self, String> {
        let plain = columns.list.iter().filter(|column| !column.is_param);
        let mut fields: Vec<Field> =
            plain.map(|column| Field::new(&column.name, data_type(column.kind), true)).collect();
        let params = param_fields(columns);
        if !params.is_empty() {
            fields.push(Field::new("requestParams", DataType::Struct(params), true));
        }
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(PIECES_PER_GROUP * crate::ROWS_PER_PIECE))
            .set_created_by(concat!("touchstone ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let written = Written::default();
        let writer =
            ArrowWriter::try_new(written.clone(), Arc::clone(&schema), Some(properties)).map_err(of_parquet)?;
        Ok(Self { schema, writer: Some(writer), written })
    }

    pub(crate) fn write(
        &mut self,
        columns: &Columns,
        medallion: &Medallion,
        rows: Range<usize>,
        is_last: bool,
    ) -> Result<Vec<u8>, String> {
        if let Some(writer) = &mut self.writer {
            let batch = record_batch(&self.schema, columns, medallion, rows)?;
            writer.write(&batch).map_err(of_parquet)?;
        }
        if is_last && let Some(writer) = self.writer.take() {
            writer.close().map_err(of_parquet)?;
        }
        Ok(self.written.take())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn of_parquet(error: parquet::errors::ParquetError) -> String {
    format!("the Parquet file could not be written: {error}")
}

fn data_type(column_type: ColumnType) -> DataType {
    match column_type {
        ColumnType::Text => DataType::Utf8,
        // Parquet has no unit of seconds; whole seconds are written in milliseconds.
        ColumnType::TimeMs | ColumnType::TimeS => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
        ColumnType::TimeUs => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        ColumnType::Date => DataType::Date32,
        ColumnType::U16 => DataType::UInt16,
        ColumnType::I32 => DataType::Int32,
        ColumnType::U32 => DataType::UInt32,
        ColumnType::U64 => DataType::UInt64,
    }
}

fn param_fields(columns: &Columns) -> Fields {
    params(columns).map(|column| Field::new(&column.name, DataType::Utf8, true)).collect()
}

fn params(columns: &Columns) -> impl Iterator<Item = &Column> {
    columns.list.iter().filter(|column| column.is_param)
}

fn record_batch(
    schema: &Arc<Schema>,
    columns: &Columns,
    medallion: &Medallion,
    rows: Range<usize>,
) -> Result<RecordBatch, String> {
    let mut arrays: Vec<ArrayRef> = columns
        .list
        .iter()
        .filter(|column| !column.is_param)
        .map(|column| array(columns, medallion, column, rows.clone()))
        .collect();
    let fields = param_fields(columns);
    if !fields.is_empty() {
        let params = params(columns).map(|column| texts(columns, medallion, column, rows.clone())).collect();
        let params = StructArray::try_new(fields, params, None).map_err(|error| error.to_string())?;
        arrays.push(Arc::new(params));
    }
    // With the row count given, so that a table without columns keeps its rows.
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options).map_err(|error| error.to_string())
}

fn array(columns: &Columns, medallion: &Medallion, column: &Column, rows: Range<usize>) -> ArrayRef {
    let numbers = || rows.clone().map(|row| columns.integer(medallion, column, row));
    match column.kind {
        ColumnType::Text => texts(columns, medallion, column, rows),
        ColumnType::TimeMs => Arc::new(numbers().collect::<TimestampMillisecondArray>().with_timezone("UTC")),
        ColumnType::TimeUs => Arc::new(numbers().collect::<TimestampMicrosecondArray>().with_timezone("UTC")),
        ColumnType::TimeS => {
            let times = numbers().map(|seconds| seconds.map(|seconds| seconds.saturating_mul(1000)));
            Arc::new(times.collect::<TimestampMillisecondArray>().with_timezone("UTC"))
        }
        ColumnType::Date => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<Date32Array>()),
        ColumnType::U16 => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<UInt16Array>()),
        ColumnType::I32 => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<Int32Array>()),
        ColumnType::U32 => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<UInt32Array>()),
        ColumnType::U64 => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<UInt64Array>()),
    }
}

fn texts(columns: &Columns, medallion: &Medallion, column: &Column, rows: Range<usize>) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(rows.len(), 0);
    rows.for_each(|row| builder.append_option(columns.text(medallion, column, row)));
    Arc::new(builder.finish())
}
