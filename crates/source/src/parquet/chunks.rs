//! Reads the bytes of a row group's column chunks.

use std::ops::Range;

use bytes::Bytes;

use super::damaged;
use crate::{Problem, Source, read_range};

/// The largest gap between chunks that is read along with them, in bytes. Reading it takes no longer than another
/// request.
const GAP_BYTES: u64 = 1 << 16;

/// Reads the chunks of a row group, adjacent ones together: in a browser every read takes a while, however short it is.
pub(super) fn read_all(source: &dyn Source, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, Problem> {
    let mut chunks = Vec::with_capacity(ranges.len());
    while let Some(first) = ranges.get(chunks.len()) {
        let follow = |pair: &&[Range<u64>]| {
            let next = &pair[1];
            next.start <= next.end && next.start.checked_sub(pair[0].end).is_some_and(|gap| gap <= GAP_BYTES)
        };
        let run = &ranges[chunks.len()..];
        let run = &run[..=run.windows(2).take_while(follow).count()];
        let read = read(source, &(first.start..run.last().unwrap_or(first).end))?;
        chunks.extend(
            run.iter()
                .map(|range| read.slice((range.start - first.start) as usize..(range.end - first.start) as usize)),
        );
    }
    Ok(chunks)
}

/// Reads bytes that the file claims to have.
pub(super) fn read(source: &dyn Source, range: &Range<u64>) -> Result<Bytes, Problem> {
    if range.start > range.end || range.end > source.size() {
        return Err(damaged("its pages lie outside of it"));
    }
    Ok(Bytes::from(read_range(source, range.start, (range.end - range.start) as usize)?))
}
