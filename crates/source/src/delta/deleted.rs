//! Rows that a table has deleted from a data file: Delta's set of 64-bit numbers, read without unpacking it. Its
//! layout: <https://github.com/RoaringBitmap/RoaringFormatSpec>.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// The magic numbers of the portable format and of Delta's native one. The native one is rare; the example in Delta's
/// protocol uses it, in the opposite byte order.
const PORTABLE: u32 = 1_681_511_377;
const OWN: u32 = 1_681_511_376;

/// How a bucket without runs starts, and the lower half of how one with runs does.
const WITHOUT_RUNS: u32 = 12_346;
const WITH_RUNS: u32 = 12_347;

/// A bucket with runs states the positions of its blocks if it has at least this many; one without runs always does.
const MIN_PLACED: u32 = 4;

/// The rows of a block, the most rows in a block stored as a list, and the bytes of a block stored as bits.
const BLOCK_ROWS: u64 = 1 << 16;
const MAX_LISTED: u32 = 4096;
const BIT_BYTES: usize = 1 << 13;

/// Keys of buckets have 31 bits, so that row numbers are positive everywhere.
const MAX_KEY: u32 = 1 << 31;

const ENDS_EARLY: &str = "it ends too early";
const OUT_OF_ORDER: &str = "its rows are out of order";

/// The rows of a data file that its table has deleted. Clones share the serialised bytes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DeletedRows(Arc<Set>);

#[derive(PartialEq, Eq)]
struct Set {
    bytes: Vec<u8>,
    /// In the order of their rows.
    blocks: Vec<Block>,
    count: u64,
}

/// Rows that share all but their lower 16 bits.
#[derive(PartialEq, Eq)]
struct Block {
    first: u64,
    form: Form,
    /// Its range in the bytes.
    place: Range<usize>,
}

/// How a block stores its rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The lower 16 bits of each row.
    List,
    /// One bit for each possible row.
    Bits,
    /// The first row of each run, and how many follow it.
    Runs,
}

impl DeletedRows {
    /// Parses a set. An error is a sentence that says what is wrong with the bytes.
    pub(crate) fn of_bytes(bytes: Vec<u8>) -> Result<Self, &'static str> {
        let mut cursor = Cursor { bytes: &bytes, at: 0 };
        let (mut blocks, mut count) = (Vec::new(), 0);
        match cursor.u32()? {
            PORTABLE => read_portable(&mut cursor, &mut blocks, &mut count)?,
            OWN => read_own(&mut cursor, u32::from_le, &mut blocks, &mut count)?,
            magic if magic.swap_bytes() == OWN => read_own(&mut cursor, u32::swap_bytes, &mut blocks, &mut count)?,
            _ => return Err("it does not begin as a deletion vector"),
        }
        if cursor.at < bytes.len() {
            return Err("it goes on behind its rows");
        }
        Ok(Self(Arc::new(Set { bytes, blocks, count })))
    }

    /// The number of rows.
    pub(crate) fn count(&self) -> u64 {
        self.0.count
    }

    /// The last row, counted from 0.
    pub(crate) fn last(&self) -> Option<u64> {
        let block = self.0.blocks.last()?;
        let bytes = &self.0.bytes[block.place.clone()];
        let low = match block.form {
            Form::List => u64::from(pair(bytes, bytes.len() / 2 - 1)),
            Form::Runs => {
                let last = bytes.len() / 4 - 1;
                u64::from(pair(bytes, 2 * last)) + u64::from(pair(bytes, 2 * last + 1))
            }
            Form::Bits => (0..BLOCK_ROWS).rev().find(|row| bit(bytes, *row))?,
        };
        Some(block.first + low)
    }

    /// For each row of a range, whether it is kept; none if all are.
    pub(crate) fn left(&self, rows: Range<u64>) -> Option<Vec<bool>> {
        let Set { bytes, blocks, .. } = &*self.0;
        let mut left = Vec::new();
        let mut delete = |deleted: Range<u64>| {
            let deleted = deleted.start.max(rows.start)..deleted.end.min(rows.end);
            if !deleted.is_empty() {
                left.resize((rows.end - rows.start) as usize, true);
                left[(deleted.start - rows.start) as usize..(deleted.end - rows.start) as usize].fill(false);
            }
        };
        let behind = blocks.partition_point(|block| block.first + BLOCK_ROWS <= rows.start);
        for block in blocks[behind..].iter().take_while(|block| block.first < rows.end) {
            let (first, bytes) = (block.first, &bytes[block.place.clone()]);
            let wanted = rows.start.saturating_sub(first)..(rows.end - first).min(BLOCK_ROWS);
            match block.form {
                Form::List => {
                    let row = |low: &[u8; 2]| u64::from(u16::from_le_bytes(*low));
                    let (listed, _) = bytes.as_chunks();
                    let from = listed.partition_point(|low| row(low) < wanted.start);
                    let within = listed[from..].iter().map(row).take_while(|row| *row < wanted.end);
                    within.for_each(|row| delete(first + row..first + row + 1));
                }
                Form::Runs => {
                    let run = |run: &[u8; 4]| {
                        let start = u64::from(pair(run, 0));
                        start..start + u64::from(pair(run, 1)) + 1
                    };
                    let (runs, _) = bytes.as_chunks();
                    let from = runs.partition_point(|other| run(other).end <= wanted.start);
                    let within = runs[from..].iter().map(run).take_while(|run| run.start < wanted.end);
                    within.for_each(|run| delete(first + run.start..first + run.end));
                }
                Form::Bits => {
                    wanted.filter(|row| bit(bytes, *row)).for_each(|row| delete(first + row..first + row + 1));
                }
            }
        }
        (!left.is_empty()).then_some(left)
    }
}

