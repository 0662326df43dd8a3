//! A full segment of rows: a polars data frame with the narrowest types.

use polars_core::prelude::{
    Column as PolarsColumn, DataFrame, DataType, Int64Chunked, IntoColumn as _, PlSmallStr, UInt8Chunked,
    UInt16Chunked, UInt32Chunked,
};

use crate::codes::{BLOCK_ROWS, Bounds, Codes, Integers};
use crate::dictionary::NULL;

/// Rows per segment. A multiple of 64, so that segments align with words of a selection; small, so that the open
/// vectors of hundreds of request parameters stay small.
pub(crate) const SEGMENT_ROWS: usize = 1 << 14;

/// The location of a column in the segment's data frame.
#[derive(Debug)]
enum Place {
    /// Not stored: absent in every row.
    Absent,
    /// Not stored: the minimum in every row.
    Same(Bounds),
    /// Not stored: the minimum in the first row, and one more in each row.
    Run(Bounds),
    /// At this position. Narrow numbers are relative to the minimum, and to the entry of their block if there are `blocks`;
    /// narrow codes are relative to the minimum if it is not 0.
    At { position: u32, bounds: Bounds, blocks: Option<Box<[u32]>> },
}

/// The bytes that each code takes in a segment.
pub(crate) fn code_width(codes: &[u32]) -> usize {
    let most = codes.iter().copied().max().unwrap_or(NULL);
    if u8::try_from(most).is_ok() {
        1
    } else if base_of(codes, most).is_some() || u16::try_from(most).is_ok() {
        2
    } else {
        4
    }
}

/// The smallest code, if all are so near to it that two bytes hold the differences.
fn base_of(codes: &[u32], most: u32) -> Option<u32> {
    let least = codes.iter().copied().filter(|code| *code != NULL).min()?;
    u16::try_from(most - least + 1).is_ok().then_some(least)
}

/// Roughly what a column of polars takes besides its values.
const COLUMN_BYTES: usize = 64 * size_of::<usize>();

/// Whether each of a segment's values is one more than the one before it.
fn is_run<T: Copy + PartialEq>(values: &[T], plus: impl Fn(T, usize) -> Option<T>) -> bool {
    values.len() == SEGMENT_ROWS
        && values.iter().enumerate().all(|(at, value)| plus(values[0], at).is_some_and(|wanted| wanted == *value))
}

#[derive(Debug)]
pub(crate) struct Segment {
    frame: DataFrame,
    places: Vec<Place>,
}

impl Segment {
    pub(crate) fn builder() -> SegmentBuilder {
        SegmentBuilder { columns: Vec::new(), places: Vec::new() }
    }

    /// Columns added after the segment was sealed are absent in it.
    fn place(&self, column: usize) -> &Place {
        self.places.get(column).unwrap_or(&Place::Absent)
    }

