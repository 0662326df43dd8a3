//! Pages decompressed and looked at before the decoder is given them: levels, numbers of a dictionary's values and
//! lengths say how many they are, and the decoder stumbles where that is not so.

use std::sync::Arc;

use bytes::buf::Reader;
use bytes::{Buf, Bytes};
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page as Decompressed, PageReader};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;

use super::page_headers::{Content, Page};
use super::{damaged, delta, of_parquet, runs};
use crate::Problem;

/// The encodings, by number, of values whose bytes are taken as they are: plainly, or split into streams.
const PLAIN: i32 = 0;
const SPLIT: i32 = 9;

/// What the texts of a chunk take in memory that are decoded at a time, beyond the pages that they are in. A page may
/// have `most` of them. Refuses a chunk with a page that the decoder would stumble over.
pub(super) fn check(column: &ColumnChunkMetaData, chunk: &Bytes, pages: &[Page], most: usize) -> Result<u64, Problem> {
    let is_of_texts = column.column_type() == Type::BYTE_ARRAY;
    let has_levels = column.column_descr().max_def_level() > 0;
    let is_told = |page: &Page| match page.content {
        Content::Data { encoding, .. } => has_levels || !matches!(encoding, PLAIN | SPLIT),
        Content::Dictionary { .. } => false,
    };
    if !is_of_texts && !pages.iter().any(is_told) {
        return Ok(0);
    }
    let at = Arc::new(Chunk { start: column.byte_range().0, bytes: chunk.clone() });
    let mut reader = SerializedPageReader::new(at, column, 0, None).map_err(of_parquet)?;
    let mut texts = delta::Decoded::default();
    for _ in pages {
        // What cannot be decompressed the decoder refuses when it gets there: the rows before it are read.
        let Ok(Some(page)) = reader.get_next_page() else { continue };
        if page.is_dictionary_page() && is_of_texts {
            check_texts(page.buffer(), page.num_values())?;
        }
        if page.is_data_page() {
            let parts = Parts::of(&page, column).ok_or_else(|| damaged("a page's levels are longer than the page"))?;
            check_levels(&parts, column, page.num_values())?;
            if page.encoding() == Encoding::PLAIN && is_of_texts {
                check_texts(parts.values, page.num_values())?;
            }
            check_values(page.encoding(), parts.values, &mut texts, most.min(page.num_values() as usize))?;
        }
    }
    // Of columns without lists, the texts of some rows at a time; of others, all of them may be in one row.
    Ok(texts.bytes(column.column_descr().max_rep_level() == 0))
}

fn check_levels(parts: &Parts<'_>, column: &ColumnChunkMetaData, values: u32) -> Result<(), Problem> {
    let column = column.column_descr();
    for (levels, most) in [(parts.lists, column.max_rep_level()), (parts.nulls, column.max_def_level())] {
        if most > 0 && !runs::hold_levels(levels, most, values) {
            return Err(damaged("a page has fewer levels than values"));
        }
    }
    Ok(())
}

fn check_values(encoding: Encoding, values: &[u8], texts: &mut delta::Decoded, most: usize) -> Result<(), Problem> {
    let is_sound = match encoding {
        Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => runs::are_indexes(values),
        Encoding::RLE => runs::are_flags(values),
        Encoding::DELTA_BINARY_PACKED => delta::are_numbers(values),
        Encoding::DELTA_LENGTH_BYTE_ARRAY => delta::are_texts(values, most),
        Encoding::DELTA_BYTE_ARRAY => texts.add_shared(values, most).is_some(),
        _ => true,
    };
    is_sound.then_some(()).ok_or_else(|| damaged("a page's values are not what they say"))
}

/// Refuses a text that is longer than memory is in a browser, among at most so many: the decoder adds its length to where
/// it begins before it asks whether it ends within the page.
fn check_texts(mut values: &[u8], most: u32) -> Result<(), Problem> {
    for _ in 0..most {
        let Some((length, rest)) = values.split_first_chunk() else { break };
        let length = i32::try_from(u32::from_le_bytes(*length));
        let length = length.map_err(|_| damaged("a text is longer than the page that it is in"))?;
        values = rest.get(length as usize..).unwrap_or_default();
    }
    Ok(())
}

/// A data page's parts.
struct Parts<'a> {
    /// The levels that tell lists.
    lists: &'a [u8],
    /// The levels that tell nulls.
    nulls: &'a [u8],
    values: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Nothing of a page whose levels go on behind it.
    fn of(page: &'a Decompressed, column: &ColumnChunkMetaData) -> Option<Self> {
        let left: &[u8] = page.buffer();
        if let Decompressed::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } = page {
            let (lists, left) = left.split_at_checked(*rep_levels_byte_len as usize)?;
            let (nulls, values) = left.split_at_checked(*def_levels_byte_len as usize)?;
            return Some(Self { lists, nulls, values });
        }
        let (lists, left) = levels(left, column.column_descr().max_rep_level())?;
        let (nulls, values) = levels(left, column.column_descr().max_def_level())?;
        Some(Self { lists, nulls, values })
    }
}

/// Levels behind their length, where a column has them, and what comes behind.
fn levels(left: &[u8], most: i16) -> Option<(&[u8], &[u8])> {
    if most == 0 {
        return Some((&[], left));
    }
    let (length, rest) = left.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
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
