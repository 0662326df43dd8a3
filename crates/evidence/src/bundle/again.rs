//! What a bundle needs to be made again: its files, recognised by what they contain, its rules, and what was asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use touchstone_analysis::Filter;
use touchstone_findings::{Rules, Tuning};
use ts_rs::TS;

use super::build::Request;
use super::manifest::{FileFacts, Manifest};
use super::verify::Verified;
use super::{Fault, names};
use crate::pseudonyms::{Form, PseudonymKey};

/// A file at hand, whatever it is called now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FileAtHand {
    /// Its path now.
    pub path: String,
    /// SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
}

/// Which files at hand are those of a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct FilesMatched {
    /// For each file of the manifest in its order, the place of the same file among those at hand. Without faults, of all.
    pub places: Vec<usize>,
    /// A file that is missing, was changed, or was not there when the bundle was made.
    pub faults: Vec<Fault>,
}

/// Recognises files by what they contain.
pub fn match_files(manifest: &Manifest, at_hand: &[FileAtHand]) -> FilesMatched {
    let mut by_digest: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, file) in at_hand.iter().enumerate().rev() {
        by_digest.entry(&file.sha256).or_default().push(place);
    }
    let mut matched = FilesMatched::default();
    let mut missing = Vec::new();
    for file in &manifest.files {
        match by_digest.get_mut(file.sha256.as_str()).and_then(Vec::pop) {
            Some(place) => matched.places.push(place),
            None => missing.push(file),
        }
    }
    let mut others: Vec<&str> = by_digest.into_values().flatten().map(|place| at_hand[place].path.as_str()).collect();
    others.sort_unstable();
    for file in missing {
        let changed = others.iter().position(|other| name_of(other) == name_of(&file.path));
        let message = match changed.map(|at| others.remove(at)) {
            Some(path) => format!("{path} is not the file that was read: its SHA-256 is another"),
            None => "the file is not there".to_owned(),
        };
        matched.faults.push(Fault::of(&file.path, message));
    }
    for other in others {
        matched.faults.push(Fault::of(other, "the bundle was made without this file"));
    }
    matched
}

fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

impl Verified {
    /// The manifest as it was before the pseudonyms. An error is a sentence: there is none, or the key is needed.
    pub fn manifest_again(&self, key: Option<&PseudonymKey>) -> Result<Manifest, String> {
        let manifest = self.manifest.as_ref().ok_or_else(|| format!("{} cannot be read", names::MANIFEST))?;
        let Some(id) = &manifest.pseudonyms else { return Ok(manifest.clone()) };
        let needed = || format!("has pseudonyms: only touchstone verify with their key {id} can make it again");
        let key = key.filter(|key| key.id() == *id).ok_or_else(needed)?;
        let revealed = key.reveal(Form::Json, &manifest.bytes()?).bytes;
        serde_json::from_slice(&revealed).map_err(|error| format!("{}: {error}", names::MANIFEST))
    }

    /// The rules and the tuning of the bundle. A fault says that this version's pack is another. An error is a sentence:
    /// the member of rules cannot be used.
    pub fn rules_again(&self, key: Option<&PseudonymKey>) -> Result<(Rules, Option<Fault>), String> {
        let (own, tuning) = self.rules(key).ok_or_else(|| format!("{} cannot be read", names::RULES))?;
        let mut rules = Rules::packed();
        rules.add(own.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        if !tuning.trim().is_empty() {
            rules.tune(Tuning::parse(&tuning).map_err(|error| error.to_string())?)?;
        }
        let fault = self.manifest.as_ref().filter(|manifest| manifest.rules_sha256 != rules.sha256()).map(|manifest| {
            let version = env!("CARGO_PKG_VERSION");
            let made = &manifest.touchstone;
            let said =
                format!("its rules are not those of this version: it was made by Touchstone {made}, this is {version}");
            Fault::of(names::RULES, said)
        });
        Ok((rules, fault))
    }

    /// What was asked, of the files as they were read again. An error is a sentence: the bundle cannot be asked again.
    pub fn request_again(&self, files: Vec<FileFacts>, key: Option<&PseudonymKey>) -> Result<Request, String> {
        let manifest = self.manifest_again(key)?;
        let key = key.filter(|_| manifest.pseudonyms.is_some());
        Ok(Request {
            filter: Filter::parse(&manifest.filter).map_err(|error| format!("the filter of the bundle {error}"))?,
            sample: manifest.sample,
            case: self.case().map(|case| revealed(key, case)),
            made: manifest.made,
            files,
            own_rules: self.rules(key).map(|(own, _)| own).unwrap_or_default(),
            pseudonyms: key.cloned(),
        })
    }
}

/// JSON as it was before the pseudonyms of a key.
pub(super) fn revealed(key: Option<&PseudonymKey>, json: &[u8]) -> Vec<u8> {
    key.map_or_else(|| json.to_vec(), |key| key.reveal(Form::Json, json).bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let facts = |(path, sha256): &(&str, &str)| FileFacts {
            path: (*path).to_owned(),
            bytes: 1,
            sha256: (*sha256).to_owned(),
        };
        Manifest {
            format: String::new(),
            touchstone: String::new(),
            made: String::new(),
            filter: String::new(),
            sample: None,
            pseudonyms: None,
            rules_sha256: String::new(),
            files: files.iter().map(facts).collect(),
            members: Vec::new(),
        }
    }

    #[test]
    fn files_are_recognised_by_what_they_contain() {
        let read = [("logs/a.json", "A"), ("logs/copy of a.json", "A"), ("logs/b.json", "B")];
        for (at_hand, places, faults) in [
            (&[("z", "B"), ("x", "A"), ("y", "A")][..], &[1, 2, 0][..], &[][..]),
            (&[("x", "A"), ("y", "A")], &[0, 1], &["logs/b.json: the file is not there"]),
            (
                &[("x", "A"), ("y", "A"), ("elsewhere\\b.json", "C")],
                &[0, 1],
                &["logs/b.json: elsewhere\\b.json is not the file that was read: its SHA-256 is another"],
            ),
            (
                &[("x", "A"), ("y", "A"), ("b", "B"), ("a third of a", "A")],
                &[0, 1, 2],
                &["a third of a: the bundle was made without this file"],
            ),
        ] {
            let at_hand: Vec<FileAtHand> = at_hand
                .iter()
                .map(|(path, sha256)| FileAtHand { path: (*path).to_owned(), sha256: (*sha256).to_owned() })
                .collect();
            let matched = match_files(&manifest(&read), &at_hand);
            let said: Vec<String> = matched.faults.iter().map(Fault::sentence).collect();
            assert_eq!((matched.places.as_slice(), said), (places, faults.iter().map(|&it| it.to_owned()).collect()));
        }
    }
}
