//! Parquet: rows as the JSON objects that they mean, one row group at a time.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use bytes::Bytes;
use parquet::DecodeResult;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::arrow::push_decoder::{ParquetPushDecoder, ParquetPushDecoderBuilder};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataPushDecoder};

use crate::limits::Limits;
use crate::piece::{Piece, Record};
use crate::stream::Position;
use crate::{Problem, ProblemKind, Source, read_range};

/// Rows that are decoded at a time.
const BATCH_ROWS: usize = 2048;

/// A Parquet file on its way. Holds the compressed pages of one row group.
pub(crate) struct ParquetRows {
    source: Rc<dyn Source>,
    decoder: ParquetPushDecoder,
    position: Position,
    /// The next row, from 0.
    row: u64,
    rows: u64,
    /// How much JSON the rows may still become.
    expands: u64,
    limits: Limits,
}

impl ParquetRows {
    /// Reads the footer.
    pub(crate) fn open(source: Rc<dyn Source>, position: Position, limits: Limits) -> Result<Self, Problem> {
        Self::open_at(source, position, limits, None)
    }

    /// With `only`, one row alone.
    fn open_at(source: Rc<dyn Source>, position: Position, limits: Limits, only: Option<u64>) -> Result<Self, Problem> {
        let metadata = Arc::new(metadata(&*source, limits)?);
        let rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or_default();
        // What Arrow wrote about its own types is left out: it may name time zones, and Parquet's types say all.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = ArrowReaderMetadata::try_new(metadata, options).map_err(of_parquet)?;
        let builder = ParquetPushDecoderBuilder::new_with_metadata(metadata).with_batch_size(BATCH_ROWS);
        let builder = match only {
            Some(row) => builder.with_offset(row as usize).with_limit(1),
            None => builder,
        };
        let decoder = builder.build().map_err(of_parquet)?;
        let expands = limits.expanded(source.size());
        Ok(Self { source, decoder, position, row: only.unwrap_or_default(), rows, expands, limits })
    }

    /// The JSON of one row, read again.
    pub(crate) fn row(source: Rc<dyn Source>, row: u64, limits: Limits) -> Result<Vec<u8>, Problem> {
        let mut found = Vec::new();
        let mut rows = Self::open_at(source, Position::default(), limits, Some(row))?;
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

    fn give(&mut self, batch: &RecordBatch, give: &mut dyn FnMut(Piece<'_>)) -> Result<(), Problem> {
        let mut lines = Vec::new();
        let mut writer = WriterBuilder::new().build::<_, LineDelimited>(&mut lines);
        let written = writer.write(batch).and_then(|()| writer.finish());
        drop(writer);
        written.map_err(|error| {
            let rows = format!("the rows from {} to {}", self.row + 1, self.row + batch.num_rows() as u64);
            Problem::new(ProblemKind::UnexpectedType, format!("{rows} have no JSON: {error}"))
        })?;
        self.expands = self.expands.checked_sub(lines.len() as u64).ok_or_else(|| {
            let limit = self.limits.expanded(self.source.size()) >> 20;
            let message = format!("the rows expand to more than {limit} MiB, which no audit log of this size does");
            Problem::new(ProblemKind::ExpandsTooFar, message)
        })?;
        for line in lines.split(|byte| *byte == b'\n').take(batch.num_rows()) {
            give(Piece::Record(Record { offset: self.row, length: 0, bytes: line }));
            self.row += 1;
        }
        Ok(())
    }
}

/// What the footer says.
fn metadata(source: &dyn Source, limits: Limits) -> Result<ParquetMetaData, Problem> {
    let mut decoder = ParquetMetaDataPushDecoder::try_new(source.size()).map_err(of_parquet)?;
    loop {
        match decoder.try_decode().map_err(of_parquet)? {
            DecodeResult::Data(metadata) => return Ok(metadata),
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
            damaged(message.split_once(": ").map_or(message.as_str(), |(_, sentence)| sentence))
        }
    }
}

fn damaged(how: &str) -> Problem {
    Problem::new(ProblemKind::CorruptContainer, format!("the Parquet file is damaged: {how}"))
}
