use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use touchstone_generate::{Container, Format, Options, Truth};

use crate::generated;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_touchstone-generate")).args(arguments).output().expect("the binary runs")
}

/// An empty directory for this test.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&path).ok();
    fs::create_dir_all(&path).expect("a directory for the test");
    path
}

fn read_truth(path: &Path) -> Truth {
    serde_json::from_slice(&fs::read(path).expect("the truth is written")).expect("the truth is JSON")
}

#[test]
fn writes_what_the_library_writes() {
    let directory = directory("single");
    let (log, truth) = (directory.join("auditlogs.json"), directory.join("truth.json"));
    let output = run(&["--events", "500", "--out", &log.to_string_lossy(), "--truth", &truth.to_string_lossy()]);
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    let (files, said) = generated(&Options { events: 500, ..Options::default() });
    assert_eq!(fs::read(log).expect("the log is written"), files[0].1);
    assert_eq!(read_truth(&truth), said);
    assert_eq!(run(&["--events", "500"]).stdout, files[0].1);
}

#[test]
fn writes_other_formats() {
    let directory = directory("formats");
    let log = directory.join("audit.parquet");
    let path = log.to_string_lossy();
    for (arguments, format, container) in [
        (&["--format", "immuta_uam"][..], Format::ImmutaUam, Container::Json),
        (&["--container", "parquet"], Format::DatabricksDelivery, Container::Parquet),
        (&["--format", "databricks_system_table", "--container", "csv"], Format::DatabricksSystemTable, Container::Csv),
    ] {
        let output = run(&[arguments, &["--events", "500", "--out", &path]].concat());
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        let (files, _) = generated(&Options { events: 500, format, container, ..Options::default() });
        assert_eq!(fs::read(&log).expect("the log is written"), files[0].1, "{format} as {container}");
    }
    let refused = run(&["--format", "immuta_uam", "--container", "csv"]);
    assert_eq!(
        String::from_utf8_lossy(&refused.stderr),
        "touchstone-generate: immuta_uam is not written as csv, only as json\n"
    );
    let help = String::from_utf8(run(&["--help"]).stdout).expect("UTF-8");
    for name in Format::ALL.map(Format::name).into_iter().chain(Container::ALL.map(Container::name)) {
        assert!(help.contains(&format!("- {name}:")), "{name} in {help}");
    }
}

#[test]
fn writes_a_directory_of_files() {
    let directory = directory("many");
    let truth = directory.join("truth.json");
    let logs = directory.join("logs");
    let arguments =
        ["--events", "1000", "--files", "50", "--days", "2", "--redeliveries", "2", "--out", &logs.to_string_lossy()];
    let output = run(&[&arguments[..], &["--truth", &truth.to_string_lossy()]].concat());
    assert!(output.status.success(), "{output:?}");
    let truth = read_truth(&truth);
    assert_eq!(truth.files.len(), 52);
    for file in truth.files {
        assert_eq!(fs::metadata(logs.join(&file.path)).expect("the file exists").len(), file.bytes, "{}", file.path);
    }
    let again = run(&arguments);
    assert_eq!(again.status.code(), Some(2));
    let message = String::from_utf8_lossy(&again.stderr).into_owned();
    assert_eq!(
        message,
        format!("touchstone-generate: {}: the directory is not empty; name a new one\n", logs.display())
    );
}

#[test]
fn names_the_path_and_the_cause_of_an_error() {
    let output = run(&["--events", "10", "--out", "/nowhere/at/all.json"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.starts_with("touchstone-generate: /nowhere/at/all.json: "), "{message}");
    assert_eq!(run(&["--shape", "3"]).status.code(), Some(2));
    assert_eq!(run(&["--days", "0"]).status.code(), Some(2));
}
