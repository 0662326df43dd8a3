//! Texts of one length that differ in hexadecimal digits only, such as UUIDs: two digits a byte.

use std::sync::OnceLock;

/// The longest text that is packed.
pub(crate) const MAX_LENGTH: usize = 64;

/// Stands for a digit in a pattern.
const DIGIT: u8 = 0;

/// Such texts, of which digits take half their size.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    /// What all texts have in common, of ASCII, with [`DIGIT`] for each digit.
    pattern: Box<[u8]>,
    /// The places of the digits, by two; the last of an odd number stands twice.
    pairs: Box<[(u8, u8)]>,
    /// Of text after text, the digits from front to back.
    digits: Box<[u8]>,
    /// The texts, since somebody reads them.
    unpacked: OnceLock<Box<str>>,
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

impl Packed {
    /// Packs texts of one length that are concatenated; `None` if they differ in something else, or if it gains too little.
    pub(crate) fn of(joined: &str, length: usize) -> Option<Self> {
        let first = joined.as_bytes().get(..length).filter(|_| (1..=MAX_LENGTH).contains(&length))?;
        let pattern: Vec<u8> = first.iter().map(|byte| if DIGITS.contains(byte) { DIGIT } else { *byte }).collect();
        let places: Vec<u8> = (0..length as u8).filter(|place| pattern[usize::from(*place)] == DIGIT).collect();
        let pairs: Box<[_]> = places.chunks(2).map(|pair| (pair[0], pair[pair.len() - 1])).collect();
        if pairs.is_empty() || pairs.len() * 3 > length * 2 || !first.is_ascii() || first.contains(&DIGIT) {
            return None;
        }
        let mut fixed = [0; MAX_LENGTH];
        fixed[..length].copy_from_slice(&pattern);
        let mut are_digits = [0; MAX_LENGTH];
        are_digits.iter_mut().zip(&pattern).for_each(|(mask, byte)| *mask = if *byte == DIGIT { u8::MAX } else { 0 });
        let mut text = [0; MAX_LENGTH];
        let mut digits = Vec::with_capacity(joined.len() / length * pairs.len());
        for next in joined.as_bytes().chunks_exact(length) {
            text[..length].copy_from_slice(next);
            let mut values = [0; MAX_LENGTH];
            let mut others = 0;
            // Without a branch, all places at once.
            for at in 0..MAX_LENGTH {
                let byte = text[at];
                let value = (byte & 0xf) + if byte & 0x40 == 0 { 0 } else { 9 };
                let digit = value.wrapping_add(if value < 10 { b'0' } else { b'a' - 10 });
                values[at] = value;
                others |= byte ^ (digit & are_digits[at] | fixed[at]);
            }
            if others != 0 {
                return None;
            }
            let value = |place: u8| values[usize::from(place) % MAX_LENGTH];
            let mut packed = [0; MAX_LENGTH / 2];
            for (packed, (high, low)) in packed.iter_mut().zip(&pairs) {
                *packed = value(*high) << 4 | value(*low);
            }
            digits.extend_from_slice(&packed[..pairs.len()]);
        }
        Some(Self { pattern: pattern.into(), pairs, digits: digits.into(), unpacked: OnceLock::new() })
    }

    /// The length of each text.
    pub(crate) fn length(&self) -> usize {
        self.pattern.len()
    }

    /// All texts, concatenated.
    pub(crate) fn joined(&self) -> &str {
        self.unpacked.get_or_init(|| self.part(0, usize::MAX).into())
    }

    /// `count` texts from `first`, concatenated.
    pub(crate) fn part(&self, first: usize, count: usize) -> String {
        let length = self.pattern.len();
        let digits = self.digits.chunks_exact(self.pairs.len()).skip(first).take(count);
        let mut bytes = Vec::with_capacity(digits.len() * length);
        // What is not a digit stays.
        let mut text = self.blank();
        for digits in digits {
            self.unpack(digits, &mut text);
            bytes.extend_from_slice(&text[..length]);
        }
        // The pattern and the digits are ASCII.
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// The bytes of a text, written to `buffer`.
    pub(crate) fn write<'a>(&self, place: usize, buffer: &'a mut [u8; MAX_LENGTH]) -> &'a [u8] {
        *buffer = self.blank();
        let count = self.pairs.len();
        self.unpack(&self.digits[place * count..][..count], buffer);
        &buffer[..self.pattern.len()]
    }

    /// The pattern.
    fn blank(&self) -> [u8; MAX_LENGTH] {
        let mut text = [DIGIT; MAX_LENGTH];
        text[..self.pattern.len()].copy_from_slice(&self.pattern);
        text
    }

    fn unpack(&self, digits: &[u8], text: &mut [u8; MAX_LENGTH]) {
        for (byte, (high, low)) in digits.iter().zip(&self.pairs) {
            text[usize::from(*high) % MAX_LENGTH] = DIGITS[usize::from(byte >> 4)];
            text[usize::from(*low) % MAX_LENGTH] = DIGITS[usize::from(byte & 0xf)];
        }
    }

    /// Whether a text may have a byte of ASCII.
    pub(crate) fn may_have(&self, byte: u8) -> bool {
        DIGITS.contains(&byte) || byte != DIGIT && self.pattern.contains(&byte)
    }

    /// Gives back what reading texts took.
    pub(crate) fn forget(&mut self) {
        self.unpacked.take();
    }

    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.pattern.len()
            + size_of_val(&*self.pairs)
            + self.digits.len()
            + self.unpacked.get().map_or(0, |joined| joined.len())
    }
}

