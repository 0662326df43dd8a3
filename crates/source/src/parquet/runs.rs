//! Checks numbers in the hybrid encoding of run length and bit packing, used for levels, dictionary indexes and flags.
//! The decoder assumes that packed bytes are present and that a run's header ends. The encoding:
//! <https://parquet.apache.org/docs/file-format/data-pages/encodings/>.

use super::varint::{is_endless, varint};

/// Whether runs contain as many valid levels as there are values.
pub(super) fn hold_levels(runs: &[u8], most: i16, values: u32) -> bool {
    let width = u16::BITS - most.unsigned_abs().leading_zeros();
    hold(runs, u64::from(width), u64::from(values))
}

/// Whether runs of dictionary indexes, after their bit width, can be decoded.
pub(super) fn are_indexes(values: &[u8]) -> bool {
    values.split_first().is_some_and(|(width, runs)| hold(runs, u64::from(*width), 0))
}

/// Whether runs of flags, after their length, can be decoded.
pub(super) fn are_flags(values: &[u8]) -> bool {
    let runs = values.split_first_chunk().and_then(|(length, rest)| rest.get(..u32::from_le_bytes(*length) as usize));
    runs.is_some_and(|runs| hold(runs, 1, 0))
}

/// Whether runs contain `wanted` numbers of `width` bits, and all headers end. Writers pad: there may be more numbers,
/// the last run may be cut off after those wanted, and zeros may follow.
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
            // The decoder takes a zero for the end, or for an empty run.
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
