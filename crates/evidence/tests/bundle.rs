//! Attacks on bundles: each is named.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

use std::rc::Rc;

use touchstone_analysis::{Analysis, Filter};
use touchstone_evidence::{FileFacts, Method, Request, SamplePlan, bundle, compare_bundles, verify};
use touchstone_findings::Rules;
use touchstone_medallion::Session;

const RULE: &str = "title: Deletions\nid: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10\nlogsource:\n  product: databricks\n\
                    detection:\n  selection:\n    action_name: delete\n  condition: selection\nlevel: high\n";

fn log(actions: &[&str]) -> String {
    let line = |(at, action): (usize, &&str)| {
        format!(
            "{{\"serviceName\":\"clusters\",\"actionName\":\"{action}\",\"timestamp\":{},\"requestId\":\"r{at}\"}}\n",
            1_577_571_960_000_u64 + at as u64
        )
    };
    actions.iter().enumerate().map(line).collect()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    base16ct::lower::encode_string(&sha2::Sha256::digest(bytes))
}

fn made(text: &str, key: [u8; 16], filter: &str) -> Vec<u8> {
    let mut session = Session::new(key);
    let file = session.open("log.json".to_owned(), Rc::new(text.as_bytes().to_vec()));
    session.set_sha256(file, sha256(text.as_bytes()));
    while session.step() {}
    session.set_sha256(file, sha256(text.as_bytes()));
    let mut rules = Rules::default();
    rules.add([("own.yml", RULE)]);
    let request = Request {
        filter: Filter::parse(filter).unwrap(),
        sample: Some(SamplePlan { size: 2, seed: "s".to_owned(), method: Method::Simple }),
        case: Some(b"{\"title\":\"Q4\"}\n".to_vec()),
        made: "2026-01-02T03:04:05.000Z".to_owned(),
        files: vec![FileFacts {
            path: "log.json".to_owned(),
            bytes: text.len() as u64,
            sha256: sha256(text.as_bytes()),
        }],
        own_rules: vec![("own.yml".to_owned(), RULE.to_owned())],
    };
    bundle(&session, &mut Analysis::with_rules(rules), &request).unwrap()
}

const ACTIONS: [&str; 6] = ["create", "delete", "start", "delete", "edit", "create"];

fn faults(bytes: &[u8]) -> Vec<String> {
    verify(bytes).faults.iter().map(touchstone_evidence::Fault::sentence).collect()
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let first = made(&log(&ACTIONS), [1; 16], "");
    assert!(first == made(&log(&ACTIONS), [2; 16], ""));
    let verified = verify(&first);
    assert_eq!(verified.faults, []);
    assert!(verified.records >= 3, "{}", verified.records);
    assert_eq!(verified.case(), Some(&b"{\"title\":\"Q4\"}\n"[..]));
    assert_eq!(compare_bundles(&verified, &first), []);
}

#[test]
fn a_changed_byte_anywhere_is_a_fault() {
    let bytes = made(&log(&ACTIONS), [1; 16], "");
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(!faults(&changed).is_empty(), "byte {at} of {}", bytes.len());
    }
    // What is cut off, too; and what is put in.
    for at in (0..bytes.len()).step_by(17) {
        assert!(!faults(&bytes[..at]).is_empty(), "cut at {at}");
        let longer = [&bytes[..at], b"x", &bytes[at..]].concat();
        assert!(!faults(&longer).is_empty(), "longer at {at}");
    }
}

/// The members of a container, each with its header.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts = Vec::new();
    let mut at = 0;
    while bytes[at..].starts_with(b"PK\x03\x04") {
        let size = u32::from_le_bytes(bytes[at + 22..at + 26].try_into().unwrap()) as usize;
        let length = usize::from(u16::from_le_bytes(bytes[at + 26..at + 28].try_into().unwrap()));
        let name = String::from_utf8(bytes[at + 30..at + 30 + length].to_vec()).unwrap();
        let end = at + 30 + length + size;
        parts.push((name, bytes[at + 30 + length..end].to_vec()));
        at = end;
    }
    parts
}

/// A container of members, as any other program writes it.
fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in parts {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let mut common = Vec::new();
        for value in [20_u16, 1 << 11, 0, 0, 0x21] {
            common.extend(value.to_le_bytes());
        }
        for value in [crc.sum(), content.len() as u32, content.len() as u32] {
            common.extend(value.to_le_bytes());
        }
        for value in [name.len() as u16, 0] {
            common.extend(value.to_le_bytes());
        }
        directory.extend([&b"PK\x01\x02\x14\0"[..], &common, &[0; 10], &(out.len() as u32).to_le_bytes()].concat());
        directory.extend(name.as_bytes());
        out.extend([b"PK\x03\x04", common.as_slice(), name.as_bytes(), content].concat());
    }
    let (offset, count) = (out.len() as u32, parts.len() as u16);
    let size = directory.len() as u32;
    out.extend(directory);
    out.extend([&b"PK\x05\x06\0\0\0\0"[..], &count.to_le_bytes(), &count.to_le_bytes()].concat());
    out.extend([&size.to_le_bytes()[..], &offset.to_le_bytes(), &[0, 0]].concat());
    out
}

