//! Passes a row group to the decoder, checking each page when it is decompressed. Levels, dictionary indexes and
//! lengths state how many they are, and the decoder fails badly if that is wrong.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::buf::Reader;
use bytes::{Buf, Bytes};
use parquet::arrow::arrow_reader::RowGroups;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;

use super::{check_decoded, damaged, delta, runs};
use crate::Problem;
use crate::limits::Limits;

/// The size of a decoded value if its column does not say: that of a string view.
pub(super) const VALUE_BYTES: u64 = 16;

/// A row group of a file.
pub(super) struct Group {
    pub(super) metadata: Arc<ParquetMetaData>,
    /// Its index.
    pub(super) number: usize,
    /// Its column chunks, as stored in the file.
    pub(super) chunks: Vec<Bytes>,
    pub(super) watch: Watch,
    pub(super) limits: Limits,
}

/// What is known about the pages that the decoder has received, shared with their readers.
#[derive(Clone)]
pub(super) struct Watch(Arc<Mutex<Watched>>);

struct Watched {
    /// The memory that decoding takes at a time, in bytes.
    decoded: u64,
    refused: Option<Problem>,
}

impl Watch {
    /// For a row group whose decoding takes this much memory, not counting texts stored as shared prefixes.
    pub(super) fn new(decoded: u64) -> Self {
        Self(Arc::new(Mutex::new(Watched { decoded, refused: None })))
    }

    /// Why a page was withheld from the decoder, if any was.
    pub(super) fn refused(&self) -> Option<Problem> {
        self.watched().refused.take()
    }

    fn refuse(&self, problem: Problem) -> ParquetError {
        let error = ParquetError::General(problem.message.clone());
        self.watched().refused = Some(problem);
        error
    }

    /// Adds the memory that texts take once they are copied.
    fn add(&self, bytes: u64, limits: Limits) -> Result<(), Problem> {
        let mut watched = self.watched();
        watched.decoded = watched.decoded.saturating_add(bytes);
        check_decoded(watched.decoded, limits)
    }

    fn watched(&self) -> MutexGuard<'_, Watched> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Group {
    fn group(&self) -> &RowGroupMetaData {
        &self.metadata.row_groups()[self.number]
    }

    fn pages(&self, column: usize) -> Option<Result<Box<dyn PageReader>, ParquetError>> {
        let (column, bytes) = (self.group().columns().get(column)?, self.chunks.get(column)?.clone());
        let chunk = Arc::new(Chunk { start: column.byte_range().0, bytes });
        let pages = SerializedPageReader::new(chunk, column, self.group().num_rows() as usize, None);
        Some(pages.map(|pages| -> Box<dyn PageReader> {
            Box::new(CheckedPages {
                pages,
                column: column.clone(),
                texts: delta::Decoded::default(),
                watch: self.watch.clone(),
                limits: self.limits,
            })
        }))
    }
}

impl RowGroups for Group {
    fn num_rows(&self) -> usize {
        self.group().num_rows() as usize
    }

    fn column_chunks(&self, column: usize) -> Result<Box<dyn PageIterator>, ParquetError> {
        Ok(Box::new(Chunks(self.pages(column))))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(std::iter::once(self.group()))
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }
}

/// An iterator over the chunks of a column, of which there is one.
struct Chunks(Option<Result<Box<dyn PageReader>, ParquetError>>);

impl Iterator for Chunks {
    type Item = Result<Box<dyn PageReader>, ParquetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take()
    }
}

impl PageIterator for Chunks {}

/// The pages of a chunk, checked so that the decoder can handle them.
struct CheckedPages {
    pages: SerializedPageReader<Chunk>,
    column: ColumnChunkMetaData,
    texts: delta::Decoded,
    watch: Watch,
    limits: Limits,
}

impl CheckedPages {
    fn checked(&mut self, page: Page) -> Result<Page, ParquetError> {
        match self.check(&page) {
            Ok(()) => Ok(page),
            Err(problem) => Err(self.watch.refuse(problem)),
        }
    }

    fn check(&mut self, page: &Page) -> Result<(), Problem> {
        let is_of_texts = self.column.column_type() == Type::BYTE_ARRAY;
        if page.is_dictionary_page() && is_of_texts {
            check_texts(page.buffer(), page.num_values())?;
        }
        if page.is_data_page() {
            let parts =
                Parts::of(page, &self.column).ok_or_else(|| damaged("a page's levels are longer than the page"))?;
            check_levels(&parts, &self.column, page.num_values())?;
            if page.encoding() == Encoding::PLAIN && is_of_texts {
                check_texts(parts.values, page.num_values())?;
            }
            let most_texts = usize::try_from(self.limits.held_bytes / VALUE_BYTES).unwrap_or(usize::MAX);
            // Without lists, only the texts of some rows are decoded at a time; with lists, all of them may belong to
            // one row.
            let are_some = self.column.column_descr().max_rep_level() == 0;
            let before = self.texts.bytes(are_some);
            let most = most_texts.min(page.num_values() as usize);
            check_values(page.encoding(), parts.values, &mut self.texts, most)?;
            self.watch.add(self.texts.bytes(are_some) - before, self.limits)?;
        }
        Ok(())
    }
}

impl Iterator for CheckedPages {
    type Item = Result<Page, ParquetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>, ParquetError> {
        self.pages.get_next_page()?.map(|page| self.checked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>, ParquetError> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<(), ParquetError> {
        self.pages.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.pages.supports_deferred_dictionary()
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>, ParquetError> {
        self.pages.take_deferred_dictionary()?.map(|page| self.checked(page)).transpose()
    }

    fn at_record_boundary(&mut self) -> Result<bool, ParquetError> {
        self.pages.at_record_boundary()
    }
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

/// Rejects a text too long for a browser's memory, among at most `most` texts: the decoder adds its length to its
/// position before checking that it ends within the page.
fn check_texts(mut values: &[u8], most: u32) -> Result<(), Problem> {
    for _ in 0..most {
        let Some((length, rest)) = values.split_first_chunk() else { break };
        let length = i32::try_from(u32::from_le_bytes(*length));
        let length = length.map_err(|_| damaged("a text is longer than the page that it is in"))?;
        values = rest.get(length as usize..).unwrap_or_default();
    }
    Ok(())
}

/// The parts of a data page.
struct Parts<'a> {
    /// The repetition levels, which delimit lists.
    lists: &'a [u8],
    /// The definition levels, which mark nulls.
    nulls: &'a [u8],
    values: &'a [u8],
}

impl<'a> Parts<'a> {
    /// None if the levels extend beyond the page.
    fn of(page: &'a Page, column: &ColumnChunkMetaData) -> Option<Self> {
        let left: &[u8] = page.buffer();
        if let Page::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } = page {
            let (lists, left) = left.split_at_checked(*rep_levels_byte_len as usize)?;
            let (nulls, values) = left.split_at_checked(*def_levels_byte_len as usize)?;
            return Some(Self { lists, nulls, values });
        }
        let (lists, left) = levels(left, column.column_descr().max_rep_level())?;
        let (nulls, values) = levels(left, column.column_descr().max_def_level())?;
        Some(Self { lists, nulls, values })
    }
}

/// Splits levels, which follow their length, from what comes after them. Columns without levels have none.
fn levels(left: &[u8], most: i16) -> Option<(&[u8], &[u8])> {
    if most == 0 {
        return Some((&[], left));
    }
    let (length, rest) = left.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

/// A chunk at its position in the file, where the decoder expects it.
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
