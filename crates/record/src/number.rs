//! Parses numbers as records write them: as JSON numbers, as strings of digits, or as printed floating point. All are
//! parsed exactly; no value passes through a float.

use std::borrow::Cow;

/// `digits × 10^exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// Parses `1577571960.848` or `1.577571960848E12`; none if it has more than 38 digits.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse().ok()?),
            None => (text, 0_i32),
        };
        let unsigned = number.strip_prefix(['-', '+']).unwrap_or(number);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut digits = 0_i128;
        for digit in whole.bytes().chain(fraction.bytes()) {
            let digit = digit.is_ascii_digit().then(|| i128::from(digit - b'0'))?;
            digits = digits.checked_mul(10)?.checked_add(digit)?;
        }
        let digits = if number.starts_with('-') { -digits } else { digits };
        Some(Self { digits, exponent: exponent.checked_sub(i32::try_from(fraction.len()).ok()?)? })
    }

    /// The number times `10^power`, rounded towards zero; none if that exceeds 128 bits.
    pub(crate) fn scaled(self, power: i32) -> Option<i128> {
        let power = self.exponent.checked_add(power)?;
        let factor = 10_i128.checked_pow(power.unsigned_abs());
        match (power >= 0, factor) {
            (true, Some(factor)) => self.digits.checked_mul(factor),
            (true, None) => (self.digits == 0).then_some(0),
            (false, Some(factor)) => Some(self.digits.div_euclid(factor)),
            (false, None) => Some(if self.digits < 0 { -1 } else { 0 }),
        }
    }

    fn is_whole(self) -> bool {
        match 10_i128.checked_pow(self.exponent.unsigned_abs()) {
            _ if self.exponent >= 0 || self.digits == 0 => true,
            Some(factor) => self.digits % factor == 0,
            None => false,
        }
    }
}

/// A whole number, from a number or a string of digits. `1.577571960848E12` and `200.0` occur where a tool has read the
/// number as floating point.
pub(crate) fn integer(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| {
        let text = text.trim();
        let decimal = Decimal::of(text)?;
        decimal.is_whole().then(|| decimal.scaled(0))??.try_into().ok()
    })
}

/// Restores the digits of an id that a tool has read as floating point, `6.051921418418893e15` or `6051921418418893.0`.
/// Any other text is unchanged, and so is an id from 2^53 on, where floating point has lost digits.
pub(crate) fn id(text: Cow<'_, str>) -> Cow<'_, str> {
    if !may_be_float(&text) || is_rounded(&text) {
        return text;
    }
    let whole = || Decimal::of(&text).filter(|id| id.is_whole())?.scaled(0).filter(|id| *id < 1 << 53);
    match whole() {
        Some(id) => Cow::Owned(id.to_string()),
        None => text,
    }
}

/// Whether [`id`] may change a text.
pub(crate) fn may_be_float(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && text.contains('.')
}

/// Whether a text is a number that lost digits: one shortened by a spreadsheet, `6.05192E+15` or `1,23E+17`, one whose
/// digits after the fifteenth became zeros, or one in floating point that cannot hold all digits, of 32 bits or beyond
/// 2^53.
pub(crate) fn is_rounded(text: &str) -> bool {
    const LONGEST: usize = 26;
    let (Some(first), Some(last)) = (text.as_bytes().first(), text.as_bytes().last()) else { return false };
    let may_be_blank = |byte: u8| byte <= b' ' || !byte.is_ascii();
    let text = if may_be_blank(*first) || may_be_blank(*last) { text.trim() } else { text };
    if text.len() > LONGEST || !text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    // Nearly every id ends here.
    let is_float = text.bytes().fold(false, |found, byte| found | matches!(byte, b'.' | b'e' | b'E'));
    if !is_float {
        // Of genuine ids of 16 digits, one in ten ends in zero.
        return matches!(text.len(), 17..=19) && text.ends_with("00") && is_cut_to_fifteen(text);
    }
    is_shortened(text) || text.contains('.') && is_short_float(text)
}

/// Whether a number has 16 digits or more and only zeros after the fifteenth, as spreadsheets keep no more.
pub(crate) fn is_cut_to_fifteen(digits: &str) -> bool {
    const KEPT: usize = 15;
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.get(KEPT..).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte == b'0'))
}

