//! Bundles as the page asks for them, and what it is told of those that are made and checked.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use touchstone_analysis::{Analysis, Filter};
use touchstone_medallion::Session;
use ts_rs::TS;

use super::Fault;
use super::build::Request;
use super::manifest::{FileFacts, Manifest, SamplePlan};
use super::verify::{Verified, verify};
use crate::pseudonyms::PseudonymKey;

/// A bundle of what is loaded, under the rules in use.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BundleAsked {
    /// Narrows the summary, the totals, the findings and the population of the sample.
    pub filter: Filter,
    /// A sample to draw.
    pub sample: Option<SamplePlan>,
    /// A case file, which is taken as it is.
    pub case: Option<String>,
    /// When the bundle is made: RFC 3339 in UTC, with milliseconds.
    pub made: String,
}

impl BundleAsked {
    /// With the files and the rules in use, and pseudonyms if there is a key. An error names a file without a SHA-256.
    pub fn request(
        self,
        session: &Session,
        analysis: &mut Analysis,
        pseudonyms: Option<PseudonymKey>,
    ) -> Result<Request, String> {
        Ok(Request {
            filter: self.filter,
            sample: self.sample,
            case: self.case.map(String::into_bytes),
            made: self.made,
            files: files_of(session)?,
            own_rules: analysis.own_rules(),
            pseudonyms,
        })
    }
}

/// The files of a session, inputs and others, with their SHA-256. An error names one without.
pub fn files_of(session: &Session) -> Result<Vec<FileFacts>, String> {
    let facts = session.files().map(|(path, bytes, sha256)| {
        let sha256 = sha256.ok_or_else(|| format!("{path}: cannot be read to its end"))?.to_owned();
        Ok(FileFacts { path: path.to_owned(), bytes, sha256 })
    });
    facts.collect()
}

/// A bundle, checked by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BundleChecked {
    /// What is not as it was made; empty if nothing is.
    pub faults: Vec<Fault>,
    /// SHA-256 of the bundle.
    pub sha256: String,
    /// SHA-256 of its manifest; nothing if there is none.
    pub seal: Option<String>,
    /// Records that it holds.
    pub records: u64,
    /// Its members, the manifest and its hash included.
    pub members: usize,
    /// The manifest; nothing if it cannot be read.
    pub manifest: Option<Manifest>,
}

impl BundleChecked {
    /// Checks a bundle by itself.
    pub fn of(bytes: &[u8]) -> (Verified, Self) {
        let verified = verify(bytes);
        let checked = Self {
            faults: verified.faults.clone(),
            sha256: base16ct::lower::encode_string(&Sha256::digest(bytes)),
            seal: verified.seal.clone(),
            records: verified.records,
            members: verified.member_count(),
            manifest: verified.manifest.clone(),
        };
        (verified, checked)
    }
}
