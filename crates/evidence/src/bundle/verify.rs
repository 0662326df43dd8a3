//! Checks a bundle: by itself, and against one made again from the files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use touchstone_record::time;

use super::again::revealed;
use super::archive::{self, Member};
use super::build::RulesMember;
use super::manifest::{FORMAT, Manifest, sha256};
use super::records::IndexedRecord;
use super::{Fault, names};
use crate::basis::Basis;
use crate::case::Case;
use crate::log::check_log;
use crate::pseudonyms::PseudonymKey;
use crate::strict;

/// A bundle that was checked by itself.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// What is not as it was made; empty if nothing is.
    pub faults: Vec<Fault>,
    /// The manifest, if it can be read.
    pub manifest: Option<Manifest>,
    /// The SHA-256 of the manifest, to be compared with one that was kept elsewhere.
    pub seal: Option<String>,
    /// Records that the bundle holds.
    pub records: u64,
    members: Vec<Member>,
}

impl Verified {
    /// The bytes of a member.
    fn member(&self, name: &str) -> Option<&[u8]> {
        self.members.iter().find(|member| member.name == name).map(|member| member.bytes.as_slice())
    }

    /// How many members it has.
    pub(crate) fn member_count(&self) -> usize {
        self.members.len()
    }

    /// The case file.
    pub fn case(&self) -> Option<&[u8]> {
        self.member(names::CASE)
    }

    /// The rules beside the pack, by name and text, and the tuning; nothing if the member cannot be read.
    pub fn rules(&self, key: Option<&PseudonymKey>) -> Option<(Vec<(String, String)>, String)> {
        let rules = revealed(key, self.member(names::RULES)?);
        let rules: RulesMember = serde_json::from_slice(&rules).ok()?;
        Some((rules.own.into_iter().map(|file| (file.name, file.text)).collect(), rules.tuning))
    }
}

/// Checks a bundle by itself: its container, its manifest, every member, and whether they agree.
pub fn verify(bytes: &[u8]) -> Verified {
    let mut faults = Vec::new();
    let members = archive::read(bytes, &mut faults);
    let mut verified = Verified { members, ..Verified::default() };
    let manifest = manifest(&verified, &mut faults);
    verified.seal = verified.member(names::MANIFEST).map(sha256);
    if let Some(manifest) = &manifest {
        of_members(manifest, &verified.members, &mut faults);
        agree(manifest, &verified, &mut faults);
        verified.records = records(manifest, &verified, &mut faults);
        log(&verified, &mut faults);
    }
    verified.manifest = manifest;
    // One change has many consequences; each is said once.
    let mut said = BTreeSet::new();
    faults.retain(|fault| said.insert(fault.sentence()));
    verified.faults = faults;
    verified
}

/// Checks the chain of the session log, which the case has.
fn log(verified: &Verified, faults: &mut Vec<Fault>) {
    let case = verified.case().and_then(|case| Case::read(case).ok());
    let wrong = case.map(|read| check_log(&read.case.log)).unwrap_or_default();
    faults.extend(wrong.into_iter().map(|sentence| Fault::of(names::CASE, sentence)));
}

