//! Text with a header line, as SQL editors, portals and warehouses export tables. Each row becomes a JSON object.

mod header;
mod null;
mod rows;

use std::io::{self, Read};

use crate::limits::Limits;
use crate::piece::{Piece, Record, Sink};
use crate::stream::Budget;
use crate::{Problem, ProblemKind, Warning, WarningKind};
pub(crate) use header::{delimiter, is_header, is_json_header, may_lack_header};
use rows::{Cells, Dialect, Rows};

/// How many bytes of a text are examined to detect its dialect.
const HEAD_BYTES: usize = 1 << 16;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// What the numbers of 16 to 19 digits in a column look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum LongNumbers {
    /// There are none.
    #[default]
    None,
    /// All have zeros after the fifteenth digit.
    Rounded,
    /// Some do not, or they are times.
    Whole,
}

/// Columns that together occur only in Touchstone's own exports.
const OWN: [&str; 6] = ["event_time", "service_name", "action_name", "format", "input", "record"];

/// A CSV text being read.
pub(crate) struct CsvText {
    rows: Rows,
    /// The header's names, and the same names as JSON strings.
    names: Vec<String>,
    keys: Vec<String>,
    cells: Cells,
    /// Whether it is Touchstone's own export.
    is_own: bool,
    /// For each column, what its numbers with more digits than a spreadsheet keeps look like.
    long_numbers: Vec<LongNumbers>,
    /// Rows without any value.
    blank_rows: u64,
    /// Whether the last row was the header.
    is_after_header: bool,
    /// Warnings to emit before the next row.
    warnings: Vec<Warning>,
    budget: Budget,
    limits: Limits,
}

impl CsvText {
    /// Starts reading UTF-8 from its header, or from a line that names the delimiter. A damaged header is an error.
    pub(crate) fn new(stream: Box<dyn Read>, delimiter: u8, budget: Budget, limits: Limits) -> io::Result<Self> {
        let mut rows = Rows::new(stream, Dialect { delimiter, ..Dialect::default() }, limits.record_bytes);
        let head = rows.peek(HEAD_BYTES)?;
        let begun = head.len() - head.strip_prefix(MARK).unwrap_or(head).trim_ascii_start().len();
        let start = header::start(&head[begun..]);
        rows.skip(begun + start.map_or(0, |start| start.header));
        let head = rows.peek(HEAD_BYTES)?.trim_ascii_start();
        rows.dialect = header::dialect(head, delimiter);
        let mut warnings = Vec::new();
        if let Some(titles) = start.map(|start| start.titles).filter(|titles| *titles > 0) {
            let message = format!("lines above the header were skipped: {titles}");
            warnings.push(Warning::new(WarningKind::SkippedBytes, message));
        }
        if let Some(named) = start.and_then(|start| start.misnamed) {
            let (named, delimiter) = (char::from(named), char::from(delimiter));
            let message = format!("the first line names {named:?} as the delimiter, but the header uses {delimiter:?}");
            warnings.push(Warning::new(WarningKind::Guessed, message));
        }
        let mut cells = Cells::default();
        rows.next(&mut cells)?;
        let mut text = Self {
            rows,
            names: Vec::new(),
            keys: Vec::new(),
            cells,
            is_own: false,
            long_numbers: Vec::new(),
            blank_rows: 0,
            is_after_header: true,
            warnings,
            budget,
            limits,
        };
        text.take_header();
        Ok(text)
    }

    /// The position in the text.
    pub(crate) fn position(&self) -> u64 {
        self.rows.position()
    }

