//! Bundles: what was asked and found, the records that prove it, and the hashes of all of it in one file.

mod again;
mod archive;
mod asked;
mod build;
mod making;
mod manifest;
mod records;
mod verify;

use serde::Serialize;
use ts_rs::TS;

pub use again::{FileAtHand, FilesMatched, match_files};
pub use archive::Member;
pub use asked::{BundleAsked, BundleChecked, files_of};
pub use build::{Request, bundle};
pub use making::Making;
pub use manifest::{FORMAT, FileFacts, Manifest, MemberFacts, SamplePlan};
pub use verify::{Verified, compare_bundles, verify};

/// Names of members.
pub(crate) mod names {
    pub(crate) const MANIFEST: &str = "manifest.json";
    pub(crate) const SEAL: &str = "manifest.json.sha256";
    pub(crate) const README: &str = "README.txt";
    pub(crate) const BASIS: &str = "basis.json";
    pub(crate) const SUMMARY: &str = "summary.json";
    pub(crate) const RULES: &str = "rules.json";
    pub(crate) const CASE: &str = "case.json";
    pub(crate) const REPORT: &str = "report.html";
    pub(crate) const TOTALS: &str = "totals.json";
    pub(crate) const TOTALS_SQL: &str = "totals.sql";
    pub(crate) const SAMPLE: &str = "sample.json";
    pub(crate) const INDEX: &str = "records/index.jsonl";
    pub(crate) const RECORDS: &str = "records/records.bin";

    /// The members that the bundle of a manifest can have beside the manifest and its hash, and whether it has to.
    pub(crate) fn of_bundle(manifest: &super::Manifest) -> Vec<(&'static str, bool)> {
        let mut members = vec![
            (README, true),
            (BASIS, true),
            (SUMMARY, true),
            (RULES, true),
            (CASE, false),
            (REPORT, true),
            (TOTALS, true),
            (TOTALS_SQL, true),
            (INDEX, true),
            (RECORDS, true),
        ];
        members.extend(manifest.sample.as_ref().map(|_| (SAMPLE, true)));
        members
    }
}

/// Something about a bundle that is not as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Fault {
    /// The member; nothing for the bundle as a whole.
    pub member: Option<String>,
    /// What is wrong, as a part of a sentence.
    pub message: String,
}

impl Fault {
    pub(crate) fn of(member: &str, message: impl Into<String>) -> Self {
        Self { member: Some(member.to_owned()), message: message.into() }
    }

    pub(crate) fn of_container(message: impl Into<String>) -> Self {
        Self { member: None, message: message.into() }
    }

    /// As a sentence.
    pub fn sentence(&self) -> String {
        format!("{}: {}", self.member.as_deref().unwrap_or("the bundle"), self.message)
    }
}

/// JSON as members have it.
pub(crate) fn json(value: &impl Serialize) -> Result<Vec<u8>, String> {
    let mut text = serde_json::to_vec_pretty(value).map_err(|error| error.to_string())?;
    text.push(b'\n');
    Ok(text)
}
