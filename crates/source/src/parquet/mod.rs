//! Reads Parquet rows as JSON objects, one row group at a time. The decoder allocates what a file claims about its own
//! sizes, so these claims are checked first.

mod binary;
mod checked;
mod chunks;
mod codecs;
mod coded;
mod delta;
mod emit;
mod footer;
mod footer_fields;
mod infinite;
mod mapped;
mod maps;
mod page_headers;
mod pages;
mod portions;
mod rows;
mod runs;
mod thrift;
mod uuids;
mod varint;

use std::rc::Rc;
use std::sync::Arc;

use arrow_array::{BooleanArray, RecordBatch};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::filter::filter_record_batch;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, RowGroups, RowSelection, RowSelector,
};
use parquet::arrow::{ProjectionMask, parquet_to_arrow_field_levels};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

use crate::delta::{Columns, DataFile, DeletedRows};
use crate::limits::Limits;
use crate::piece::{Piece, RowNumbers, Sink};
use crate::portion::{Checkpoint, RowPosition, Usage};
use crate::stream::{Budget, Position};
use crate::{Problem, ProblemKind, Source};

use checked::{Group, Watch};
use pages::Checked;
pub(crate) use portions::portions;

/// How many rows are decoded at a time.
const BATCH_ROWS: usize = 2048;

/// The problem if a row group's rows differ from the footer's count: row numbers would be wrong.
const OTHER_ROWS: &str = "a row group has other rows than the file says";

/// A Parquet file being read. Holds the compressed pages of one row group.
pub(crate) struct ParquetRows {
    source: Rc<dyn Source>,
    metadata: Arc<ParquetMetaData>,
    /// The decoded schema before dictionary codes, with lists of pairs in place of maps.
    decoded: SchemaRef,
    /// The schema of the rows, with maps.
    schema: SchemaRef,
    /// The columns that the table has, under the table's names.
    offered: SchemaRef,
    /// For each leaf of the file, its column in `offered`; empty if the file's columns are offered unchanged.
    column_of: Vec<Option<usize>>,
    /// The table's names of the columns.
    columns: Option<Columns>,
    /// The rows deleted from the table.
    deleted: Option<DeletedRows>,
    /// The next row group.
    group: usize,
    /// The first row of that group, from 0.
    group_row: u64,
    /// The row group after the last to be read.
    end: usize,
    decoder: Option<Box<Decoder>>,
    position: Position,
    /// The next row, from 0.
    row: u64,
    rows: u64,
    /// Where to resume after another reader.
    from: Option<RowPosition>,
    /// Rows before this one have been read.
    from_row: u64,
    budget: Budget,
    /// How far the pages may still expand.
    expanded: Budget,
    stand: Option<Checkpoint>,
    /// How many bytes of JSON this step has covered, written or not.
    work: u64,
    /// The columns already reported for bytes other than UTF-8.
    binary_columns: Vec<String>,
    /// The columns already reported for NaN or infinities.
    infinite_columns: Vec<String>,
    limits: Limits,
}

/// The rows of a row group, batch by batch.
struct Decoder {
    rows: ParquetRecordBatchReader,
    /// The schema of the rows.
    schema: SchemaRef,
    begun: Begun,
    /// Whether some columns are left out.
    is_part: bool,
    /// The row after the last; none if a single row is decoded.
    end: Option<u64>,
}

