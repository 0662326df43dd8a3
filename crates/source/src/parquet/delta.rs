//! Pages of texts in the delta encodings, decompressed and looked at before they are decoded. The decoder makes room for
//! as many lengths as they say they have, and copies what a text shares with the one before it: a page of few bytes may
//! be many long texts.
//! <https://parquet.apache.org/docs/file-format/data-pages/encodings/> says how they are written.

use std::sync::Arc;

use bytes::buf::Reader;
use bytes::{Buf, Bytes};
use parquet::basic::Encoding;
use parquet::column::page::{Page as Decompressed, PageReader};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;

use super::page_headers::{Content, Page};
use super::{BATCH_ROWS, damaged, of_parquet};
use crate::Problem;

/// The encodings by their numbers: lengths, then texts; what is shared, lengths, then texts.
const LENGTHS_FIRST: i32 = 6;
const SHARED_FIRST: i32 = 7;

/// The longest block of lengths. Writers make them of 128.
const MOST_IN_BLOCK: u64 = 1 << 16;

/// What the texts of a chunk take in memory that are decoded at a time, beyond the pages that they are in. A page may
/// have `most` of them.
pub(super) fn decoded_bytes(
    column: &ColumnChunkMetaData,
    chunk: &Bytes,
    pages: &[Page],
    most: usize,
) -> Result<u64, Problem> {
    let is_delta = |page: &Page| matches!(page.content, Content::Data { encoding: LENGTHS_FIRST | SHARED_FIRST, .. });
    if !pages.iter().any(is_delta) {
        return Ok(0);
    }
    let at = Arc::new(Chunk { start: column.byte_range().0, bytes: chunk.clone() });
    let mut reader = SerializedPageReader::new(at, column, 0, None).map_err(of_parquet)?;
    // Of columns without lists, the texts of some rows at a time; of others, all of them may be in one row.
    let is_flat = column.column_descr().max_rep_level() == 0;
    let (mut longest, mut sum): (u64, u64) = (0, 0);
    while let Some(page) = reader.get_next_page().map_err(of_parquet)? {
        let texts = Texts::of(&page, column, most).ok_or_else(|| damaged("a page of texts is not what it says"))?;
        for texts in texts.lengths.chunks(BATCH_ROWS) {
            let length = texts.iter().map(|length| u64::from(*length)).fold(0, u64::saturating_add);
            longest = longest.max(length);
            sum = sum.saturating_add(length);
        }
    }
    // Rows that are decoded at a time may begin within one stretch of a page and end in the next.
    Ok(if is_flat { sum.min(longest.saturating_mul(2)) } else { sum })
}

/// A chunk where the decoder looks for it: in the file.
struct Chunk {
    start: u64,
    bytes: Bytes,
}

impl Chunk {
    fn from(&self, start: u64) -> Option<Bytes> {
        let start = usize::try_from(start.checked_sub(self.start)?).ok()?;
        (start <= self.bytes.len()).then(|| self.bytes.slice(start..))
    }
}

impl Length for Chunk {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl ChunkReader for Chunk {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        self.from(start).map(Buf::reader).ok_or_else(|| ParquetError::EOF("a page lies outside".to_owned()))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let bytes = self.from(start).filter(|bytes| length <= bytes.len());
        bytes.map(|bytes| bytes.slice(..length)).ok_or_else(|| ParquetError::EOF("a page lies outside".to_owned()))
    }
}

/// The texts of a page that are copied when they are decoded, by their lengths.
#[derive(Default)]
struct Texts {
    lengths: Vec<u32>,
}

impl Texts {
    /// Nothing of a page that is not sound.
    fn of(page: &Decompressed, column: &ColumnChunkMetaData, most: usize) -> Option<Self> {
        let most = most.min(page.num_values() as usize);
        match page.encoding() {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => {
                let mut left = values(page, column)?;
                let lengths = lengths(&mut left, most)?;
                let sum: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
                (sum <= left.len() as u64).then(Self::default)
            }
            Encoding::DELTA_BYTE_ARRAY => {
                let mut left = values(page, column)?;
                let (shared, own) = (lengths(&mut left, most)?, lengths(&mut left, most)?);
                (shared.len() == own.len()).then_some(())?;
                let mut sum: u64 = 0;
                let mut before: u32 = 0;
                let mut lengths = Vec::with_capacity(own.len());
                for (shared, own) in shared.iter().zip(&own) {
                    sum += u64::from(*own);
                    before = before.min(*shared).checked_add(*own)?;
                    lengths.push(before);
                }
                (sum <= left.len() as u64).then_some(Self { lengths })
            }
            _ => Some(Self::default()),
        }
    }
}

/// A page's values, behind the levels of its rows.
fn values<'a>(page: &'a Decompressed, column: &ColumnChunkMetaData) -> Option<&'a [u8]> {
    let mut left: &[u8] = page.buffer();
    if let Decompressed::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } = page {
        return left.get((*def_levels_byte_len as usize).checked_add(*rep_levels_byte_len as usize)?..);
    }
    let levels = [column.column_descr().max_rep_level(), column.column_descr().max_def_level()];
    for _ in levels.into_iter().filter(|level| *level > 0) {
        let (length, rest) = left.split_first_chunk()?;
        left = rest.get(u32::from_le_bytes(*length) as usize..)?;
    }
    Some(left)
}

/// Lengths in `DELTA_BINARY_PACKED`, at most so many, with what lies behind them left over.
fn lengths(left: &mut &[u8], most: usize) -> Option<Vec<u32>> {
    let (block, parts) = (varint(left)?, varint(left)?);
    let count = usize::try_from(varint(left)?).ok().filter(|count| *count <= most)?;
    let mut before = zigzag(left)?;
    let per_part = block.checked_div(parts)? as usize;
    (block <= MOST_IN_BLOCK && block.is_multiple_of(parts) && per_part > 0 && per_part.is_multiple_of(32))
        .then_some(())?;
    let mut lengths = Vec::with_capacity(count);
    if count > 0 {
        lengths.push(u32::try_from(before).ok().filter(|length| i32::try_from(*length).is_ok())?);
    }
    while lengths.len() < count {
        let least = zigzag(left)?;
        let (widths, rest) = left.split_at_checked(parts as usize)?;
        *left = rest;
        for width in widths.iter().map(|width| usize::from(*width)) {
            // Parts behind the last length have a width and nothing else.
            let wanted = per_part.min(count - lengths.len());
            if wanted == 0 {
                break;
            }
            (width <= 32).then_some(())?;
            let (packed, rest) = left.split_at_checked(width * per_part / 8)?;
            *left = rest;
            for at in 0..wanted {
                // Sums wrap where they are of 32 bits.
                let delta = least.wrapping_add(bits(packed, at * width, width) as i64);
                before = i64::from(before.wrapping_add(delta) as i32);
                lengths.push(u32::try_from(before).ok()?);
            }
        }
    }
    Some(lengths)
}

/// A number of at most 32 bits, the lowest first.
fn bits(packed: &[u8], at: usize, width: usize) -> u64 {
    let mut bytes = [0; 8];
    let from = &packed[packed.len().min(at / 8)..];
    let count = from.len().min(bytes.len());
    bytes[..count].copy_from_slice(&from[..count]);
    (u64::from_le_bytes(bytes) >> (at % 8)) & ((1 << width) - 1)
}

fn varint(left: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = left.split_first()?;
        *left = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn zigzag(left: &mut &[u8]) -> Option<i64> {
    let number = varint(left)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}
