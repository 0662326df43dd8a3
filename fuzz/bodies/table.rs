//! What must hold of any log and any deletion vector of a Delta table: the bodies of two more targets of
//! `touchstone-source`. Its tests run them over the corpora, too.

use std::rc::Rc;

use touchstone_source::{Planned, Source, plan};

use super::bodies::{data_file, files, limits};

/// A table with a file that has a vector.
const TABLE: &[u8] = include_bytes!("../corpus/delta/vector-in-log");

const PROTOCOL: &str = r#"{"protocol":{"minReaderVersion":3,"readerFeatures":["deletionVectors","columnMapping"]}}
{"metaData":{"id":"t","configuration":{}}}
"#;

const ADDED: &str = r#"{"add":{"path":"a.parquet","partitionValues":{"p":"1"}}}
{"add":{"path":"b%20c.parquet","partitionValues":{"p":null}}}
"#;

/// The keys of actions.
const ACTIONS: [&str; 8] = ["add", "remove", "protocol", "metaData", "sidecar", "txn", "commitInfo", "cdc"];

/// How many lines are made commits of their own.
const MOST_LINES: usize = 64;

type Files = Vec<(String, Rc<dyn Source>)>;

fn data() -> Rc<dyn Source> {
    files(TABLE).pop().map_or_else(|| -> Rc<dyn Source> { Rc::new(Vec::new()) }, |(_, source)| source)
}

fn commit(version: usize, text: &[u8]) -> (String, Rc<dyn Source>) {
    (format!("t/_delta_log/{version:020}.json"), Rc::new(text.to_vec()))
}

/// Bytes as a later commit of a table. Where each line is an action, a commit for each line means the same files, and so
/// does a compacted log.
pub(crate) fn log(bytes: &[u8]) {
    let first = [PROTOCOL, ADDED].concat().into_bytes();
    let given: Files = ["a.parquet", "b c.parquet", "p=1/a.parquet"]
        .map(|path| (format!("t/{path}"), data()))
        .into_iter()
        .chain([("t/d.json".to_owned(), Rc::new(b"{}\n".to_vec()) as Rc<dyn Source>)])
        .collect();
    let with = |log: Files| meant(&given, log);
    let whole = with(vec![commit(0, &first), commit(1, bytes)]);
    let checkpoint = |name: &str| (format!("t/_delta_log/{name}"), Rc::new(bytes.to_vec()) as Rc<dyn Source>);
    with(vec![checkpoint("00000000000000000001.checkpoint.a.json"), checkpoint("_last_checkpoint"), commit(2, bytes)]);
    with(vec![
        checkpoint("00000000000000000001.checkpoint.a.json"),
        checkpoint("_sidecars/s.parquet"),
        checkpoint("_sidecars/s.json"),
    ]);
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    let is_action = |line: &&[u8]| {
        serde_json::from_slice::<serde_json::Map<_, _>>(line)
            .is_ok_and(|action| action.keys().all(|key| ACTIONS.contains(&key.as_str())))
    };
    if lines.is_empty() || lines.len() > MOST_LINES || !lines.iter().all(is_action) {
        return;
    }
    let each = lines.iter().enumerate().map(|(at, line)| commit(at + 1, line));
    assert_eq!(with(std::iter::once(commit(0, &first)).chain(each).collect()), whole, "a commit for each line");
    let compacted = "t/_delta_log/00000000000000000000.00000000000000000001.compacted.json".to_owned();
    let both: Rc<dyn Source> = Rc::new([first.as_slice(), bytes].concat());
    assert_eq!(with(vec![(compacted, both)]), whole, "compacted");
}

/// What a log means for the files given, and what it lacks.
fn meant(given: &[(String, Rc<dyn Source>)], log: Files) -> Vec<String> {
    let files: Files = given.iter().cloned().chain(log).collect();
    let planned = plan(&files, limits(4096));
    let meant = planned.iter().filter_map(|planned| match planned {
        Planned::Read { file, of_table } if *file < given.len() => {
            let of_table = of_table.clone().map(|mut of_table| {
                of_table.warnings.clear();
                of_table
            });
            Some(format!("{file} {of_table:?}"))
        }
        Planned::Refuse { file, problem } if *file < given.len() => Some(format!("{file} {}", problem.kind.name())),
        Planned::Skip { file, reason } if *file < given.len() => Some(format!("{file} {reason}")),
        // What lists a file of the log as data depends on the log's files.
        Planned::Problem { path, problem } if !path.starts_with("t/_delta_log/") => {
            Some(format!("{path} {}", problem.kind.name()))
        }
        _ => None,
    });
    meant.collect()
}

/// Eight bytes as a number of rows, and the others as a deletion vector of so many: in the log, and in a file with the
/// length and the checksum that are theirs. Both mean the same rows.
pub(crate) fn vector(bytes: &[u8]) {
    let Some((count, vector)) = bytes.split_first_chunk() else { return };
    let (count, size) = (i64::from_le_bytes(*count), vector.len());
    let mut crc = flate2::Crc::new();
    crc.update(vector);
    let stored = [&[1], &(size as u32).to_be_bytes()[..], vector, &crc.sum().to_be_bytes()].concat();
    let of = |storage: &str, text: &str| {
        let path = serde_json::Value::from(text);
        let vector = format!(
            r#"{{"storageType":"{storage}","pathOrInlineDv":{path},"offset":1,"sizeInBytes":{size},"cardinality":{count}}}"#
        );
        let add = format!(r#"{{"add":{{"path":"a.parquet","partitionValues":{{}},"deletionVector":{vector}}}}}"#);
        let files: Files = vec![
            ("t/a.parquet".to_owned(), data()),
            ("t/v.bin".to_owned(), Rc::new(stored.clone())),
            commit(0, format!("{PROTOCOL}{add}\n").as_bytes()),
        ];
        plan(&files, limits(4096)).swap_remove(0)
    };
    let (in_log, in_file) = (of("i", &z85(vector)), of("p", "v.bin"));
    match (&in_log, &in_file) {
        (Planned::Read { of_table: Some(of_log), .. }, Planned::Read { of_table: Some(of_file), .. }) => {
            assert_eq!(of_log, of_file);
            assert_eq!(i64::try_from(of_log.deleted_rows()), Ok(count));
            data_file(&data(), of_log);
        }
        (Planned::Refuse { .. }, Planned::Refuse { .. }) => {}
        // It takes up more than is held of vectors.
        (_, Planned::Refuse { problem, .. }) if problem.kind.name() == "too_large" => {}
        _ => panic!("{in_log:?} {in_file:?}"),
    }
}

fn z85(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 85] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    let groups = bytes.chunks(4).flat_map(|group| {
        let mut four = [0; 4];
        four[..group.len()].copy_from_slice(group);
        let number = u32::from_be_bytes(four) as usize;
        [52_200_625, 614_125, 7_225, 85, 1].map(|power| char::from(DIGITS[number / power % 85]))
    });
    groups.collect()
}
