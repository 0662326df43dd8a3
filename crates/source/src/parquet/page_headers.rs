//! Reads the headers of a column chunk's pages before the decoder trusts them.

use std::ops::Range;

use parquet::basic::Type;
use parquet::file::metadata::ColumnChunkMetaData;

use super::thrift::{Compact, Field, Kind, Value};
use super::{damaged, encrypted, too_large, unsupported};
use crate::Problem;

/// A page of a column chunk.
#[derive(Debug)]
pub(super) struct Page {
    /// The content and its encoding.
    pub(super) content: Content,
    /// The range of its body in the chunk, after its header.
    pub(super) body: Range<usize>,
    /// Its decompressed length.
    pub(super) expanded: usize,
    /// The length of its uncompressed prefix.
    pub(super) plain: usize,
    /// Whether the chunk's codec was used.
    pub(super) is_compressed: bool,
}

/// The content of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// This many dictionary values.
    Dictionary { values: u32 },
    /// Values of rows: their number, including nulls and empty lists, and their encoding.
    Data { values: u32, encoding: i32 },
}

/// `PageHeader` in Parquet's `parquet.thrift`.
const HEADER: &[Field] = &[
    (TYPE, Kind::Number),
    (UNCOMPRESSED, Kind::Number),
    (COMPRESSED, Kind::Number),
    (4, Kind::Number),
    (DATA, Kind::Struct(&[(1, Kind::Number), (2, Kind::Number), (3, Kind::Number), (4, Kind::Number)])),
    (6, Kind::Struct(&[])),
    (DICTIONARY, Kind::Struct(&[(1, Kind::Number), (2, Kind::Number), (3, Kind::Flag)])),
    (
        DATA_2,
        Kind::Struct(&[
            (1, Kind::Number),
            (2, Kind::Number),
            (3, Kind::Number),
            (4, Kind::Number),
            (5, Kind::Number),
            (6, Kind::Number),
            (7, Kind::Flag),
        ]),
    ),
];
/// The encodings of dictionary indexes.
pub(super) const INDEXES: i32 = 8;
pub(super) const OLD_INDEXES: i32 = 2;

const TYPE: i16 = 1;
const UNCOMPRESSED: i16 = 2;
const COMPRESSED: i16 = 3;
const DATA: i16 = 5;
const DICTIONARY: i16 = 7;
const DATA_2: i16 = 8;

/// Reads the pages of a chunk from its first byte to its last. Limited to `most` pages, since pages may be empty.
pub(super) fn pages(chunk: &[u8], column: &ColumnChunkMetaData, most: usize) -> Result<Vec<Page>, Problem> {
    let mut pages = Vec::new();
    let mut has_dictionary = false;
    let mut at = 0;
    while at < chunk.len() {
        let Some(header) = Header::read(&chunk[at..]) else {
            return Err(if is_encrypted(chunk) { encrypted() } else { damaged("a page's header is none") });
        };
        let page = header.page(at, chunk.len())?;
        header.check_levels(column)?;
        if let Content::Data { encoding: INDEXES | OLD_INDEXES, .. } = page.content
            && !has_dictionary
        {
            return Err(damaged("a page needs a dictionary that is not there"));
        }
        if let Content::Dictionary { values } = page.content {
            has_dictionary = true;
            // The decoder allocates this many values before it reads the first.
            let length = if page.is_compressed { page.expanded } else { page.body.len() } as u64;
            let fits = u64::from(values).saturating_mul(shortest_value(column)) <= length;
            fits.then_some(()).ok_or_else(|| damaged("a page has more values than it has room for"))?;
        }
        if pages.len() == most {
            return Err(too_large("a row group has more pages than are held in memory"));
        }
        at = page.body.end;
        pages.push(page);
    }
    Ok(pages)
}

/// The fewest bytes that a value of a column takes in plain encoding.
fn shortest_value(column: &ColumnChunkMetaData) -> u64 {
    match column.column_type() {
        Type::BOOLEAN => 0,
        Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 4,
        Type::INT64 | Type::DOUBLE => 8,
        Type::INT96 => 12,
        Type::FIXED_LEN_BYTE_ARRAY => u64::try_from(column.column_descr().type_length()).unwrap_or(0).max(1),
    }
}

/// A page's header: its length and the relevant fields.
#[derive(Default)]
struct Header {
    length: usize,
    kind: i32,
    uncompressed: i32,
    compressed: i32,
    dictionary_values: Option<i32>,
    data: Option<Data>,
    data_2: Option<Data2>,
}

/// The header fields of a version 1 data page.
struct Data {
    values: i32,
    encoding: i32,
    /// The encodings of definition and repetition levels.
    levels: [i32; 2],
}

