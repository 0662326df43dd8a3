//! Runs a task: reads a portion of an input without access to the loaded data.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use touchstone_record::{FingerprintKey, Partitions, RecordReader, Rows};
use touchstone_source::{
    Consumed, DataFile, Limits, Piece, Portion, Reader, Record, RecordBatch, RowNumbers, Schema, Sink, Source, Step,
};

use crate::block::Block;
use crate::block_builder::BlockBuilder;
use crate::dates::InputDates;

/// A portion of an input to read, by any worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Its number, in the order in which results count.
    pub id: u32,
    /// The number of the file, from [`crate::Session::open`].
    pub file: u32,
    /// The file's path.
    pub path: String,
    /// The portion to read.
    pub portion: Portion,
    /// Whether it takes one step. A reader may get several short tasks at a time, but only one long one, whose blocks
    /// wait in memory for their turn.
    pub is_short: bool,
    /// Whether it is all of a file of at most [`SMALL_BYTES`](touchstone_source::SMALL_BYTES). Such tasks are handed out in
    /// groups, whose files are read together.
    pub is_small: bool,
    /// For a data file of a Delta table, its entry in the table's log.
    pub of_table: Option<DataFile>,
}

impl Task {
    /// The task for a whole file in one step. It has no number yet.
    pub(crate) fn whole(file: u32, path: String, of_table: Option<DataFile>) -> Self {
        Self { id: 0, file, path, portion: Portion::Whole, is_short: true, is_small: false, of_table }
    }
}

/// A running task.
pub struct TaskRun {
    task: Task,
    /// `None` at the end.
    reader: Option<Reader>,
    /// If there is no reader: the block that reports why.
    refused: Option<Block>,
    partitions: Partitions,
    records: RecordReader,
    dates: InputDates,
    /// The number of the archive member being read.
    part: u32,
    /// How many events the last block had: the next has about as many.
    events: usize,
}

impl TaskRun {
    /// Starts a task. `key` is the session's 16-byte key; `source` is the task's file.
    pub fn begin(task: Task, source: Rc<dyn Source>, key: [u8; 16], limits: Limits) -> Self {
        Self::after(None, task, source, key, limits)
    }

    /// Starts a task, reusing what an earlier one of the same session learned about the layout of records.
    pub fn after(before: Option<Self>, task: Task, source: Rc<dyn Source>, key: [u8; 16], limits: Limits) -> Self {
        let (records, known, events) = match before {
            Some(before) => (before.records, Some(before.dates), before.events),
            None => (RecordReader::new(FingerprintKey::new(key)), None, 0),
        };
        let partitions = match &task.of_table {
            Some(file) => Partitions::of_values(file.partitions.iter().cloned()),
            None => Partitions::of_path(&task.path),
        };
        let dates = InputDates::after(known, &task, Rc::clone(&source), limits);
        let (reader, refused) = match Reader::open_portion(source, task.portion, task.of_table.clone(), limits) {
            Ok(reader) => (Some(reader), None),
            Err((container, problem)) => (None, Some(Block::refusal(problem, Some(container.name().into())))),
        };
        Self { task, reader, refused, partitions, records, dates, part: 0, events }
    }

    /// The task's number.
    pub fn id(&self) -> u32 {
        self.task.id
    }

    /// Reads the next few MiB; `None` after the end.
    pub fn step(&mut self) -> Option<Block> {
        if let Some(block) = self.refused.take() {
            return Some(block);
        }
        let reader = self.reader.as_mut()?;
        let mut builder = BlockBuilder::with_capacity(self.events);
        let mut columns = Columns {
            path: &self.task.path,
            builder: &mut builder,
            partitions: &mut self.partitions,
            records: &mut self.records,
            dates: &mut self.dates,
            part: &mut self.part,
        };
        let step = reader.step(&mut columns);
        let block = Block {
            position: reader.position(),
            container: Some(reader.container().name().into()),
            step,
            checkpoint: reader.checkpoint(),
            ..builder.finish()
        };
        self.events = block.events();
        if block.step != Step::More {
            self.reader = None;
        }
        Some(block)
    }

    /// Whether everything has been read.
    pub fn is_done(&self) -> bool {
        self.reader.is_none() && self.refused.is_none()
    }
}

/// Appends the pieces that a reader emits to a block's columns.
struct Columns<'a> {
    path: &'a str,
    builder: &'a mut BlockBuilder,
    partitions: &'a mut Partitions,
    records: &'a mut RecordReader,
    dates: &'a mut InputDates,
    part: &'a mut u32,
}

impl Sink for Columns<'_> {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Record(record) => {
                self.records.set_date_order(self.dates.known(*self.part));
                if !self.builder.push(record, self.partitions, self.records) {
                    self.records.set_date_order(self.dates.of_part(*self.part));
                    self.builder.push(record, self.partitions, self.records);
                }
            }
            Piece::Problem { offset, length, problem } => self.builder.push_problem(offset, length, problem),
            Piece::Warning { offset, length, warning } => self.builder.push_warning(offset, length, warning),
            Piece::Part { index, path, partitions: of_table } => {
                *self.partitions = match of_table {
                    Some(values) => Partitions::of_values(values.iter().cloned()),
                    None => Partitions::of_path(&format!("{}/{path}", self.path)),
                };
                *self.part = index;
                self.builder.push_part(index, path);
            }
            Piece::Skipped { path, reason } => self.builder.push_skipped(path, reason),
        }
    }

    fn take_line(&mut self, line: Record<'_>) -> bool {
        self.records.set_date_order(self.dates.known(*self.part));
        self.builder.push_if_event(line, self.partitions, self.records)
    }

    fn is_record(&mut self, value: &[u8]) -> bool {
        self.records.is_record(value)
    }

    fn take_rows(&mut self, places: &RowNumbers, rows: &RecordBatch, are_whole: bool) -> Consumed {
        match self.records.rows(rows, self.partitions) {
            Some(rows) => self.builder.push_rows(places, &rows),
            // The fingerprint of a row may cover all of its cells.
            None if are_whole => self.take_cells(places, rows),
            None => Consumed { read: 0, left: rows.num_rows() },
        }
    }

    fn unused_columns(&mut self, schema: &Schema) -> Vec<bool> {
        self.records.unused(schema, self.partitions)
    }
}

impl Columns<'_> {
    /// Takes rows that are not read by column, each from its cells or as JSON.
    fn take_cells(&mut self, places: &RowNumbers, rows: &RecordBatch) -> Consumed {
        let count = rows.num_rows();
        let rows = Rows::from(rows);
        let Some(mut table) = self.records.table(&rows, self.partitions) else {
            return Consumed { read: 0, left: count };
        };
        for at in 0..count {
            let place = Record { offset: places.row(at), length: 0, bytes: &[], is_text: false, wrapper: "" };
            let row = table.row(at);
            if let Some(event) = self.records.read_row(&row, self.partitions) {
                self.builder.push_event(place, &event);
            } else {
                self.take(Piece::Record(Record { bytes: row.json().as_bytes(), ..place }));
            }
        }
        Consumed { read: count, left: 0 }
    }
}

impl std::fmt::Debug for TaskRun {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TaskRun").field("task", &self.task).finish_non_exhaustive()
    }
}
