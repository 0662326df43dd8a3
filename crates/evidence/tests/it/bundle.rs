//! Attacks on bundles: each is named.

use std::rc::Rc;

use base64ct::{Base64, Encoding as _};
use ed25519_compact::{KeyPair, Seed};
use touchstone_analysis::{Analysis, Filter};
use touchstone_evidence::{
    Making, Method, PublicKey, Request, SamplePlan, SecretKey, Totals, bundle, compare_bundles, files_of, verify,
};
use touchstone_findings::Rules;
use touchstone_medallion::Session;

const RULE: &str = "title: Deletions\nid: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10\nlogsource:\n  product: databricks\n\
                    detection:\n  selection:\n    action_name: delete\n  condition: selection\nlevel: high\n";

const CASE: &[u8] = b"{\"format\":\"touchstone-case 1\",\"title\":\"Q4\"}\n";

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

fn loaded(text: &str, key: [u8; 16]) -> Session {
    let mut session = Session::new(key);
    let file = session.open("log.json".to_owned(), Rc::new(text.as_bytes().to_vec()));
    session.set_sha256(file, sha256(text.as_bytes()));
    while session.step() {}
    session.set_sha256(file, sha256(text.as_bytes()));
    session
}

fn analysis() -> Analysis {
    let mut rules = Rules::default();
    rules.add([("own.yml", RULE)]);
    Analysis::with_rules(rules)
}

fn request(session: &Session, filter: &str) -> Request {
    Request {
        filter: Filter::parse(filter).unwrap(),
        sample: Some(SamplePlan { size: 2, seed: "s".to_owned(), method: Method::Simple }),
        case: Some(CASE.to_vec()),
        made: "2026-01-02T03:04:05.000Z".to_owned(),
        files: files_of(session).unwrap(),
        own_rules: vec![("own.yml".to_owned(), RULE.to_owned())],
        pseudonyms: None,
    }
}