/// A row group whose pages have been checked.
struct Begun {
    group: Group,
    /// Its first row, from 0.
    first: u64,
    checked: Checked,
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
        let schema = uuids::marked(&decoded_schema(&metadata)?, metadata.file_metadata().schema_descr());
        let metadata = Arc::new(maps::as_pairs(Arc::unwrap_or_clone(metadata)).map_err(of_parquet)?);
        let decoded = decoded_schema(&metadata)?;
        let expanded = Budget::new(budget.left());
        let end = metadata.num_row_groups();
        Ok(Self {
            source,
            metadata,
            decoded,
            offered: Arc::clone(&schema),
            schema,
            column_of: Vec::new(),
            columns: None,
            deleted: None,
            group: 0,
            group_row: 0,
            end,
            decoder: None,
            position,
            row: 0,
            rows,
            from: None,
            from_row: 0,
            budget,
            expanded,
            stand: None,
            work: 0,
            binary_columns: Vec::new(),
            infinite_columns: Vec::new(),
            limits,
        })
    }

    /// Applies what a table's log says about the file.
    pub(crate) fn of_table(mut self, of_table: Option<&DataFile>) -> Result<Self, Problem> {
        let Some(DataFile { deleted, columns, .. }) = of_table else { return Ok(self) };
        if let Some(columns) = columns {
            let mapped = mapped::mapped(columns, &self.schema)?;
            (self.offered, self.column_of) = (mapped.schema, mapped.column_of);
        }
        if let Some(last) = deleted.as_ref().and_then(DeletedRows::last)
            && last >= self.rows
        {
            let message = format!("its Delta table has row {} deleted, and the file has {} rows", last + 1, self.rows);
            return Err(Problem::new(ProblemKind::CorruptContainer, message));
        }
        (self.deleted, self.columns) = (deleted.clone(), columns.clone());
        Ok(self)
    }

    /// Reads only the row groups `first..end`.
    pub(crate) fn of_groups(mut self, first: u32, end: u32) -> Self {
        self.skip_groups(first);
        self.end = self.end.min(end as usize);
        self
    }

    /// Resumes at `from`, with `taken` already charged to the budget.
    pub(crate) fn resume_at(mut self, from: RowPosition, taken: Usage) -> Result<Self, Problem> {
        self.skip_groups(from.group);
        self.from = Some(from);
        self.from_row = from.row;
        self.expanded.take(taken.pages)?;
        self.budget.take(taken.rows)?;
        Ok(self)
    }

    /// Reads one row again, as JSON.
    pub(crate) fn row(
        source: Rc<dyn Source>,
        row: u64,
        of_table: Option<&DataFile>,
        limits: Limits,
    ) -> Result<Vec<u8>, Problem> {
        let budget = limits.budget(source.size());
        let mut rows = Self::open(source, Position::default(), budget, limits)?.of_table(of_table)?;
        while rows.group_rows().is_some_and(|count| row >= rows.group_row + count) {
            rows.skip_group();
        }
        rows.row = row;
        rows.begin_group(Some(row - rows.group_row), &[])?;
        let mut found = Ok(Vec::new());
        while rows.decode(&mut |piece: Piece<'_>| match piece {
            Piece::Record(record) => found = Ok(record.bytes.to_vec()),
            Piece::Problem { problem, .. } => found = Err(problem),
            Piece::Part { .. } | Piece::Skipped { .. } | Piece::Warning { .. } => {}
        })? {}
        found
    }

    /// The next row, from 0.
    pub(crate) fn position(&self) -> u64 {
        self.row.max(self.from_row)
    }

    /// Where the last step started, and what it used.
    pub(crate) fn checkpoint(&self) -> Option<Checkpoint> {
        self.stand
    }

    /// Decodes some rows; false at the end. After an error no more rows are read, and the error says how many are left.
    pub(crate) fn step(&mut self, sink: &mut dyn Sink) -> Result<bool, Problem> {
        let (begin, left) = (self.place(), self.left());
        let step = self.read_on(sink);
        let taken = Usage { pages: left.pages - self.left().pages, rows: left.rows - self.left().rows };
        self.stand = Some(Checkpoint::Rows { begin, taken, most: self.expanded.limit() });
        step
    }

    fn place(&self) -> RowPosition {
        match &self.decoder {
            Some(decoder) => {
                let (group, row) = (self.group as u32 - 1, self.position());
                RowPosition { group, row, is_begun: true, is_whole: !decoder.is_part }
            }
            None => RowPosition { group: self.group as u32, row: self.group_row, is_begun: false, is_whole: false },
        }
    }

    /// What is left of the budget.
    fn left(&self) -> Usage {
        Usage { pages: self.expanded.left(), rows: self.budget.left() }
    }

    /// Reads until there is enough for a step.
    fn read_on(&mut self, sink: &mut dyn Sink) -> Result<bool, Problem> {
        self.work = 0;
        let enough = self.limits.slice_bytes as u64;
        let mut step = Ok(true);
        while matches!(step, Ok(true)) && self.work < enough {
            step = match self.decode(sink) {
                Ok(false) if self.group_rows().is_some() => {
                    let left_out = sink.unused_columns(&self.offered);
                    self.begin_group(None, &left_out).map(|()| true)
                }
                step => step,
            };
        }
        step.map_err(|problem| {
            let lost = format!("{}; rows {} to {} are not read", problem.message, self.position() + 1, self.rows);
            Problem::new(problem.kind, lost)
        })
    }

    /// The number of rows in the next row group.
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

    /// Reads the next row group's pages, checks them and passes them to the decoder, except the columns in `left_out`.
    /// With `only`, decodes that one row.
    fn begin_group(&mut self, only: Option<u64>, left_out: &[bool]) -> Result<(), Problem> {
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
        let chunks = chunks::read_all(&*self.source, &ranges)?;
        let end = ranges.iter().map(|range| range.end).max().unwrap_or_default();
        self.position.set(self.position.get().max(end));
        let begun = self.from.filter(|from| from.is_begun && from.group as usize == self.group);
        let is_whole = begun.is_some_and(|from| from.is_whole);
        let expanded = if begun.is_some() { Budget::new(self.expanded.limit()) } else { self.expanded.clone() };
        let mut checked = pages::check(group, &chunks, &expanded, self.limits)?;
        coded::leave_keys(&self.schema, &mut checked.coded);
        let (metadata, number, limits) = (Arc::clone(&self.metadata), self.group, self.limits);
        let group = Group { metadata, number, chunks, watch: Watch::new(checked.decoded), limits };
        let begun = Begun { group, first: self.group_row, checked };
        self.decoder = Some(match only {
            Some(row) => {
                let selected = vec![RowSelector::skip(row as usize), RowSelector::select(1)];
                let decoder = self.decoder(begun, &[], Some(selected))?;
                Box::new(Decoder { end: None, ..*decoder })
            }
            None if is_whole => {
                let rest = self.rest(&begun);
                self.decoder(begun, &[], Some(rest))?
            }
            None => self.decoder(begun, left_out, None)?,
        });
        self.skip_group();
        Ok(())
    }

    /// The decoder of a row group, without the columns in `left_out`, for all rows or for the selected ones.
    fn decoder(
        &self,
        begun: Begun,
        left_out: &[bool],
        selection: Option<Vec<RowSelector>>,
    ) -> Result<Box<Decoder>, Problem> {
        let all = self.metadata.file_metadata().schema_descr();
        let columns = 0..self.offered.fields().len();
        let is_kept = |column: &usize| left_out.get(*column) != Some(&true);
        let kept: Vec<_> = columns.filter(is_kept).collect();
        let is_part = kept.len() < self.offered.fields().len();
        let [decoded, schema] = [&self.decoded, &self.schema].map(|all| coded::with_codes(all, &begun.checked.coded));
        let (mask, schema) = match &self.columns {
            Some(columns) => {
                let is_wanted =
                    |leaf: &usize| self.column_of.get(*leaf).copied().flatten().is_some_and(|at| is_kept(&at));
                let mask = ProjectionMask::leaves(all, (0..all.num_columns()).filter(is_wanted));
                (mask, mapped::mapped(columns, &schema)?.schema)
            }
            None if is_part => (ProjectionMask::roots(all, kept.iter().copied()), schema),
            None => (ProjectionMask::all(), schema),
        };
        let levels = parquet_to_arrow_field_levels(all, mask, Some(decoded.fields())).map_err(of_parquet)?;
        let schema = schema.project(&kept).map_err(|error| of_arrow(&error))?;
        let selection = selection.map(RowSelection::from);
        let rows = ParquetRecordBatchReader::try_new_with_row_groups(&levels, &begun.group, BATCH_ROWS, selection);
        let rows = rows.map_err(|error| begun.group.watch.refused().unwrap_or_else(|| of_parquet(error)))?;
        let end = Some(begun.first + begun.group.num_rows() as u64);
        Ok(Box::new(Decoder { rows, schema: Arc::new(schema), begun, is_part, end }))
    }

    /// Decodes all columns from the next row on, if some were left out before.
    fn decode_whole(&mut self) -> Result<(), Problem> {
        let Some(decoder) = self.decoder.take() else { return Ok(()) };
        let mut begun = decoder.begun;
        begun.group.watch = Watch::new(begun.checked.decoded);
        self.from_row = self.row;
        let rest = self.rest(&begun);
        self.decoder = Some(self.decoder(begun, &[], Some(rest))?);
        Ok(())
    }

    /// Selects the rows of a row group that have not been read yet. Batches stay those of the whole row group.
    fn rest(&mut self, begun: &Begun) -> Vec<RowSelector> {
        let read = self.from_row.saturating_sub(begun.first) as usize;
        let read = read - read % BATCH_ROWS;
        self.row = begun.first + read as u64;
        vec![RowSelector::skip(read), RowSelector::select(begun.group.num_rows().saturating_sub(read))]
    }

    /// Decodes some rows of the current row group; false at its end.
    fn decode(&mut self, sink: &mut dyn Sink) -> Result<bool, Problem> {
        while let Some(decoder) = &mut self.decoder {
            let Some(batch) = decoder.rows.next() else {
                let end = decoder.end;
                self.decoder = None;
                if end.is_some_and(|end| self.row < end) {
                    return Err(damaged(OTHER_ROWS));
                }
                break;
            };
            let batch =
                batch.map_err(|error| decoder.begun.group.watch.refused().unwrap_or_else(|| of_arrow(&error)))?;
            if decoder.end.is_some_and(|end| self.row + batch.num_rows() as u64 > end) {
                return Err(damaged(OTHER_ROWS));
            }
            let batch = maps::with_maps(&batch, &decoder.schema).map_err(|error| damaged(&error.to_string()))?;
            let read = self.from_row.saturating_sub(self.row).min(batch.num_rows() as u64);
            self.row += read;
            let read = read as usize;
            let (batch, end) =
                (batch.slice(read, batch.num_rows() - read), self.row + (batch.num_rows() - read) as u64);
            let (batch, places) = self.left_of(batch, end)?;
            if self.emit(&batch, &places, sink)? {
                self.row = end;
                return Ok(true);
            }
            self.decode_whole()?;
        }
        Ok(false)
    }

    /// Removes deleted rows from a batch that ends before row `end`.
    fn left_of(&self, batch: RecordBatch, end: u64) -> Result<(RecordBatch, RowNumbers), Problem> {
        let left = self.deleted.as_ref().and_then(|deleted| deleted.left(self.row..end));
        let Some(left) = left else { return Ok((batch, RowNumbers::Contiguous(self.row))) };
        let rows = (self.row..end).zip(&left).filter(|(_, is_left)| **is_left).map(|(row, _)| row).collect();
        let batch = filter_record_batch(&batch, &BooleanArray::from(left)).map_err(|error| of_arrow(&error))?;
        Ok((batch, RowNumbers::List(rows)))
    }
}

/// The schema of decoded rows.
fn decoded_schema(metadata: &Arc<ParquetMetaData>) -> Result<SchemaRef, Problem> {
    let read = ArrowReaderMetadata::try_new(Arc::clone(metadata), options()).map_err(of_parquet)?;
    Ok(rows::as_decoded(read.schema()))
}

/// Ignores the Arrow schema stored in the file: it may name time zones, and Parquet's own types are sufficient.
fn options() -> ArrowReaderOptions {
    ArrowReaderOptions::new().with_skip_arrow_metadata(true)
}

fn of_parquet(error: ParquetError) -> Problem {
    match error {
        ParquetError::NYI(what) => not_read(&what),
        other => of_message(&other.to_string()),
    }
}

/// Errors about pages arrive as the text of the decoder's own error.
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
    unsupported(format!("the Parquet file uses an unsupported feature: {what}"))
}

/// Rejects rows whose decoding takes more than `held_bytes` at a time.
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