    fn slice(&self, position: u32) -> Slice<'_> {
        slices(&self.frame.columns()[position as usize])
    }

    /// The bounds of an integer column; `None` if all rows are absent.
    pub(crate) fn bounds(&self, column: usize) -> Option<Bounds> {
        match self.place(column) {
            Place::Absent => None,
            Place::Same(bounds) | Place::Run(bounds) | Place::At { bounds, .. } => Some(*bounds),
        }
    }

    pub(crate) fn codes(&self, column: usize) -> Codes<'_> {
        match self.place(column) {
            Place::Absent => Codes::Absent,
            Place::Same(bounds) => Codes::Same(bounds.min as u32),
            Place::Run(bounds) => Codes::Run(bounds.min as u32),
            Place::At { position, bounds, .. } => match self.slice(*position) {
                Slice::U8(codes) => Codes::U8(codes),
                Slice::U16(codes) if bounds.min > 0 => Codes::Near(bounds.min as u32, codes),
                Slice::U16(codes) => Codes::U16(codes),
                Slice::U32(codes) => Codes::U32(codes),
                Slice::I64(_) | Slice::Other => Codes::Absent,
            },
        }
    }

    pub(crate) fn integers(&self, column: usize) -> Integers<'_> {
        match self.place(column) {
            Place::Absent => Integers::Absent,
            Place::Same(bounds) => Integers::Same(bounds.min),
            Place::Run(bounds) => Integers::Run(bounds.min),
            Place::At { position, bounds: Bounds { min: base, .. }, blocks } => {
                match (self.slice(*position), blocks.as_deref()) {
                    (Slice::U8(distances), _) => Integers::U8(*base, distances),
                    (Slice::U16(distances), Some(blocks)) => Integers::Blocks(*base, blocks, distances),
                    (Slice::U16(distances), None) => Integers::U16(*base, distances),
                    (Slice::U32(distances), _) => Integers::U32(*base, distances),
                    (Slice::I64(numbers), _) => Integers::I64(numbers),
                    (Slice::Other, _) => Integers::Absent,
                }
            }
        }
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        let blocks = self.places.iter().map(|place| match place {
            Place::At { blocks: Some(blocks), .. } => size_of_val(&**blocks),
            _ => 0,
        });
        self.frame.estimated_size()
            + self.frame.width() * COLUMN_BYTES
            + self.places.capacity() * size_of::<Place>()
            + blocks.sum::<usize>()
    }
}

enum Slice<'a> {
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    I64(&'a [i64]),
    /// A type that the builder never writes.
    Other,
}

fn slices(column: &PolarsColumn) -> Slice<'_> {
    let series = column.as_materialized_series();
    // Requesting a wrong type from a series formats an error text, which would cost more than the rest.
    let found = match series.dtype() {
        DataType::UInt8 => series.u8().and_then(|values| values.cont_slice()).map(Slice::U8),
        DataType::UInt16 => series.u16().and_then(|values| values.cont_slice()).map(Slice::U16),
        DataType::UInt32 => series.u32().and_then(|values| values.cont_slice()).map(Slice::U32),
        DataType::Int64 => series.i64().and_then(|values| values.cont_slice()).map(Slice::I64),
        _ => Ok(Slice::Other),
    };
    found.unwrap_or(Slice::Other)
}

/// By block of rows, how far its smallest number lies above `min`; `None` if two bytes do not hold the differences in a block,
/// or a number is further away.
fn blocks_of(numbers: &[i64], min: i64) -> Option<Vec<u32>> {
    let of_block = |block: &[i64]| {
        let present = || block.iter().copied().filter(|number| *number != i64::MIN);
        let (least, most) = (present().min().unwrap_or(min), present().max().unwrap_or(min));
        let near = u16::try_from(most - least).is_ok_and(|span| span < u16::MAX);
        near.then(|| u32::try_from(least - min).ok())?
    };
    numbers.chunks(BLOCK_ROWS).map(of_block).collect()
}

/// Builds a segment from a frame's columns in sequence.
pub(crate) struct SegmentBuilder {
    columns: Vec<PolarsColumn>,
    places: Vec<Place>,
}

impl SegmentBuilder {
    /// Appends a column of codes; if there are fewer than rows, the rest is absent.
    pub(crate) fn push_codes(&mut self, codes: &[u32]) {
        let most = codes.iter().copied().max().unwrap_or(NULL);
        let bounds = |base: u32| Bounds { min: base.into(), max: most.into(), is_dense: false };
        let is_full = codes.len() == SEGMENT_ROWS;
        if is_full && most != NULL && codes.iter().all(|code| *code == most) {
            self.places.push(Place::Same(bounds(most)));
        } else if codes.first().is_some_and(|first| *first != NULL)
            && is_run(codes, |code, at| code.checked_add(at as u32))
        {
            self.places.push(Place::Run(bounds(codes[0])));
        } else if u16::try_from(most).is_err()
            && let Some(base) = base_of(codes, most)
        {
            let distance = |code: &u32| if *code == NULL { NULL } else { code - base + 1 };
            self.push_narrow(codes.iter().map(distance), u16::MAX.into(), bounds(base), None);
        } else {
            self.push_narrow(codes.iter().copied(), most, bounds(0), None);
        }
    }

