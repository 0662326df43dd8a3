//! The records of a bundle: byte for byte, and for each where it lies, its hash, and what it proves.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use touchstone_medallion::{RecordPlace, Session};

use super::manifest::sha256;

/// Why a record is there: ids of rules, and this for a sample.
pub(crate) const SAMPLED: &str = "sample";

/// A line of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IndexedRecord {
    /// Its number among the records, from 1.
    pub(crate) number: u64,
    /// The path of its input.
    pub(crate) path: String,
    /// The SHA-256 of its input; nothing if not computed.
    pub(crate) input_sha256: Option<String>,
    /// Its number within the input, from 1.
    pub(crate) record: u64,
    /// Its first byte within the input, or within what the input contains.
    pub(crate) offset: u64,
    /// Its length there.
    pub(crate) length: u32,
    /// Whether `offset` counts bytes of the file itself.
    pub(crate) is_of_file: bool,
    /// Its first byte within the member of records.
    pub(crate) start: u64,
    /// How many bytes it has there; a line feed follows.
    pub(crate) bytes: u64,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
    /// What it proves: ids of rules that found it, and `sample`.
    pub(crate) why: Vec<String>,
}

/// Records to include, each with its reasons, in the order of their inputs.
#[derive(Debug, Default)]
pub(crate) struct Wanted(BTreeMap<(u32, u64), (RecordPlace, BTreeSet<String>)>);

impl Wanted {
    pub(crate) fn add(&mut self, place: RecordPlace, why: &str) {
        let (_, reasons) = self.0.entry((place.input, place.record)).or_insert_with(|| (place, BTreeSet::new()));
        reasons.insert(why.to_owned());
    }

    /// Reads the records again: the lines of the index, and the bytes. An error names the record that cannot be read.
    pub(crate) fn read(self, session: &Session) -> Result<(Vec<u8>, Vec<u8>), String> {
        let (mut index, mut records) = (Vec::new(), Vec::new());
        let inputs = session.medallion().inputs();
        let mut of_file: BTreeMap<u32, bool> = BTreeMap::new();
        for (at, (place, why)) in self.0.into_values().enumerate() {
            let input = inputs.get(place.input as usize).ok_or_else(|| "a record has no input".to_owned())?;
            let bytes = session.raw_bytes(place).map_err(|problem| {
                format!("{}, record {}: cannot be read again: {}", input.path, place.record, problem.message)
            })?;
            let is_of_file = *of_file.entry(place.input).or_insert_with(|| session.has_file_offsets(place.input));
            let line = IndexedRecord {
                number: at as u64 + 1,
                path: input.path.clone(),
                input_sha256: input.sha256.clone(),
                record: place.record,
                offset: place.offset,
                length: place.length,
                is_of_file,
                start: records.len() as u64,
                bytes: bytes.len() as u64,
                sha256: sha256(&bytes),
                why: why.into_iter().collect(),
            };
            serde_json::to_writer(&mut index, &line).map_err(|error| error.to_string())?;
            index.push(b'\n');
            records.extend(bytes);
            records.push(b'\n');
        }
        Ok((index, records))
    }
}
