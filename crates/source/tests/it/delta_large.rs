//! Logs that are long: what they say is found in time that is in proportion to them. With work that grows with the square
//! of what is given, each case would take minutes.

use std::rc::Rc;

use touchstone_source::{Limits, Planned, Source, plan};

use crate::delta::commit;

const META: &str = r#"{"metaData":{"id":"t","configuration":{}}}"#;

/// How many files, paths or checkpoints there are.
const MANY: usize = 20_000;

fn add(path: &str) -> String {
    format!(r#"{{"add":{{"path":"{path}","partitionValues":{{}}}}}}"#)
}

fn sidecar(name: &str) -> String {
    format!(r#"{{"sidecar":{{"path":"{name}"}}}}"#)
}

fn checkpoint(version: usize, actions: &[String]) -> (String, Vec<u8>) {
    (format!("_delta_log/{version:020}.checkpoint.a.json"), actions.join("\n").into_bytes())
}

/// How many files are read, skipped and reported as a problem.
fn counts(files: Vec<(String, Vec<u8>)>) -> [usize; 3] {
    let files: Vec<_> = files.into_iter().map(|(path, bytes)| (path, Rc::new(bytes) as Rc<dyn Source>)).collect();
    plan(&files, Limits::default()).iter().fold([0; 3], |[read, skipped, problems], planned| match planned {
        Planned::Read { .. } => [read + 1, skipped, problems],
        Planned::Skip { .. } => [read, skipped + 1, problems],
        Planned::Refuse { .. } | Planned::Problem { .. } => [read, skipped, problems + 1],
    })
}

#[test]
fn long_logs_are_planned_in_proportion() {
    let many = |action: &dyn Fn(usize) -> String| -> Vec<String> {
        std::iter::once(META.to_owned()).chain((0..MANY).map(action)).collect()
    };
    let within_t = |(path, bytes): (String, Vec<u8>)| (format!("t/{path}"), bytes);
    let data: Vec<_> = (0..MANY).map(|file| (format!("u{file}/a"), Vec::new())).collect();
    let rows = many(&|file| add(&format!("f{file}"))).join("\n").into_bytes();
    for (name, files, expected) in [
        ("missing files", vec![commit(0, &many(&|file| add(&format!("f{file}"))))], [0, 1, MANY]),
        (
            "paths of another place that end alike",
            [vec![within_t(commit(0, &many(&|file| add(&format!("s3://b/{file}/a")))))], data].concat(),
            [MANY, 1, MANY],
        ),
        (
            "many tables",
            (0..MANY)
                .flat_map(|table| {
                    let (path, bytes) = commit(0, &[META.to_owned(), add("a")]);
                    [(format!("{table}/{path}"), bytes), (format!("{table}/a"), Vec::new())]
                })
                .collect(),
            [MANY, MANY, 0],
        ),
        (
            "a sidecar that is listed again and again",
            vec![
                checkpoint(0, &many(&|_| sidecar("s.json"))),
                ("_delta_log/_sidecars/s.json".to_owned(), rows.clone()),
            ],
            [0, 2, MANY],
        ),
        (
            "checkpoints that share a sidecar and lack another",
            (0..MANY / 10)
                .map(|version| checkpoint(version, &[sidecar("s.json"), sidecar("missing.json")]))
                .chain([("_delta_log/_sidecars/s.json".to_owned(), rows)])
                .collect(),
            [0, 1 + MANY / 10, 1],
        ),
    ] {
        assert_eq!(counts(files), expected, "{name}");
    }
}

#[test]
fn problems_stand_before_the_first_file_that_sorts_after_them() {
    let listed: Vec<String> = ["a0", "c", "a1", "e"].map(add).into_iter().chain([META.to_owned()]).collect();
    let files: Vec<_> = [("d", "{}"), ("b", "{}"), ("f", "{}"), ("a", "{}")]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into_iter()
        .chain([commit(0, &listed)])
        .map(|(path, bytes)| (path, Rc::new(bytes) as Rc<dyn Source>))
        .collect();
    let order: Vec<String> = plan(&files, Limits::default())
        .into_iter()
        .map(|planned| match planned {
            Planned::Problem { path, .. } => format!("!{path}"),
            Planned::Read { file, .. } | Planned::Refuse { file, .. } | Planned::Skip { file, .. } => {
                files[file].0.clone()
            }
        })
        .collect();
    assert_eq!(order, ["!a0", "!a1", "!c", "d", "b", "!e", "f", "a", "_delta_log/00000000000000000000.json"]);
}
