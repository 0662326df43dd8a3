//! Pseudonyms and the session log on the command line: the key is made and read, and turns the tokens back.

use crate::support::Folder;

const HIDDEN: [&str; 3] = ["ada.abbott@corp.example", "Jane Q. Public", "203.0.113.77"];

/// A folder with a log.
fn folder_with_log(name: &str) -> Folder {
    let folder = Folder::new(name);
    let mut log = String::new();
    for at in 0..30_u64 {
        let record = serde_json::json!({
            "serviceName": "accounts", "actionName": "login", "timestamp": 1_577_571_960_000 + at,
            "requestId": format!("r{at}"), "sourceIPAddress": "203.0.113.77",
            "userIdentity": {"email": HIDDEN[(at % 2) as usize]},
        });
        log += &(record.to_string() + "\n");
    }
    folder.write("log.jsonl", log);
    folder
}

/// What a run that ends with a status prints.
fn printed(folder: &Folder, arguments: &str, status: i32) -> String {
    folder.ended(&arguments.split(' ').collect::<Vec<_>>(), status)
}

#[test]
fn a_key_is_made_hides_and_turns_back() {
    let folder = folder_with_log("pseudonyms");
    let plain = printed(&folder, "query log.jsonl * --format ndjson", 0);
    let hidden = printed(&folder, "query log.jsonl * --format ndjson --pseudonyms own.key", 0);
    let key = folder.read("own.key");
    folder.write("hidden.ndjson", &hidden);
    printed(&folder, "export log.jsonl --format csv --out out --pseudonyms own.key", 0);
    printed(&folder, "findings log.jsonl --format csv --output findings.csv --pseudonyms own.key", 0);
    printed(
        &folder,
        "report log.jsonl --filter user:ada.abbott@corp.example --out report.html --pseudonyms own.key",
        0,
    );
    printed(&folder, "sample log.jsonl --size 9 --seed a --format csv --output sample.csv --pseudonyms own.key", 0);
    printed(&folder, "evidence log.jsonl --sample 9 --seed a --out bundle.zip --pseudonyms own.key", 0);
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
        printed(&folder, "query log.jsonl * --pseudonyms own.key", 0),
        printed(&folder, "query log.jsonl * --by user --pseudonyms own.key", 0),
        printed(&folder, "analyze log.jsonl --pseudonyms own.key", 0),
        printed(&folder, "analyze log.jsonl --json --pseudonyms own.key", 0),
    ];
    assert!(tables.iter().all(|table| HIDDEN.iter().all(|text| !table.contains(text)) && table.contains("mail~")));

    assert_eq!(printed(&folder, "reveal --key own.key hidden.ndjson", 0), plain);
    printed(&folder, "reveal --key own.key report.html --output names.html", 0);
    assert!(folder.read("names.html").contains(HIDDEN[0]));
    printed(&folder, "query log.jsonl * --pseudonyms other.key", 0);
    assert_eq!(printed(&folder, "reveal --key other.key hidden.ndjson", 1), hidden);
    for refused in [
        "reveal --key none.key hidden.ndjson",
        "reveal --key own.key bundle.zip",
        "reveal --key log.jsonl hidden.ndjson",
    ] {
        printed(&folder, refused, 2);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.0.join("own.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else reads the key");
    }

    let checked = printed(&folder, "verify bundle.zip", 0);
    assert!(checked.starts_with("intact: "), "{checked}");
    let again = printed(&folder, "verify bundle.zip log.jsonl --pseudonyms own.key", 0);
    assert!(again.contains("byte for byte"), "{again}");
    for wrong in ["", " --pseudonyms other.key"] {
        let said = printed(&folder, &format!("verify bundle.zip log.jsonl{wrong}"), 1);
        assert!(said.starts_with("the bundle: has pseudonyms: only touchstone verify with their key "), "{said}");
    }
}

/// Whoever names a service, a workspace, a parameter or a folder after a person gives them away in names of files and columns,
/// too.
#[test]
fn names_of_files_and_columns_are_hidden() {
    let folder = folder_with_log("pseudonyms-named");
    let record = serde_json::json!({
        "serviceName": HIDDEN[0], "actionName": "login", "timestamp": 1_577_571_960_000_u64, "orgId": HIDDEN[0],
        "requestParams": {HIDDEN[0]: "1"}, "userIdentity": {"email": "System-User"},
    });
    let named = format!("of-{}.jsonl", HIDDEN[0]);
    folder.write(&named, record.to_string() + "\n");
    for format in ["parquet", "csv", "ndjson", "xlsx"] {
        printed(&folder, &format!("export {named} --format {format} --out {format} --pseudonyms own.key"), 0);
        for file in std::fs::read_dir(folder.0.join(format).join("gold")).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().replace("%40", "@");
            let content = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            assert!(!name.contains(HIDDEN[0]) && !content.contains(HIDDEN[0]), "{}", path.display());
        }
    }
    for asked in ["totals", "totals --format csv", "totals --format json", "completeness", "completeness --format json"]
    {
        let said = printed(&folder, &format!("{asked} {named} --pseudonyms own.key"), 0);
        assert!(!said.contains(HIDDEN[0]) && said.contains("mail~"), "{said}");
    }
    printed(&folder, &format!("totals {named} --format csv --output totals.csv --pseudonyms own.key"), 0);
    let basis = folder.read("totals.csv.basis.json");
    assert!(!basis.contains(HIDDEN[0]) && basis.contains("mail~"), "{basis}");
}

#[test]
fn each_run_is_a_line_and_an_edit_is_named() {
    let folder = folder_with_log("session-log");
    printed(&folder, "query log.jsonl * --count --log session.jsonl", 0);
    printed(&folder, "export log.jsonl --out out --log session.jsonl", 0);
    printed(&folder, "query gone.jsonl * --count --log session.jsonl", 2);
    let log = folder.read("session.jsonl");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert!(lines[1].contains("touchstone export log.jsonl --out out --log session.jsonl: done"), "{log}");
    let said = printed(&folder, "verify session.jsonl", 0);
    assert!(said.starts_with("intact: 3 lines\n"), "{said}");
    // Without the end of its last line it goes on; a case is left as it is.
    folder.write("unended.jsonl", log.trim_end());
    printed(&folder, "query log.jsonl * --count --log unended.jsonl", 0);
    assert!(printed(&folder, "verify unended.jsonl", 0).starts_with("intact: 4 lines\n"));
    let case = r#"{"format":"touchstone-case 1"}"#;
    folder.write("case.json", case);
    printed(&folder, "query log.jsonl * --count --log case.json", 2);
    assert_eq!(folder.read("case.json"), case);
    // Runs that end at once are lines one after the other.
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| printed(&folder, "query log.jsonl * --count --log at-once.jsonl", 0));
        }
    });
    assert!(printed(&folder, "verify at-once.jsonl", 0).starts_with("intact: 8 lines\n"));
    for (edited, expected) in [
        (log.replacen("export", "expert", 1), "log[1]: was changed"),
        (lines[1..].join("\n"), "log[0]: does not begin the log"),
        (format!("{}\n{}\n", lines[0], lines[2]), "log[1]: does not follow log[0]"),
        (log.replacen("\"number\":2", "\"number\":\"2\"", 1), "log[1]: cannot be read"),
    ] {
        folder.write("edited.jsonl", edited);
        let said = printed(&folder, "verify edited.jsonl", 1);
        assert!(said.contains(expected), "{said}");
        // Nothing follows a log that is not as it was written.
        printed(&folder, "query log.jsonl * --count --log edited.jsonl", 2);
    }
}