fn manifest(verified: &Verified, faults: &mut Vec<Fault>) -> Option<Manifest> {
    let Some(bytes) = verified.member(names::MANIFEST) else {
        faults.push(Fault::of(names::MANIFEST, "is missing"));
        return None;
    };
    let sealed = format!("{}  {}\n", sha256(bytes), names::MANIFEST);
    match verified.member(names::SEAL) {
        None => faults.push(Fault::of(names::SEAL, "is missing")),
        Some(found) if found != sealed.as_bytes() => {
            faults.push(Fault::of(names::MANIFEST, format!("does not have the hash that {} says", names::SEAL)));
        }
        Some(_) => {}
    }
    let manifest: Manifest = match serde_json::from_slice(bytes) {
        Ok(manifest) => manifest,
        Err(error) => {
            faults.push(Fault::of(names::MANIFEST, format!("cannot be read: {error}")));
            return None;
        }
    };
    if manifest.format != FORMAT {
        let said = format!("is of the format {:?}, which this version cannot check", manifest.format);
        faults.push(Fault::of(names::MANIFEST, said));
        return None;
    }
    if time::of_rfc3339(&manifest.made).is_none() {
        faults.push(Fault::of(names::MANIFEST, format!("is made at {:?}, which is no time", manifest.made)));
    }
    if !manifest.touchstone.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".+-".contains(&byte)) {
        faults.push(Fault::of(names::MANIFEST, format!("names the version {:?}, which is none", manifest.touchstone)));
    }
    if manifest.bytes().is_ok_and(|written| written != bytes) {
        faults.push(Fault::of(names::MANIFEST, "is not written as Touchstone writes it"));
    }
    Some(manifest)
}

/// Every member is what the manifest says, and nothing else is there.
fn of_members(manifest: &Manifest, members: &[Member], faults: &mut Vec<Fault>) {
    let mut expected = vec![names::MANIFEST];
    expected.extend(manifest.members.iter().map(|facts| facts.name.as_str()));
    expected.push(names::SEAL);
    let found: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let (wanted, there): (BTreeSet<&str>, BTreeSet<&str>) =
        (expected.iter().copied().collect(), found.iter().copied().collect());
    let known = names::of_bundle(manifest);
    for facts in manifest.members.iter().filter(|facts| !known.iter().any(|(name, _)| *name == facts.name)) {
        faults.push(Fault::of(&facts.name, "is no member of a bundle: it was added"));
    }
    for (name, _) in known.iter().filter(|(name, is_needed)| *is_needed && !wanted.contains(name)) {
        faults.push(Fault::of(name, "is not in the manifest: it was removed"));
    }
    wanted.difference(&there).for_each(|name| faults.push(Fault::of(name, "is missing")));
    there.difference(&wanted).for_each(|name| faults.push(Fault::of(name, "is not in the manifest: it was added")));
    if wanted.len() != expected.len() {
        faults.push(Fault::of(names::MANIFEST, "names a member twice"));
    }
    if wanted == there
        && found.len() == expected.len()
        && let Some(at) = (0..found.len()).find(|at| found[*at] != expected[*at])
    {
        faults.push(Fault::of(found[at], format!("stands where {} should: members were reordered", expected[at])));
    }
    // That a name stands there twice is a fault of its own.
    let by_name: BTreeMap<&str, &Member> = members.iter().rev().map(|member| (member.name.as_str(), member)).collect();
    let mut compared = BTreeSet::new();
    for facts in manifest.members.iter().filter(|facts| compared.insert(facts.name.as_str())) {
        let Some(member) = by_name.get(facts.name.as_str()) else { continue };
        let bytes = member.bytes.len() as u64;
        if bytes != facts.bytes {
            let said = format!("has {bytes} bytes, and the manifest says {}", facts.bytes);
            faults.push(Fault::of(&facts.name, said));
        } else if sha256(&member.bytes) != facts.sha256 {
            faults.push(Fault::of(&facts.name, "was changed: its SHA-256 is not that of the manifest"));
        }
    }
}