/// The header fields of a version 2 data page.
struct Data2 {
    values: i32,
    nulls: i32,
    rows: i32,
    encoding: i32,
    /// The lengths of definition and repetition levels.
    levels: [i32; 2],
    is_compressed: bool,
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut numbers = [[None; 9]; 9];
        let mut is_compressed = true;
        let mut compact = Compact::new(bytes);
        compact.read(HEADER, &mut |(within, id), value| match value {
            Value::Number(number) => numbers[within as usize][id as usize] = Some(number),
            Value::Flag(flag) if (within, id) == (DATA_2, 7) => is_compressed = flag,
            _ => {}
        })?;
        let number = |within: i16, id: i16| numbers[within as usize][id as usize];
        let data = || {
            let number = |id| number(DATA, id);
            Some(Data { values: number(1)?, encoding: number(2)?, levels: [number(3)?, number(4)?] })
        };
        let data_2 = || {
            let number = |id| number(DATA_2, id);
            let levels = [number(5)?, number(6)?];
            Some(Data2 {
                values: number(1)?,
                nulls: number(2)?,
                rows: number(3)?,
                encoding: number(4)?,
                levels,
                is_compressed,
            })
        };
        Some(Self {
            length: bytes.len() - compact.left(),
            kind: number(0, TYPE)?,
            uncompressed: number(0, UNCOMPRESSED)?,
            compressed: number(0, COMPRESSED)?,
            dictionary_values: number(DICTIONARY, 1),
            data: data(),
            data_2: data_2(),
        })
    }

    /// Rejects levels in an encoding that was abandoned in 2013: the decoder does not check their length.
    fn check_levels(&self, column: &ColumnChunkMetaData) -> Result<(), Problem> {
        const RLE: i32 = 3;
        let descriptor = column.column_descr();
        let most = [descriptor.max_def_level(), descriptor.max_rep_level()];
        let levels = self.data.iter().flat_map(|data| data.levels.into_iter().zip(most));
        if levels.into_iter().any(|(encoding, most)| most > 0 && encoding != RLE) {
            return Err(unsupported("the Parquet file uses an unsupported feature: levels that are packed in bits"));
        }
        Ok(())
    }

    /// The page whose header starts at `at` in a chunk.
    fn page(&self, at: usize, chunk: usize) -> Result<Page, Problem> {
        let start = at + self.length;
        let body = usize::try_from(self.compressed).ok().filter(|length| *length <= chunk - start);
        let expanded = usize::try_from(self.uncompressed).ok();
        let (Some(body), Some(expanded)) = (body, expanded) else {
            return Err(damaged("a page is longer than what it lies in"));
        };
        let body = start..start + body;
        let no_values = || damaged("a page does not say what is in it");
        let (content, plain, is_compressed) = match self.kind {
            0 => {
                let data = self.data.as_ref().ok_or_else(no_values)?;
                let values = u32::try_from(data.values).map_err(|_| no_values())?;
                (Content::Data { values, encoding: data.encoding }, 0, true)
            }
            1 => return Err(unsupported("the Parquet file uses an unsupported feature: pages of an index")),
            2 => {
                let values = self.dictionary_values.and_then(|values| u32::try_from(values).ok());
                (Content::Dictionary { values: values.ok_or_else(no_values)? }, 0, true)
            }
            3 => {
                let data = self.data_2.as_ref().ok_or_else(no_values)?;
                let values = u32::try_from(data.values).map_err(|_| no_values())?;
                let is_sound = (0..=data.values).contains(&data.nulls) && data.rows >= 0;
                let levels: Option<usize> = data.levels.iter().map(|length| usize::try_from(*length).ok()).sum();
                let levels = levels.filter(|levels| is_sound && *levels <= body.len().min(expanded));
                let plain = levels.ok_or_else(|| damaged("a page's levels are longer than the page"))?;
                (Content::Data { values, encoding: data.encoding }, plain, data.is_compressed)
            }
            _ => return Err(no_values()),
        };
        Ok(Page { content, body, expanded, plain, is_compressed })
    }
}

/// Whether a chunk looks encrypted: nothing but lengths, each followed by as many bytes, which include a nonce and a
/// tag.
fn is_encrypted(chunk: &[u8]) -> bool {
    const NONCE_AND_TAG: usize = 12 + 16;
    let mut left = chunk;
    while let Some((length, rest)) = left.split_first_chunk() {
        let length = u32::from_le_bytes(*length) as usize;
        match rest.get(length..) {
            Some(behind) if length >= NONCE_AND_TAG => left = behind,
            _ => return false,
        }
    }
    left.is_empty() && !chunk.is_empty()
}
