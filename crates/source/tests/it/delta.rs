//! Logs of Delta tables: which files belong to the current version, in folders and in archives.

use std::io::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use arrow_json::ReaderBuilder;
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use touchstone_source::{Limits, Piece, Planned, Reader, Source, Step, plan};

const META: &str = r#"{"metaData":{"id":"t","configuration":{}}}"#;

fn add(path: &str) -> String {
    format!(r#"{{"add":{{"path":"{path}","partitionValues":{{}}}}}}"#)
}

fn remove(path: &str) -> String {
    format!(r#"{{"remove":{{"path":"{path}"}}}}"#)
}

pub(crate) fn lines(actions: &[String]) -> Vec<u8> {
    (actions.join("\n") + "\n").into_bytes()
}

/// Actions as the Parquet file of a checkpoint or a sidecar.
fn parquet(actions: &[String]) -> Vec<u8> {
    let text = || Field::new("path", DataType::Utf8, true);
    let values = Field::new(
        "key_value",
        DataType::Struct(
            vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, true)].into(),
        ),
        false,
    );
    let values = Field::new("partitionValues", DataType::Map(Arc::new(values), false), true);
    let part = |name: &str, fields: Vec<Field>| Field::new(name, DataType::Struct(fields.into()), true);
    let schema = Arc::new(Schema::new(vec![
        part("add", vec![text(), values]),
        part("remove", vec![text()]),
        part("sidecar", vec![text()]),
        part("metaData", vec![Field::new("id", DataType::Utf8, true)]),
    ]));
    let mut reader = ReaderBuilder::new(Arc::clone(&schema)).build_decoder().unwrap();
    reader.decode(&lines(actions)).unwrap();
    let batch = reader.flush().unwrap().unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

pub(crate) fn commit(version: u32, actions: &[String]) -> (String, Vec<u8>) {
    (format!("_delta_log/{version:020}.json"), lines(actions))
}

/// The plan for some files: those to be read, and the problems.
fn planned(files: &[(String, Vec<u8>)]) -> (Vec<String>, Vec<String>) {
    let given: Vec<_> =
        files.iter().map(|(path, bytes)| (path.clone(), Rc::new(bytes.clone()) as Rc<dyn Source>)).collect();
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    for planned in plan(&given, Limits::default()) {
        match planned {
            Planned::Read { file, .. } => read.push(files[file].0.clone()),
            Planned::Problem { path, problem } => problems.push(format!("{path}: {}", problem.kind.name())),
            Planned::Refuse { file, problem } => problems.push(format!("{}: {}", files[file].0, problem.kind.name())),
            Planned::Skip { .. } => {}
        }
    }
    (read, problems)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn the_log_decides_which_files_are_current() {
    let meta = META.to_owned();
    let side = |path: &str| format!(r#"{{"sidecar":{{"path":"{path}"}}}}"#);
    let checkpoint = |name: &str, bytes: Vec<u8>| (format!("_delta_log/{name}"), bytes);
    let dv = |action: &str, path: &str, id: &str| {
        format!(
            r#"{{"{action}":{{"path":"{path}","deletionVector":{{"storageType":"u","pathOrInlineDv":"{id}","offset":1}}}}}}"#
        )
    };
    for (name, log, read, problems) in [
        (
            "commits",
            vec![commit(0, &[meta.clone(), add("a"), add("b")]), commit(1, &[remove("a"), add("c")])],
            vec!["b", "c"],
            vec![],
        ),
        (
            "a classic checkpoint",
            vec![
                checkpoint("00000000000000000001.checkpoint.parquet", parquet(&[meta.clone(), add("a")])),
                commit(2, &[add("b")]),
            ],
            vec!["a", "b"],
            vec![],
        ),
        (
            "a checkpoint with a sidecar",
            vec![
                checkpoint("00000000000000000001.checkpoint.parquet", parquet(&[meta.clone(), side("s.parquet")])),
                checkpoint("_sidecars/s.parquet", parquet(&[add("a"), add("b")])),
                commit(2, &[remove("a"), add("c")]),
            ],
            vec!["b", "c"],
            vec![],
        ),
        (
            "a UUID in its name, in JSON",
            vec![
                checkpoint(
                    "00000000000000000001.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json",
                    lines(&[meta.clone(), side("s.parquet")]),
                ),
                checkpoint("_sidecars/s.parquet", parquet(&[add("a")])),
            ],
            vec!["a"],
            vec![],
        ),
        (
            "a sidecar that is missing",
            vec![checkpoint("00000000000000000001.checkpoint.parquet", parquet(&[meta.clone(), side("s.parquet")]))],
            vec![],
            vec!["_delta_log: missing_file"],
        ),
        (
            "a sidecar that is missing, and an older checkpoint",
            vec![
                checkpoint("00000000000000000001.checkpoint.parquet", parquet(&[meta.clone(), add("a")])),
                commit(2, &[add("b")]),
                checkpoint("00000000000000000002.checkpoint.parquet", parquet(&[meta.clone(), side("s.parquet")])),
            ],
            vec!["a", "b"],
            vec![],
        ),
        (
            "a sidecar whose path is spelled as a URL",
            vec![
                checkpoint("00000000000000000001.checkpoint.parquet", parquet(&[meta.clone(), side("s%20t.parquet")])),
                checkpoint("_sidecars/s t.parquet", parquet(&[add("a")])),
            ],
            vec!["a"],
            vec![],
        ),
        (
            "absolute paths",
            vec![commit(0, &[meta.clone(), add("s3://bucket/x/a"), add("file:///y/b"), add("s3://bucket/gone")])],
            vec!["a", "b"],
            vec!["s3://bucket/gone: missing_file"],
        ),
        (
            "a commit without a byte",
            vec![commit(0, &[meta.clone(), add("a")]), ("_delta_log/00000000000000000001.json".to_owned(), Vec::new())],
            vec!["a"],
            vec![],
        ),
        (
            "two parts",
            vec![
                checkpoint(
                    "00000000000000000001.checkpoint.0000000001.0000000002.parquet",
                    parquet(&[meta.clone(), add("a")]),
                ),
                checkpoint("00000000000000000001.checkpoint.0000000002.0000000002.parquet", parquet(&[add("b")])),
            ],
            vec!["a", "b"],
            vec![],
        ),
        (
            "a part is missing, so the commits count",
            vec![
                commit(0, &[meta.clone(), add("a")]),
                commit(1, &[add("b")]),
                checkpoint(
                    "00000000000000000001.checkpoint.0000000001.0000000002.parquet",
                    parquet(&[meta.clone(), add("c")]),
                ),
            ],
            vec!["a", "b"],
            vec![],
        ),
        (
            "compacted commits",
            vec![
                commit(0, &[meta.clone(), add("a")]),
                checkpoint("00000000000000000001.00000000000000000002.compacted.json", lines(&[remove("a"), add("b")])),
                commit(3, &[add("c")]),
            ],
            vec!["b", "c"],
            vec![],
        ),
        (
            "a commit is missing",
            vec![commit(0, &[meta.clone(), add("a")]), commit(2, &[add("b")])],
            vec![],
            vec!["_delta_log: corrupt_container"],
        ),
        (
            "rows are deleted, and the file is removed last",
            vec![commit(0, &[meta.clone(), add("a"), add("b")]), commit(1, &[dv("add", "a", "x"), remove("a")])],
            vec!["b"],
            vec!["a: corrupt_container"],
        ),
        (
            "deleted rows come back",
            vec![
                commit(0, &[meta.clone(), add("a")]),
                commit(1, &[remove("a"), dv("add", "a", "x")]),
                commit(2, &[add("a"), dv("remove", "a", "x")]),
            ],
            vec!["a"],
            vec![],
        ),
        (
            "of a file that is listed twice the last counts",
            vec![commit(0, &[meta.clone(), dv("add", "a", "x")]), commit(1, &[add("a")])],
            vec!["a"],
            vec![],
        ),
        ("nothing is listed", vec![commit(0, std::slice::from_ref(&meta))], vec![], vec!["_delta_log: missing_file"]),
        (
            "no log of a table",
            vec![commit(0, &[r#"{"protocol":{"minReaderVersion":1}}"#.to_owned()])],
            vec!["a", "b", "c"],
            vec![],
        ),
    ] {
        let data = ["a", "b", "c"].map(|path| (path.to_owned(), Vec::new()));
        let files: Vec<_> = log.into_iter().chain(data).collect();
        let expected =
            (read.iter().map(ToString::to_string).collect(), problems.iter().map(ToString::to_string).collect());
        assert_eq!(planned(&files), expected, "{name}");
    }
}

#[test]
fn an_absolute_path_never_takes_a_file_that_is_another() {
    let values = |path: &str, values: &str| format!(r#"{{"add":{{"path":"{path}","partitionValues":{values}}}}}"#);
    let w = |value: &str| format!(r#"{{"w":{value}}}"#);
    let one = r#""1""#;
    for (name, actions, other, given, expected) in [
        ("listed by a relative path", vec![add("x/a"), add("s3://b/t/y/a")], vec![], vec!["x/a"], (vec!["x/a"], 1)),
        ("listed by another table", vec![add("s3://b/t/a")], vec![add("a")], vec!["other/a"], (vec!["other/a"], 1)),
        ("removed", vec![add("x/a"), remove("x/a"), add("s3://b/t/y/a")], vec![], vec!["x/a"], (vec![], 1)),
        (
            "removed under an absolute path",
            vec![add("s3://b/x/a"), add("s3://b/y/a"), remove("s3://b/x/a")],
            vec![],
            vec!["x/a"],
            (vec![], 1),
        ),
        (
            "removed, as likely as the one that is not",
            vec![add("s3://b/x/a"), add("s3://b/y/a"), remove("s3://b/x/a")],
            vec![],
            vec!["z/a"],
            (vec![], 1),
        ),
        (
            "removed and added again",
            vec![add("s3://b/x/a"), remove("s3://b/x/a"), add("s3://b/x/a")],
            vec![],
            vec!["x/a"],
            (vec!["x/a"], 0),
        ),
        (
            "removed by another table",
            vec![add("s3://b/a")],
            vec![add("a"), add("c"), remove("a")],
            vec!["other/a", "other/c"],
            (vec!["other/c"], 1),
        ),
        ("as likely as another", vec![add("s3://b/x/a"), add("s3://b/y/a")], vec![], vec!["z/a"], (vec![], 2)),
        ("likelier than another", vec![add("s3://b/x/a"), add("s3://b/y/a")], vec![], vec!["x/a"], (vec!["x/a"], 1)),
        (
            "of two clones",
            vec![add("s3://b/x/a")],
            vec![add("s3://b/x/a")],
            vec!["x/a"],
            // The other table's log then lists it without having it.
            (vec!["x/a"], 1),
        ),
        ("another folder", vec![values("s3://b/w=2/a", &w(r#""2""#))], vec![], vec!["w=1/a"], (vec![], 1)),
        ("no folder", vec![values("s3://b/w=1/a", &w(one))], vec![], vec!["a"], (vec![], 1)),
        ("a folder where none is listed", vec![add("s3://b/t/a")], vec![], vec!["w=1/a"], (vec![], 1)),
        (
            "an outer folder",
            vec![values("s3://b/v=2/w=1/a", r#"{"v":"2","w":"1"}"#)],
            vec![],
            vec!["v=1/w=1/a"],
            (vec![], 1),
        ),
        ("another value", vec![values("s3://b/w=1/a", &w(r#""2""#))], vec![], vec!["w=1/a"], (vec![], 1)),
        ("null", vec![values("s3://b/w=1/a", &w("null"))], vec![], vec!["w=1/a"], (vec![], 1)),
        ("its folder", vec![values("s3://b/w=1/a", &w(one))], vec![], vec!["w=1/a"], (vec!["w=1/a"], 0)),
        (
            "its folder, of null",
            vec![values("s3://b/w=__HIVE_DEFAULT_PARTITION__/a", &w("null"))],
            vec![],
            vec!["w=__HIVE_DEFAULT_PARTITION__/a"],
            (vec!["w=__HIVE_DEFAULT_PARTITION__/a"], 0),
        ),
        (
            "its folder, escaped",
            vec![values("s3://b/w=1%253A2/a", &w(r#""1:2""#))],
            vec![],
            vec!["w=1%3A2/a"],
            (vec!["w=1%3A2/a"], 0),
        ),
        ("a folder further up", vec![add("s3://b/env=x/t/a")], vec![], vec!["env=y/t/a"], (vec!["env=y/t/a"], 0)),
    ] {
        let log = |root: &str, actions: Vec<String>| {
            let (path, bytes) = commit(0, &[vec![META.to_owned()], actions].concat());
            (format!("{root}{path}"), bytes)
        };
        let mut files = vec![log("", actions)];
        if !other.is_empty() {
            files.push(log("other/", other));
        }
        files.extend(given.iter().map(|path| ((*path).to_owned(), Vec::new())));
        let (read, problems) = planned(&files);
        let missing = problems.iter().filter(|problem| problem.ends_with(": missing_file")).count();
        assert_eq!((read.iter().map(String::as_str).collect(), missing), expected, "{name}: {problems:?}");
    }
}

/// A zip of files, with this separator between folders.
pub(crate) fn zip(files: &[(String, Vec<u8>)], separator: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(path.replace('/', separator), options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_log_within_an_archive_is_followed() {
    let record = |name: &str| (format!("t/{name}"), format!("{{\"{name}\":1}}\n").into_bytes());
    let log = |version: u32, actions: &[String]| {
        let (path, bytes) = commit(version, actions);
        (format!("t/{path}"), bytes)
    };
    let files = [
        log(0, &[META.to_owned(), add("a"), add("b")]),
        log(1, &[remove("a"), add("missing")]),
        record("a"),
        record("b"),
        ("other.json".to_owned(), b"{\"other\":1}\n".to_vec()),
        ("t/_SUCCESS".to_owned(), Vec::new()),
    ];
    for separator in ["/", "\\"] {
        let archive = zip(&files, separator);
        let mut reader = Reader::open(Rc::new(archive), Limits::default()).unwrap();
        let (mut records, mut problems) = (Vec::new(), Vec::new());
        while reader.step(&mut |piece: Piece<'_>| match piece {
            Piece::Record(record) => records.push(String::from_utf8_lossy(record.bytes).into_owned()),
            Piece::Problem { problem, .. } => problems.push(problem.message),
            _ => {}
        }) == Step::More
        {}
        records.sort_unstable();
        assert_eq!(records, [r#"{"b":1}"#, r#"{"other":1}"#], "{separator}");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("t/missing: "), "{problems:?}");
    }
}

#[test]
fn a_table_that_is_newer_than_its_commits_says_so() {
    let staged = "_delta_log/_staged_commits/00000000000000000001.80a083e8-7026-4e79-81be-64bd76c43a11.json";
    for (path, bytes, expected) in [
        ("_delta_log/_last_checkpoint", r#"{"version":7,"size":1}"#, 1),
        ("_delta_log/_last_checkpoint", r#"{"version":0,"size":1}"#, 0),
        (staged, "{}", 1),
        ("_delta_log/00000000000000000001.json", "", 1),
    ] {
        let files = [
            commit(0, &[META.to_owned(), add("a"), add("b")]),
            (path.to_owned(), bytes.as_bytes().to_vec()),
            ("a".to_owned(), b"{}".to_vec()),
            ("b".to_owned(), b"{}".to_vec()),
        ];
        let given: Vec<_> =
            files.iter().map(|(path, bytes)| (path.clone(), Rc::new(bytes.clone()) as Rc<dyn Source>)).collect();
        let warnings = plan(&given, Limits::default()).into_iter().map(|planned| match planned {
            Planned::Read { of_table, .. } => of_table.map_or(0, |table| table.warnings.len()),
            _ => 0,
        });
        assert_eq!(warnings.sum::<usize>(), expected, "{path} {bytes}");
    }
}
