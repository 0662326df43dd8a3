//! Reading a portion of an input, which needs nothing of what is loaded.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use touchstone_record::{FingerprintKey, Partitions, RecordReader};
use touchstone_source::{
    Consumed, DataFile, Limits, Piece, Portion, Reader, Record, RecordBatch, RowNumbers, Schema, Sink, Source, Step,
};

use crate::batch::Batch;
use crate::block::Block;
use crate::dates::InputDates;

/// What is to be read, by whoever has the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Its number, in the order in which what is read counts.
    pub id: u32,
    /// The number of the file, as [`crate::Session::open`] gave it.
    pub file: u32,
    /// The file's path.
    pub path: String,
    /// What of it is to be read.
    pub portion: Portion,
    /// Whether it is read in one step. A reader may be given several of these at a time; what a long one gives has to wait
    /// in memory for what comes before it.
    pub is_short: bool,
    /// Of a Delta table's data file, what the table's log says of it.
    pub of_table: Option<DataFile>,
}

impl Task {
    /// All of a file, in one step. It has no number yet.
    pub(crate) fn whole(file: u32, path: String, of_table: Option<DataFile>) -> Self {
        Self { id: 0, file, path, portion: Portion::Whole, is_short: true, of_table }
    }
}

/// A task under way.
pub struct Reading {
    task: Task,
    /// Nothing once it has come to its end.
    reader: Option<Reader>,
    /// Why there is no reader: the block that says it.
    refused: Option<Block>,
    partitions: Partitions,
    records: RecordReader,
    dates: InputDates,
    /// The part of an archive that is being read.
    part: u32,
}

impl Reading {
    /// Begins. `key` are the 16 bytes that the session has; `source` is the file that the task names.
    pub fn begin(task: Task, source: Rc<dyn Source>, key: [u8; 16], limits: Limits) -> Self {
        Self::after(None, task, source, key, limits)
    }

    /// Begins behind another task of the session's, if there was one, with what it has learned of how records look.
    pub fn after(before: Option<Self>, task: Task, source: Rc<dyn Source>, key: [u8; 16], limits: Limits) -> Self {
        let (records, known) = match before {
            Some(before) => (before.records, Some(before.dates)),
            None => (RecordReader::new(FingerprintKey::new(key)), None),
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
        Self { task, reader, refused, partitions, records, dates, part: 0 }
    }

    /// The number of its task.
    pub fn id(&self) -> u32 {
        self.task.id
    }

    /// Reads on, a few MiB; nothing behind the end.
    pub fn step(&mut self) -> Option<Block> {
        if let Some(block) = self.refused.take() {
            return Some(block);
        }
        let reader = self.reader.as_mut()?;
        let mut batch = Batch::default();
        let mut columns = Columns {
            path: &self.task.path,
            batch: &mut batch,
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
            stand: reader.checkpoint(),
            ..batch.finish()
        };
        if block.step != Step::More {
            self.reader = None;
        }
        Some(block)
    }

    /// Whether there is nothing more to read.
    pub fn is_done(&self) -> bool {
        self.reader.is_none() && self.refused.is_none()
    }
}

/// What reading comes across, on its way into the columns of a block.
struct Columns<'a> {
    path: &'a str,
    batch: &'a mut Batch,
    partitions: &'a mut Partitions,
    records: &'a mut RecordReader,
    dates: &'a mut InputDates,
    part: &'a mut u32,
}

impl Sink for Columns<'_> {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Record(record) => {
                self.records.write_dates(self.dates.known(*self.part));
                if !self.batch.push(record, self.partitions, self.records) {
                    self.records.write_dates(self.dates.of_part(*self.part));
                    self.batch.push(record, self.partitions, self.records);
                }
            }
            Piece::Problem { offset, length, problem } => self.batch.push_problem(offset, length, problem),
            Piece::Warning { offset, length, warning } => self.batch.push_warning(offset, length, warning),
            Piece::Part { index, path, partitions: of_table } => {
                *self.partitions = match of_table {
                    Some(values) => Partitions::of_values(values.iter().cloned()),
                    None => Partitions::of_path(&format!("{}/{path}", self.path)),
                };
                *self.part = index;
                self.batch.push_part(index, path);
            }
            Piece::Skipped { path, reason } => self.batch.push_skipped(path, reason),
        }
    }

    fn take_line(&mut self, line: Record<'_>) -> bool {
        self.records.write_dates(self.dates.known(*self.part));
        self.batch.push_if_event(line, self.partitions, self.records)
    }

    fn is_record(&mut self, value: &[u8]) -> bool {
        self.records.is_record(value)
    }

    fn take_rows(&mut self, places: &RowNumbers, rows: &RecordBatch) -> Consumed {
        match self.records.rows(rows, self.partitions) {
            Some(rows) => self.batch.push_rows(places, &rows),
            None => Consumed { read: 0, left: rows.num_rows() },
        }
    }

    fn unused_columns(&mut self, schema: &Schema) -> Vec<bool> {
        let unused = self.records.unused(schema, self.partitions);
        self.records.unread(schema, &unused).iter().for_each(|note| self.batch.push_note(note));
        unused
    }
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Reading").field("task", &self.task).finish_non_exhaustive()
    }
}
