//! Parquet as Spark writes it: Snappy, several row groups, no Arrow schema in the metadata.

mod column;
mod delivery;
mod system_table;

use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::Schema;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use self::column::Column;
use crate::Error;
use crate::format::Format;
use crate::model::Event;
use crate::options::Options;
use crate::world::World;

/// A file being written. Memory is bounded by one row group.
pub(crate) struct ParquetFile<'w> {
    world: &'w World,
    columns: Vec<Column>,
    /// Rows in the columns that the writer does not have yet.
    rows: usize,
    schema: Arc<Schema>,
    writer: ArrowWriter<Vec<u8>>,
}

const ROWS_PER_BATCH: usize = 8_192;

impl<'w> ParquetFile<'w> {
    pub(crate) fn new(world: &'w World, options: &Options) -> Result<Self, Error> {
        let columns = match options.format {
            Format::DatabricksSystemTable => system_table::columns(),
            Format::DatabricksSilver => delivery::silver(),
            _ => delivery::bronze(world, options),
        };
        let schema = Arc::new(Schema::new(columns.iter().map(Column::field).collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(rows_per_group(options.events)))
            .set_created_by(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer_options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer =
            ArrowWriter::try_new_with_options(Vec::new(), Arc::clone(&schema), writer_options).map_err(failed)?;
        Ok(Self { world, columns, rows: 0, schema, writer })
    }

    /// Adds a row and appends the bytes written meanwhile to `out`.
    pub(crate) fn add(&mut self, event: &Event<'w>, out: &mut Vec<u8>) -> Result<(), Error> {
        for column in &mut self.columns {
            column.append(event, self.world).map_err(failed)?;
        }
        self.rows += 1;
        if self.rows == ROWS_PER_BATCH {
            self.write_rows()?;
            out.append(self.writer.inner_mut());
        }
        Ok(())
    }

    pub(crate) fn end(mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        self.write_rows()?;
        out.append(&mut self.writer.into_inner().map_err(failed)?);
        Ok(())
    }

    fn write_rows(&mut self) -> Result<(), Error> {
        let arrays = self.columns.iter_mut().map(Column::finish).collect::<Result<_, _>>().map_err(failed)?;
        let options = RecordBatchOptions::new().with_row_count(Some(std::mem::take(&mut self.rows)));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), arrays, &options)
            .map_err(|error| failed(error.into()))?;
        self.writer.write(&batch).map_err(failed)
    }
}

/// About four groups in a small file, and groups of bounded size in a large one.
fn rows_per_group(events: u64) -> usize {
    (events / 4).clamp(100, 100_000) as usize
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn failed(error: ParquetError) -> Error {
    Error::Parquet(error.to_string())
}
