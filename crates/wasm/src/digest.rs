//! SHA-256 of an input, fed in slices. It runs in a worker of its own, beside the reading.

use sha2::{Digest as _, Sha256};
use wasm_bindgen::prelude::*;

/// A SHA-256 being computed.
#[wasm_bindgen]
#[derive(Clone, Debug, Default)]
pub struct Digest(Sha256);

#[wasm_bindgen]
impl Digest {
    /// Of no bytes yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Feeds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of everything fed, in hexadecimal. It starts again from no bytes.
    pub fn finish(&mut self) -> String {
        base16ct::lower::encode_string(&self.0.finalize_reset())
    }
}
