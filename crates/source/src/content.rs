//! Turns a stream of bytes into its content: text with records, or rows.

use std::io::{self, Cursor, Read};
use std::rc::Rc;

use crate::container::{Container, Encoding, HEAD_BYTES, sniff};
use crate::csv::{self, CsvText};
use crate::delta::DataFile;
use crate::json::{JsonLines, JsonText};
use crate::limits::Limits;
use crate::parquet::ParquetRows;
use crate::piece::{Piece, Sink};
use crate::portion::Checkpoint;
use crate::stream::{Bounded, BrokenUnits, Budget, Expansion, Position, Utf16, problem_of, read_full};
use crate::{Problem, ProblemKind, Source, Warning, WarningKind};

/// How many nested archives are opened.
const MAX_WRAPPED: u32 = 3;

/// Content with records, not yet read.
pub(crate) enum Content {
    /// JSON in UTF-8.
    Json(Box<dyn Read>, BrokenUnits),
    /// CSV in UTF-8, and the delimiter.
    Csv(Box<dyn Read>, u8, BrokenUnits),
    /// A Parquet file.
    Parquet(Rc<dyn Source>),
}

impl Content {
    /// Detects the content of a stream and decompresses it as often as necessary.
    pub(crate) fn of_stream(stream: Box<dyn Read>, budget: &Budget, limits: Limits) -> Result<Self, Problem> {
        Self::unwrap(stream, "the file", budget, limits, MAX_WRAPPED)
    }

    fn unwrap(
        mut stream: Box<dyn Read>,
        what: &'static str,
        budget: &Budget,
        limits: Limits,
        wrapped: u32,
    ) -> Result<Self, Problem> {
        let mut head = vec![0; HEAD_BYTES];
        let (count, read) = read_full(&mut *stream, &mut head);
        head.truncate(count);
        let read = match read {
            Err(error) if head.is_empty() => return Err(problem_of(error, what)),
            read => read,
        };
        let container = sniff(&head);
        let may_lack_header = container == Container::Unknown && csv::may_lack_header(&head);
        // If the stream failed within its head, fail again after it: decoders do not repeat their errors.
        let whole: Box<dyn Read> = match read {
            Ok(()) => Box::new(Cursor::new(head).chain(stream)),
            Err(error) => Box::new(Cursor::new(head).chain(Broken(Some(error)))),
        };
        match container {
            Container::Json(encoding) => {
                let (stream, broken) = utf8(whole, encoding);
                Ok(Self::Json(stream, broken))
            }
            // Only white space so far, but records may follow.
            Container::Empty if count == HEAD_BYTES => Ok(Self::Json(whole, BrokenUnits::default())),
            Container::Csv(encoding, delimiter) => {
                let (stream, broken) = utf8(whole, encoding);
                Ok(Self::Csv(stream, delimiter, broken))
            }
            Container::Gzip | Container::Zstd if wrapped == 0 => {
                Err(refusal("compressed more often than is looked into"))
            }
            Container::Gzip | Container::Zstd => {
                let expansion = if container == Container::Gzip { Expansion::Gzip } else { Expansion::Zstd };
                let inner = expansion.expand(whole).map_err(|error| problem_of(error, expansion.what()))?;
                Self::of_expanded(Box::new(inner), expansion, budget, limits, wrapped - 1)
            }
            Container::Parquet => {
                let mut bytes = Vec::new();
                let whole = Bounded::new(whole, Budget::new(limits.held_bytes)).read_to_end(&mut bytes);
                whole.map_err(|error| problem_of(error, what))?;
                Ok(Self::Parquet(Rc::new(bytes)))
            }
            Container::Zip => Err(refusal("a zip archive inside of another archive")),
            Container::Unsupported { what, .. } => Err(refusal(what)),
            Container::Unknown | Container::Delta => Err(not_a_log(may_lack_header)),
            Container::Empty => Err(Problem::new(
                ProblemKind::EmptyInput,
                if count == 0 { "the file is empty" } else { "the file holds white space only" },
            )),
        }
    }

    /// Detects the content of a whole input that is decompressed in another thread.
    pub(crate) fn of_expanded_beside(
        stream: Box<dyn Read>,
        expansion: Expansion,
        budget: &Budget,
        limits: Limits,
    ) -> Result<Self, Problem> {
        Self::of_expanded(stream, expansion, budget, limits, MAX_WRAPPED - 1)
    }

