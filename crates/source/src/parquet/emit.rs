//! Rows on their way to whoever reads them: as columns, or as the JSON that they mean.

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;

use super::{ParquetRows, binary, rows};
use crate::piece::{Consumed, Piece, Record, RowNumbers, Sink};
use crate::{Problem, ProblemKind, Warning, WarningKind};

/// Rows that are written as JSON at a time.
const WRITTEN_ROWS: usize = 64;

impl ParquetRows {
    /// Gives rows as columns first; false if some are left that lack columns. Rows of which one might be longer than a record
    /// may be are written as JSON to find out.
    pub(super) fn give(
        &mut self,
        batch: &RecordBatch,
        places: &RowNumbers,
        sink: &mut dyn Sink,
    ) -> Result<bool, Problem> {
        let longest = self.limits.record_bytes as u64;
        let mut first = 0;
        while first < batch.num_rows() {
            let mut count = batch.num_rows() - first;
            let mut bytes = rows::json_bytes(batch, first, count);
            while count > WRITTEN_ROWS && rows::most_json_bytes(count, bytes) > longest {
                count /= 2;
                bytes = rows::json_bytes(batch, first, count);
            }
            let (rows, places) = (batch.slice(first, count), places.part(first, count));
            let is_offered = rows::most_json_bytes(count, bytes) <= longest;
            let all_left = Consumed { read: 0, left: rows.num_rows() };
            let run = if is_offered { sink.take_rows(&places, &rows) } else { all_left };
            let read = run.read.min(rows.num_rows());
            let left = run.left.min(rows.num_rows() - read);
            let bytes = if read < count { rows::json_bytes(&rows, 0, read) } else { bytes };
            self.work += bytes;
            self.row = places.behind(read);
            // Only now: what is left must not decide how rows are read, or a portion that is read on trial would take something
            // else than it takes behind the others.
            self.budget.take(bytes)?;
            if left > 0 && self.decoder.as_ref().is_some_and(|decoder| decoder.is_part) {
                return Ok(false);
            }
            self.give_json(&rows.slice(read, left), &places.part(read, left), sink)?;
            // Who takes nothing and leaves nothing would be asked again for ever.
            first += (read + left).max(1);
        }
        Ok(true)
    }

    /// Writes rows few at a time: a dictionary may hold one long value that every row repeats.
    fn give_json(&mut self, batch: &RecordBatch, places: &RowNumbers, sink: &mut dyn Sink) -> Result<(), Problem> {
        let longest = self.limits.record_bytes as u64;
        let mut first = 0;
        while first < batch.num_rows() {
            let mut count = WRITTEN_ROWS.min(batch.num_rows() - first);
            while count > 1 && rows::json_bytes(batch, first, count) > longest {
                count /= 2;
            }
            if count == 1 && rows::json_bytes(batch, first, count) > longest {
                self.give_too_long(places.row(first), sink);
            } else {
                self.write(&batch.slice(first, count), &places.part(first, count), sink)?;
            }
            first += count;
        }
        Ok(())
    }

    fn write(&mut self, rows: &RecordBatch, places: &RowNumbers, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut lines = Vec::new();
        let mut writer = WriterBuilder::new().build::<_, LineDelimited>(&mut lines);
        let written = match binary::with_texts(rows) {
            None => writer.write(rows),
            Some(texts) => texts.and_then(|(rows, broken)| {
                self.say_no_texts(broken, places.row(0), sink);
                writer.write(&rows)
            }),
        };
        let written = written.and_then(|()| writer.finish());
        drop(writer);
        written.map_err(|error| {
            let message = format!("the rows from {} on have no JSON: {error}", places.row(0) + 1);
            Problem::new(ProblemKind::UnexpectedType, message)
        })?;
        self.budget.take(lines.len() as u64)?;
        self.work += lines.len() as u64;
        for (at, line) in lines.split(|byte| *byte == b'\n').take(rows.num_rows()).enumerate() {
            let row = places.row(at);
            if line.len() > self.limits.record_bytes {
                self.give_too_long(row, sink);
            } else {
                sink.take(Piece::Record(Record { offset: row, length: 0, bytes: line, is_text: false, wrapper: "" }));
                self.row = row + 1;
            }
        }
        Ok(())
    }

    /// Says once of columns that they have bytes that are no text.
    fn say_no_texts(&mut self, columns: Vec<String>, row: u64, sink: &mut dyn Sink) {
        for column in columns.into_iter().filter(|column| !self.no_texts.contains(column)).collect::<Vec<_>>() {
            let message = format!("{column} has bytes that are no UTF-8; they are read as hexadecimal digits");
            let warning = Warning::new(WarningKind::BrokenText, message).of_field(column.clone());
            sink.take(Piece::Warning { offset: row, length: 0, warning });
            self.no_texts.push(column);
        }
    }

    /// Says of a row that its JSON is longer than any record.
    fn give_too_long(&mut self, row: u64, sink: &mut dyn Sink) {
        let limit = self.limits.record_bytes >> 20;
        let message = format!("the row is longer than {limit} MiB, which no audit record is");
        let problem = Problem::new(ProblemKind::RecordTooLong, message);
        sink.take(Piece::Problem { offset: row, length: 0, problem });
        self.row = row + 1;
    }
}