/// The members say the same of the inputs, the filter and the counts.
fn agree(manifest: &Manifest, verified: &Verified, faults: &mut Vec<Fault>) {
    let mut read = |name: &str| -> Option<Value> {
        let value = strict::value(verified.member(name)?);
        value.map_err(|error| faults.push(Fault::of(name, format!("cannot be read: {error}")))).ok()
    };
    let (basis, summary, rules) = (read(names::BASIS), read(names::SUMMARY), read(names::RULES));
    let (sample, _) = (read(names::SAMPLE), read(names::TOTALS));
    let known: BTreeSet<(&str, &str)> =
        manifest.files.iter().map(|file| (file.path.as_str(), file.sha256.as_str())).collect();
    for (name, value) in [(names::BASIS, &basis), (names::SUMMARY, &summary)] {
        let Some(value) = value else { continue };
        let inputs = value["inputs"].as_array().map_or(&[][..], Vec::as_slice);
        for input in inputs {
            // Inputs without a hash were not read to their end, or are no file of their own.
            let (path, Some(digest)) = (input["path"].as_str().unwrap_or_default(), input["sha256"].as_str()) else {
                continue;
            };
            if !known.contains(&(path, digest)) {
                faults.push(Fault::of(
                    name,
                    format!("the input {path} is not a file of the manifest, or has another hash"),
                ));
            }
        }
        let count = |of: &Value, name: &str| of[name].as_u64().unwrap_or_default();
        for part in ["records", "events", "duplicates", "problems"] {
            let sum: u64 = inputs.iter().map(|input| count(input, part)).fold(0, u64::saturating_add);
            let total = count(&value["totals"], part);
            if sum != total {
                faults.push(Fault::of(name, format!("{total} {part} in total are {sum} over its inputs")));
            }
        }
        let totals = &value["totals"];
        let parts = ["events", "duplicates", "problems"].map(|part| count(totals, part));
        if count(totals, "records") != parts.into_iter().fold(0, u64::saturating_add) {
            faults.push(Fault::of(name, "records are not events, duplicates and problems"));
        }
        if value["filter"].as_str() != Some(&manifest.filter) {
            faults.push(Fault::of(name, "has another filter than the manifest"));
        }
    }
    if let (Some(basis), Some(summary)) = (&basis, &summary) {
        let selected = &basis["selected"]["events"];
        if *selected != summary["silver"]["rows"] {
            faults.push(Fault::of(names::SUMMARY, format!("has other events than the {selected} of {}", names::BASIS)));
        }
        if serde_json::from_value::<Basis>(basis.clone()).is_err() {
            faults.push(Fault::of(names::BASIS, "lacks what a basis says"));
        }
    }
    if let (Some(sample), Some(basis)) = (&sample, &basis)
        && sample["population"] != basis["selected"]["events"]
    {
        faults.push(Fault::of(names::SAMPLE, format!("is of another population than {} says", names::BASIS)));
    }
    if let Some(problem) = verified.case().and_then(|case| Case::read(case).err()) {
        let problem = problem.first().map_or_else(String::new, ToString::to_string);
        faults.push(Fault::of(names::CASE, format!("cannot be read: {problem}")));
    }
    let digests = [rules.as_ref().map(|rules| &rules["sha256"]), summary.as_ref().map(|it| &it["rules"]["sha256"])];
    for (digest, name) in digests.into_iter().zip([names::RULES, names::SUMMARY]) {
        if digest.is_some_and(|digest| digest.as_str() != Some(&manifest.rules_sha256)) {
            faults.push(Fault::of(name, "has other rules than the manifest"));
        }
    }
}