    fn of_expanded(
        stream: Box<dyn Read>,
        expansion: Expansion,
        budget: &Budget,
        limits: Limits,
        wrapped: u32,
    ) -> Result<Self, Problem> {
        let inner = Bounded::new(stream, budget.clone());
        Self::unwrap(Box::new(inner), expansion.what(), budget, limits, wrapped)
    }

    /// Starts reading. `of_table` is what a table's log says about the file.
    pub(crate) fn begin(
        self,
        position: &Position,
        budget: &Budget,
        of_table: Option<&DataFile>,
        limits: Limits,
    ) -> Result<Reading, Problem> {
        if !matches!(self, Self::Parquet(_)) && of_table.is_some_and(DataFile::is_altered) {
            return Err(not_parquet());
        }
        Ok(match self {
            Self::Json(stream, broken) => Reading::Json(JsonText::new(stream, 0, limits), broken),
            Self::Csv(stream, delimiter, broken) => {
                let text = CsvText::new(stream, delimiter, budget.clone(), limits);
                Reading::Csv(text.map_err(|error| problem_of(error, "the text"))?, broken)
            }
            Self::Parquet(source) => {
                let rows = ParquetRows::open(source, Rc::clone(position), budget.clone(), limits)?;
                Reading::Parquet(rows.of_table(of_table)?)
            }
        })
    }
}

/// The problem of a container that is recognised but not supported.
pub(crate) fn refusal(what: &str) -> Problem {
    Problem::new(ProblemKind::UnsupportedContainer, format!("the file is {what}, which is not read"))
}

/// The problem of a data file that is not Parquet although its table's log requires changes to its rows or columns.
pub(crate) fn not_parquet() -> Problem {
    let message = "the log of its Delta table says which rows or columns the file has, and it is no Parquet file";
    Problem::new(ProblemKind::UnsupportedContainer, message)
}

fn not_a_log(may_lack_header: bool) -> Problem {
    let message = if may_lack_header {
        "the file looks like rows of a table, but its first line is no header of an audit log: of an export in several \
         files only the first may have one"
    } else {
        "not an audit log: no JSON records and no known CSV header"
    };
    Problem::new(ProblemKind::NotALog, message)
}

/// A stream that only returns an error.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Decodes a stream to UTF-8, and counts the units that are not valid UTF-16.
fn utf8(stream: Box<dyn Read>, encoding: Encoding) -> (Box<dyn Read>, BrokenUnits) {
    let broken = BrokenUnits::default();
    match encoding {
        Encoding::Utf8 => (stream, broken),
        Encoding::Utf16Le | Encoding::Utf16Be => (Box::new(Utf16::new(stream, encoding, Rc::clone(&broken))), broken),
    }
}

/// Content that is being read.
pub(crate) enum Reading {
    Json(JsonText, BrokenUnits),
    Lines(JsonLines),
    Csv(CsvText, BrokenUnits),
    Parquet(ParquetRows),
}

impl Reading {
    /// Reads the next records; false at the end. An error includes the position in the text where it occurred.
    pub(crate) fn step(&mut self, sink: &mut dyn Sink) -> Result<bool, (u64, Problem)> {
        match self {
            Self::Json(text, broken) => {
                let step = text.step(sink).map_err(|error| (text.position(), problem_of(error, "the file")));
                report_broken(broken, text.position(), !matches!(step, Ok(true)), sink);
                step
            }
            Self::Lines(lines) => lines.step(sink).map(|()| false).map_err(|problem| (lines.start(), problem)),
            Self::Csv(text, broken) => {
                let step = text.step(sink).map_err(|error| (text.position(), problem_of(error, "the file")));
                report_broken(broken, text.position(), !matches!(step, Ok(true)), sink);
                step
            }
            Self::Parquet(rows) => rows.step(sink).map_err(|problem| (rows.position(), problem)),
        }
    }
    /// Where reading started and ended, for content that may be a portion.
    pub(crate) fn checkpoint(&self) -> Option<Checkpoint> {
        match self {
            Self::Lines(lines) => lines.checkpoint(),
            Self::Parquet(rows) => rows.checkpoint(),
            Self::Json(..) | Self::Csv(..) => None,
        }
    }
}

/// Warns at the end of a text how many of its units were not valid UTF-16.
fn report_broken(broken: &BrokenUnits, offset: u64, is_end: bool, sink: &mut dyn Sink) {
    if !is_end || broken.get() == 0 {
        return;
    }
    let message = format!("surrogates lack their other half; U+FFFD replaces them: {}", broken.take());
    sink.take(Piece::Warning { offset, length: 0, warning: Warning::new(WarningKind::BrokenText, message) });
}
