//! The records of a bundle: byte for byte, and for each where it lies, its hash, and what it proves.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use serde::{Deserialize, Serialize};
use touchstone_medallion::{RecordPlace, Session};

use super::manifest::sha256;
use crate::pseudonyms::Pseudonyms;

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

    /// The bytes that the records had when they were read, together.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.values().map(|(place, _)| u64::from(place.length)).sum()
    }

    /// Begins to read the records again.
    pub(crate) fn reading(self) -> Reading {
        let total = self.0.len();
        Reading {
            left: self.0.into_values(),
            total,
            index: Vec::new(),
            records: Vec::new(),
            number: 0,
            of_file: BTreeMap::new(),
        }
    }
}

/// Records that are being read again.
#[derive(Debug)]
pub(crate) struct Reading {
    left: btree_map::IntoValues<(u32, u64), (RecordPlace, BTreeSet<String>)>,
    pub(crate) total: usize,
    /// The lines of the index so far.
    pub(crate) index: Vec<u8>,
    /// The bytes so far.
    pub(crate) records: Vec<u8>,
    pub(crate) number: u64,
    of_file: BTreeMap<u32, bool>,
}

impl Reading {
    /// Reads so many more records, with pseudonyms if there are any; false at the end. An error names the record that cannot be read.
    pub(crate) fn read(
        &mut self,
        session: &Session,
        most: usize,
        pseudonyms: Option<&Pseudonyms>,
    ) -> Result<bool, String> {
        let inputs = session.medallion().inputs();
        for _ in 0..most {
            let Some((place, why)) = self.left.next() else { return Ok(false) };
            let input = inputs.get(place.input as usize).ok_or_else(|| "a record has no input".to_owned())?;
            let bytes = session.raw_bytes(place).map_err(|problem| {
                format!("{}, record {}: cannot be read again: {}", input.path, place.record, problem.message)
            })?;
            let bytes = match pseudonyms {
                Some(pseudonyms) => pseudonyms.records(&bytes),
                None => bytes,
            };
            let is_of_file = *self.of_file.entry(place.input).or_insert_with(|| session.has_file_offsets(place.input));
            self.number += 1;
            let line = IndexedRecord {
                number: self.number,
                path: input.path.clone(),
                input_sha256: input.sha256.clone(),
                record: place.record,
                offset: place.offset,
                length: place.length,
                is_of_file,
                start: self.records.len() as u64,
                bytes: bytes.len() as u64,
                sha256: sha256(&bytes),
                why: why.into_iter().collect(),
            };
            serde_json::to_writer(&mut self.index, &line).map_err(|error| error.to_string())?;
            self.index.push(b'\n');
            self.records.extend(bytes);
            self.records.push(b'\n');
        }
        Ok(true)
    }
}
