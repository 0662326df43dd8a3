//! Deletion vectors: deleted rows are not shown, and if they cannot be determined, no row is.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::rc::Rc;

use arrow_schema::{DataType, Field};
use proptest::prelude::*;
use touchstone_source::{Limits, Planned, Source, plan};

use crate::delta::commit;
use crate::table::{Shown, parquet, shown};

/// An example from Delta's own tests; the one in its protocol, in another format; the rows that both contain.
const EXAMPLE: &str = "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";
const OWN_EXAMPLE: &str = "wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";
const EXAMPLE_ROWS: [u64; 6] = [3, 4, 7, 11, 18, 29];

const DIGITS: &[u8; 85] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/// A file's name from the example, and the file.
const UUID: &str = "^-aqEH.-t@S}K{vb[*k^";
const FILE: &str = "deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin";

fn z85(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(4) {
        let mut four = [0; 4];
        four[..group.len()].copy_from_slice(group);
        let number = u32::from_be_bytes(four);
        text.extend((0..5).rev().map(|power| DIGITS[(number / 85_u32.pow(power) % 85) as usize] as char));
    }
    text
}

/// How the blocks of a set are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Blocks of up to 4,096 rows as lists, the others as bits.
    Plain,
    Runs,
}

/// A set of rows in Delta's format.
fn set(rows: &BTreeSet<u64>, form: Form) -> Vec<u8> {
    let mut buckets: Vec<(u32, BTreeSet<u32>)> = Vec::new();
    for row in rows {
        let key = (row >> 32) as u32;
        if buckets.last().is_none_or(|(last, _)| *last != key) {
            buckets.push((key, BTreeSet::new()));
        }
        buckets.last_mut().unwrap().1.insert(*row as u32);
    }
    let mut bytes = [1_681_511_377_u32.to_le_bytes().as_slice(), &(buckets.len() as u64).to_le_bytes()].concat();
    for (key, rows) in buckets {
        bytes.extend(key.to_le_bytes());
        bytes.extend(bucket(&rows, form));
    }
    bytes
}

