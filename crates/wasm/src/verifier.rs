//! A bundle that is being checked.

use touchstone_evidence::{BundleChecked, FileAtHand, PublicKey, Verified, match_files};
use wasm_bindgen::prelude::*;

use crate::{from_js, to_js};

/// A bundle that was checked by itself.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Verifier {
    pub(crate) verified: Verified,
    checked: BundleChecked,
}

#[wasm_bindgen]
impl Verifier {
    /// Checks a bundle by itself.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Self {
        let (verified, checked) = BundleChecked::of(bytes);
        Self { verified, checked }
    }

    /// What was found.
    #[wasm_bindgen(unchecked_return_type = "BundleChecked")]
    pub fn checked(&self) -> Result<JsValue, JsError> {
        to_js(&self.checked)
    }

    /// Which files are those of the bundle.
    #[wasm_bindgen(unchecked_return_type = "FilesMatched")]
    pub fn files(
        &self,
        #[wasm_bindgen(unchecked_param_type = "FileAtHand[]")] at_hand: JsValue,
    ) -> Result<JsValue, JsError> {
        let at_hand: Vec<FileAtHand> = from_js(at_hand)?;
        let manifest = self.verified.manifest.as_ref().ok_or_else(|| JsError::new("the manifest cannot be read"))?;
        to_js(&match_files(manifest, &at_hand))
    }
}

/// Checks a signature of minisign's format with a public key, and gives its trusted comment.
#[wasm_bindgen(js_name = checkSignature)]
pub fn check_signature(bytes: &[u8], signature: &str, key: &str) -> Result<String, JsError> {
    let key = PublicKey::parse(key).map_err(|message| JsError::new(&message))?;
    key.verify(bytes, signature).map_err(|message| JsError::new(&message))
}
