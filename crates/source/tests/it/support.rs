//! Converts inputs to the lines that tests compare.

use std::rc::Rc;

use touchstone_source::{Limits, Piece, RawReader, Reader, Record, Sink, Step};

/// Low enough that every boundary between slices falls within a few bytes of test data.
pub(crate) fn small(slice_bytes: usize) -> Limits {
    Limits { slice_bytes, record_bytes: 256, ..Limits::default() }
}

/// A sink with functions for its decisions.
pub(crate) struct Choosing<'a> {
    /// Receives pieces, and the lines that are taken.
    pub(crate) give: &'a mut dyn FnMut(Piece<'_>),
    /// Decides which lines are taken as records.
    pub(crate) takes: &'a dyn Fn(&[u8]) -> bool,
    /// Decides which values are records.
    pub(crate) is_record: &'a dyn Fn(&[u8]) -> bool,
}

impl Sink for Choosing<'_> {
    fn take(&mut self, piece: Piece<'_>) {
        (self.give)(piece);
    }

    fn take_line(&mut self, line: Record<'_>) -> bool {
        let is_taken = (self.takes)(line.bytes);
        if is_taken {
            self.take(Piece::Record(line));
        }
        is_taken
    }

    fn is_record(&mut self, value: &[u8]) -> bool {
        (self.is_record)(value)
    }
}

/// A line for each piece: `offset text`, `offset !kind`, `# path` for a part, `- path` for a skipped part.
pub(crate) fn pieces(input: &[u8], limits: Limits) -> Vec<String> {
    pieces_taking(input, limits, &|_| false)
}

/// Like [`pieces`], but takes lines that `takes` accepts as records.
pub(crate) fn pieces_taking(input: &[u8], limits: Limits, takes: &dyn Fn(&[u8]) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut reader = match Reader::open(Rc::new(input.to_vec()), limits) {
        Ok(reader) => reader,
        Err((container, problem)) => return vec![format!("{}: !{}", container.name(), problem.kind.name())],
    };
    let mut give = |piece: Piece<'_>| {
        found.push(match piece {
            Piece::Record(record) => format!("{} {}", record.offset, String::from_utf8_lossy(record.bytes)),
            Piece::Problem { offset, problem, .. } => format!("{offset} !{}", problem.kind.name()),
            Piece::Warning { offset, warning, .. } => format!("{offset} ?{}", warning.kind.name()),
            Piece::Part { path, .. } => format!("# {path}"),
            Piece::Skipped { path, .. } => format!("- {path}"),
        });
    };
    let mut sink = Choosing { give: &mut give, takes, is_record: &|_| false };
    while reader.step(&mut sink) == Step::More {}
    found
}

/// Reads every record of an input again by its position, and compares it with the reader's.
pub(crate) fn assert_read_again(input: &[u8], limits: Limits) {
    let source: Rc<Vec<u8>> = Rc::new(input.to_vec());
    let Ok(mut reader) = Reader::open(Rc::clone(&source) as Rc<_>, limits) else { return };
    let mut part = 0;
    let mut records = Vec::new();
    while reader.step(&mut |piece: Piece<'_>| match piece {
        Piece::Part { index, .. } => part = index,
        Piece::Record(record) => records.push((part, record.offset, record.length, record.bytes.to_vec())),
        _ => {}
    }) == Step::More
    {}
    let mut raw = RawReader::new(source, None, limits);
    for (part, offset, length, bytes) in records.iter().chain(records.iter().rev()) {
        assert_eq!(raw.read(*part, *offset, *length).unwrap(), *bytes, "part {part}, offset {offset}");
    }
}
