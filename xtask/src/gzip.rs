//! The embedded blocks are gzip, which every browser can decompress.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use flate2::read::GzDecoder;
use libdeflater::{CompressionLvl, Compressor};

/// Compresses a file into another; for a release at the highest level, which takes seconds.
pub(crate) fn pack(plain: &Path, packed: &Path, quick: bool) -> Result<()> {
    let level = if quick { CompressionLvl::default() } else { CompressionLvl::best() };
    let bytes = std::fs::read(plain).with_context(|| format!("cannot read {}", plain.display()))?;
    let gzip = compress(&bytes, level).with_context(|| format!("cannot compress {}", plain.display()))?;
    std::fs::write(packed, gzip).with_context(|| format!("cannot write {}", packed.display()))
}

/// A gzip member whose header names neither a time nor an operating system. Verified by another library.
fn compress(bytes: &[u8], level: CompressionLvl) -> Result<Vec<u8>> {
    let mut compressor = Compressor::new(level);
    let mut gzip = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut gzip)?;
    gzip.truncate(length);

    let mut inflated = Vec::with_capacity(bytes.len());
    GzDecoder::new(gzip.as_slice()).read_to_end(&mut inflated)?;
    ensure!(inflated == bytes, "it inflates to something else");
    Ok(gzip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_pack_to_the_same_gzip_without_a_time() {
        let text = b"{\"a\":1}\n".repeat(100);
        for bytes in [text.as_slice(), b""] {
            let gzip = compress(bytes, CompressionLvl::best()).unwrap();
            assert_eq!(gzip, compress(bytes, CompressionLvl::best()).unwrap());
            assert_eq!(gzip[..4], [0x1f, 0x8b, 8, 0], "deflate, no name");
            assert_eq!(gzip[4..8], [0; 4], "the time");
            assert_eq!(gzip[9], 255, "the operating system");
        }
    }
}
