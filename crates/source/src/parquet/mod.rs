//! Parquet: rows as the JSON objects that they mean, one row group at a time. The decoder makes room for what a file says
//! of its own sizes, so that what it says is looked at first.

mod checked;
mod codecs;
mod coded;
mod delta;
mod footer;
mod footer_fields;
mod maps;
mod page_headers;
mod pages;
mod portions;
mod rows;
mod runs;
mod thrift;
mod varint;

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::{ArrowError, SchemaRef};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, RowSelector};
use parquet::arrow::{FieldLevels, ProjectionMask, parquet_to_arrow_field_levels};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

use crate::limits::Limits;
use crate::piece::{Piece, Record, Run};
use crate::portion::{RowPlace, Stand, Taken};
use crate::stream::{Budget, Position};
use crate::{Problem, ProblemKind, Source, read_range};

use checked::{Group, Watch};
pub(crate) use portions::portions;

/// Rows that are decoded at a time.
const BATCH_ROWS: usize = 2048;

/// Rows that are written as JSON at a time.
const WRITTEN_ROWS: usize = 64;

/// A Parquet file on its way. Holds the compressed pages of one row group.
pub(crate) struct ParquetRows {
    source: Rc<dyn Source>,
    metadata: Arc<ParquetMetaData>,
    /// What is decoded, but for codes: lists of pairs where there are maps.
    decoded: SchemaRef,
    /// What its rows are, maps among them.
    schema: SchemaRef,
    /// The row group that is next.
    group: usize,
    /// Its first row, from 0.
    group_row: u64,
    /// The row group behind the last that is read.
    end: usize,
    decoder: Option<Decoder>,
    position: Position,
    /// The next row, from 0.
    row: u64,
    rows: u64,
    /// Where reading goes on that others have begun.
    from: Option<RowPlace>,
    budget: Budget,
    /// How much its pages may still expand to.
    expanded: Budget,
    stand: Option<Stand>,
    /// How much this step has come across, in bytes of JSON, written or not.
    work: u64,
    limits: Limits,
}

/// The rows of a row group, and what is known of its pages.
struct Decoder {
    rows: ParquetRecordBatchReader,
    /// What the rows are.
    schema: SchemaRef,
    watch: Watch,
}

impl ParquetRows {
    /// Reads the footer.
    pub(crate) fn open(
        source: Rc<dyn Source>,
        position: Position,
        budget: Budget,
        limits: Limits,
    ) -> Result<Self, Problem> {
        let metadata = Arc::new(footer::footer(&*source, &budget, limits)?);
        let rows = metadata.row_groups().iter().map(|group| group.num_rows() as u64).sum();
        let schema = decoded_schema(&metadata)?;
        let metadata = Arc::new(maps::as_pairs(Arc::unwrap_or_clone(metadata)).map_err(of_parquet)?);
        let decoded = decoded_schema(&metadata)?;
        let expanded = Budget::new(budget.left());
        let end = metadata.num_row_groups();
        Ok(Self {
            source,
            metadata,
            decoded,
            schema,
            group: 0,
            group_row: 0,
            end,
            decoder: None,
            position,
            row: 0,
            rows,
            from: None,
            budget,
            expanded,
            stand: None,
            work: 0,
            limits,
        })
    }

    /// Of them those of some row groups.
    pub(crate) fn of_groups(mut self, first: u32, end: u32) -> Self {
        self.skip_groups(first);
        self.end = self.end.min(end as usize);
        self
    }

    /// Of them those from a place on, where the ones before have taken so much.
    pub(crate) fn going_on(mut self, from: RowPlace, taken: Taken) -> Result<Self, Problem> {
        self.skip_groups(from.group);
        self.from = Some(from);
        self.expanded.take(taken.pages)?;
        self.budget.take(taken.rows)?;
        Ok(self)
    }

    /// The JSON of one row, read again.
    pub(crate) fn row(source: Rc<dyn Source>, row: u64, limits: Limits) -> Result<Vec<u8>, Problem> {
        let budget = limits.budget(source.size());
        let mut rows = Self::open(source, Position::default(), budget, limits)?;
        while rows.group_rows().is_some_and(|count| row >= rows.group_row + count) {
            rows.skip_group();
        }
        rows.row = row;
        rows.begin_group(Some(row - rows.group_row))?;
        let mut found = Ok(Vec::new());
        while rows.decode(&mut |piece| match piece {
            Piece::Record(record) => found = Ok(record.bytes.to_vec()),
            Piece::Problem { problem, .. } => found = Err(problem),
            Piece::Line { .. } | Piece::Rows { .. } | Piece::Part { .. } | Piece::Skipped { .. } => {}
        })? {}
        found
    }

