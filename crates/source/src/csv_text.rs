//! Text with a header line, as SQL editors and portals export tables: each row as the JSON object that it means.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use crate::limits::Limits;
use crate::piece::{Piece, Record};
use crate::stream::Budget;
use crate::{Problem, ProblemKind};

/// A CSV text on its way.
pub(crate) struct CsvText {
    reader: Reader<RowBound>,
    /// How much the reader may still ask for before a row is too long.
    left: Rc<Cell<usize>>,
    /// The header's names as JSON strings.
    names: Vec<String>,
    row: ByteRecord,
    /// Where the next row begins.
    at: u64,
    budget: Budget,
    limits: Limits,
}

impl CsvText {
    /// Of a stream of UTF-8 that begins with its header. A damaged header is an error.
    pub(crate) fn new(stream: Box<dyn Read>, delimiter: u8, budget: Budget, limits: Limits) -> io::Result<Self> {
        let left = Rc::new(Cell::new(limits.record_bytes));
        let bound = RowBound { stream, left: Rc::clone(&left), limit: limits.record_bytes };
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bound);
        let names = reader
            .byte_headers()
            .map_err(of_csv)?
            .iter()
            .map(|name| json_string(name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name)));
        let names = names.collect();
        let at = reader.position().byte();
        Ok(Self { reader, left, names, row: ByteRecord::new(), at, budget, limits })
    }

    /// Where in the text reading has come to.
    pub(crate) fn position(&self) -> u64 {
        self.at
    }

    /// Reads a slice's worth of rows; false at the end.
    pub(crate) fn step(&mut self, give: &mut dyn FnMut(Piece<'_>)) -> io::Result<bool> {
        let stop = self.position() + self.limits.slice_bytes as u64;
        let mut json = String::new();
        while self.position() < stop {
            let offset = self.at;
            self.left.set(self.limits.record_bytes);
            if !self.reader.read_byte_record(&mut self.row).map_err(of_csv)? {
                return Ok(false);
            }
            self.at = self.reader.position().byte();
            let length = (self.at - offset) as u32;
            if self.row.len() == self.names.len() {
                json.clear();
                self.write_row(&mut json);
                // A long header makes long objects of short rows.
                self.budget.take(json.len() as u64).map_err(io::Error::other)?;
                give(Piece::Record(Record { offset, length, bytes: json.as_bytes() }));
            } else {
                let message = format!("the row has {} cells where the header has {}", self.row.len(), self.names.len());
                give(Piece::Problem { offset, length, problem: Problem::new(ProblemKind::InvalidCsv, message) });
            }
        }
        Ok(true)
    }

    /// The row as a JSON object of strings. Exports write null as nothing or as the word.
    fn write_row(&self, json: &mut String) {
        json.push('{');
        for (name, cell) in self.names.iter().zip(&self.row).filter(|(_, cell)| !matches!(*cell, b"" | b"null")) {
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(name);
            json.push(':');
            json.push_str(&json_string(cell));
        }
        json.push('}');
    }
}

/// The stream's own error, where it is one.
fn of_csv(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn json_string(text: &[u8]) -> String {
    serde_json::Value::from(String::from_utf8_lossy(text)).to_string()
}

/// A stream that ends with an error when one row asks for more than any record can be: a quote that is never closed
/// would otherwise be read to the end of the input.
struct RowBound {
    stream: Box<dyn Read>,
    left: Rc<Cell<usize>>,
    limit: usize,
}

impl Read for RowBound {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            let message = format!("the row is longer than {} MiB, which no audit record is", self.limit >> 20);
            return Err(io::Error::other(Problem::new(ProblemKind::RecordTooLong, message)));
        }
        let most = into.len().min(self.left.get());
        let count = self.stream.read(&mut into[..most])?;
        self.left.set(self.left.get() - count);
        Ok(count)
    }
}
