//! Pages that expand beyond what their headers say. The decoder gives snappy, zstd and raw lz4 as much room as that and
//! no more; gzip, brotli and framed lz4 it follows wherever they go.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use lz4_flex::frame::FrameDecoder;
use parquet::basic::Compression;

/// How much of a page the brotli decoder is given at a time.
const BUFFER_BYTES: usize = 1 << 16;

/// Whether a page goes on behind the length that its header says. Other damage is the decoder's to tell.
pub(super) fn goes_on(codec: Compression, page: &[u8], expanded: usize) -> bool {
    match codec {
        Compression::GZIP(_) => is_longer(MultiGzDecoder::new(page), expanded),
        // A page that begins so has a window of up to 1 GiB, which brotli's standard leaves out.
        Compression::BROTLI(_) if page.first().is_some_and(|first| first & 0x7f == 0x11) => true,
        Compression::BROTLI(_) => is_longer(brotli::Decompressor::new(page, BUFFER_BYTES), expanded),
        Compression::LZ4 => is_longer(FrameDecoder::new(page), expanded),
        _ => false,
    }
}

fn is_longer(stream: impl Read, length: usize) -> bool {
    let length = length as u64;
    let mut bounded = stream.take(length + 1);
    // After an error the decoder behind stops, too: what came before it is what counts.
    io::copy(&mut bounded, &mut io::sink()).ok();
    bounded.limit() == 0
}
