//! Z85 encodes four bytes as five characters that need no escapes in JSON: <https://rfc.zeromq.org/spec/32/>.

/// The characters, in the order of their values.
const DIGITS: &[u8; 85] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/// The number of characters that encode four bytes.
const GROUP: usize = 5;

/// Decodes a text; none if it is not Z85.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut values = [None; 256];
    for (value, digit) in DIGITS.iter().enumerate() {
        values[usize::from(*digit)] = Some(value as u32);
    }
    let (groups, rest) = text.as_bytes().as_chunks::<GROUP>();
    if !rest.is_empty() {
        return None;
    }
    let mut bytes = Vec::with_capacity(groups.len() * 4);
    for group in groups {
        let mut number: u32 = 0;
        for digit in group {
            number = number.checked_mul(DIGITS.len() as u32)?.checked_add(values[usize::from(*digit)]?)?;
        }
        bytes.extend(number.to_be_bytes());
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_decoded_or_refused() {
        for (text, bytes) in [
            ("", Some(vec![])),
            // The specification's example.
            ("HelloWorld", Some(vec![0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b])),
            ("00000", Some(vec![0; 4])),
            ("%nSc0", Some(vec![0xff; 4])),
            // One more than four bytes can hold.
            ("%nSc1", None),
            ("#####", None),
            ("Hello!!", None),
            ("Hel o", None),
            ("Helö", None),
        ] {
            assert_eq!(decode(text), bytes, "{text}");
        }
    }
}
