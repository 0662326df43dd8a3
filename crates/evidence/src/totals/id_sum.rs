//! A digest of ids that does not depend on their order.

use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// Hexadecimal digits of each id's SHA-256 that are added: 60 bits, which a warehouse's integers hold.
pub(crate) const DIGITS: u32 = 15;

/// The largest sum that is read: of 2^64 ids, and no decimal of 38 digits of a warehouse is larger.
const MAX: u128 = 10_u128.pow(38) - 1;

/// A sum of the first 60 bits of the SHA-256 of ids. It tells whether two lists hold the same ids where nobody chose the
/// ids to deceive: who may choose many ids can find others with the same sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdSum(u128);

impl IdSum {
    /// Adds an id.
    pub(crate) fn add(&mut self, id: &str) {
        let digest: [u8; 32] = Sha256::digest(id.as_bytes()).into();
        let first = digest.first_chunk().map_or(0, |first| u64::from_be_bytes(*first));
        self.0 = self.0.saturating_add(u128::from(first >> (64 - 4 * DIGITS)));
    }

    /// The sum of both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Reads a sum in decimal digits; nothing where it is something else, as a spreadsheet's rounded number.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|sum| is_plain && *sum <= MAX).map(Self)
    }
}

impl fmt::Display for IdSum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// As text: JSON's numbers are rounded by most readers.
impl Serialize for IdSum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_sha256sum() {
        // printf a | sha256sum: ca978112ca1bbdc; printf b | sha256sum: 3e23e8160039594
        let mut sum = IdSum::default();
        sum.add("a");
        assert_eq!(sum, IdSum(0x0ca9_7811_2ca1_bbdc));
        sum.add("b");
        assert_eq!(sum, IdSum(0x0ca9_7811_2ca1_bbdc + 0x03e2_3e81_6003_9594));
        let mut other = IdSum::default();
        other.add("b");
        other.add("a");
        assert_eq!(sum, other);
    }

    #[test]
    fn only_whole_numbers_are_sums() {
        for (text, expected) in [
            ("0", Some(0)),
            ("99999999999999999999999999999999999999", Some(MAX)),
            ("100000000000000000000000000000000000000", None),
            ("1.2E+18", None),
            ("+1", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(IdSum::parse(text), expected.map(IdSum), "{text}");
        }
    }
}
