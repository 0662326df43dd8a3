//! SHA-256 of an input, fed in slices. Runs in its own worker while inputs are read.

use sha2::{Digest as _, Sha256};
use wasm_bindgen::prelude::*;

/// An unfinished SHA-256.
#[wasm_bindgen]
#[derive(Clone, Debug, Default)]
pub struct Digest(Sha256);

#[wasm_bindgen]
impl Digest {
    /// Starts a new digest.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Feeds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of everything fed, in hexadecimal. Resets to an empty digest.
    pub fn finish(&mut self) -> String {
        base16ct::lower::encode_string(&self.0.finalize_reset())
    }
}
