//! Exact decimal numbers: ids of 22 digits do not fit floating point.

use std::cmp::Ordering;

/// A decimal number. Equal values with different spellings compare equal, and keep their spelling.
#[derive(Clone, Debug)]
pub struct Decimal {
    text: String,
    parts: Parts,
}

/// `0.digits × 10^point`, with a sign; no digits for zero.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    is_negative: bool,
    point: i64,
    digits: Vec<u8>,
}

impl Decimal {
    /// The number that a text spells: a sign, digits, a fraction, an exponent, as in JSON.
    pub fn of(text: &str) -> Option<Self> {
        Some(Self { parts: Parts::of(text)?, text: text.to_owned() })
    }

    /// A whole number.
    pub fn of_integer(number: i64) -> Self {
        let text = number.to_string();
        let parts = Parts::of(&text).unwrap_or(Parts { is_negative: false, point: 0, digits: Vec::new() });
        Self { text, parts }
    }

    /// As it is spelled.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its value, if it is whole and has 64 bits.
    pub fn integer(&self) -> Option<i64> {
        self.text.parse().ok()
    }
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let (is_negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => (&unsigned[..at], unsigned[at + 1..].parse::<i32>().ok()?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(whole, rest)| (whole, Some(rest)));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || fraction.is_some_and(|fraction| !is_digits(fraction)) {
            return None;
        }
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.unwrap_or_default().bytes()).collect();
        let leading = digits.iter().take_while(|digit| **digit == b'0').count();
        digits.drain(..leading);
        digits.truncate(digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1));
        if digits.is_empty() {
            return Some(Self { is_negative: false, point: 0, digits });
        }
        let point = whole.len() as i64 - leading as i64 + i64::from(exponent);
        Some(Self { is_negative, point, digits })
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (&self.parts, &other.parts);
        a.sign().cmp(&b.sign()).then_with(|| {
            let magnitude = a.point.cmp(&b.point).then_with(|| a.digits.cmp(&b.digits));
            if a.is_negative { magnitude.reverse() } else { magnitude }
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Eq for Decimal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value() {
        let ascending = [
            "-1e400",
            "-1234567890123456789013",
            "-1234567890123456789012",
            "-10",
            "-9.5",
            "-0.001",
            "0",
            "0.0009",
            "0.001",
            "1",
            "1.50",
            "2",
            "10",
            "99.9",
            "100",
            "1234567890123456789012",
            "1234567890123456789013",
            "1E400",
        ];
        for (at, a) in ascending.iter().enumerate() {
            for (other, b) in ascending.iter().enumerate() {
                let (a, b) = (Decimal::of(a).unwrap(), Decimal::of(b).unwrap());
                assert_eq!(a.cmp(&b), at.cmp(&other), "{} {}", a.text(), b.text());
            }
        }
        for (a, b) in [("1.50", "1.5"), ("-0", "0.000"), ("1e2", "100"), ("007", "7"), ("0.1e-1", "0.01")] {
            assert_eq!(Decimal::of(a), Decimal::of(b));
        }
        for text in ["", "-", "1.", ".5", "1e", "+1", "1_000", "0x1f", "1e99999999999", "١", "NaN", " 1"] {
            assert_eq!(Decimal::of(text).map(|number| number.text().to_owned()), None);
        }
    }
}