    /// Appends a column that is stored elsewhere.
    pub(crate) fn push_absent(&mut self) {
        self.places.push(Place::Absent);
    }

    /// Appends a column of numbers, `i64::MIN` if absent; if there are fewer than rows, the rest is absent.
    pub(crate) fn push_integers(&mut self, numbers: &[i64]) {
        let present = || numbers.iter().copied().filter(|number| *number != i64::MIN);
        let (Some(min), Some(max)) = (present().min(), present().max()) else {
            self.places.push(Place::Absent);
            return;
        };
        let is_dense = present().count() == SEGMENT_ROWS;
        let bounds = Bounds { min, max, is_dense };
        if is_dense && min == max {
            return self.places.push(Place::Same(bounds));
        }
        if numbers[0] == min && is_run(numbers, |number, at| number.checked_add(at as i64)) {
            return self.places.push(Place::Run(bounds));
        }
        let span = max.checked_sub(min).and_then(|span| u32::try_from(span).ok());
        let Some(most) = span.and_then(|span| span.checked_add(1)) else {
            let padding = std::iter::repeat_n(i64::MIN, SEGMENT_ROWS - numbers.len());
            let full: Vec<i64> = numbers.iter().copied().chain(padding).collect();
            return self.push(bounds, None, |name| Int64Chunked::from_vec(name, full).into_column());
        };
        let distance = |number: &i64, base: i64| if *number == i64::MIN { 0 } else { (number - base) as u32 + 1 };
        if u16::try_from(most).is_err()
            && let Some(blocks) = blocks_of(numbers, min)
        {
            let of_row = |(at, number)| distance(number, min + i64::from(blocks[at / BLOCK_ROWS]));
            let distances: Vec<u32> = numbers.iter().enumerate().map(of_row).collect();
            self.push_narrow(distances.into_iter(), u16::MAX.into(), bounds, Some(blocks.into()));
        } else {
            self.push_narrow(numbers.iter().map(|number| distance(number, min)), most, bounds, None);
        }
    }

    fn push_narrow(
        &mut self,
        values: impl ExactSizeIterator<Item = u32>,
        largest: u32,
        bounds: Bounds,
        blocks: Option<Box<[u32]>>,
    ) {
        if largest == 0 {
            self.places.push(Place::Absent);
            return;
        }
        let padding = std::iter::repeat_n(0, SEGMENT_ROWS - values.len());
        let values = values.chain(padding);
        if u8::try_from(largest).is_ok() {
            let narrow: Vec<u8> = values.map(|value| value as u8).collect();
            self.push(bounds, blocks, |name| UInt8Chunked::from_vec(name, narrow).into_column());
        } else if u16::try_from(largest).is_ok() {
            let narrow: Vec<u16> = values.map(|value| value as u16).collect();
            self.push(bounds, blocks, |name| UInt16Chunked::from_vec(name, narrow).into_column());
        } else {
            let narrow: Vec<u32> = values.collect();
            self.push(bounds, blocks, |name| UInt32Chunked::from_vec(name, narrow).into_column());
        }
    }

    fn push(&mut self, bounds: Bounds, blocks: Option<Box<[u32]>>, column: impl FnOnce(PlSmallStr) -> PolarsColumn) {
        let position = self.columns.len();
        self.columns.push(column(PlSmallStr::from_string(position.to_string())));
        self.places.push(Place::At { position: position as u32, bounds, blocks });
    }

    pub(crate) fn finish(self) -> Segment {
        // Polars requires equal lengths and distinct names; the columns have one length and are named by position.
        let frame = DataFrame::new(SEGMENT_ROWS, self.columns).unwrap_or_default();
        Segment { frame, places: self.places }
    }
}