    /// The next row, from 0.
    pub(crate) fn position(&self) -> u64 {
        self.row
    }

    /// Where the last step began, and what it took.
    pub(crate) fn stand(&self) -> Option<Stand> {
        self.stand
    }

    /// Decodes some rows; false at the end. After an error no more rows are read, and it says how many those are.
    pub(crate) fn step(&mut self, give: &mut dyn FnMut(Piece<'_>)) -> Result<bool, Problem> {
        let (begin, left) = (self.place(), self.left());
        let step = self.read_on(give);
        let taken = Taken { pages: left.pages - self.left().pages, rows: left.rows - self.left().rows };
        self.stand = Some(Stand::Rows { begin, taken, most: self.expanded.limit() });
        step
    }

    fn place(&self) -> RowPlace {
        match self.decoder {
            Some(_) => RowPlace { group: self.group as u32 - 1, row: self.row, is_begun: true },
            None => RowPlace { group: self.group as u32, row: self.group_row, is_begun: false },
        }
    }

    /// What may still be taken.
    fn left(&self) -> Taken {
        Taken { pages: self.expanded.left(), rows: self.budget.left() }
    }

    /// Reads on until there is enough for a step.
    fn read_on(&mut self, give: &mut dyn FnMut(Piece<'_>)) -> Result<bool, Problem> {
        self.work = 0;
        let enough = self.limits.slice_bytes as u64;
        let mut step = Ok(true);
        while matches!(step, Ok(true)) && self.work < enough {
            step = match self.decode(give) {
                Ok(false) if self.group_rows().is_some() => self.begin_group(None).map(|()| true),
                step => step,
            };
        }
        step.map_err(|problem| {
            let lost = format!("{}; rows {} to {} are not read", problem.message, self.row + 1, self.rows);
            Problem::new(problem.kind, lost)
        })
    }

    /// How many rows the next row group has.
    fn group_rows(&self) -> Option<u64> {
        Some(self.metadata.row_groups()[..self.end].get(self.group)?.num_rows() as u64)
    }

    fn skip_groups(&mut self, first: u32) {
        while self.group < self.end.min(first as usize) {
            self.skip_group();
        }
    }

    fn skip_group(&mut self) {
        self.group_row += self.group_rows().unwrap_or_default();
        self.group += 1;
    }

    /// Reads the next row group's pages, looks at what they say of themselves, and hands them to the decoder. With
    /// `only`, one row of it alone.
    fn begin_group(&mut self, only: Option<u64>) -> Result<(), Problem> {
        let Some(group) = self.metadata.row_groups().get(self.group) else { return Ok(()) };
        if only.is_none() {
            self.row = self.group_row;
        }
        let ranges = group.columns().iter().map(ColumnChunkMetaData::byte_range);
        let ranges: Vec<_> = ranges.map(|(start, length)| start..start + length).collect();
        let wanted = ranges.iter().map(|range| range.end - range.start).fold(0, u64::saturating_add);
        if wanted > self.limits.held_bytes {
            let message = format!("a row group has {} MiB, more than is held in memory", wanted >> 20);
            return Err(too_large(message));
        }
        let chunks = read_chunks(&*self.source, &ranges)?;
        let end = ranges.iter().map(|range| range.end).max().unwrap_or_default();
        self.position.set(self.position.get().max(end));
        let is_taken = self.from.is_some_and(|from| from.is_begun && from.group as usize == self.group);
        let expanded = if is_taken { Budget::new(self.expanded.limit()) } else { self.expanded.clone() };
        let mut checked = pages::check(group, &chunks, &expanded, self.limits)?;
        let watch = Watch::new(checked.decoded);
        coded::leave_keys(&self.schema, &mut checked.coded);
        let schema = coded::with_codes(&self.schema, &checked.coded);
        let levels = self.levels(&checked.coded)?;

        let selection = only.map(|row| vec![RowSelector::skip(row as usize), RowSelector::select(1)].into());
        let (metadata, number, limits) = (Arc::clone(&self.metadata), self.group, self.limits);
        let group = Group { metadata, number, chunks, watch: watch.clone(), limits };
        let rows = ParquetRecordBatchReader::try_new_with_row_groups(&levels, &group, BATCH_ROWS, selection);
        let rows = rows.map_err(|error| watch.refused().unwrap_or_else(|| of_parquet(error)))?;
        self.decoder = Some(Decoder { rows, schema, watch });
        self.skip_group();
        Ok(())
    }

    /// How the columns of a row group are decoded, of which some are coded.
    fn levels(&self, coded: &[bool]) -> Result<FieldLevels, Problem> {
        let decoded = coded::with_codes(&self.decoded, coded);
        let all = self.metadata.file_metadata().schema_descr();
        parquet_to_arrow_field_levels(all, ProjectionMask::all(), Some(decoded.fields())).map_err(of_parquet)
    }

    /// Decodes some rows of the row group that has begun; false at its end.
    fn decode(&mut self, give: &mut dyn FnMut(Piece<'_>)) -> Result<bool, Problem> {
        let Some(decoder) = &mut self.decoder else { return Ok(false) };
        let Some(batch) = decoder.rows.next() else {
            self.decoder = None;
            return Ok(false);
        };
        let batch = batch.map_err(|error| decoder.watch.refused().unwrap_or_else(|| of_arrow(&error)))?;
        let batch = maps::with_maps(&batch, &decoder.schema).map_err(|error| damaged(&error.to_string()))?;
        let read = self.from.map_or(0, |from| from.row.saturating_sub(self.row)).min(batch.num_rows() as u64);
        self.row += read;
        let read = read as usize;
        self.give(&batch.slice(read, batch.num_rows() - read), give).map(|()| true)
    }

    /// Gives rows as columns first. Rows of which one might be longer than a record may be, or all might take more than
    /// is left, are written as JSON to find out.
    fn give(&mut self, batch: &RecordBatch, give: &mut dyn FnMut(Piece<'_>)) -> Result<(), Problem> {
        let longest = self.limits.record_bytes as u64;
        let mut first = 0;
        while first < batch.num_rows() {
            let mut count = batch.num_rows() - first;
            let mut bytes = rows::json_bytes(batch, first, count);
            while count > WRITTEN_ROWS && rows::most_json_bytes(count, bytes) > longest {
                count /= 2;
                bytes = rows::json_bytes(batch, first, count);
            }
            let rows = batch.slice(first, count);
            let is_offered = rows::most_json_bytes(count, bytes) <= longest && bytes <= self.budget.left();
            let run = Cell::new(Run { read: 0, left: rows.num_rows() });
            if is_offered {
                give(Piece::Rows { offset: self.row, rows: &rows, run: &run });
            }
            let read = run.get().read.min(rows.num_rows());
            let left = run.get().left.min(rows.num_rows() - read);
            let bytes = if read < count { rows::json_bytes(&rows, 0, read) } else { bytes };
            self.budget.take(bytes)?;
            self.work += bytes;
            self.row += read as u64;
            self.give_json(&rows.slice(read, left), give)?;
            // Who takes nothing and leaves nothing would be asked again for ever.
            first += (read + left).max(1);
        }
        Ok(())
    }

    /// Writes rows few at a time: a dictionary may hold one long value that every row repeats.
    fn give_json(&mut self, batch: &RecordBatch, give: &mut dyn FnMut(Piece<'_>)) -> Result<(), Problem> {
        let longest = self.limits.record_bytes as u64;
        let mut first = 0;
        while first < batch.num_rows() {
            let mut count = WRITTEN_ROWS.min(batch.num_rows() - first);
            while count > 1 && rows::json_bytes(batch, first, count) > longest {
                count /= 2;
            }
            if count == 1 && rows::json_bytes(batch, first, count) > longest {
                self.give_too_long(give);
            } else {
                self.write(&batch.slice(first, count), give)?;
            }
            first += count;
        }
        Ok(())
    }

    fn write(&mut self, rows: &RecordBatch, give: &mut dyn FnMut(Piece<'_>)) -> Result<(), Problem> {
        let mut lines = Vec::new();
        let mut writer = WriterBuilder::new().build::<_, LineDelimited>(&mut lines);
        let written = writer.write(rows).and_then(|()| writer.finish());
        drop(writer);
        written.map_err(|error| {
            let message = format!("the rows from {} on have no JSON: {error}", self.row + 1);
            Problem::new(ProblemKind::UnexpectedType, message)
        })?;
        self.budget.take(lines.len() as u64)?;
        self.work += lines.len() as u64;
        for line in lines.split(|byte| *byte == b'\n').take(rows.num_rows()) {
            if line.len() > self.limits.record_bytes {
                self.give_too_long(give);
            } else {
                give(Piece::Record(Record { offset: self.row, length: 0, bytes: line }));
                self.row += 1;
            }
        }
        Ok(())
    }

    /// Says of the next row that its JSON is longer than any record.
    fn give_too_long(&mut self, give: &mut dyn FnMut(Piece<'_>)) {
        let limit = self.limits.record_bytes >> 20;
        let message = format!("the row is longer than {limit} MiB, which no audit record is");
        let problem = Problem::new(ProblemKind::RecordTooLong, message);
        give(Piece::Problem { offset: self.row, length: 0, problem });
        self.row += 1;
    }
}

/// The schema of rows as they are decoded.
fn decoded_schema(metadata: &Arc<ParquetMetaData>) -> Result<SchemaRef, Problem> {
    let read = ArrowReaderMetadata::try_new(Arc::clone(metadata), options()).map_err(of_parquet)?;
    Ok(rows::as_decoded(read.schema()))
}

/// What Arrow wrote about its own types is left out: it may name time zones, and Parquet's types say all.
fn options() -> ArrowReaderOptions {
    ArrowReaderOptions::new().with_skip_arrow_metadata(true)
}

/// How much between chunks may be read in vain: as much as takes no longer than asking again.
const GAP_BYTES: u64 = 1 << 16;

/// Reads the chunks of a row group, those that lie one behind the other in one go: in a browser each takes a while, however
/// short it is.
fn read_chunks(source: &dyn Source, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, Problem> {
    let mut chunks = Vec::with_capacity(ranges.len());
    while let Some(first) = ranges.get(chunks.len()) {
        let follow = |pair: &&[Range<u64>]| {
            let next = &pair[1];
            next.start <= next.end && next.start.checked_sub(pair[0].end).is_some_and(|gap| gap <= GAP_BYTES)
        };
        let run = &ranges[chunks.len()..];
        let run = &run[..=run.windows(2).take_while(follow).count()];
        let read = read(source, &(first.start..run.last().unwrap_or(first).end))?;
        chunks.extend(
            run.iter()
                .map(|range| read.slice((range.start - first.start) as usize..(range.end - first.start) as usize)),
        );
    }
    Ok(chunks)
}

fn read(source: &dyn Source, range: &Range<u64>) -> Result<Bytes, Problem> {
    if range.start > range.end || range.end > source.size() {
        return Err(damaged("its pages lie outside of it"));
    }
    Ok(Bytes::from(read_range(source, range.start, (range.end - range.start) as usize)?))
}

fn of_parquet(error: ParquetError) -> Problem {
    match error {
        ParquetError::NYI(what) => not_read(&what),
        other => of_message(&other.to_string()),
    }
}

/// What the decoder tells of a page comes as the text of its own error.
fn of_arrow(error: &ArrowError) -> Problem {
    match error {
        ArrowError::ParquetError(message) => match message.strip_prefix("NYI: ") {
            Some(what) => not_read(what),
            None => of_message(message),
        },
        other => of_message(&other.to_string()),
    }
}

fn of_message(message: &str) -> Problem {
    if message.contains("ncrypt") {
        return encrypted();
    }
    damaged(message.split_once(": ").map_or(message, |(_, sentence)| sentence))
}

fn not_read(what: &str) -> Problem {
    unsupported(format!("the Parquet file needs what is not read: {what}"))
}

/// Refuses rows that take more memory at a time than is held.
fn check_decoded(decoded: u64, limits: Limits) -> Result<(), Problem> {
    if decoded > limits.held_bytes {
        let message =
            format!("the rows of a row group take {} MiB at a time, more than is held in memory", decoded >> 20);
        return Err(too_large(message));
    }
    Ok(())
}

fn damaged(how: &str) -> Problem {
    Problem::new(ProblemKind::CorruptContainer, format!("the Parquet file is damaged: {how}"))
}

fn encrypted() -> Problem {
    unsupported("the Parquet file is encrypted, which is not read")
}

fn too_large(message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::TooLarge, message)
}

fn unsupported(message: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::UnsupportedContainer, message)
}