    /// Reads a slice's worth of rows; false at the end.
    pub(crate) fn step(&mut self, sink: &mut dyn Sink) -> io::Result<bool> {
        let stop = self.position() + self.limits.slice_bytes as u64;
        let mut json = String::new();
        self.emit_warnings(sink);
        while self.position() < stop {
            let Some(place) = self.rows.next(&mut self.cells)? else {
                self.end();
                self.emit_warnings(sink);
                return Ok(false);
            };
            let (offset, length) = (place.start, (place.end - place.start) as u32);
            let after_header = std::mem::take(&mut self.is_after_header);
            if self.rows.dialect.delimiter == b'|' && is_rule(&self.cells, after_header) {
                continue;
            }
            if is_header(self.cells.iter()) && header::is_repeated(&self.names, &self.cells) {
                let message = "a line that repeats the header was skipped, as in joined files";
                sink.take(Piece::Warning {
                    offset,
                    length,
                    warning: Warning::new(WarningKind::RepeatedHeader, message),
                });
                self.take_header();
                self.is_after_header = true;
                self.emit_warnings(sink);
                continue;
            }
            if self.cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
                self.blank_rows += 1;
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
                let message = "the row has bytes that are not UTF-8; U+FFFD replaces them";
                sink.take(Piece::Warning { offset, length, warning: Warning::new(WarningKind::BrokenText, message) });
            }
            if self.cells.has_open_quote() {
                let message = "a quote that opens a cell is not properly closed; it was read as text";
                sink.take(Piece::Warning { offset, length, warning: Warning::new(WarningKind::Guessed, message) });
            }
            // Spreadsheets fill rows up with empty cells.
            if self.cells.len() >= self.named_columns()
                && self.cells.iter().skip(self.names.len()).all(<[u8]>::is_empty)
            {
                json.clear();
                self.write_row(&mut json);
                // A long header makes long objects even of short rows.
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

    /// How many columns a row must have. The header may end with a delimiter.
    fn named_columns(&self) -> usize {
        self.names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1)
    }

    fn emit_warnings(&mut self, sink: &mut dyn Sink) {
        let offset = self.position();
        for warning in self.warnings.drain(..) {
            sink.take(Piece::Warning { offset, length: 0, warning });
        }
    }

    /// Adds the warnings that concern all rows.
    fn end(&mut self) {
        if self.blank_rows > 0 {
            let message = format!("rows without a value were skipped: {}", self.blank_rows);
            self.warnings.push(Warning::new(WarningKind::SkippedBytes, message));
        }
        let columns = self.names.iter().zip(&self.long_numbers);
        for (name, _) in columns.filter(|(_, numbers)| **numbers == LongNumbers::Rounded) {
            let message = format!(
                "all numbers of more than 15 digits in {name} end in zeros, as where a spreadsheet rounded them: digits may be lost"
            );
            self.warnings.push(Warning::new(WarningKind::Guessed, message).of_field(name.clone()));
        }
        (self.blank_rows, self.long_numbers) = (0, Vec::new());
    }

    /// Uses the cells just read as column names.
    fn take_header(&mut self) {
        self.names = header::names(&self.cells);
        self.keys = self.names.iter().map(|name| serde_json::Value::from(name.as_str()).to_string()).collect();
        self.is_own = OWN.iter().all(|own| self.names.iter().any(|name| name == own));
        let is_time =
            |name: &String| ["time", "date", "timestamp"].iter().any(|word| name.to_lowercase().contains(word));
        let numbers = |name: &String| if is_time(name) { LongNumbers::Whole } else { LongNumbers::None };
        self.long_numbers = self.names.iter().map(numbers).collect();
        self.warnings.extend(repeated(&self.names));
    }

    /// Writes the row as a JSON object of strings, without null cells.
    fn write_row(&mut self, json: &mut String) {
        json.push('{');
        for (at, (key, cell)) in self.keys.iter().zip(self.cells.iter()).enumerate() {
            let cell = if at == 0 { begun(cell) } else { cell };
            let cell = if self.is_own { without_guard(cell) } else { as_text(cell) };
            let is_null = if self.is_own { cell.is_empty() } else { null::is_null(cell) };
            // A row of our own export has these columns even if they are empty.
            let is_needed = self.is_own && matches!(self.names[at].as_str(), "service_name" | "action_name");
            if is_null && !is_needed {
                continue;
            }
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(key);
            json.push(':');
            if is_null {
                json.push_str("null");
                continue;
            }
            if matches!(cell.len(), 16..=19) && cell.iter().all(u8::is_ascii_digit) && !self.is_own {
                let is_rounded = cell[15..].iter().all(|digit| *digit == b'0');
                let numbers = &mut self.long_numbers[at];
                *numbers = if is_rounded && *numbers != LongNumbers::Whole {
                    LongNumbers::Rounded
                } else {
                    LongNumbers::Whole
                };
            }
            json.push_str(&serde_json::Value::from(String::from_utf8_lossy(cell)).to_string());
        }
        json.push('}');
    }
}

/// The warning for repeated column names; none if all names differ.
pub(crate) fn repeated(names: &[String]) -> Option<Warning> {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    sorted.sort_unstable();
    let mut twice: Vec<&str> = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    twice.dedup();
    let message =
        format!("several columns have the same name; the last one with a value was used: {}", twice.join(", "));
    (!twice.is_empty()).then(|| Warning::new(WarningKind::Guessed, message))
}

/// Whether a row is a line drawn below the header, as in Markdown (`|---|:--:|`), or anywhere by a database's shell
/// (`+-----+`).
fn is_rule(cells: &Cells, after_header: bool) -> bool {
    let is_drawn = |cell: &[u8], with: &[u8]| cell.contains(&b'-') && cell.iter().all(|byte| with.contains(byte));
    let mut drawn = cells.iter().map(<[u8]>::trim_ascii).filter(|cell| !cell.is_empty()).peekable();
    if cells.len() == 1 {
        return drawn.next().is_some_and(|cell| cell.len() > 1 && is_drawn(cell, b"-+"));
    }
    after_header && drawn.peek().is_some() && drawn.all(|cell| is_drawn(cell, b"-:"))
}

/// Strips the apostrophe that our exports put before a cell so that spreadsheets do not run it as a formula.
fn without_guard(cell: &[u8]) -> &[u8] {
    let Some(inner) = cell.strip_prefix(b"'") else { return cell };
    let apostrophes = inner.iter().take_while(|byte| **byte == b'\'').count();
    let guarded = std::str::from_utf8(&inner[apostrophes..]).unwrap_or_default();
    let is_guarded = guarded.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_guarded { inner } else { cell }
}

/// Strips from a row's first cell what the end of an earlier file, or the row's own start, left there.
fn begun(cell: &[u8]) -> &[u8] {
    let zeros = cell.iter().take_while(|byte| **byte == 0).count();
    cell[zeros..].strip_prefix(MARK).unwrap_or(&cell[zeros..])
}

/// Strips what keeps spreadsheets from reading digits as a number: `="0123"`, `'0123`.
fn as_text(cell: &[u8]) -> &[u8] {
    let formula = cell.strip_prefix(b"=\"").and_then(|inner| inner.strip_suffix(b"\""));
    let digits =
        || cell.strip_prefix(b"'").filter(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
    formula.filter(|inner| !inner.contains(&b'"')).or_else(digits).unwrap_or(cell)
}
