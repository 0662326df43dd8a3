//! Emits rows to the sink, as columns or as JSON.

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;

use super::{ParquetRows, binary, infinite, rows};
use crate::piece::{Consumed, Piece, Record, RowNumbers, Sink};
use crate::{Problem, ProblemKind, Warning, WarningKind};

/// How many rows are written as JSON at a time.
const WRITTEN_ROWS: usize = 64;

impl ParquetRows {
    /// Offers rows as columns first. Returns false if rows remain that cannot be written because columns were left out.
    /// Rows that might be longer than a record are written as JSON to find out.
    pub(super) fn emit(
        &mut self,
        batch: &RecordBatch,
        places: &RowNumbers,
        sink: &mut dyn Sink,
    ) -> Result<bool, Problem> {
        self.warn_of_infinite(batch, places, sink);
        let longest = self.limits.record_bytes as u64;
        let is_part = self.decoder.as_ref().is_some_and(|decoder| decoder.is_part);
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
            let consumed = if is_offered { sink.take_rows(&places, &rows, !is_part) } else { all_left };
            let read = consumed.read.min(rows.num_rows());
            let left = consumed.left.min(rows.num_rows() - read);
            let bytes = if read < count { rows::json_bytes(&rows, 0, read) } else { bytes };
            self.work += bytes;
            self.row = places.after(read);
            // Charged only now: the budget must not affect how rows are read, or a portion read speculatively would use
            // another amount than when read in order.
            self.budget.take(bytes)?;
            if left > 0 && is_part {
                return Ok(false);
            }
            self.emit_json(&rows.slice(read, left), &places.part(read, left), sink)?;
            // A sink that takes and leaves nothing would be asked again forever.
            first += (read + left).max(1);
        }
        Ok(true)
    }

    /// Writes a few rows at a time: a dictionary may hold one long value that every row repeats.
    fn emit_json(&mut self, batch: &RecordBatch, places: &RowNumbers, sink: &mut dyn Sink) -> Result<(), Problem> {
        let longest = self.limits.record_bytes as u64;
        let mut first = 0;
        while first < batch.num_rows() {
            let mut count = WRITTEN_ROWS.min(batch.num_rows() - first);
            while count > 1 && rows::json_bytes(batch, first, count) > longest {
                count /= 2;
            }
            if count == 1 && rows::json_bytes(batch, first, count) > longest {
                self.emit_too_long(places.row(first), sink);
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
                self.warn_of_binary(broken, places.row(0), sink);
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
        let mut start = 0;
        for (at, end) in memchr::memchr_iter(b'\n', &lines).take(rows.num_rows()).enumerate() {
            let (line, row) = (&lines[start..end], places.row(at));
            start = end + 1;
            if line.len() > self.limits.record_bytes {
                self.emit_too_long(row, sink);
            } else {
                sink.take(Piece::Record(Record { offset: row, length: 0, bytes: line, is_text: false, wrapper: "" }));
                self.row = row + 1;
            }
        }
        Ok(())
    }

    /// Warns once for each column that has bytes other than UTF-8.
    fn warn_of_binary(&mut self, columns: Vec<String>, row: u64, sink: &mut dyn Sink) {
        for column in columns.into_iter().filter(|column| !self.binary_columns.contains(column)).collect::<Vec<_>>() {
            let message = format!("{column} has bytes that are not UTF-8; they are shown as hexadecimal digits");
            let warning = Warning::new(WarningKind::BrokenText, message).of_field(column.clone());
            sink.take(Piece::Warning { offset: row, length: 0, warning });
            self.binary_columns.push(column);
        }
    }

    /// Warns once for each column that has NaN or an infinity.
    fn warn_of_infinite(&mut self, rows: &RecordBatch, places: &RowNumbers, sink: &mut dyn Sink) {
        for (at, row) in infinite::columns(rows) {
            let column = rows.schema_ref().field(at).name().clone();
            if self.infinite_columns.contains(&column) {
                continue;
            }
            let message =
                format!("{column} is NaN or infinite in some rows, which JSON does not have; it counts as absent");
            let warning = Warning::new(WarningKind::NotANumber, message).of_field(column.clone());
            sink.take(Piece::Warning { offset: places.row(row), length: 0, warning });
            self.infinite_columns.push(column);
        }
    }

    /// Reports that a row's JSON is longer than any record.
    fn emit_too_long(&mut self, row: u64, sink: &mut dyn Sink) {
        let limit = self.limits.record_bytes >> 20;
        let message = format!("the row is longer than {limit} MiB, which no audit record is");
        let problem = Problem::new(ProblemKind::RecordTooLong, message);
        sink.take(Piece::Problem { offset: row, length: 0, problem });
        self.row = row + 1;
    }
}
