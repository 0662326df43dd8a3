//! Text with a header line, as SQL editors, portals and warehouses export tables: each row as the JSON object that it
//! means.

mod header;
mod null;
mod rows;

use std::io::{self, Read};

use crate::limits::Limits;
use crate::piece::{Piece, Record, Sink};
use crate::stream::Budget;
use crate::{Problem, ProblemKind, Warning, WarningKind};
pub(crate) use header::{delimiter, is_header, may_lack_header};
use rows::{Cells, Dialect, Rows};

/// How much of a text tells how it is written.
const HEAD_BYTES: usize = 1 << 16;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// A CSV text on its way.
pub(crate) struct CsvText {
    rows: Rows,
    /// The header's names, and the same as JSON strings.
    names: Vec<String>,
    keys: Vec<String>,
    cells: Cells,
    budget: Budget,
    limits: Limits,
}

impl CsvText {
    /// Of a stream of UTF-8 that begins with its header, or with a line that names the delimiter. A damaged header is an
    /// error.
    pub(crate) fn new(stream: Box<dyn Read>, delimiter: u8, budget: Budget, limits: Limits) -> io::Result<Self> {
        let mut rows = Rows::new(stream, Dialect { delimiter, ..Dialect::default() }, limits.record_bytes);
        let head = rows.peek(HEAD_BYTES)?;
        let begun = head.len() - head.strip_prefix(MARK).unwrap_or(head).trim_ascii_start().len();
        let named = header::separator_line(&head[begun..]).map_or(0, |(length, _)| length + 1);
        rows.skip(begun + named);
        let head = rows.peek(HEAD_BYTES)?.trim_ascii_start();
        rows.dialect = header::dialect(head, delimiter);
        let mut cells = Cells::default();
        rows.next(&mut cells)?;
        let mut text = Self { rows, names: Vec::new(), keys: Vec::new(), cells, budget, limits };
        text.take_header();
        Ok(text)
    }

    /// Where in the text reading has come to.
    pub(crate) fn position(&self) -> u64 {
        self.rows.position()
    }

    /// Reads a slice's worth of rows; false at the end.
    pub(crate) fn step(&mut self, sink: &mut dyn Sink) -> io::Result<bool> {
        let stop = self.position() + self.limits.slice_bytes as u64;
        let mut json = String::new();
        while self.position() < stop {
            let Some(place) = self.rows.next(&mut self.cells)? else { return Ok(false) };
            let (offset, length) = (place.start, (place.end - place.start) as u32);
            if is_header(self.cells.iter()) {
                let message = "a line that is a header again was skipped, as where files were put together";
                sink.take(Piece::Warning {
                    offset,
                    length,
                    warning: Warning::new(WarningKind::RepeatedHeader, message),
                });
                self.take_header();
                continue;
            }
            let zeros = self.cells.iter().next().map_or(0, |cell| cell.iter().take_while(|byte| **byte == 0).count());
            if zeros > 0 {
                let message = format!("{zeros} zero bytes before the row were skipped");
                sink.take(Piece::Warning { offset, length, warning: Warning::new(WarningKind::SkippedBytes, message) });
                if zeros == length as usize {
                    continue;
                }
            }
            if self.cells.iter().any(|cell| std::str::from_utf8(cell).is_err()) {
                let message = "the row has bytes that are no UTF-8; U+FFFD stands in their place";
                sink.take(Piece::Warning { offset, length, warning: Warning::new(WarningKind::BrokenText, message) });
            }
            if self.cells.has_open_quote() {
                let message = "a quote that opens a cell is not closed as one should be; it counts as text";
                sink.take(Piece::Warning { offset, length, warning: Warning::new(WarningKind::Guessed, message) });
            }
            // Spreadsheets fill rows up with empty cells.
            if self.cells.len() >= self.names.len() && self.cells.iter().skip(self.names.len()).all(<[u8]>::is_empty) {
                json.clear();
                self.write_row(&mut json);
                // A long header makes long objects of short rows.
                self.budget.take(json.len() as u64).map_err(io::Error::other)?;
                sink.take(Piece::Record(Record {
                    offset,
                    length,
                    bytes: json.as_bytes(),
                    is_text: false,
                    wrapper: "",
                }));
            } else {
                let (cells, names) = (self.cells.len(), self.names.len());
                let message = format!("the row has {cells} cells where the header has {names}");
                sink.take(Piece::Problem { offset, length, problem: Problem::new(ProblemKind::InvalidCsv, message) });
            }
        }
        Ok(true)
    }

    /// Takes the cells just read for the names of columns.
    fn take_header(&mut self) {
        self.names = header::names(&self.cells);
        self.keys = self.names.iter().map(|name| serde_json::Value::from(name.as_str()).to_string()).collect();
    }

    /// The row as a JSON object of strings, without the cells that are null.
    fn write_row(&self, json: &mut String) {
        json.push('{');
        for (at, (key, cell)) in self.keys.iter().zip(self.cells.iter()).enumerate() {
            let cell = as_text(if at == 0 { begun(cell) } else { cell });
            if null::is_null(cell) {
                continue;
            }
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(key);
            json.push(':');
            json.push_str(&serde_json::Value::from(String::from_utf8_lossy(cell)).to_string());
        }
        json.push('}');
    }
}

/// The first cell of a row without what the end of a file before it, or its own beginning, left there.
fn begun(cell: &[u8]) -> &[u8] {
    let zeros = cell.iter().take_while(|byte| **byte == 0).count();
    cell[zeros..].strip_prefix(MARK).unwrap_or(&cell[zeros..])
}

/// A cell without what keeps a spreadsheet from taking its digits for a number: `="0123"`, `'0123`.
fn as_text(cell: &[u8]) -> &[u8] {
    let formula = cell.strip_prefix(b"=\"").and_then(|inner| inner.strip_suffix(b"\""));
    let digits =
        || cell.strip_prefix(b"'").filter(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
    formula.filter(|inner| !inner.contains(&b'"')).or_else(digits).unwrap_or(cell)
}
