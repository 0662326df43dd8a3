//! Parquet: rows as the JSON objects that they mean, one row group at a time.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::{DataType, FieldRef, Fields, Schema, SchemaRef};
use bytes::Bytes;
use parquet::DecodeResult;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::arrow::push_decoder::{ParquetPushDecoder, ParquetPushDecoderBuilder};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataPushDecoder};

use crate::limits::Limits;
use crate::piece::{Piece, Record};
use crate::stream::{Budget, Position};
use crate::{Problem, ProblemKind, Source, read_range};

/// Rows that are decoded at a time.
const BATCH_ROWS: usize = 2048;

/// Rows that are written as JSON at a time.
const WRITTEN_ROWS: usize = 64;

/// A Parquet file on its way. Holds the compressed pages of one row group.
pub(crate) struct ParquetRows {
    source: Rc<dyn Source>,
    decoder: ParquetPushDecoder,
    position: Position,
    /// The next row, from 0.
    row: u64,
    rows: u64,
    budget: Budget,
    limits: Limits,
}

impl ParquetRows {
    /// Reads the footer.
    pub(crate) fn open(
        source: Rc<dyn Source>,
        position: Position,
        budget: Budget,
        limits: Limits,
    ) -> Result<Self, Problem> {
        Self::open_at(source, position, budget, limits, None)
    }

    /// With `only`, one row alone.
    fn open_at(
        source: Rc<dyn Source>,
        position: Position,
        budget: Budget,
        limits: Limits,
        only: Option<u64>,
    ) -> Result<Self, Problem> {
        let metadata = Arc::new(metadata(&*source, limits)?);
        let rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or_default();
        // What Arrow wrote about its own types is left out: it may name time zones, and Parquet's types say all.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let schema =
            as_decoded(ArrowReaderMetadata::try_new(Arc::clone(&metadata), options).map_err(of_parquet)?.schema());
        let options = ArrowReaderOptions::new().with_schema(schema);
        let metadata = ArrowReaderMetadata::try_new(metadata, options).map_err(of_parquet)?;
        let builder = ParquetPushDecoderBuilder::new_with_metadata(metadata).with_batch_size(BATCH_ROWS);
        let builder = match only {
            Some(row) => builder.with_offset(row as usize).with_limit(1),
            None => builder,
        };
        let decoder = builder.build().map_err(of_parquet)?;
        Ok(Self { source, decoder, position, row: only.unwrap_or_default(), rows, budget, limits })
    }

    /// The JSON of one row, read again.
    pub(crate) fn row(source: Rc<dyn Source>, row: u64, limits: Limits) -> Result<Vec<u8>, Problem> {
        let mut found = Vec::new();
        let budget = limits.budget(source.size());
        let mut rows = Self::open_at(source, Position::default(), budget, limits, Some(row))?;
        while rows.step(&mut |piece| {
            if let Piece::Record(record) = piece {
                found = record.bytes.to_vec();
            }
        })? {}
        Ok(found)
    }

    /// The next row, from 0.
    pub(crate) fn position(&self) -> u64 {
        self.row
    }