/// Whether a text is a number that a spreadsheet has shortened to a few digits.
pub(crate) fn is_shortened(text: &str) -> bool {
    const LONGEST: usize = 14;
    const MAX_DIGITS: usize = 6;
    let Some((number, exponent)) = text.split_once(['E', 'e']).filter(|_| text.len() <= LONGEST) else { return false };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let marks = number.bytes().filter(|byte| matches!(byte, b'.' | b',')).count();
    let exponent = exponent.parse::<u32>().unwrap_or_default();
    number.starts_with(|first: char| first.is_ascii_digit())
        && (1..=MAX_DIGITS).contains(&digits)
        && digits + marks == number.len()
        && marks <= 1
        && (9..=38).contains(&exponent)
}

/// Whether a number in floating point may stand for several whole numbers: one of 32 bits, which distinguishes at most
/// nine digits, or one beyond 2^53.
fn is_short_float(text: &str) -> bool {
    const MAX_DIGITS: usize = 9;
    let whole = || Decimal::of(text).filter(|number| number.is_whole())?.scaled(0);
    let Some(whole) = whole().filter(|whole| *whole >= 10_000_000_000) else { return false };
    whole >= 1 << 53 || whole.to_string().trim_end_matches('0').len() <= MAX_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_in_every_spelling() {
        for (text, expected) in [
            ("200", Some(200)),
            (" 200 ", Some(200)),
            ("200.0", Some(200)),
            ("2e2", Some(200)),
            ("2000E-1", Some(200)),
            ("-1", Some(-1)),
            ("0", Some(0)),
            ("0e99999", Some(0)),
            ("0e-99999", Some(0)),
            ("1.577571960848E12", Some(1_577_571_960_848)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("3049056262456431186970", None),
            ("200.5", None),
            ("1e99999", None),
            ("1e-99999", None),
            ("1e99999999999", None),
            ("", None),
            (".", None),
            ("-", None),
            ("1.2.3", None),
            ("1-2", None),
            ("٣", None),
            ("NaN", None),
        ] {
            assert_eq!(integer(text), expected, "{text}");
        }
    }

    #[test]
    fn ids_that_were_floats_are_their_digits() {
        for (text, expected) in [
            ("6.051921418418893e15", "6051921418418893"),
            ("6.051921418418893E+15", "6051921418418893"),
            ("6051921418418893.0", "6051921418418893"),
            ("6051921418418893.00", "6051921418418893"),
            ("0.0", "0"),
            ("9007199254740991.0", "9007199254740991"),
            ("9007199254740993.0", "9007199254740993.0"),
            ("3.049056262456431e21", "3.049056262456431e21"),
            ("6051921418418893.5", "6051921418418893.5"),
            ("6051921418418893", "6051921418418893"),
            ("12e4", "12e4"),
            ("1.2.3", "1.2.3"),
            ("adb-1.0", "adb-1.0"),
            ("", ""),
        ] {
            assert_eq!(id(text.into()), expected, "{text}");
        }
    }

    #[test]
    fn numbers_that_lost_digits_are_recognised() {
        for (text, expected) in [
            ("6.05192E+15", true),
            ("1,23E+17", true),
            ("6051921418418893", false),
            ("6051921418418890", false),
            ("6051921418418800", false),
            ("60519214184188900", true),
            ("60519214184188930", false),
            ("6051921418418890000", true),
            ("3049056262456431186970", false),
            ("6051921400000000.0", true),
            ("6.0519214e15", true),
            ("6.051921418418893e15", false),
            ("6051921418418893.0", false),
            ("9007199254740993.0", true),
            ("1.0000000000000002e17", true),
            ("605.0", false),
            ("823746518234e12", false),
            ("8c7a1b2e-0000-4000-8000-000000000000", false),
            ("10000", false),
            ("", false),
        ] {
            assert_eq!(is_rounded(text), expected, "{text}");
        }
    }

    #[test]
    fn decimals_are_exact_and_round_down() {
        for (text, power, expected) in [
            ("1577571960.848", 9, Some(1_577_571_960_848_000_000)),
            ("1577571960.848", 0, Some(1_577_571_960)),
            ("-0.5", 0, Some(-1)),
            ("-0.5", 1, Some(-5)),
            (".5", 1, Some(5)),
            ("1e-99999", 0, Some(0)),
            ("-1e-99999", 0, Some(-1)),
            ("1e39", 0, None),
        ] {
            assert_eq!(Decimal::of(text).and_then(|decimal| decimal.scaled(power)), expected, "{text}");
        }
        assert_eq!(Decimal::of(&"9".repeat(40)), None);
    }
}
