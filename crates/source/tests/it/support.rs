//! Inputs to what a reader gives.

use std::rc::Rc;

use touchstone_source::{Limits, Piece, RawReader, Reader, Step};

/// Small enough that every seam between slices lies within a few bytes of test data.
pub(crate) fn small(slice_bytes: usize) -> Limits {
    Limits { slice_bytes, record_bytes: 256, ..Limits::default() }
}

/// A line for each piece: `offset text`, `offset !kind`, `# path` for a part, `- path` for what is skipped.
pub(crate) fn pieces(input: &[u8], limits: Limits) -> Vec<String> {
    pieces_taking(input, limits, &|_| false)
}

/// The same, where lines of which `takes` says so are taken as records.
pub(crate) fn pieces_taking(input: &[u8], limits: Limits, takes: &dyn Fn(&[u8]) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut reader = match Reader::open(Rc::new(input.to_vec()), limits) {
        Ok(reader) => reader,
        Err((container, problem)) => return vec![format!("{}: !{}", container.name(), problem.kind.name())],
    };
    while reader.step(&mut |piece| {
        found.push(match piece {
            Piece::Line { record, .. } if !takes(record.bytes) => return,
            Piece::Rows { .. } | Piece::Columns { .. } | Piece::Value { .. } => return,
            Piece::Line { record, is_taken } => {
                is_taken.set(true);
                format!("{} {}", record.offset, String::from_utf8_lossy(record.bytes))
            }
            Piece::Record(record) => format!("{} {}", record.offset, String::from_utf8_lossy(record.bytes)),
            Piece::Problem { offset, problem, .. } => format!("{offset} !{}", problem.kind.name()),
            Piece::Warning { offset, warning, .. } => format!("{offset} ?{}", warning.kind.name()),
            Piece::Part { path, .. } => format!("# {path}"),
            Piece::Skipped { path, .. } => format!("- {path}"),
        });
    }) == Step::More
    {}
    found
}

/// Reads every record of an input again, by its place, and compares it with what the reader gave.
pub(crate) fn assert_read_again(input: &[u8], limits: Limits) {
    let source: Rc<Vec<u8>> = Rc::new(input.to_vec());
    let Ok(mut reader) = Reader::open(Rc::clone(&source) as Rc<_>, limits) else { return };
    let mut part = 0;
    let mut records = Vec::new();
    while reader.step(&mut |piece| match piece {
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
