//! Decodes UTF-16, as saved by Windows tools, to UTF-8.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use crate::container::Encoding;
use crate::stream::read_full;

/// How many units of a UTF-16 text became replacement characters.
pub(crate) type BrokenUnits = Rc<Cell<u64>>;

const CHUNK_BYTES: usize = 1 << 16;

/// Converts a stream of UTF-16 to UTF-8. Invalid units become the replacement character, which no key or name of an
/// audit log contains; a byte order mark is dropped at the start of a line, where appending to a file leaves one.
pub(crate) struct Utf16<R> {
    inner: R,
    unit: fn([u8; 2]) -> u16,
    /// A high surrogate whose other half is yet to come.
    high: Option<u16>,
    /// The last unit.
    before: Option<u16>,
    /// How many surrogates lacked their other half.
    broken: BrokenUnits,
    text: Vec<u8>,
    given: usize,
}

impl<R: Read> Utf16<R> {
    pub(crate) fn new(inner: R, encoding: Encoding, broken: BrokenUnits) -> Self {
        let unit = if encoding == Encoding::Utf16Be { u16::from_be_bytes } else { u16::from_le_bytes };
        Self { inner, unit, high: None, before: None, broken, text: Vec::new(), given: 0 }
    }

    /// Decodes the next chunk; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        let mut bytes = vec![0; CHUNK_BYTES];
        let (count, read) = read_full(&mut self.inner, &mut bytes);
        read?;
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        units.extend(bytes[..count].chunks(2).map(|pair| match pair {
            [first, second] => (self.unit)([*first, *second]),
            _ => 0xfffd,
        }));
        if count == CHUNK_BYTES {
            self.high = units.pop_if(|unit| (0xd800..0xdc00).contains(unit));
        }
        units.retain(|unit| {
            let is_mark = *unit == 0xfeff && matches!(self.before, None | Some(0x0a | 0x0d));
            if !is_mark {
                self.before = Some(*unit);
            }
            !is_mark
        });
        let letters = char::decode_utf16(units);
        let broken = &self.broken;
        let replaced = || {
            broken.set(broken.get() + 1);
            char::REPLACEMENT_CHARACTER
        };
        let text: String = letters.map(|letter| letter.unwrap_or_else(|_| replaced())).collect();
        self.text = text.into_bytes();
        self.given = 0;
        Ok(count > 0)
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && self.fill()? {}
        let count = into.len().min(self.text.len() - self.given);
        into[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_survives_the_seams_between_chunks() {
        let text = format!("{}\u{1f600}{}", "x".repeat(CHUNK_BYTES / 2 - 1), "é".repeat(CHUNK_BYTES));
        for (encoding, of_unit) in
            [(Encoding::Utf16Le, u16::to_le_bytes as fn(u16) -> [u8; 2]), (Encoding::Utf16Be, u16::to_be_bytes)]
        {
            let bytes: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(of_unit).collect();
            let mut read = String::new();
            Utf16::new(&bytes[..], encoding, BrokenUnits::default()).read_to_string(&mut read).unwrap();
            assert!(read == text, "{encoding:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_dropped_only_at_the_start_of_a_line() {
        let bytes: Vec<u8> = "\u{feff}\"\u{feff}x\"\r\n\u{feff}y".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut read = String::new();
        Utf16::new(&bytes[..], Encoding::Utf16Be, BrokenUnits::default()).read_to_string(&mut read).unwrap();
        assert_eq!(read, "\"\u{feff}x\"\r\ny");
    }

    #[test]
    fn half_a_letter_at_the_end_does_not_panic() {
        let mut read = String::new();
        Utf16::new(&b"a\0\x3d\xd8b"[..], Encoding::Utf16Le, BrokenUnits::default()).read_to_string(&mut read).unwrap();
        assert_eq!(read, "a\u{fffd}\u{fffd}");
    }
}
