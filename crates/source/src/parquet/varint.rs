//! Numbers of variable length, seven bits in each byte, lowest first.

/// The length of the longest number, 64 bits, in bytes.
const MAX_BYTES: usize = 10;

pub(super) fn varint(left: &mut &[u8]) -> Option<u64> {
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

pub(super) fn zigzag(left: &mut &[u8]) -> Option<i64> {
    let number = varint(left)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}

/// Whether a number has no end within the longest length. The decoder panics on it.
pub(super) fn is_endless(left: &[u8]) -> bool {
    left.len() > MAX_BYTES && left[..MAX_BYTES].iter().all(|byte| *byte >= 0x80)
}