fn bucket(rows: &BTreeSet<u32>, form: Form) -> Vec<u8> {
    let keys: BTreeSet<u32> = rows.iter().map(|row| row >> 16).collect();
    let (mut heads, mut bodies, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for key in &keys {
        let lows: Vec<u16> = rows.range(key << 16..=key << 16 | 0xffff).map(|row| *row as u16).collect();
        heads.extend((*key as u16).to_le_bytes());
        heads.extend(((lows.len() - 1) as u16).to_le_bytes());
        places.push(bodies.len());
        match form {
            Form::Runs => {
                let mut runs: Vec<(u16, u16)> = Vec::new();
                for low in lows {
                    match runs.last_mut() {
                        Some((start, more)) if u32::from(*start) + u32::from(*more) + 1 == u32::from(low) => *more += 1,
                        _ => runs.push((low, 0)),
                    }
                }
                bodies.extend((runs.len() as u16).to_le_bytes());
                bodies.extend(runs.iter().flat_map(|(start, more)| [start.to_le_bytes(), more.to_le_bytes()].concat()));
            }
            Form::Plain if lows.len() <= 4096 => bodies.extend(lows.iter().flat_map(|low| low.to_le_bytes())),
            Form::Plain => {
                let mut bits = [0_u8; 8192];
                for low in lows {
                    bits[usize::from(low / 8)] |= 1 << (low % 8);
                }
                bodies.extend(bits);
            }
        }
    }
    let size = keys.len() as u32;
    let mut bytes = match form {
        Form::Runs => (12_347 + ((size - 1) << 16)).to_le_bytes().to_vec(),
        Form::Plain => [12_346_u32.to_le_bytes(), size.to_le_bytes()].concat(),
    };
    if form == Form::Runs {
        let flags = (0..size.div_ceil(8)).map(|at| if size >= 8 * at + 8 { 0xff } else { (1 << (size % 8)) - 1 });
        bytes.extend(flags);
    }
    bytes.extend(heads);
    if form == Form::Plain || size >= 4 {
        let begin = bytes.len() + 4 * size as usize;
        bytes.extend(places.iter().flat_map(|place| ((begin + place) as u32).to_le_bytes()));
    }
    bytes.extend(bodies);
    bytes
}

/// A file of vectors, and the offset of each.
fn file(vectors: &[&[u8]]) -> (Vec<u8>, Vec<usize>) {
    let (mut bytes, mut offsets) = (vec![1], Vec::new());
    for vector in vectors {
        offsets.push(bytes.len());
        let mut crc = flate2::Crc::new();
        crc.update(vector);
        bytes.extend((vector.len() as u32).to_be_bytes());
        bytes.extend(*vector);
        bytes.extend(crc.sum().to_be_bytes());
    }
    (bytes, offsets)
}

/// A data file with numbered rows.
fn numbered(rows: u64, group_rows: usize) -> Vec<u8> {
    let lines: String = (0..rows).fold(String::new(), |mut lines, row| {
        writeln!(lines, r#"{{"n":{row}}}"#).unwrap();
        lines
    });
    parquet(vec![Field::new("n", DataType::UInt64, true)], &lines, group_rows)
}

fn vector(storage: &str, path: &str, offset: Option<usize>, size: usize, rows: u64) -> String {
    let offset = offset.map_or_else(String::new, |offset| format!(r#""offset":{offset},"#));
    format!(
        r#"{{"storageType":"{storage}","pathOrInlineDv":{},{offset}"sizeInBytes":{size},"cardinality":{rows}}}"#,
        serde_json::Value::from(path)
    )
}

fn inline(bytes: &[u8], rows: u64) -> String {
    vector("i", &z85(bytes), None, bytes.len(), rows)
}

/// A table `t` with one file that has a vector.
fn table(data: Vec<u8>, vector: &str, others: &[(&str, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let protocol = r#"{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"]}}"#;
    let (log, actions) = commit(
        0,
        &[
            protocol.to_owned(),
            r#"{"metaData":{"id":"t","configuration":{"delta.enableDeletionVectors":"true"}}}"#.to_owned(),
            format!(r#"{{"add":{{"path":"a.parquet","partitionValues":{{}},"deletionVector":{vector}}}}}"#),
        ],
    );
    let mut files = vec![(format!("t/{log}"), actions), ("t/a.parquet".to_owned(), data)];
    files.extend(others.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.clone())));
    files
}

fn left(rows: u64, deleted: impl IntoIterator<Item = u64>) -> Vec<String> {
    let deleted: BTreeSet<u64> = deleted.into_iter().collect();
    let mut left: Vec<_> =
        (0..rows).filter(|row| !deleted.contains(row)).map(|row| format!(r#"{{"n":{row}}}"#)).collect();
    left.sort_unstable();
    left
}

#[test]
fn rows_in_a_vector_are_not_shown() {
    let example: BTreeSet<u64> = EXAMPLE_ROWS.into();
    let plain = set(&example, Form::Plain);
    assert_eq!(z85(&plain), EXAMPLE);
    let other = set(&[0, 1, 2].into(), Form::Runs);
    let (bytes, offsets) = file(&[&other, &plain]);
    let stored = |storage: &str, path: &str| vector(storage, path, Some(offsets[1]), plain.len(), 6);
    let beside = format!("t/{FILE}");
    for (name, vector, path) in [
        ("in the log", vector("i", EXAMPLE, None, 44, 6), None),
        ("in Delta's own format", vector("i", OWN_EXAMPLE, None, 40, 6), None),
        ("in a file", stored("u", UUID), Some(beside.as_str())),
        ("in a file in a folder", stored("u", &format!("ab{UUID}")), Some(&format!("t/ab/{FILE}"))),
        ("in a file anywhere", stored("p", &format!("s3://bucket/x/t/{FILE}")), Some(&beside)),
        ("in a file of another table", stored("p", "file:/data/u%20v/d.bin"), Some("u v/d.bin")),
    ] {
        let others: Vec<_> = path.map(|path| (path, bytes.clone())).into_iter().collect();
        let mut skipped = vec!["t/a.parquet: 6 rows, deleted from its Delta table".to_owned()];
        skipped.extend(path.map(|path| format!("{path}: deletion vectors of a Delta table")));
        let expected = Shown { records: left(40, EXAMPLE_ROWS), skipped, ..Shown::default() };
        assert_eq!(shown(&table(numbered(40, 1000), &vector, &others)), expected, "{name}");
    }
    // Of two files with the same name, the table's own is used, or the one that matches more of the path.
    let table_of = |path: &str, others: &[&str]| {
        let others: Vec<_> = others.iter().map(|path| (*path, bytes.clone())).collect();
        shown(&table(numbered(40, 1000), &stored("p", path), &others)).skipped
    };
    for (path, others, used) in [
        ("s3://b/x.bin", ["t/x.bin", "u/x.bin"], "t/x.bin"),
        ("s3://b/u/x.bin", ["t/x.bin", "u/x.bin"], "u/x.bin"),
        ("s3://b/v/u/x.bin", ["t/u/x.bin", "v/u/x.bin"], "v/u/x.bin"),
    ] {
        assert!(table_of(path, &others).contains(&format!("{used}: deletion vectors of a Delta table")), "{path}");
    }
    // The first vector of a file follows the version byte.
    let first = vector("u", UUID, None, other.len(), 3);
    assert_eq!(shown(&table(numbered(9, 1000), &first, &[(&beside, bytes)])).records, left(9, [0, 1, 2]));
}

#[test]
fn whole_files_and_row_groups_may_be_deleted() {
    for (deleted, form) in [
        ((0..10_000).collect::<BTreeSet<u64>>(), Form::Plain),
        ((0..10_000).collect(), Form::Runs),
        ((3000..6000).collect(), Form::Plain),
        ((0..10_000).filter(|row| row % 2 == 0).collect(), Form::Plain),
        ((0..10_000).filter(|row| row % 3000 != 0).collect(), Form::Runs),
        (BTreeSet::new(), Form::Plain),
    ] {
        let bytes = if deleted.is_empty() { set(&deleted, Form::Plain) } else { set(&deleted, form) };
        let table = table(numbered(10_000, 3000), &inline(&bytes, deleted.len() as u64), &[]);
        let shown = shown(&table);
        assert_eq!(shown.records, left(10_000, deleted.iter().copied()), "{} rows", deleted.len());
        assert_eq!(shown.problems, Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_vector_leaves_out_exactly_its_rows(
        ranges in proptest::collection::vec((0_u64..140_000, 1_u64..9000), 0..6),
        scattered in proptest::collection::btree_set(0_u64..140_000, 1..80),
        is_runs in any::<bool>(),
    ) {
        let mut deleted = scattered;
        deleted.extend(ranges.into_iter().flat_map(|(start, count)| start..(start + count).min(140_000)));
        let bytes = set(&deleted, if is_runs { Form::Runs } else { Form::Plain });
        let (stored, offsets) = file(&[&bytes]);
        let vector = vector("u", UUID, Some(offsets[0]), bytes.len(), deleted.len() as u64);
        let shown = shown(&table(numbered(140_000, 50_000), &vector, &[(&format!("t/{FILE}"), stored)]));
        prop_assert!(shown.problems.is_empty(), "{:?}", shown.problems);
        prop_assert!(shown.records == left(140_000, deleted));
    }

    #[test]
    fn damage_to_a_vector_is_a_problem_or_harmless(
        at in 0_usize..1000, value in any::<u8>(), cut in 0_usize..1000, is_runs in any::<bool>(), is_cut in any::<bool>(),
    ) {
        let deleted: BTreeSet<u64> = EXAMPLE_ROWS.into_iter().chain(70_000..70_100).collect();
        let mut bytes = set(&deleted, if is_runs { Form::Runs } else { Form::Plain });
        let length = bytes.len();
        bytes[at % length] = value;
        if is_cut {
            bytes.truncate(cut % length);
        }
        let shown = shown(&table(numbered(80_000, 100_000), &inline(&bytes, deleted.len() as u64), &[]));
        if shown.problems.is_empty() {
            prop_assert_eq!(shown.records.len(), 80_000 - deleted.len());
        } else {
            prop_assert!(shown.records.is_empty() && shown.problems.len() == 1, "{:?}", shown.problems);
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn an_unreadable_vector_hides_its_file_and_says_why() {
    let plain = set(&EXAMPLE_ROWS.into(), Form::Plain);
    let stored = |bytes: &[u8]| (format!("t/{FILE}"), bytes.to_vec());
    let good = vector("u", UUID, Some(1), plain.len(), 6);
    let (bytes, _) = file(&[&plain]);
    let changed = |at: usize, to: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = to;
        bytes
    };
    let with = |at: usize, new: &[u8]| {
        let mut plain = plain.clone();
        plain.splice(at..at + new.len(), new.iter().copied());
        inline(&plain, 6)
    };
    let own = |length: &[u8]| {
        let bytes = [&[0x64, 0x39, 0xd3, 0xd0, 0, 0, 0, 1], length, &plain[16..]].concat();
        inline(if length.len() == 4 { &bytes } else { &bytes[..length.len() + 8] }, 6)
    };
    let many = |buckets: u64| {
        let bytes = [1_681_511_377_u32.to_le_bytes().as_slice(), &buckets.to_le_bytes()].concat();
        inline(&bytes, 0)
    };
    let unordered = |lows: [u16; 2]| {
        let mut bytes = set(&[1, 2].into(), Form::Plain);
        let at = bytes.len() - 4;
        bytes.splice(at.., lows.iter().flat_map(|low| low.to_le_bytes()));
        inline(&bytes, 2)
    };
    for (name, vector, files, kind, says) in [
        ("no file", good.clone(), vec![], "missing_file", vec!["was not given", FILE]),
        ("no file of that end", vector("p", "s3://b/x.bin", Some(1), 40, 6), vec![], "missing_file", vec!["x.bin"]),
        (
            "two files of that end",
            vector("p", "s3://b/x.bin", Some(1), 40, 6),
            vec![("c/x.bin".to_owned(), bytes.clone()), ("d/x.bin".to_owned(), bytes.clone())],
            "missing_file",
            vec!["several of the given files", "x.bin"],
        ),
        ("an empty file", good.clone(), vec![stored(&[])], "read_error", vec![FILE]),
        (
            "another version",
            good.clone(),
            vec![stored(&changed(0, 2))],
            "unsupported_container",
            vec!["version 2", FILE],
        ),
        ("cut off", good.clone(), vec![stored(&bytes[..30])], "corrupt_container", vec!["ends after 30 bytes", FILE]),
        (
            "another length",
            good.clone(),
            vec![stored(&changed(4, 36))],
            "corrupt_container",
            vec!["has 36 bytes", FILE],
        ),
        ("another checksum", good.clone(), vec![stored(&changed(50, 0))], "corrupt_container", vec!["checksum", FILE]),
        ("other bytes", good.clone(), vec![stored(&changed(30, 9))], "corrupt_container", vec!["checksum", FILE]),
        (
            "far behind the end",
            vector("u", UUID, Some(usize::MAX / 4), 40, 6),
            vec![stored(&bytes)],
            "corrupt_container",
            vec!["ends after", FILE],
        ),
        (
            "of any size",
            vector("u", UUID, Some(1), i64::MAX as usize, 6),
            vec![stored(&bytes)],
            "corrupt_container",
            vec!["ends after", FILE],
        ),
        ("a name that is none", vector("u", "short", Some(1), 40, 6), vec![], "corrupt_container", vec!["short"]),
        ("an unknown way", vector("x", "y", None, 40, 6), vec![], "unsupported_container", vec!["(x)"]),
        ("no size", r#"{"storageType":"i","pathOrInlineDv":""}"#.to_owned(), vec![], "corrupt_container", vec!["size"]),
        ("no Z85", vector("i", "\"\"\"\"\"", None, 4, 6), vec![], "corrupt_container", vec!["Z85"]),
        (
            "too short for its size",
            vector("i", EXAMPLE, None, 48, 6),
            vec![],
            "corrupt_container",
            vec!["has 44 bytes"],
        ),
        ("too long for its size", vector("i", EXAMPLE, None, 40, 6), vec![], "corrupt_container", vec!["has 44 bytes"]),
        ("fewer rows", vector("i", EXAMPLE, None, 44, 7), vec![], "corrupt_container", vec!["6 rows", "says 7"]),
        ("another beginning", with(0, &[0xd2]), vec![], "corrupt_container", vec!["does not begin"]),
        (
            "in Delta's own format, with other lengths",
            own(&[0, 0, 0, 27]),
            vec![],
            "corrupt_container",
            vec!["another length"],
        ),
        ("in Delta's own format, cut off", own(&[0, 0, 0]), vec![], "corrupt_container", vec!["too early"]),
        ("another layout", with(16, &[0]), vec![], "corrupt_container", vec!["unknown way"]),
        ("blocks without end", with(20, &[0xff; 4]), vec![], "corrupt_container", vec!["more blocks"]),
        ("more blocks than bytes", with(20, &[0xff, 0xff]), vec![], "corrupt_container", vec!["ends too early"]),
        ("buckets without end", many(u64::MAX), vec![], "corrupt_container", vec!["ends too early"]),
        ("a negative bucket", with(12, &[0, 0, 0, 0x80]), vec![], "corrupt_container", vec!["out of order"]),
        ("rows out of order", unordered([2, 1]), vec![], "corrupt_container", vec!["out of order"]),
        ("a row twice", unordered([2, 2]), vec![], "corrupt_container", vec!["out of order"]),
        (
            "rows and more",
            inline(&[plain.as_slice(), &[0; 4]].concat(), 6),
            vec![],
            "corrupt_container",
            vec!["goes on"],
        ),
        (
            "a row that the file has not",
            inline(&set(&[1, 40].into(), Form::Plain), 2),
            vec![],
            "corrupt_container",
            vec!["row 41", "40 rows"],
        ),
        (
            "a row that no file has",
            inline(&set(&[1, 1 << 40].into(), Form::Runs), 2),
            vec![],
            "corrupt_container",
            vec!["row 1099511627777", "40 rows"],
        ),
    ] {
        let others: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
        let Shown { records, problems, .. } = shown(&table(numbered(40, 1000), &vector, &others));
        let of_table: Vec<_> = problems.iter().filter(|problem| problem.starts_with("t/")).collect();
        assert_eq!(of_table.len(), 1, "{name}: {problems:?}");
        assert!(of_table[0].starts_with(&format!("t/a.parquet: {kind}: ")), "{name}: {problems:?}");
        assert!(says.iter().all(|part| of_table[0].contains(part)), "{name}: {problems:?}");
        assert_eq!(records, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn vectors_take_no_more_memory_than_their_limit() {
    let set = set(&EXAMPLE_ROWS.into(), Form::Plain);
    let (bytes, offsets) = file(&[&set, &set, &set]);
    let adds = offsets.iter().enumerate().map(|(at, offset)| {
        let vector = vector("u", UUID, Some(*offset), set.len(), 6);
        format!(r#"{{"add":{{"path":"{at}.parquet","partitionValues":{{}},"deletionVector":{vector}}}}}"#)
    });
    let actions: Vec<_> = std::iter::once(r#"{"metaData":{"id":"t"}}"#.to_owned()).chain(adds).collect();
    let mut files = vec![commit(0, &actions), (FILE.to_owned(), bytes)];
    files.extend((0..3).map(|at| (format!("{at}.parquet"), numbered(40, 1000))));
    let files: Vec<_> = files.into_iter().map(|(path, bytes)| (path, Rc::new(bytes) as Rc<dyn Source>)).collect();
    // The limit is a quarter of `held_bytes`: two vectors, and part of the third.
    let limits = Limits { held_bytes: 4 * 100, ..Limits::default() };
    let kinds: Vec<_> = plan(&files, limits)
        .into_iter()
        .filter_map(|planned| match planned {
            Planned::Read { .. } => Some("read"),
            Planned::Refuse { problem, .. } => Some(problem.kind.name()),
            Planned::Skip { .. } | Planned::Problem { .. } => None,
        })
        .collect();
    assert_eq!(kinds, ["read", "read", "too_large"]);
}

#[test]
fn a_vector_applies_to_parquet_only() {
    let vector = vector("i", EXAMPLE, None, 44, 6);
    for data in [b"{\"n\":1}\n{\"n\":2}\n".to_vec(), b"service_name,action_name\na,b\n".to_vec()] {
        let Shown { records, problems, .. } = shown(&table(data, &vector, &[]));
        assert_eq!(records, Vec::<String>::new());
        assert!(problems.len() == 1 && problems[0].contains("no Parquet file"), "{problems:?}");
    }
}

#[test]
fn a_log_cannot_hide_other_files() {
    let (bytes, _) = file(&[&set(&EXAMPLE_ROWS.into(), Form::Plain)]);
    let vector = vector("p", "/x/other.json", Some(1), 40, 6);
    let others = [("other.json", b"{\"other\":1}\n".to_vec()), ("u/x.json", bytes)];
    let Shown { records, .. } = shown(&table(numbered(40, 1000), &vector, &others));
    assert_eq!(records, [r#"{"other":1}"#]);
}
