//! The embedded blocks are zstd, which the page's worker decompresses.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

/// A release is packed at the highest level, which takes seconds.
const BEST: i32 = 22;

/// A quick build takes a moment.
const QUICK: i32 = 3;

/// Compresses a file into another.
pub(crate) fn pack(plain: &Path, packed: &Path, quick: bool) -> Result<()> {
    let level = if quick { QUICK } else { BEST };
    let bytes = std::fs::read(plain).with_context(|| format!("cannot read {}", plain.display()))?;
    let frame = compress(&bytes, level).with_context(|| format!("cannot compress {}", plain.display()))?;
    std::fs::write(packed, frame).with_context(|| format!("cannot write {}", packed.display()))
}

/// A frame that names the length of its content, so that it is decompressed into one buffer.
fn compress(bytes: &[u8], level: i32) -> Result<Vec<u8>> {
    let frame = zstd::bulk::compress(bytes, level)?;
    ensure!(zstd::bulk::decompress(&frame, bytes.len())? == bytes, "it decompresses to something else");
    Ok(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_pack_to_the_same_frame_with_their_length() {
        let text = b"{\"a\":1}\n".repeat(100);
        for bytes in [text.as_slice(), b""] {
            let frame = compress(bytes, BEST).unwrap();
            assert_eq!(frame, compress(bytes, BEST).unwrap());
            assert_eq!(frame[..4], [0x28, 0xb5, 0x2f, 0xfd]);
            let length = zstd::zstd_safe::get_frame_content_size(&frame).unwrap();
            assert_eq!(length, Some(bytes.len() as u64));
        }
    }
}
