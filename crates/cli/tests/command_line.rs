//! The binary, as it is used.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

const RECORD: &str = r#"{"serviceName":"clusters","actionName":"create","timestamp":1577571960848,"userIdentity":{"email":"a@corp.example"},"response":{"statusCode":200},"requestParams":{"b":"1"}}"#;

/// A folder of files, gone when it is dropped. Tests are threads of one process, so each folder counts itself.
struct Folder(PathBuf);

static FOLDERS: AtomicU32 = AtomicU32::new(0);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("touchstone-{}-{folder}", std::process::id()));
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        std::fs::create_dir_all(&root).unwrap();
        Self(root)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_touchstone")).args(arguments).current_dir(&self.0).output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn log() -> Folder {
    let log = format!("{RECORD}\n{{torn\n{RECORD}\n");
    Folder::new(&[("logs/date=2019-12-28/a.json", &log), ("logs/_SUCCESS", ""), ("logs/empty.json", "")])
}

#[test]
fn a_summary_for_people() {
    let output = log().run(&["analyze", "logs"]);
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "touchstone: logs/_SUCCESS: skipped: marker of a Spark job\n");
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn a_summary_for_programs() {
    let output = log().run(&["analyze", "logs", "--json"]);
    assert!(output.status.success());
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn what_cannot_be_opened_is_named_and_the_rest_is_read() {
    let output = log().run(&["analyze", "logs/date=2019-12-28/a.json", "missing.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "touchstone: missing.json: cannot be opened: No such file or directory (os error 2)\n"
    );
    assert!(text(&output.stdout).starts_with("3 records = 1 events + 1 duplicates + 1 problems\n"));
}

#[test]
fn a_folder_without_logs_is_said_so() {
    let output = Folder::new(&[]).run(&["analyze", "."]);
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "touchstone: .: the folder holds no file to read\n");
}

#[test]
fn export_writes_silver_and_a_file_per_service() {
    let folder = log();
    assert!(folder.run(&["export", "logs", "--out", "out"]).status.success());
    for file in ["out/silver.parquet", "out/gold/clusters.parquet"] {
        let bytes = std::fs::read(folder.0.join(file)).unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{file}");
    }
    let output = folder.run(&["export", "logs", "--out", "logs/empty.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("logs/empty.json/gold: cannot be written"));
}

#[test]
fn what_stands_beside_the_identity_is_printed() {
    let row = |time: &str| {
        format!(r#"{{"event_id":"0","event_time":{time},"service_name":"s","action_name":"a","user_agent":NaN}}"#)
    };
    let log = [row("\"2025-10-23T09:11:01Z\""), row("null")].join("\n");
    let output = Folder::new(&[("log.json", &log)]).run(&["analyze", "log.json"]);
    let text = text(&output.stdout);
    for said in [
        "2 records = 2 events + 0 duplicates + 0 problems\n2 warnings, 1 conflicts\n",
        "\nnotices\n  1 of 2 events of log.json have no time",
        "\n    2 warnings  1 conflicts\n",
        "\nwarnings\n  log.json, record 1, byte 0: ",
        "\nconflicts\n  log.json, record 2: an event with the id of log.json, record 1; differs in event_time\n",
    ] {
        assert!(text.contains(said), "{said}\nis not in\n{text}");
    }
}
