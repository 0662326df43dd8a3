//! Pseudonyms and the session log on the command line: the key is made and read, and turns the tokens back.

#![allow(clippy::unwrap_used, reason = "a test ends where its set-up fails")]

mod folder;

use std::path::PathBuf;
use std::process::{Command, Output};

const HIDDEN: [&str; 3] = ["ada.abbott@corp.example", "Jane Q. Public", "203.0.113.77"];

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = folder::empty(name);
        let mut log = String::new();
        for at in 0..30_u64 {
            let record = serde_json::json!({
                "serviceName": "accounts", "actionName": "login", "timestamp": 1_577_571_960_000 + at,
                "requestId": format!("r{at}"), "sourceIPAddress": "203.0.113.77",
                "userIdentity": {"email": HIDDEN[(at % 2) as usize]},
            });
            log += &(record.to_string() + "\n");
        }
        std::fs::write(folder.join("log.jsonl"), log).unwrap();
        Self(folder)
    }

    fn run(&self, arguments: &str) -> Output {
        let words = arguments.split(' ');
        Command::new(env!("CARGO_BIN_EXE_touchstone")).args(words).current_dir(&self.0).output().unwrap()
    }

    /// What a run that ends with a status prints.
    fn said(&self, arguments: &str, status: i32) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.0.join(name)).unwrap()).into_owned()
    }
}

#[test]
fn a_key_is_made_hides_and_turns_back() {
    let folder = Folder::new("pseudonyms");
    let plain = folder.said("query log.jsonl * --format ndjson", 0);
    let hidden = folder.said("query log.jsonl * --format ndjson --pseudonyms own.key", 0);
    let key = folder.read("own.key");
    std::fs::write(folder.0.join("hidden.ndjson"), &hidden).unwrap();
    folder.said("export log.jsonl --format csv --out out --pseudonyms own.key", 0);
    folder.said("findings log.jsonl --format csv --output findings.csv --pseudonyms own.key", 0);
    folder.said("report log.jsonl --filter user:ada.abbott@corp.example --out report.html --pseudonyms own.key", 0);
    folder.said("sample log.jsonl --size 9 --seed a --format csv --output sample.csv --pseudonyms own.key", 0);
    folder.said("evidence log.jsonl --sample 9 --seed a --out bundle.zip --pseudonyms own.key", 0);
    assert_eq!(folder.read("own.key"), key, "the key is read, not made again");
    for name in [
        "hidden.ndjson",
        "out/silver.csv",
        "out/silver.csv.basis.json",
        "out/gold/accounts.csv",
        "findings.csv",
        "report.html",
        "sample.csv",
        "sample.csv.basis.json",
        "bundle.zip",
    ] {
        let file = folder.read(name);
        assert!(HIDDEN.iter().all(|text| !file.contains(text)), "{name}");
    }
    let tables = [
        folder.said("query log.jsonl * --pseudonyms own.key", 0),
        folder.said("query log.jsonl * --by user --pseudonyms own.key", 0),
        folder.said("analyze log.jsonl --pseudonyms own.key", 0),
        folder.said("analyze log.jsonl --json --pseudonyms own.key", 0),
    ];
    assert!(tables.iter().all(|table| HIDDEN.iter().all(|text| !table.contains(text)) && table.contains("mail~")));

    assert_eq!(folder.said("reveal --key own.key hidden.ndjson", 0), plain);
    folder.said("reveal --key own.key report.html --output names.html", 0);
    assert!(folder.read("names.html").contains(HIDDEN[0]));
    folder.said("query log.jsonl * --pseudonyms other.key", 0);
    assert_eq!(folder.said("reveal --key other.key hidden.ndjson", 1), hidden);
    for refused in [
        "reveal --key none.key hidden.ndjson",
        "reveal --key own.key bundle.zip",
        "reveal --key log.jsonl hidden.ndjson",
    ] {
        folder.said(refused, 2);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.0.join("own.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else reads the key");
    }

    let checked = folder.said("verify bundle.zip", 0);
    assert!(checked.starts_with("intact: "), "{checked}");
    let again = folder.said("verify bundle.zip log.jsonl --pseudonyms own.key", 0);
    assert!(again.contains("byte for byte"), "{again}");
    for wrong in ["", " --pseudonyms other.key"] {
        let said = folder.said(&format!("verify bundle.zip log.jsonl{wrong}"), 1);
        assert!(said.starts_with("the bundle: has pseudonyms: only touchstone verify with their key "), "{said}");
    }
}

