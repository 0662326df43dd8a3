//! Numbers in runs: one that is repeated, or some that are packed in bits. Levels, the numbers of a dictionary's values
//! and flags are written so. The decoder takes it for granted that what is packed is there, and that a run's header ends.
//! <https://parquet.apache.org/docs/file-format/data-pages/encodings/> calls them the hybrid of run length and bit packing.

use super::varint::{is_endless, varint};

/// Whether runs hold as many levels as there are values, and nothing that the decoder stumbles over.
pub(super) fn hold_levels(runs: &[u8], most: i16, values: u32) -> bool {
    let width = u16::BITS - most.unsigned_abs().leading_zeros();
    hold(runs, u64::from(width), u64::from(values))
}

/// Whether runs of the numbers of a dictionary's values, behind how many bits each has, can be decoded.
pub(super) fn are_indexes(values: &[u8]) -> bool {
    values.split_first().is_some_and(|(width, runs)| hold(runs, u64::from(*width), 0))
}

/// Whether runs of flags, behind how long they are, can be decoded.
pub(super) fn are_flags(values: &[u8]) -> bool {
    let runs = values.split_first_chunk().and_then(|(length, rest)| rest.get(..u32::from_le_bytes(*length) as usize));
    runs.is_some_and(|runs| hold(runs, 1, 0))
}

/// Whether runs hold as many numbers of so many bits as are wanted, and have headers that end. Writers pad: there may be
/// more numbers, a last run may be cut off behind those that are wanted, and zeros may follow.
fn hold(mut left: &[u8], width: u64, wanted: u64) -> bool {
    let mut held: u64 = 0;
    while !left.is_empty() {
        if is_endless(left) {
            return false;
        }
        let Some(header) = varint(&mut left) else { break };
        let (numbers, length) = match (header & 1, header >> 1) {
            (1, groups) => {
                let length = groups.saturating_mul(width).min(left.len() as u64);
                let whole = (length * 8).checked_div(width).unwrap_or(u64::MAX);
                (groups.saturating_mul(8).min(whole), length)
            }
            // The decoder takes a zero for the end, or for a run of nothing.
            (_, 0) if held < wanted => break,
            (_, 0) => (0, 0),
            (_, times) => (times, width.div_ceil(8)),
        };
        let Some(rest) = left.get(length as usize..) else { break };
        left = rest;
        held = held.saturating_add(numbers);
    }
    held >= wanted
}