fn made(text: &str, key: [u8; 16], filter: &str) -> Vec<u8> {
    let session = loaded(text, key);
    bundle(&session, &mut analysis(), &request(&session, filter)).unwrap()
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
    assert_eq!(verified.case(), Some(CASE));
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
fn a_manifest_made_again_hides_no_member() {
    let whole = parts(&made(&log(&ACTIONS), [1; 16], ""));
    // Names that another program would write over a member, or outside of its folder.
    for name in
        ["more.txt", "SUMMARY.json", "./summary.json", "../../summary.json", "/etc/passwd", "report\u{301}.html", ""]
    {
        let mut changed = whole.clone();
        changed.insert(3, (name.to_owned(), b"x".to_vec()));
        let faults = faults(&resealed(changed));
        assert_eq!(faults, [format!("{name}: is no member of a bundle: it was added")]);
    }
    for (name, _) in &whole[1..whole.len() - 1] {
        let changed: Vec<_> = whole.iter().filter(|(found, _)| found != name).cloned().collect();
        let faults = faults(&resealed(changed));
        match name.as_str() {
            "case.json" => assert_eq!(faults, [""; 0], "by itself it holds together"),
            _ => assert!(faults.contains(&format!("{name}: is not in the manifest: it was removed")), "{faults:?}"),
        }
    }
    // A bundle in a bundle is none.
    let nested =
        resealed(vec![whole[0].clone(), ("inner.zip".to_owned(), zipped(&whole)), whole[whole.len() - 1].clone()]);
    assert!(faults(&nested).contains(&"inner.zip: is no member of a bundle: it was added".to_owned()));
}

#[test]
fn hostile_texts_are_no_verdict() {
    let whole = parts(&made(&log(&ACTIONS), [1; 16], ""));
    let deep = "[".repeat(200_000);
    for (name, from, to, expected) in [
        (
            "manifest.json",
            "\"made\": \"2026",
            "\"made\": \"x\\nintact: 2026",
            "manifest.json: is made at \"x\\nintact: 2026",
        ),
        (
            "manifest.json",
            "\"touchstone\": \"",
            "\"touchstone\": \"1 is the best ",
            "manifest.json: names the version \"1 is",
        ),
        ("basis.json", "\"rows\": 6", "\"rows\": NaN", "basis.json: cannot be read: expected value at line"),
        ("basis.json", "\"rows\": 6", "\"rows\": 1e999", "basis.json: cannot be read: number out of range at line"),
        (
            "basis.json",
            "\"rows\": 6",
            "\"rows\": 7,\n  \"rows\": 6",
            "basis.json: cannot be read: \"rows\" stands there twice",
        ),
        (
            "summary.json",
            "\"totals\": {",
            "\"totals\": {}, \"totals\": {",
            "summary.json: cannot be read: \"totals\" stands",
        ),
        (
            "summary.json",
            "\"totals\": {",
            &format!("\"x\": {deep}, \"totals\": {{"),
            "summary.json: cannot be read: recursion",
        ),
        (
            "totals.json",
            "\"ids\": 0",
            "\"ids\": 0, \"ids\": 1",
            "totals.json: cannot be read: \"ids\" stands there twice",
        ),
        (
            "sample.json",
            "\"population\": 6",
            "\"population\": 5",
            "sample.json: is of another population than basis.json",
        ),
        ("case.json", "Q4", "Q4\",\"title\":\"Q5", "case.json: cannot be read: "),
        ("case.json", "\"Q4\"", &deep, "case.json: cannot be read: "),
        (
            "records/index.jsonl",
            "\"bytes\":",
            "\"bytes\":18446744073709551615, \"bytes\":",
            "records/index.jsonl: line 1 cannot be",
        ),
        (
            "records/index.jsonl",
            "\"bytes\":",
            "\"bytes\":1844674407370955",
            "records/index.jsonl: record 1 (log.json, record ",
        ),
        ("records/index.jsonl", "\"offset\":", "\"offset\":-", "records/index.jsonl: line 1 cannot be read: "),
    ] {
        let mut changed = whole.clone();
        edited(&mut changed, name, from, to);
        let faults = faults(&resealed(changed));
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{name} with {to:.40}: {faults:.200?}");
    }
}

#[test]
fn containers_that_lie_are_named() {
    let bytes = made(&log(&ACTIONS), [1; 16], "");
    let end = bytes.len() - 22;
    let patched = |at: usize, with: &[u8]| {
        let mut changed = bytes.clone();
        changed[at..at + with.len()].copy_from_slice(with);
        changed
    };
    let deflated = {
        // A bomb: a member that says it is deflated, and is as large as can be once it is inflated.
        let mut changed = patched(8, &[8, 0]);
        changed[22..26].copy_from_slice(&[255; 4]);
        changed
    };
    for (attack, changed, expected) in [
        (
            "a stored size that lies",
            patched(22, &[255; 4]),
            "the bundle: at the start, at byte 0, a member is damaged or cut",
        ),
        ("a size of nothing", patched(22, &[0; 4]), "the bundle: at byte "),
        ("a packed size that lies", patched(18, &[1; 4]), "the bundle: at byte 18, the header of manifest.json is not"),
        (
            "a name longer than the file",
            patched(26, &[255; 2]),
            "the bundle: at the start, at byte 0, a member is damaged",
        ),
        (
            "a name that is no text",
            patched(30, &[255; 4]),
            "the bundle: at the start, at byte 0, a member is damaged or cut",
        ),
        ("a count of members that lies", patched(end + 10, &[255; 2]), "the bundle: at byte "),
        ("a directory elsewhere", patched(end + 16, &[0; 4]), "the bundle: at byte "),
        ("a bomb", deflated, "the bundle: at the start, at byte 0, a member is damaged or cut short"),
        ("no member", bytes[end..].to_vec(), "manifest.json: is missing"),
        ("an empty archive", [&b"PK\x05\x06"[..], &[0; 18]].concat(), "manifest.json: is missing"),
    ] {
        let faults = faults(&changed);
        assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{attack}: {faults:?}");
    }
    // As many members as there can be, each of the same name, under a manifest that names as many.
    let many: Vec<_> = (0..60_000).map(|_| ("x".to_owned(), Vec::new())).collect();
    let mut whole = parts(&bytes);
    whole.splice(3..3, many);
    let faults = faults(&resealed(whole));
    assert!(faults.contains(&"x: there are two members of this name".to_owned()) && faults.len() < 10, "{faults:?}");
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

/// The lines of the index and the records that they are of.
fn indexed(parts: &[(String, Vec<u8>)]) -> (Vec<serde_json::Value>, Vec<Vec<u8>>) {
    let of = |name: &str| &parts.iter().find(|(found, _)| found == name).unwrap().1;
    let lines = of("records/index.jsonl").split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let lines: Vec<serde_json::Value> = lines.map(|line| serde_json::from_slice(line).unwrap()).collect();
    let place = |line: &serde_json::Value, name: &str| usize::try_from(line[name].as_u64().unwrap()).unwrap();
    let records = lines.iter().map(|line| {
        let start = place(line, "start");
        of("records/records.bin")[start..start + place(line, "bytes")].to_vec()
    });
    let records = records.collect();
    (lines, records)
}

fn replaced(parts: &mut [(String, Vec<u8>)], lines: Option<&[serde_json::Value]>, records: &[Vec<u8>]) {
    for (name, content) in parts {
        match (name.as_str(), lines) {
            ("records/records.bin", _) => {
                *content = records.iter().flat_map(|record| [record.as_slice(), b"\n"].concat()).collect();
            }
            ("records/index.jsonl", Some(lines)) => {
                *content = lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();
            }
            _ => {}
        }
    }
}

#[test]
fn a_record_that_was_swapped_for_another_is_named() {
    let bytes = made(&log(&ACTIONS), [1; 16], "");
    let whole = parts(&bytes);
    let (mut lines, mut records) = indexed(&whole);
    // Two records of the bundle change places.
    records.swap(0, 1);
    let mut swapped = whole.clone();
    replaced(&mut swapped, None, &records);
    let said = faults(&resealed(swapped));
    assert!(
        said.iter().any(|fault| fault.contains("was changed or swapped") || fault.contains("has not the length")),
        "{said:?}"
    );
    // A record of the log that belongs there is swapped for one that does not, and the index made again for it.
    records.swap(0, 1);
    records[0] = records[0].iter().map(|byte| if *byte == b'r' { b's' } else { *byte }).collect();
    lines[0]["sha256"] = sha256(&records[0]).into();
    let mut other = whole;
    replaced(&mut other, Some(&lines), &records);
    let other = resealed(other);
    assert_eq!(faults(&other), [""; 0], "by itself it holds together");
    let said: Vec<String> =
        compare_bundles(&verify(&other), &bytes).iter().map(touchstone_evidence::Fault::sentence).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("records/index.jsonl: ") && said[1].starts_with("records/records.bin: "), "{said:?}");
}

#[test]
fn a_case_edited_after_signing_has_no_signature() {
    let pair = KeyPair::from_seed(Seed::new([5; 32]));
    let file = |bytes: &[u8]| format!("untrusted comment: a key\n{}\n", Base64::encode_string(bytes));
    let secret = [&b"Ed\0\0B2"[..], &[0; 48], &[7; 8], &*pair.sk, &[0; 32]].concat();
    let secret = SecretKey::parse(&file(&secret)).unwrap();
    let key = PublicKey::parse(&file(&[&b"Ed"[..], &[7; 8], &*pair.pk].concat())).unwrap();
    let bytes = made(&log(&ACTIONS), [1; 16], "");
    let signature = secret.sign(&bytes, "made");
    assert_eq!(key.verify(&bytes, &signature).unwrap(), "made");
    let mut edited = parts(&bytes);
    self::edited(&mut edited, "case.json", "Q4", "Q3");
    let edited = resealed(edited);
    assert_eq!(faults(&edited), [""; 0], "by itself it holds together");
    assert_eq!(key.verify(&edited, &signature).unwrap_err(), "the signature is not of this content");
    for at in (0..bytes.len()).step_by(1999) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(key.verify(&changed, &signature).is_err(), "byte {at}");
    }
    // Nor has a signature that was changed itself, but for its first line, which nobody signs.
    let signature = secret.sign(b"content", "made");
    let first = signature.find('\n').unwrap();
    for at in (first..signature.len()).filter(|at| signature.as_bytes()[*at] != b'\n') {
        let mut changed = signature.clone().into_bytes();
        changed[at] ^= 1;
        let changed = String::from_utf8(changed).unwrap();
        assert!(key.verify(b"content", &changed).is_err(), "byte {at} of the signature");
    }
    assert_eq!(key.verify(b"content", &signature.replace('\n', "\r\n")).unwrap(), "made");
    let other = KeyPair::from_seed(Seed::new([6; 32]));
    let other = PublicKey::parse(&file(&[&b"Ed"[..], &[7; 8], &*other.pk].concat())).unwrap();
    assert_eq!(other.verify(b"content", &signature).unwrap_err(), "the signature is not of this content");
}

