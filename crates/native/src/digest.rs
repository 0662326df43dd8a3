//! SHA-256 of files, computed while they are read.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a file in hexadecimal; `None` if it cannot be read.
pub fn sha256_of(path: &Path) -> Option<String> {
    sha256(path, &AtomicBool::new(false))
}

/// The SHA-256 of a file in hexadecimal; `None` if it cannot be read, which reading reports, or once stopped.
pub(crate) fn sha256(path: &Path, is_stopped: &AtomicBool) -> Option<String> {
    let mut file = std::fs::File::open(path).ok()?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    while !is_stopped.load(Ordering::Relaxed) {
        match std::io::Read::read(&mut file, &mut buffer).ok()? {
            0 => return Some(base16ct::lower::encode_string(&digest.finalize())),
            count => digest.update(&buffer[..count]),
        }
    }
    None
}
