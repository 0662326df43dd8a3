//! Checks values in the delta encodings before they are decoded. The decoder allocates as many text lengths as a page
//! claims, and copies the prefix that a text shares with the previous one: a small page may expand to many long texts.
//! The encodings: <https://parquet.apache.org/docs/file-format/data-pages/encodings/>.

use super::BATCH_ROWS;
use super::varint::{varint, zigzag};

/// The longest block of numbers. Writers use 128.
const MAX_IN_BLOCK: u64 = 1 << 16;

/// The memory that the texts of a chunk take once they are copied.
#[derive(Default)]
pub(super) struct Decoded {
    /// The bytes of the longest part of a page that is decoded at a time.
    longest: u64,
    sum: u64,
}

impl Decoded {
    /// The bytes decoded at a time, for some rows or for all.
    pub(super) fn bytes(&self, are_some: bool) -> u64 {
        // A batch of rows may start within one part of a page and end in the next.
        if are_some { self.sum.min(self.longest.saturating_mul(2)) } else { self.sum }
    }

    /// Adds a page of at most `most` texts that start with the lengths of their shared prefixes. None if the page is
    /// invalid.
    pub(super) fn add_shared(&mut self, mut values: &[u8], most: usize) -> Option<()> {
        let (shared, own) = (lengths(&mut values, most)?, lengths(&mut values, most)?);
        (shared.len() == own.len()).then_some(())?;
        let mut sum: u64 = 0;
        let mut before: u32 = 0;
        let mut lengths = Vec::with_capacity(own.len());
        for (shared, own) in shared.iter().zip(&own) {
            sum += u64::from(*own);
            before = before.min(*shared).checked_add(*own)?;
            lengths.push(before);
        }
        (sum <= values.len() as u64).then_some(())?;
        for texts in lengths.chunks(BATCH_ROWS) {
            let length = texts.iter().map(|length| u64::from(*length)).fold(0, u64::saturating_add);
            self.longest = self.longest.max(length);
            self.sum = self.sum.saturating_add(length);
        }
        Some(())
    }
}

/// Whether values are at most `most` lengths followed by texts, which are not copied.
pub(super) fn are_texts(mut values: &[u8], most: usize) -> bool {
    lengths(&mut values, most).is_some_and(|lengths| {
        let sum: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
        sum <= values.len() as u64
    })
}

/// Whether values are numbers in `DELTA_BINARY_PACKED`, as many as they claim.
pub(super) fn are_numbers(mut values: &[u8]) -> bool {
    let left = &mut values;
    Numbers::read(left).and_then(|numbers| numbers.parts(left, 64, &mut |_| Some(()))).is_some()
}

/// Reads at most `most` lengths in `DELTA_BINARY_PACKED`, and leaves what follows them in `left`.
fn lengths(left: &mut &[u8], most: usize) -> Option<Vec<u32>> {
    let numbers = Numbers::read(left)?;
    let count = usize::try_from(numbers.count).ok().filter(|count| *count <= most)?;
    let mut lengths = Vec::with_capacity(count);
    let mut before = numbers.first;
    if count > 0 {
        lengths.push(u32::try_from(before).ok().filter(|length| i32::try_from(*length).is_ok())?);
    }
    numbers.parts(left, 32, &mut |part| {
        for at in 0..part.count {
            // 32-bit sums wrap.
            let delta = part.least.wrapping_add(bits(part.packed, at * part.width, part.width) as i64);
            before = i64::from(before.wrapping_add(delta) as i32);
            lengths.push(u32::try_from(before).ok()?);
        }
        Some(())
    })?;
    Some(lengths)
}

/// The header of numbers in `DELTA_BINARY_PACKED`.
struct Numbers {
    count: u64,
    first: i64,
    /// Parts per block, and numbers per part.
    parts: usize,
    per_part: usize,
}

/// Bit-packed numbers, each the difference to the previous one minus `least`.
struct Part<'a> {
    count: usize,
    least: i64,
    width: usize,
    packed: &'a [u8],
}

impl Numbers {
    fn read(left: &mut &[u8]) -> Option<Self> {
        let (block, parts, count) = (varint(left)?, varint(left)?, varint(left)?);
        let first = zigzag(left)?;
        let per_part = block.checked_div(parts)? as usize;
        let is_sound = block <= MAX_IN_BLOCK && block.is_multiple_of(parts) && per_part > 0;
        (is_sound && per_part.is_multiple_of(32)).then_some(Self { count, first, parts: parts as usize, per_part })
    }

    /// Passes on the parts after the first number, whose numbers have at most `widest` bits.
    fn parts(&self, left: &mut &[u8], widest: usize, give: &mut dyn FnMut(Part<'_>) -> Option<()>) -> Option<()> {
        let mut wanted = usize::try_from(self.count.saturating_sub(1)).ok()?;
        while wanted > 0 {
            let least = zigzag(left)?;
            let (widths, rest) = left.split_at_checked(self.parts)?;
            *left = rest;
            for width in widths.iter().map(|width| usize::from(*width)) {
                // Parts after the last number consist of a width only.
                let count = self.per_part.min(wanted);
                if count == 0 {
                    break;
                }
                (width <= widest).then_some(())?;
                let (packed, rest) = left.split_at_checked(width * self.per_part / 8)?;
                *left = rest;
                give(Part { count, least, width, packed })?;
                wanted -= count;
            }
        }
        Some(())
    }
}

/// Reads a number of at most 32 bits, lowest bit first.
fn bits(packed: &[u8], at: usize, width: usize) -> u64 {
    let mut bytes = [0; 8];
    let from = &packed[packed.len().min(at / 8)..];
    let count = from.len().min(bytes.len());
    bytes[..count].copy_from_slice(&from[..count]);
    (u64::from_le_bytes(bytes) >> (at % 8)) & ((1 << width) - 1)
}
