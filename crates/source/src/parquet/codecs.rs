//! Detects pages that expand beyond the size in their headers. The decoder limits snappy, zstd and raw lz4 to that
//! size, but not gzip, brotli and framed lz4.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use lz4_flex::frame::FrameDecoder;
use parquet::basic::Compression;

/// How many bytes of a page the brotli decoder gets at a time.
const BUFFER_BYTES: usize = 1 << 16;

/// Whether a page expands beyond the length in its header. Other damage is left to the decoder to report.
pub(super) fn goes_on(codec: Compression, page: &[u8], expanded: usize) -> bool {
    match codec {
        Compression::GZIP(_) => is_longer(MultiGzDecoder::new(page), expanded),
        // A page that starts like this uses large-window brotli, up to 1 GiB, which the standard does not include.
        Compression::BROTLI(_) if page.first().is_some_and(|first| first & 0x7f == 0x11) => true,
        Compression::BROTLI(_) => is_longer(brotli::Decompressor::new(page, BUFFER_BYTES), expanded),
        Compression::LZ4 => is_longer(FrameDecoder::new(page), expanded),
        _ => false,
    }
}

fn is_longer(stream: impl Read, length: usize) -> bool {
    let length = length as u64;
    let mut bounded = stream.take(length + 1);
    // The decoder will stop at the same error, so only the bytes before it matter.
    io::copy(&mut bounded, &mut io::sink()).ok();
    bounded.limit() == 0
}
