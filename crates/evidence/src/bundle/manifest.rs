//! The manifest of a bundle: what was asked, of which files, and every member with its size and hash.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use ts_rs::TS;

use crate::sample::Method;

/// The format of bundles.
pub const FORMAT: &str = "touchstone-evidence 1";

/// The manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The version of Touchstone that made the bundle.
    pub touchstone: String,
    /// When it was made, as whoever made it says: RFC 3339.
    pub made: String,
    /// The filter as text; empty for every event.
    pub filter: String,
    /// The sample that was drawn.
    pub sample: Option<SamplePlan>,
    /// The id of the key of the pseudonyms in it; nothing if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>", optional)]
    pub pseudonyms: Option<String>,
    /// A digest of the version, the rules and the tuning.
    pub rules_sha256: String,
    /// The files that were read, in their order.
    pub files: Vec<FileFacts>,
    /// The members in their order, but for the manifest and its hash.
    pub members: Vec<MemberFacts>,
}

/// How a sample was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SamplePlan {
    /// How many events.
    pub size: usize,
    /// The seed.
    pub seed: String,
    /// How.
    pub method: Method,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FileFacts {
    /// Its path as given.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
}

/// A member of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MemberFacts {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// As the member's bytes.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, String> {
        super::json(self)
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}