#[cfg(test)]
mod tests {
    use crate::dictionary::Dictionary;
    use crate::frame::Frame;

    const TEXTS: u64 = 70_000;

    fn mixed(number: u64) -> u128 {
        u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 64 | u128::from(number)
    }

    fn uuid(number: u64) -> String {
        let hex = format!("{:032x}", mixed(number));
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }

    /// Kinds of texts, and whether those of full chunks are packed.
    type Kind = (&'static str, bool, fn(u64) -> String);

    const KINDS: [Kind; 10] = [
        ("UUID", true, uuid),
        ("hexadecimal", true, |number| format!("{:032x}", mixed(number))),
        ("odd number of digits", true, |number| format!("job-{number:06}/x")),
        ("behind what is long", true, |number| {
            format!("s3://a-bucket-of-some-name/{number:09x}/{:08x}", number * 7919)
        }),
        ("upper case", false, |number| uuid(number).to_uppercase()),
        ("not ASCII", false, |number| format!("ä{number:012}")),
        ("a control character", false, |number| format!("\0{number:012}")),
        ("several lengths", false, |number| format!("{}{number}", &"yyy"[number as usize % 3..])),
        ("too long", false, |number| format!("{number:065}")),
        ("one is another", false, |number| if number % 16_000 == 77 { format!("{number:x>36}") } else { uuid(number) }),
    ];

    #[test]
    fn packed_texts_are_read_as_they_were_written() {
        for (name, is_packed, text) in KINDS {
            let texts: Vec<String> = (0..TEXTS).map(text).collect();
            let (mut looked_up, mut added) = (Dictionary::default(), Dictionary::default());
            for text in &texts {
                let code = looked_up.intern(text);
                assert_eq!(looked_up.get(code), Some(text.as_str()), "{name}");
                added.add(text);
            }
            assert_eq!(looked_up.reading_bytes() > 0, is_packed, "{name}");
            let held: usize = texts.iter().map(String::len).sum();
            added.forget();
            assert_eq!(added.memory_bytes() < held * 4 / 5, is_packed, "{name}: {}", added.memory_bytes());
            let mut first = 1;
            while first <= added.len() as u32 {
                let run = added.run(first, 5000, 100_000);
                let expected = &texts[first as usize - 1..][..run.len()];
                assert!(run.iter().eq(expected.iter().map(String::as_str)), "{name}");
                assert_eq!((run.bytes(), run.is_ascii()), (run.joined().len(), run.joined().is_ascii()), "{name}");
                for byte in 0..128 {
                    assert!(run.may_have(byte) || !run.joined().as_bytes().contains(&byte), "{name}: {byte}");
                }
                let last = run.span(run.len() - 1);
                assert_eq!((run.place_of(last.start, 0), last.end), (run.len() - 1, run.bytes()), "{name}");
                first += run.len() as u32;
            }
            for at in [0, 77, 16_383, 16_384, 69_999] {
                assert_eq!(added.get(at as u32 + 1), Some(texts[at].as_str()), "{name}");
                assert_eq!(looked_up.get(looked_up.find(&texts[at]).unwrap()), Some(texts[at].as_str()), "{name}");
                assert_eq!(looked_up.intern(&texts[at]), looked_up.find(&texts[at]).unwrap(), "{name}");
            }
            assert_eq!(looked_up.find("absent"), None);
            let (joined, ends) = added.into_texts();
            assert_eq!(joined, texts.concat(), "{name}");
            assert_eq!(ends.len(), texts.len());
        }
    }

    #[test]
    fn what_reading_took_is_given_back() {
        let mut frame = Frame::default();
        let column = frame.add_text("id");
        let codes: Vec<u32> = (0..TEXTS).map(|number| frame.intern(column, &uuid(number))).collect();
        frame.extend_text(column, codes);
        frame.finish_rows(TEXTS as usize);
        let held = frame.memory_bytes();
        for row in [5, 20_000] {
            assert_eq!(frame.text(column, row), Some(uuid(row.into()).as_str()));
        }
        let read = frame.memory_bytes();
        assert!(read > held && read <= held + frame.reading_bytes(), "{held} {read} {}", frame.reading_bytes());
        frame.forget();
        assert_eq!(frame.memory_bytes(), held);
        assert_eq!(frame.text(column, 5), Some(uuid(5).as_str()));
    }
}