/// The index and the records are of each other, with nothing left over. Gives how many there are.
fn records(manifest: &Manifest, verified: &Verified, faults: &mut Vec<Fault>) -> u64 {
    let (Some(index), Some(bytes)) = (verified.member(names::INDEX), verified.member(names::RECORDS)) else { return 0 };
    let digests: BTreeMap<&str, &str> =
        manifest.files.iter().map(|file| (file.path.as_str(), file.sha256.as_str())).collect();
    let mut end: u64 = 0;
    let mut count = 0;
    for line in index.split_inclusive(|byte| *byte == b'\n') {
        count += 1;
        let record: IndexedRecord = match serde_json::from_slice(line) {
            Ok(record) => record,
            Err(error) => {
                faults.push(Fault::of(names::INDEX, format!("line {count} cannot be read: {error}")));
                return count;
            }
        };
        let mut wrong = |message: &str| {
            let place = format!("record {count} ({}, record {})", record.path, record.record);
            faults.push(Fault::of(names::INDEX, format!("{place} {message}")));
        };
        if record.number != count || record.start != end {
            wrong("is out of order");
            return count;
        }
        if let Some(digest) = &record.input_sha256
            && digests.get(record.path.as_str()) != Some(&digest.as_str())
        {
            wrong("is of an input that is not a file of the manifest");
        }
        let content = usize::try_from(end).ok().zip(usize::try_from(record.bytes).ok()).and_then(|(start, length)| {
            let stop = start.checked_add(length)?;
            (bytes.get(stop) == Some(&b'\n')).then(|| bytes.get(start..stop)).flatten()
        });
        match content {
            None => {
                wrong("has not the length that the index says");
                return count;
            }
            Some(content) if sha256(content) != record.sha256 => {
                wrong("was changed or swapped: it does not have the hash of the index");
            }
            Some(_) => {}
        }
        end += record.bytes + 1;
    }
    if end != bytes.len() as u64 {
        faults.push(Fault::of(names::RECORDS, format!("has {} bytes, and the index is of {end}", bytes.len())));
    }
    count
}

/// Compares a bundle with one that was made again from the files: names the members that differ, and where.
pub fn compare_bundles(found: &Verified, again: &[u8]) -> Vec<Fault> {
    let again = verify(again);
    let mut faults = Vec::new();
    for member in again.members.iter().filter(|member| member.name != names::SEAL) {
        let Some(bytes) = found.member(&member.name) else {
            faults.push(Fault::of(&member.name, "is missing, and the files yield it"));
            continue;
        };
        // What differs in the manifest differs in a member, or in what was asked.
        if bytes == member.bytes || member.name == names::MANIFEST && !faults.is_empty() {
            continue;
        }
        faults.push(Fault::of(&member.name, difference(bytes, &member.bytes)));
    }
    if faults.len() > 1 {
        faults.retain(|fault| fault.member.as_deref() != Some(names::MANIFEST));
    }
    for member in &found.members {
        if again.member(&member.name).is_none() {
            faults.push(Fault::of(&member.name, "is there, and the files do not yield it"));
        }
    }
    faults
}

/// Where two texts differ first.
fn difference(found: &[u8], again: &[u8]) -> String {
    let values = serde_json::from_slice::<Value>(found).ok().zip(serde_json::from_slice::<Value>(again).ok());
    if let Some(said) = values.and_then(|(found, again)| first_difference("", &found, &again)) {
        return said;
    }
    let line = |bytes: &[u8], at: usize| bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    let same = found.iter().zip(again).take_while(|(found, again)| found == again).count();
    format!("differs from what the files yield, from line {} on (byte {same})", line(found, same))
}

/// The longest value that is repeated.
const SHOWN: usize = 80;

fn first_difference(path: &str, found: &Value, again: &Value) -> Option<String> {
    match (found, again) {
        _ if found == again => None,
        (Value::Object(found), Value::Object(again)) if found.keys().eq(again.keys()) => {
            found.iter().find_map(|(name, value)| first_difference(&format!("{path}/{name}"), value, again.get(name)?))
        }
        (Value::Array(found), Value::Array(again)) if found.len() == again.len() => {
            let mut pairs = found.iter().zip(again).enumerate();
            pairs.find_map(|(at, (found, again))| first_difference(&format!("{path}/{at}"), found, again))
        }
        (Value::Array(found), Value::Array(again)) => {
            Some(format!("{path} has {} entries, and the files yield {}", found.len(), again.len()))
        }
        _ => {
            let shown = |value: &Value| {
                let text = value.to_string();
                if text.chars().count() <= SHOWN { text } else { text.chars().take(SHOWN).chain(['…']).collect() }
            };
            Some(format!("{path} is {}, and the files yield {}", shown(found), shown(again)))
        }
    }
}
