//! Values as encoded text: UTF-16 and base64.

use base64ct::{Base64, Encoding as _};
use rsigma_ir::IrEncoding;

/// The texts that an encoded value may be found as.
pub(super) fn encoded(encodings: &[IrEncoding], value: &str) -> Result<Vec<String>, String> {
    let mut bytes = value.as_bytes().to_vec();
    let mut texts = None;
    for encoding in encodings {
        match encoding {
            IrEncoding::Wide => bytes = utf16(value, u16::to_le_bytes),
            IrEncoding::Utf16Be => bytes = utf16(value, u16::to_be_bytes),
            IrEncoding::Utf16 => bytes = [vec![0xff, 0xfe], utf16(value, u16::to_le_bytes)].concat(),
            IrEncoding::Base64 => texts = Some(vec![Base64::encode_string(&bytes)]),
            // Of a single byte, no character depends on nothing else.
            IrEncoding::Base64Offset if bytes.len() < 2 => {
                return Err(format!("{value} is too short to be found within base64"));
            }
            IrEncoding::Base64Offset => texts = Some(offsets(&bytes)),
            IrEncoding::Windash => return Err("the modifier windash is not supported".to_owned()),
        }
    }
    texts.ok_or_else(|| "UTF-16 is supported with base64 only: logs are UTF-8".to_owned())
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// What bytes become within a longer text, by where they begin in a group of three: only the characters that depend on
/// nothing else.
fn offsets(bytes: &[u8]) -> Vec<String> {
    const BEGIN: [usize; 3] = [0, 2, 3];
    let at = |offset: usize| {
        let text = Base64::encode_string(&[vec![b' '; offset], bytes.to_vec()].concat());
        let length = bytes.len() + offset;
        // Characters whose bits are all of these bytes.
        let whole = length / 3 * 4 + [0, 1, 2][length % 3];
        text.get(BEGIN[offset]..whole).unwrap_or_default().to_owned()
    };
    (0..3).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_within_a_longer_text_is_found_at_every_offset() {
        for value in ["ab", "abc", "abcd", "/bin/bash", "http://"] {
            let texts = offsets(value.as_bytes());
            for before in ["", "a", "ab", "abc", "é"] {
                for behind in ["", "z", "zz", "\u{ff}"] {
                    let longer = Base64::encode_string(format!("{before}{value}{behind}").as_bytes());
                    assert!(texts.iter().any(|text| longer.contains(text)), "{value} in {longer}: {texts:?}");
                }
            }
        }
        assert_eq!(encoded(&[IrEncoding::Wide, IrEncoding::Base64], "ab"), Ok(vec!["YQBiAA==".to_owned()]));
        assert!(encoded(&[IrEncoding::Wide], "ab").is_err());
        assert!(encoded(&[IrEncoding::Base64Offset], "a").is_err());
    }
}