#[test]
fn a_bundle_is_made_in_steps() {
    // More events than a step takes; ids are repeated with other content across them.
    let line = |at: usize| {
        let event = serde_json::json!({
            "version": "2.0",
            "event_time": format!("2025-10-{:02}T{:02}:{:02}:00.000Z", 6 + at % 3, at % 24, at % 60),
            "event_date": format!("2025-10-{:02}", 6 + at % 3),
            "event_id": format!("id-{}", at % 19_000),
            "service_name": format!("s{}", at % 3),
            "action_name": ACTIONS[at % 6],
            "audit_level": "WORKSPACE_LEVEL",
            "account_id": "a",
            "workspace_id": "7",
            "request_params": {"n": at.to_string()},
            "response": {"status_code": 200},
        });
        event.to_string() + "\n"
    };
    let text: String = (0..20_000).map(line).collect();
    let mut session = loaded(&text, [1; 16]);
    assert!(!session.medallion().conflicts().is_empty());
    let mut analysis = analysis();
    let asked = request(&session, "-action:start");
    let mut making = Making::begin(&session, &mut analysis, asked.clone());
    let mut shares = vec![making.share()];
    let bytes = loop {
        let made = making.step(&session, &mut analysis).unwrap();
        shares.push(making.share());
        if let Some(bytes) = made {
            break bytes;
        }
    };
    assert!(shares.len() > 100 && shares.is_sorted() && shares.last() == Some(&1.0), "{shares:?}");
    assert!(making.is_ended() && making.step(&session, &mut analysis).is_err());
    let members = parts(&bytes);
    let totals = Totals::of(&session, &mut analysis, &asked.filter);
    let (_, member) = members.iter().find(|(name, _)| name == "totals.json").unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(member).unwrap(), serde_json::to_value(&totals).unwrap());
    // What is loaded meanwhile would be in some members and not in others.
    let mut making = Making::begin(&session, &mut analysis, asked);
    session.open("more.json".to_owned(), Rc::new(log(&["view"]).into_bytes()));
    while session.step() {}
    let said = making.step(&session, &mut analysis).unwrap_err();
    assert_eq!(said, "more was loaded while the bundle was made; make it again");
}