/// Whoever names a service, a workspace, a parameter or a folder after a person gives them away in names of files and columns,
/// too.
#[test]
fn names_of_files_and_columns_are_hidden() {
    let folder = Folder::new("pseudonyms-named");
    let record = serde_json::json!({
        "serviceName": HIDDEN[0], "actionName": "login", "timestamp": 1_577_571_960_000_u64, "orgId": HIDDEN[0],
        "requestParams": {HIDDEN[0]: "1"}, "userIdentity": {"email": "System-User"},
    });
    let named = format!("of-{}.jsonl", HIDDEN[0]);
    std::fs::write(folder.0.join(&named), record.to_string() + "\n").unwrap();
    for format in ["parquet", "csv", "ndjson", "xlsx"] {
        folder.said(&format!("export {named} --format {format} --out {format} --pseudonyms own.key"), 0);
        for file in std::fs::read_dir(folder.0.join(format).join("gold")).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().replace("%40", "@");
            let content = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            assert!(!name.contains(HIDDEN[0]) && !content.contains(HIDDEN[0]), "{}", path.display());
        }
    }
    for asked in ["totals", "totals --format csv", "totals --format json", "completeness", "completeness --format json"]
    {
        let said = folder.said(&format!("{asked} {named} --pseudonyms own.key"), 0);
        assert!(!said.contains(HIDDEN[0]) && said.contains("mail~"), "{said}");
    }
    folder.said(&format!("totals {named} --format csv --output totals.csv --pseudonyms own.key"), 0);
    let basis = folder.read("totals.csv.basis.json");
    assert!(!basis.contains(HIDDEN[0]) && basis.contains("mail~"), "{basis}");
}

#[test]
fn each_run_is_a_line_and_an_edit_is_named() {
    let folder = Folder::new("session-log");
    folder.said("query log.jsonl * --count --log session.jsonl", 0);
    folder.said("export log.jsonl --out out --log session.jsonl", 0);
    folder.said("query gone.jsonl * --count --log session.jsonl", 2);
    let log = folder.read("session.jsonl");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert!(lines[1].contains("touchstone export log.jsonl --out out --log session.jsonl: done"), "{log}");
    let said = folder.said("verify session.jsonl", 0);
    assert!(said.starts_with("intact: 3 lines\n"), "{said}");
    // Without the end of its last line it goes on; a case is left as it is.
    std::fs::write(folder.0.join("unended.jsonl"), log.trim_end()).unwrap();
    folder.said("query log.jsonl * --count --log unended.jsonl", 0);
    assert!(folder.said("verify unended.jsonl", 0).starts_with("intact: 4 lines\n"));
    let case = r#"{"format":"touchstone-case 1"}"#;
    std::fs::write(folder.0.join("case.json"), case).unwrap();
    folder.said("query log.jsonl * --count --log case.json", 2);
    assert_eq!(folder.read("case.json"), case);
    // Runs that end at once are lines one after the other.
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| folder.said("query log.jsonl * --count --log at-once.jsonl", 0));
        }
    });
    assert!(folder.said("verify at-once.jsonl", 0).starts_with("intact: 8 lines\n"));
    for (edited, expected) in [
        (log.replacen("export", "expert", 1), "log[1]: was changed"),
        (lines[1..].join("\n"), "log[0]: does not begin the log"),
        (format!("{}\n{}\n", lines[0], lines[2]), "log[1]: does not follow log[0]"),
        (log.replacen("\"number\":2", "\"number\":\"2\"", 1), "log[1]: cannot be read"),
    ] {
        std::fs::write(folder.0.join("edited.jsonl"), edited).unwrap();
        let said = folder.said("verify edited.jsonl", 1);
        assert!(said.contains(expected), "{said}");
        // Nothing follows a log that is not as it was written.
        folder.said("query log.jsonl * --count --log edited.jsonl", 2);
    }
}
