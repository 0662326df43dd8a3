//! What must hold of any input: the bodies of the fuzz targets of `touchstone-source`. Its tests run them over the
//! corpora, too.

use std::rc::Rc;

use touchstone_source::{
    DataFile, Limits, Piece, Planned, Portion, Problem, ProblemKind, RawReader, Reader, Sink, Source, Step, plan,
};

/// How many of an input's records are read again.
const READ_AGAIN: usize = 8;

/// Small enough that a short input reaches each of them.
pub(crate) fn limits(slice_bytes: usize) -> Limits {
    Limits { slice_bytes, record_bytes: 1 << 16, expanded_bytes: 4 << 20, expanded_times: 50, held_bytes: 8 << 20 }
}

/// A piece, kept: its part of an archive, its offset and length, its bytes or the problem's kind.
#[derive(PartialEq, Eq)]
struct Kept {
    part: u32,
    offset: u64,
    length: u32,
    /// Whether what it holds stands there as it is.
    is_text: bool,
    what: Result<Vec<u8>, &'static str>,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = self.what.as_ref().map(|bytes| String::from_utf8_lossy(bytes));
        write!(formatter, "{}:{}+{} {what:?}", self.part, self.offset, self.length)
    }
}

/// Any bytes: they are read to an end, each record lies behind the one before, how they are sliced does not matter, and
/// what is read again is what was read.
pub(crate) fn input(bytes: &[u8]) {
    let source: Rc<dyn Source> = Rc::new(bytes.to_vec());
    // Where hardly anything fits within a record, lists are read element by element.
    let short = read(&source, None, Limits { record_bytes: 256, ..limits(64) });
    let kept = read(&source, None, limits(4096));
    for pair in kept.windows(2).chain(short.windows(2)) {
        let [first, second] = pair else { continue };
        let is_behind = first.offset + u64::from(first.length) <= second.offset;
        assert!(first.part < second.part || first.part == second.part && is_behind, "{first:?} {second:?}");
    }
    // Of a text that is too long for a record, the lines are looked at afresh from where the slice ends.
    if !kept.iter().any(|piece| piece.what == Err("record_too_long")) {
        assert_eq!(read(&source, None, limits(1009)), kept, "in other slices");
    }
    let records: Vec<_> = kept.iter().filter(|piece| piece.what.is_ok()).collect();
    let mut raw = RawReader::new(source, None, limits(4096));
    for piece in records.iter().take(READ_AGAIN).chain(records.last()) {
        let again = raw.read(piece.part, piece.offset, piece.length);
        // In Parquet that is damaged, a page may be read and yet not be passed over.
        let is_damaged = |problem: &Problem| problem.kind == ProblemKind::CorruptContainer;
        if piece.length == 0 && again.as_ref().is_err_and(is_damaged) {
            continue;
        }
        let again = again.unwrap_or_else(|problem| panic!("{piece:?}: {problem}"));
        // Of a row of CSV or of a result, its text is read again and not the object that it means; of one of Parquet, its
        // object.
        if piece.is_text || piece.length == 0 {
            assert_eq!(Ok(again), piece.what, "read again");
        } else {
            assert_eq!(again.len(), piece.length as usize, "read again");
        }
    }
}

/// Bytes as what follows the first names of a CSV text's header.
pub(crate) fn csv(bytes: &[u8]) {
    input(&[b"event_time,service_name", bytes].concat());
}

/// Takes pieces, and finds records by a word.
struct Words<F>(F);

impl<F: FnMut(Piece<'_>)> Sink for Words<F> {
    fn take(&mut self, piece: Piece<'_>) {
        self.0(piece);
    }

    fn is_record(&mut self, value: &[u8]) -> bool {
        value.windows(6).any(|word| word == b"ervice")
    }
}

fn read(source: &Rc<dyn Source>, of_table: Option<&DataFile>, limits: Limits) -> Vec<Kept> {
    let mut kept = Vec::new();
    let reader = Reader::open_portion(Rc::clone(source), Portion::Whole, of_table.cloned(), limits);
    let Ok(mut reader) = reader else { return kept };
    let mut part = 0;
    let mut left = 4 * limits.expanded_bytes.max(source.size() * limits.expanded_times);
    let give = |piece: Piece<'_>| {
        let (offset, length, is_text, what) = match piece {
            Piece::Record(record) => (record.offset, record.length, record.is_text, Ok(record.bytes.to_vec())),
            Piece::Problem { offset, length, problem } => (offset, length, false, Err(problem.kind.name())),
            Piece::Part { index, .. } => {
                part = index;
                return;
            }
            Piece::Skipped { .. } | Piece::Warning { .. } => return,
        };
        let size = 1 + what.as_ref().map_or(0, Vec::len) as u64;
        left = left.checked_sub(size).unwrap_or_else(|| panic!("expands without end"));
        kept.push(Kept { part, offset, length, is_text, what });
    };
    let mut words = Words(give);
    while reader.step(&mut words) == Step::More {}
    kept
}

/// Bytes as the files of a folder: `=== path` on a line of its own, then what is in it. Each file is read or skipped, in
/// their order, and once. Of a data file the rows are read that its table has not deleted, and no others.
pub(crate) fn delta(bytes: &[u8]) {
    let files = files(bytes);
    let planned = plan(&files, limits(4096));
    let order = planned.iter().filter_map(|planned| match planned {
        Planned::Read { file, .. } | Planned::Refuse { file, .. } | Planned::Skip { file, .. } => Some(*file),
        Planned::Problem { .. } => None,
    });
    assert_eq!(order.collect::<Vec<_>>(), (0..files.len()).collect::<Vec<_>>());
    for planned in &planned {
        if let Planned::Read { file, of_table: Some(of_table) } = planned {
            data_file(&files[*file].1, of_table);
        }
    }
}

pub(crate) fn data_file(source: &Rc<dyn Source>, of_table: &DataFile) {
    let kept = read(source, Some(of_table), limits(4096));
    assert!(kept.windows(2).all(|pair| pair[0].offset <= pair[1].offset), "in order");
    let all = read(source, None, limits(4096));
    if !kept.is_empty() && kept.iter().chain(&all).all(|piece| piece.what.is_ok()) {
        assert_eq!(kept.len() as u64 + of_table.deleted_rows(), all.len() as u64, "what is left and what is deleted");
    }
    let mut raw = RawReader::new(Rc::clone(source), Some(of_table.clone()), limits(4096));
    for piece in kept.iter().filter(|piece| piece.what.is_ok() && piece.length == 0).take(READ_AGAIN) {
        assert_eq!(raw.read(piece.part, piece.offset, 0).ok().as_ref(), piece.what.as_ref().ok(), "read again");
    }
}

pub(crate) fn files(bytes: &[u8]) -> Vec<(String, Rc<dyn Source>)> {
    const MARK: &[u8] = b"=== ";
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(MARK), files.last_mut()) {
            (Some(path), _) => files.push((String::from_utf8_lossy(path.trim_ascii_end()).into_owned(), Vec::new())),
            (None, Some((_, content))) => content.extend(line),
            (None, None) => {}
        }
    }
    files.into_iter().map(|(path, content)| (path, Rc::new(content) as Rc<dyn Source>)).collect()
}