/// Reads buckets, each after its key.
fn read_portable(cursor: &mut Cursor<'_>, blocks: &mut Vec<Block>, count: &mut u64) -> Result<(), &'static str> {
    let [low, high] = [cursor.u32()?, cursor.u32()?].map(u64::from);
    let mut next_key = 0;
    for _ in 0..low | high << 32 {
        let key = cursor.u32()?;
        if key < next_key || key >= MAX_KEY {
            return Err(OUT_OF_ORDER);
        }
        next_key = key + 1;
        read_bucket(cursor, u64::from(key) << 32, blocks, count)?;
    }
    Ok(())
}

/// Reads buckets, each after its length.
fn read_own(
    cursor: &mut Cursor<'_>,
    ordered: fn(u32) -> u32,
    blocks: &mut Vec<Block>,
    count: &mut u64,
) -> Result<(), &'static str> {
    for key in 0..ordered(cursor.u32()?).min(MAX_KEY) {
        let end = (ordered(cursor.u32()?) as usize).checked_add(cursor.at);
        read_bucket(cursor, u64::from(key) << 32, blocks, count)?;
        if end != Some(cursor.at) {
            return Err("a part of it has another length than it says");
        }
    }
    Ok(())
}

/// Reads a bucket of up to 2^32 rows starting at `first`.
fn read_bucket(
    cursor: &mut Cursor<'_>,
    first: u64,
    blocks: &mut Vec<Block>,
    count: &mut u64,
) -> Result<(), &'static str> {
    let cookie = cursor.u32()?;
    let (size, runs) = if cookie == WITHOUT_RUNS {
        (cursor.u32()?, None)
    } else if cookie & 0xffff == WITH_RUNS {
        let size = (cookie >> 16) + 1;
        (size, Some(cursor.take(size.div_ceil(8) as usize)?))
    } else {
        return Err("its rows are laid out in an unknown way");
    };
    if u64::from(size) > BLOCK_ROWS {
        return Err("it has more blocks than there can be");
    }
    let heads = cursor.take(4 * size as usize)?;
    if runs.is_none() || size >= MIN_PLACED {
        // The blocks are stored one after the other.
        cursor.take(4 * size as usize)?;
    }
    let mut next_key = 0;
    for at in 0..size as usize {
        let (key, rows) = (u32::from(pair(heads, 2 * at)), u32::from(pair(heads, 2 * at + 1)) + 1);
        if key < next_key {
            return Err(OUT_OF_ORDER);
        }
        next_key = key + 1;
        let start;
        let form = if runs.is_some_and(|runs| bit(runs, at as u64)) {
            let runs = cursor.take(2)?;
            start = cursor.at;
            *count += count_runs(cursor.take(4 * usize::from(pair(runs, 0)))?)?;
            Form::Runs
        } else if rows <= MAX_LISTED {
            start = cursor.at;
            let listed = cursor.take(2 * rows as usize)?;
            if !(1..rows as usize).all(|at| pair(listed, at - 1) < pair(listed, at)) {
                return Err(OUT_OF_ORDER);
            }
            *count += u64::from(rows);
            Form::List
        } else {
            start = cursor.at;
            let bits = cursor.take(BIT_BYTES)?;
            if bits.iter().map(|byte| byte.count_ones()).sum::<u32>() != rows {
                return Err("a block of it has another number of rows than it says");
            }
            *count += u64::from(rows);
            Form::Bits
        };
        if start < cursor.at {
            blocks.push(Block { first: first + (u64::from(key) << 16), form, place: start..cursor.at });
        }
    }
    Ok(())
}

/// The number of rows in runs; each run must follow the previous one.
fn count_runs(runs: &[u8]) -> Result<u64, &'static str> {
    let (mut next, mut count) = (0, 0);
    for at in 0..runs.len() / 4 {
        let (start, more) = (u64::from(pair(runs, 2 * at)), u64::from(pair(runs, 2 * at + 1)));
        if start < next || start + more >= BLOCK_ROWS {
            return Err(OUT_OF_ORDER);
        }
        next = start + more + 1;
        count += more + 1;
    }
    Ok(count)
}

/// The two-byte number at an index.
fn pair(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]])
}

fn bit(bytes: &[u8], at: u64) -> bool {
    bytes[(at / 8) as usize] >> (at % 8) & 1 == 1
}

/// A position in bytes.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], &'static str> {
        let taken = self.bytes[self.at..].get(..length).ok_or(ENDS_EARLY)?;
        self.at += length;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, &'static str> {
        let bytes = self.take(4)?.first_chunk().ok_or(ENDS_EARLY)?;
        Ok(u32::from_le_bytes(*bytes))
    }
}

impl fmt::Debug for DeletedRows {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DeletedRows").field("count", &self.count()).finish_non_exhaustive()
    }
}

/// Serialised as its bytes when sent from one worker to another.
impl Serialize for DeletedRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0.bytes)
    }
}

impl<'de> Deserialize<'de> for DeletedRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(Bytes)
    }
}

struct Bytes;

impl<'de> Visitor<'de> for Bytes {
    type Value = DeletedRows;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the bytes of a set of rows")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        self.visit_byte_buf(bytes.to_vec())
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Self::Value, E> {
        DeletedRows::of_bytes(bytes).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Self::Value, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = numbers.next_element()? {
            bytes.push(byte);
        }
        self.visit_byte_buf(bytes)
    }
}