    /// Decodes some rows; false at the end. After an error no more rows are read, and it says how many those are.
    pub(crate) fn step(&mut self, give: &mut dyn FnMut(Piece<'_>)) -> Result<bool, Problem> {
        self.decode(give).map_err(|problem| {
            let lost = format!("{}; rows {} to {} are not read", problem.message, self.row + 1, self.rows);
            Problem::new(problem.kind, lost)
        })
    }

    fn decode(&mut self, give: &mut dyn FnMut(Piece<'_>)) -> Result<bool, Problem> {
        match self.decoder.try_decode().map_err(of_parquet)? {
            DecodeResult::Finished => return Ok(false),
            DecodeResult::NeedsData(ranges) => self.push(ranges)?,
            DecodeResult::Data(batch) => self.give(&batch, give)?,
        }
        Ok(true)
    }

    fn push(&mut self, ranges: Vec<Range<u64>>) -> Result<(), Problem> {
        let wanted: u64 = ranges.iter().map(|range| range.end - range.start).sum();
        if wanted > self.limits.held_bytes {
            let message = format!("a row group has {} MiB, more than is held in memory", wanted >> 20);
            return Err(Problem::new(ProblemKind::UnsupportedContainer, message));
        }
        let read = ranges.iter().map(|range| read(&*self.source, range)).collect::<Result<Vec<_>, _>>()?;
        let end = ranges.iter().map(|range| range.end).max().unwrap_or_default();
        self.position.set(self.position.get().max(end));
        self.decoder.push_ranges(ranges, read).map_err(of_parquet)
    }

    /// Writes rows few at a time: a dictionary may hold one long value that every row repeats.
    fn give(&mut self, batch: &RecordBatch, give: &mut dyn FnMut(Piece<'_>)) -> Result<(), Problem> {
        for first in (0..batch.num_rows()).step_by(WRITTEN_ROWS) {
            let rows = batch.slice(first, WRITTEN_ROWS.min(batch.num_rows() - first));
            let mut lines = Vec::new();
            let mut writer = WriterBuilder::new().build::<_, LineDelimited>(&mut lines);
            let written = writer.write(&rows).and_then(|()| writer.finish());
            drop(writer);
            written.map_err(|error| {
                Problem::new(
                    ProblemKind::UnexpectedType,
                    format!("the rows from {} on have no JSON: {error}", self.row + 1),
                )
            })?;
            self.budget.take(lines.len() as u64)?;
            for line in lines.split(|byte| *byte == b'\n').take(rows.num_rows()) {
                give(Piece::Record(Record { offset: self.row, length: 0, bytes: line }));
                self.row += 1;
            }
        }
        Ok(())
    }
}

/// The schema as rows are decoded: UTC spelled as an offset, as JSON is written without a list of time zones, and texts
/// as views, so that a value of a dictionary is not copied for each row that has it.
fn as_decoded(schema: &SchemaRef) -> SchemaRef {
    let fields: Fields = schema.fields().iter().map(with_decoded).collect();
    Arc::new(Schema::new(fields))
}

fn with_decoded(field: &FieldRef) -> FieldRef {
    let data_type = match field.data_type() {
        DataType::Timestamp(unit, Some(_)) => DataType::Timestamp(*unit, Some("+00:00".into())),
        DataType::Utf8 => DataType::Utf8View,
        DataType::Binary => DataType::BinaryView,
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(with_decoded).collect()),
        DataType::List(element) => DataType::List(with_decoded(element)),
        DataType::LargeList(element) => DataType::LargeList(with_decoded(element)),
        DataType::Map(entry, is_sorted) => DataType::Map(with_decoded_value(entry), *is_sorted),
        other => other.clone(),
    };
    Arc::new(field.as_ref().clone().with_data_type(data_type))
}

/// The entries of a map. JSON is written of maps whose keys are plain texts.
fn with_decoded_value(entry: &FieldRef) -> FieldRef {
    let DataType::Struct(fields) = entry.data_type() else { return Arc::clone(entry) };
    let fields = fields.iter().enumerate();
    let fields = fields.map(|(at, field)| if at == 0 { Arc::clone(field) } else { with_decoded(field) }).collect();
    Arc::new(entry.as_ref().clone().with_data_type(DataType::Struct(fields)))
}

/// What the footer says.
fn metadata(source: &dyn Source, limits: Limits) -> Result<ParquetMetaData, Problem> {
    let mut decoder = ParquetMetaDataPushDecoder::try_new(source.size()).map_err(of_parquet)?;
    loop {
        match decoder.try_decode().map_err(of_parquet)? {
            DecodeResult::Data(metadata) => return checked(metadata, source.size(), limits),
            DecodeResult::NeedsData(ranges) => {
                if ranges.iter().any(|range| range.end > source.size() || range.end - range.start > limits.held_bytes) {
                    return Err(damaged("its footer lies outside of it"));
                }
                let read = ranges.iter().map(|range| read(source, range)).collect::<Result<Vec<_>, _>>()?;
                decoder.push_ranges(ranges, read).map_err(of_parquet)?;
            }
            DecodeResult::Finished => return Err(damaged("it has no footer")),
        }
    }
}

/// What the decoder takes for granted of a footer: pages within the file, and no more of them than is held.
fn checked(metadata: ParquetMetaData, size: u64, limits: Limits) -> Result<ParquetMetaData, Problem> {
    for group in metadata.row_groups() {
        let mut expanded: u64 = 0;
        for column in group.columns() {
            let start = column.dictionary_page_offset().unwrap_or(i64::MAX).min(column.data_page_offset());
            let ends = [start, column.data_page_offset()].map(|start| start.checked_add(column.compressed_size()));
            let lies_within = |end: &Option<i64>| end.is_some_and(|end| u64::try_from(end).is_ok());
            let is_sound = start >= 0
                && column.compressed_size() >= 0
                && column.uncompressed_size() >= 0
                && ends.iter().all(lies_within)
                && ends[0].is_some_and(|end| end as u64 <= size);
            if !is_sound {
                return Err(damaged("its pages lie outside of it"));
            }
            expanded = expanded.saturating_add(column.uncompressed_size() as u64);
        }
        if group.num_rows() < 0 {
            return Err(damaged("a row group has less than no rows"));
        }
        if expanded > limits.held_bytes {
            let message = format!("a row group expands to {} MiB, more than is held in memory", expanded >> 20);
            return Err(Problem::new(ProblemKind::UnsupportedContainer, message));
        }
    }
    Ok(metadata)
}

fn read(source: &dyn Source, range: &Range<u64>) -> Result<Bytes, Problem> {
    if range.start > range.end || range.end > source.size() {
        return Err(damaged("its pages lie outside of it"));
    }
    Ok(Bytes::from(read_range(source, range.start, (range.end - range.start) as usize)?))
}

fn of_parquet(error: ParquetError) -> Problem {
    match error {
        ParquetError::NYI(what) => {
            Problem::new(ProblemKind::UnsupportedContainer, format!("the Parquet file needs what is not read: {what}"))
        }
        other => {
            let message = other.to_string();
            if message.contains("ncrypt") || message.contains("field type_ is missing") {
                // Encrypted pages begin with their nonce, not with a header.
                return Problem::new(
                    ProblemKind::UnsupportedContainer,
                    "the Parquet file is encrypted, which is not read",
                );
            }
            damaged(message.split_once(": ").map_or(message.as_str(), |(_, sentence)| sentence))
        }
    }
}

fn damaged(how: &str) -> Problem {
    Problem::new(ProblemKind::CorruptContainer, format!("the Parquet file is damaged: {how}"))
}