/// Makes the manifest again, as somebody would who knows how.
fn resealed(mut parts: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut manifest: serde_json::Value = serde_json::from_slice(&parts[0].1).unwrap();
    let facts: Vec<serde_json::Value> = parts[1..parts.len() - 1]
        .iter()
        .map(|(name, content)| serde_json::json!({"name": name, "bytes": content.len(), "sha256": sha256(content)}))
        .collect();
    manifest["members"] = facts.into();
    parts[0].1 = (serde_json::to_string_pretty(&manifest).unwrap() + "\n").into_bytes();
    let last = parts.len() - 1;
    parts[last].1 = format!("{}  manifest.json\n", sha256(&parts[0].1)).into_bytes();
    zipped(&parts)
}

fn edited(parts: &mut [(String, Vec<u8>)], name: &str, from: &str, to: &str) {
    let (_, content) = parts.iter_mut().find(|(found, _)| found == name).unwrap();
    let text = String::from_utf8(content.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}: {text}");
    *content = text.replacen(from, to, 1).into_bytes();
}

/// What is done, how, and what is said of it.
type Attack<'a> = (&'a str, &'a dyn Fn(&mut Vec<(String, Vec<u8>)>), &'a str);

#[test]
fn every_attack_is_named() {
    let bytes = made(&log(&ACTIONS), [1; 16], "");
    let whole = parts(&bytes);
    assert!(zipped(&whole) == bytes && resealed(whole.clone()) == bytes);
    let place = |name: &str| whole.iter().position(|(found, _)| found == name).unwrap();
    let attacks: [Attack<'_>; 8] = [
        (
            "added",
            &|parts| parts.insert(3, ("more.txt".to_owned(), b"x".to_vec())),
            "more.txt: is not in the manifest: it was added",
        ),
        ("removed", &|parts| drop(parts.remove(place("summary.json"))), "summary.json: is missing"),
        ("renamed", &|parts| parts[place("case.json")].0 = "case2.json".to_owned(), "case.json: is missing"),
        (
            "reordered",
            &|parts| parts.swap(place("basis.json"), place("summary.json")),
            "summary.json: stands where basis.json should: members were reordered",
        ),
        (
            "two of a name",
            &|parts| parts.push(parts[place("case.json")].clone()),
            "case.json: there are two members of this name",
        ),
        (
            "cut",
            &|parts| parts[place("records/records.bin")].1.truncate(20),
            "records/records.bin: has 20 bytes, and the manifest says",
        ),
        (
            "a case edited",
            &|parts| edited(parts, "case.json", "Q4", "Q3"),
            "case.json: was changed: its SHA-256 is not that of the manifest",
        ),
        (
            "a manifest edited",
            &|parts| edited(parts, "manifest.json", "2026-01-02", "2025-01-02"),
            "manifest.json: does not have the hash that manifest.json.sha256 says",
        ),
    ];
    for (attack, change, expected) in attacks {
        let mut changed = whole.clone();
        change(&mut changed);
        let faults = faults(&zipped(&changed));
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{attack}: {faults:?}");
    }
    for (attack, bytes, expected) in [
        ("data behind the end", [&bytes[..], b"more"].concat(), "the bundle: 4 bytes stand behind its end"),
        ("empty", Vec::new(), "the bundle: at byte 0, "),
        ("no bundle", b"hello".to_vec(), "the bundle: at byte 0, "),
    ] {
        let faults = faults(&bytes);
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{attack}: {faults:?}");
    }
}

#[test]
fn a_manifest_made_again_hides_no_contradiction() {
    let whole = parts(&made(&log(&ACTIONS), [1; 16], ""));
    for (name, from, to, expected) in [
        ("summary.json", "\"events\": 6", "\"events\": 5", "summary.json: "),
        ("basis.json", "\"events\": 6", "\"events\": 7", "summary.json: has other events than the 7 of basis.json"),
        ("records/records.bin", "\"r1\"", "\"r9\"", "records/index.jsonl: record "),
        ("records/index.jsonl", "\"number\":1", "\"number\":2", "records/index.jsonl: record 1 (log.json, record "),
        ("rules.json", "\"sha256\": \"", "\"sha256\": \"0", "rules.json: has other rules than the manifest"),
        ("manifest.json", "\"filter\": \"\"", "\"filter\": \"x\"", "basis.json: has another filter than the manifest"),
    ] {
        let mut changed = whole.clone();
        edited(&mut changed, name, from, to);
        let faults = faults(&resealed(changed));
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{name}: {faults:?}");
    }
}

#[test]
fn what_the_files_do_not_yield_is_named() {
    let bytes = made(&log(&ACTIONS), [1; 16], "");
    let mut whole = parts(&bytes);
    let count = "\"ids\": 0";
    edited(&mut whole, "totals.json", count, "\"ids\": 1");
    let edited_count = resealed(whole);
    assert_eq!(faults(&edited_count), [""; 0]);
    let said = compare_bundles(&verify(&edited_count), &bytes);
    let said: Vec<String> = said.iter().map(touchstone_evidence::Fault::sentence).collect();
    assert_eq!(said, ["totals.json: /rows/0/ids is 1, and the files yield 0"]);
    // The same records in another order.
    let mut turned = ACTIONS;
    turned.reverse();
    assert!(!compare_bundles(&verify(&bytes), &made(&log(&turned), [1; 16], "")).is_empty());
}
