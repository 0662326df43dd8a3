//! Lines to records: one JSON text a line, blank lines ignored.

use memchr::memchr;

/// A record's place within its input, and its bytes without white space around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its first byte within the input.
    pub offset: u64,
    /// Its bytes, exactly as they stand in the input.
    pub bytes: &'a [u8],
}

/// The records of a block of lines that begins at `offset` within its input. A byte order mark at the input's start is
/// no part of the first record.
pub fn records(offset: u64, lines: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mark = if offset == 0 && lines.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut at = mark;
    std::iter::from_fn(move || {
        while at < lines.len() {
            let rest = &lines[at..];
            let end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let line = &rest[..end];
            let start = at + (line.len() - line.trim_ascii_start().len());
            at += end;
            let bytes = line.trim_ascii();
            if !bytes.is_empty() {
                return Some(Record { offset: offset + start as u64, bytes });
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_records() {
        for (input, expected) in [
            (&b""[..], vec![]),
            (b"{}\n{}\n", vec![(0, "{}"), (3, "{}")]),
            (b"{}\r\n\r\n\n  {} \r\n", vec![(0, "{}"), (9, "{}")]),
            (b"\xef\xbb\xbf{}\n{\"torn", vec![(3, "{}"), (6, "{\"torn")]),
            (b" \n\t\n", vec![]),
        ] {
            let found: Vec<_> =
                records(0, input).map(|record| (record.offset, std::str::from_utf8(record.bytes).unwrap())).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn offsets_count_from_the_input_and_a_mark_belongs_to_its_start_only() {
        let found: Vec<_> =
            records(100, b"\xef\xbb\xbf{}\n").map(|record| (record.offset, record.bytes.len())).collect();
        assert_eq!(found, [(100, 5)]);
    }
}
