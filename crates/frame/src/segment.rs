//! A full segment of rows: a polars data frame with the narrowest types.

use polars_core::prelude::{
    Column as PolarsColumn, DataFrame, DataType, Int64Chunked, IntoColumn as _, PlSmallStr, UInt8Chunked,
    UInt16Chunked, UInt32Chunked,
};

use crate::codes::{Bounds, Codes, Integers};

/// Rows per segment. A multiple of 64, so that segments align with words of a selection; small, so that the open
/// vectors of hundreds of request parameters stay small.
pub(crate) const SEGMENT_ROWS: usize = 1 << 14;

/// The location of a column in the segment's data frame.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// Not stored: absent in every row.
    Absent,
    /// At this position. Narrow numbers are relative to the minimum; for codes, the bounds are unused.
    At { position: u32, bounds: Bounds },
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
    fn column(&self, column: usize) -> Option<(&PolarsColumn, Bounds)> {
        match self.places.get(column)? {
            Place::Absent => None,
            Place::At { position, bounds } => Some((&self.frame.columns()[*position as usize], *bounds)),
        }
    }

    /// The bounds of an integer column; `None` if all rows are absent.
    pub(crate) fn bounds(&self, column: usize) -> Option<Bounds> {
        self.column(column).map(|(_, bounds)| bounds)
    }

    pub(crate) fn codes(&self, column: usize) -> Codes<'_> {
        let Some((column, _)) = self.column(column) else { return Codes::Absent };
        match slices(column) {
            Slice::U8(codes) => Codes::U8(codes),
            Slice::U16(codes) => Codes::U16(codes),
            Slice::U32(codes) => Codes::U32(codes),
            Slice::I64(_) | Slice::Other => Codes::Absent,
        }
    }

    pub(crate) fn integers(&self, column: usize) -> Integers<'_> {
        let Some((column, Bounds { min: base, .. })) = self.column(column) else { return Integers::Absent };
        match slices(column) {
            Slice::U8(distances) => Integers::U8(base, distances),
            Slice::U16(distances) => Integers::U16(base, distances),
            Slice::U32(distances) => Integers::U32(base, distances),
            Slice::I64(numbers) => Integers::I64(numbers),
            Slice::Other => Integers::Absent,
        }
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.frame.estimated_size() + self.places.len() * size_of::<Place>()
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

/// Builds a segment from a frame's columns in sequence.
pub(crate) struct SegmentBuilder {
    columns: Vec<PolarsColumn>,
    places: Vec<Place>,
}

impl SegmentBuilder {
    /// Appends a column of codes; if there are fewer than rows, the rest is absent.
    pub(crate) fn push_codes(&mut self, codes: &[u32]) {
        let largest = codes.iter().copied().max().unwrap_or(0);
        self.push_narrow(codes.iter().copied(), largest, Bounds { min: 0, max: largest.into(), is_dense: false });
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
        let span = max.checked_sub(min).and_then(|span| u32::try_from(span).ok());
        if let Some(largest) = span.and_then(|span| span.checked_add(1)) {
            let distance = |number: &i64| if *number == i64::MIN { 0 } else { (number - min) as u32 + 1 };
            self.push_narrow(numbers.iter().map(distance), largest, bounds);
        } else {
            let padding = std::iter::repeat_n(i64::MIN, SEGMENT_ROWS - numbers.len());
            let full: Vec<i64> = numbers.iter().copied().chain(padding).collect();
            self.push(bounds, |name| Int64Chunked::from_vec(name, full).into_column());
        }
    }

    fn push_narrow(&mut self, values: impl ExactSizeIterator<Item = u32>, largest: u32, bounds: Bounds) {
        if largest == 0 {
            self.places.push(Place::Absent);
            return;
        }
        let padding = std::iter::repeat_n(0, SEGMENT_ROWS - values.len());
        let values = values.chain(padding);
        if u8::try_from(largest).is_ok() {
            let narrow: Vec<u8> = values.map(|value| value as u8).collect();
            self.push(bounds, |name| UInt8Chunked::from_vec(name, narrow).into_column());
        } else if u16::try_from(largest).is_ok() {
            let narrow: Vec<u16> = values.map(|value| value as u16).collect();
            self.push(bounds, |name| UInt16Chunked::from_vec(name, narrow).into_column());
        } else {
            let narrow: Vec<u32> = values.collect();
            self.push(bounds, |name| UInt32Chunked::from_vec(name, narrow).into_column());
        }
    }

    fn push(&mut self, bounds: Bounds, column: impl FnOnce(PlSmallStr) -> PolarsColumn) {
        let position = self.columns.len();
        self.columns.push(column(PlSmallStr::from_string(position.to_string())));
        self.places.push(Place::At { position: position as u32, bounds });
    }

    pub(crate) fn finish(self) -> Segment {
        // Polars requires equal lengths and distinct names; the columns have one length and are named by position.
        let frame = DataFrame::new(SEGMENT_ROWS, self.columns).unwrap_or_default();
        Segment { frame, places: self.places }
    }
}
