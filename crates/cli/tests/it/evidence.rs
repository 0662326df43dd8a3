//! Control totals and samples, held against `DuckDB`, and the figures of a bundle, against a script that recounts them, if
//! Python is installed.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::{Value, json};
use touchstone_generate::{MemorySink, Options, generate};

use crate::support::{Folder, printed_by, say};

/// Events over three days, of names that SQL and spreadsheets may take for something else; each tenth is delivered twice.
fn audit() -> String {
    let services = ["jobs", "it's", "a\"b", "clusters", "\u{e9}", "b\\'c"];
    let mut lines = String::new();
    for at in 0..600_u64 {
        let day = 6 + at % 3;
        let event = json!({
            "version": "2.0",
            "event_time": format!("2025-10-{day:02}T{:02}:{:02}:00.{:03}Z", at % 24, at % 60, at % 7),
            "event_date": format!("2025-10-{day:02}"),
            "event_id": format!("id-{at}"),
            "service_name": services[(at * at % 31 % 6) as usize],
            "action_name": if at % 5 == 0 { "delete" } else { "create" },
            "audit_level": "WORKSPACE_LEVEL",
            "account_id": "a",
            "workspace_id": "7",
            "request_params": {"n": at.to_string()},
            "response": {"status_code": 200},
        });
        for _ in 0..if at % 10 == 3 { 2 } else { 1 } {
            lines += &(event.to_string() + "\n");
        }
    }
    lines
}

const SAMPLES: [(&str, &[&str]); 7] = [
    ("simple", &["--size", "20", "--seed", "it's \\ 1"]),
    ("all", &["--size", "1000", "--seed", "a"]),
    ("systematic", &["--size", "17", "--seed", "b", "--systematic"]),
    ("systematic-all", &["--size", "700", "--seed", "b", "--systematic"]),
    ("by-service", &["--size", "31", "--seed", "c", "--by", "service"]),
    ("by-day", &["--size", "100", "--seed", "d", "--by", "time"]),
    ("by-status", &["--size", "5", "--seed", "e", "--by", "status"]),
];

fn ids(sample: &Value) -> Vec<String> {
    sample["events"].as_array().unwrap().iter().map(|event| event["event_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_database_counts_the_same_totals_and_draws_the_same_samples() {
    let folder = Folder::new("evidence");
    folder.write("audit.jsonl", audit());
    folder.write("totals.sql", folder.said(&["totals", "audit.jsonl", "--sql", "duckdb", "--table", "audit"]));
    folder.said(&["export", "audit.jsonl", "--out", "out"]);
    for (name, plan) in SAMPLES {
        let sql = folder.said(&[&["sample", "audit.jsonl", "--sql", "duckdb"], plan].concat());
        folder.write(&format!("sample-{name}.sql"), sql);
    }
    let Some(printed) = printed_by("evidence.py", &[&folder.0]) else { return };
    if printed.starts_with("skipped: ") {
        return;
    }
    for (file, status, first) in [
        ("equal.csv", 0, "equal: 18 days of services have the same events\n"),
        ("equal.json", 0, "equal: 18 "),
        ("equal.jsonl", 0, "equal: 18 "),
        ("redelivered.csv", 0, "2025-10-06 jobs: "),
        ("swapped.csv", 1, "2025-10-07 "),
        ("removed.csv", 1, "2025-10-07 "),
    ] {
        let output = folder.run(&["totals", "audit.jsonl", "--compare", file]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(status), "{file}: {said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.starts_with(first), "{file}: {said}");
        if file == "removed.csv" {
            let lines: Vec<&str> = said.lines().filter(|line| line.contains("none in the warehouse")).collect();
            assert!(lines.len() == 6 && lines.iter().all(|line| line.starts_with("2025-10-07 ")), "{said}");
        }
        if file == "swapped.csv" {
            assert!(said.contains(": as many ids, but others: digest "), "{said}");
        }
    }
    for (name, plan) in SAMPLES {
        let sample = folder.said(&[&["sample", "audit.jsonl", "--format", "json"], plan].concat());
        let sample: Value = serde_json::from_str(&sample).unwrap();
        let theirs: Vec<String> = folder.read(&format!("sample-{name}.ids")).lines().map(str::to_owned).collect();
        assert_eq!(ids(&sample), theirs, "{name}");
        let size = plan[1].parse::<usize>().unwrap().min(600);
        assert_eq!(theirs.len(), size, "{name}");
    }
}

#[test]
fn a_sample_does_not_depend_on_files_order_or_other_formats() {
    let folder = Folder::new("evidence-order");
    let audit = audit();
    folder.write("one.jsonl", &audit);
    let lines: Vec<&str> = audit.lines().collect();
    let part = |lines: &mut dyn Iterator<Item = &&str>| lines.fold(String::new(), |text, line| text + line + "\n");
    folder.write("b.jsonl", part(&mut lines.iter().rev().take(300)));
    folder.write("a.jsonl", part(&mut lines.iter().take(500)));
    folder.said(&["export", "one.jsonl", "--out", "out"]);
    for (name, plan) in SAMPLES {
        let of = |paths: &[&str]| {
            let sample = folder.said(&[&["sample", "--format", "json"], paths, plan].concat());
            ids(&serde_json::from_str(&sample).unwrap())
        };
        let expected = of(&["one.jsonl"]);
        assert_eq!(of(&["b.jsonl", "a.jsonl"]), expected, "{name}");
        assert_eq!(of(&["a.jsonl", "b.jsonl"]), expected, "{name}");
        assert_eq!(of(&["out/silver.parquet"]), expected, "{name}");
    }
}

#[test]
fn totals_are_those_of_the_records() {
    let folder = Folder::new("evidence-totals");
    folder.write("audit.jsonl", audit());
    let mut expected: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for line in audit().lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| event[name].as_str().unwrap().to_owned();
        let counts = expected.entry((text("event_date"), text("service_name"))).or_default();
        counts.0 += 1;
        counts.1 += u64::from(seen.insert(text("event_id")));
    }
    let whole: Value = serde_json::from_str(&folder.said(&["totals", "audit.jsonl", "--format", "json"])).unwrap();
    let rows = whole["totals"]["rows"].as_array().unwrap();
    let found: BTreeMap<(String, String), (u64, u64)> = rows
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            let count = |name: &str| row[name].as_u64().unwrap();
            ((text("event_date"), text("service_name")), (count("records"), count("ids")))
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(whole["basis"]["totals"]["records"], json!(660));
    assert_eq!(whole["basis"]["totals"]["duplicates"], json!(60));
    // What one run writes, another compares.
    folder.said(&["totals", "audit.jsonl", "--format", "csv", "-o", "totals.csv"]);
    assert!(folder.said(&["totals", "audit.jsonl", "--compare", "totals.csv"]).starts_with("equal: 18 "));
    let basis: Value = serde_json::from_str(&folder.read("totals.csv.basis.json")).unwrap();
    assert_eq!((&basis["content"], &basis["rows"]), (&json!("Totals"), &json!(18)));
    folder.write("broken.csv", "event_date,service_name\n");
    let broken = folder.run(&["totals", "audit.jsonl", "--compare", "broken.csv"]);
    assert_eq!(broken.status.code(), Some(2));
    let said = String::from_utf8(broken.stderr).unwrap();
    assert_eq!(said, "touchstone: broken.csv: the totals have no column records\n");
}

#[test]
fn whatever_is_exported_says_what_it_rests_on() {
    let folder = Folder::new("evidence-basis");
    folder.write("audit.jsonl", audit());
    for format in ["csv", "ndjson"] {
        folder.said(&["query", "audit.jsonl", "action:delete", "--format", format, "-o", &format!("q.{format}")]);
        let basis: Value = serde_json::from_str(&folder.read(&format!("q.{format}.basis.json"))).unwrap();
        assert_eq!(
            (&basis["filter"], &basis["rows"], &basis["selected"]["events"], &basis["totals"]["records"]),
            (&json!("action:delete"), &json!(120), &json!(120), &json!(660)),
            "{format}"
        );
        assert_eq!(basis["inputs"][0]["sha256"].as_str().unwrap().len(), 64);
    }
    let text = folder.said(&["query", "audit.jsonl", "action:delete", "--format", "markdown"]);
    let foot = text.lines().last().unwrap();
    assert!(foot.starts_with("120 of 600 events, filter action:delete, 2025-10-06T00:00:00.000Z to "), "{foot}");
    let basis: Value = serde_json::from_str(&folder.read("q.csv.basis.json")).unwrap();
    let digest = &basis["inputs_sha256"];
    let said = format!("1 input (SHA-256 {}) with 660 records", digest.as_str().unwrap());
    assert!(foot.contains(&said) && foot.contains("among them 60 duplicates and 0 problems"), "{foot}");
    folder.said(&["sample", "audit.jsonl", "--size", "3", "--seed", "s", "--format", "csv", "-o", "s.csv"]);
    let basis: Value = serde_json::from_str(&folder.read("s.csv.basis.json")).unwrap();
    assert_eq!((&basis["population"], &basis["basis"]["rows"]), (&json!(600), &json!(3)));
    assert_eq!(folder.read("s.csv").lines().count(), 4);
}

/// A month of the system table with torn and repeated lines, and ids that were delivered again with other content.
fn damaged_month() -> Vec<u8> {
    let format = touchstone_generate::Format::DatabricksSystemTable;
    let options =
        Options { events: 5000, days: 28, seed: 5, format, bad_lines: 23, duplicates: 40, ..Options::default() };
    let mut sink = MemorySink::default();
    generate(&options, &mut sink).unwrap();
    let mut log = sink.files.remove(0).1;
    let lines = log.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let events: Vec<Value> = lines.filter(|event| event["event_id"].is_string()).collect();
    for (at, event) in events.iter().skip(100).step_by(190).enumerate() {
        let mut changed = event.clone();
        changed[if at % 3 == 0 { "action_name" } else { "user_agent" }] = json!("changed");
        log.extend(changed.to_string().bytes().chain(*b"\n"));
    }
    log
}

#[test]
fn every_figure_is_recounted_from_the_raw_records() {
    let folder = Folder::new("evidence-recount");
    folder.write("log.jsonl", damaged_month());
    let more = ["--sample", "12", "--seed", "2026-Q1"];
    folder.said(&[&["evidence", "log.jsonl", "--out", "bundle.zip"], &more[..]].concat());
    let Some(printed) = printed_by("recount.py", &[&folder.0]) else { return };
    assert!(printed.ends_with(" figures of the report are of the summary\n"), "{printed}");
}

/// A run's status and what it prints.
fn verified(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let output = folder.run(&[&["verify"], arguments].concat());
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr),
    )
}

#[test]
fn a_bundle_is_made_again_from_its_files() {
    let folder = Folder::new("evidence-bundle");
    let delivery = |at: u64| {
        format!(
            "{{\"serviceName\":\"accounts\",\"actionName\":\"login\",\"timestamp\":{},\"sourceIPAddress\":\"1.2.3.4\",\
             \"userIdentity\":{{\"email\":\"a@corp.example\"}},\"response\":{{\"statusCode\":401}},\"requestId\":\"r{at}\"}}\n",
            1_577_571_960_000 + at * 1000
        )
    };
    folder.write("logs/b.jsonl", audit());
    folder.write("logs/day/a.json", (0..40).map(delivery).collect::<String>() + "{torn\n");
    folder.write("logs/_SUCCESS", "");
    folder.write("case.json", "{\"format\":\"touchstone-case 1\",\"title\":\"Q4\"}\n");
    let make = |out: &str| {
        let made = [
            "--made",
            "2026-01-02T03:04:05Z",
            "--case",
            "case.json",
            "--sample",
            "5",
            "--seed",
            "s",
            "--by",
            "service",
        ];
        folder.said(&[&["evidence", "logs", "--out", out], &made[..]].concat())
    };
    let said = make("one.zip");
    make("two.zip");
    let read = |name: &str| std::fs::read(folder.0.join(name)).unwrap();
    assert!(read("one.zip") == read("two.zip"), "a bundle depends on more than its files and what is asked");
    let (status, alone) = verified(&folder, &["one.zip"]);
    assert!(
        status == 0
            && alone.starts_with("intact: 13 members, ")
            && alone.contains("not checked: that the files yield it"),
        "{alone}"
    );
    let (status, again) = verified(&folder, &["one.zip", "logs"]);
    assert!(status == 0 && again.contains("\nthe files yield the same summary, "), "{again}");
    // What was printed is what was kept.
    let seal = said.lines().nth(1).unwrap().split(' ').next().unwrap();
    assert_eq!(verified(&folder, &["one.zip", "--seal", seal]).0, 0);
    let (status, other) = verified(&folder, &["one.zip", "--seal", &seal.replace(['0', '1', '2'], "3")]);
    assert!(status == 1 && other.starts_with("the bundle: its manifest has the SHA-256 "), "{other}");
    // Files are known by their content.
    std::fs::rename(folder.0.join("logs"), folder.0.join("moved")).unwrap();
    std::fs::rename(folder.0.join("moved/day/a.json"), folder.0.join("moved/zzz.json")).unwrap();
    assert_eq!(verified(&folder, &["one.zip", "moved"]).0, 0);
    std::fs::copy(folder.0.join("one.zip"), folder.0.join("moved/one.zip")).unwrap();
    assert_eq!(verified(&folder, &["moved/one.zip", "moved"]).0, 0);
    std::fs::remove_file(folder.0.join("moved/one.zip")).unwrap();
    let good = read("moved/b.jsonl");
    let turned: String = audit().lines().rev().map(|line| line.to_owned() + "\n").collect();
    for (attack, change, expected) in [
        (
            "another order",
            Some(turned.into_bytes()),
            "logs/b.jsonl: moved/b.jsonl is not the file that was read: its SHA-256 is another\n",
        ),
        ("a file gone", None, "logs/b.jsonl: the file is not there\n"),
    ] {
        match change {
            Some(change) => folder.write("moved/b.jsonl", change),
            None => std::fs::remove_file(folder.0.join("moved/b.jsonl")).unwrap(),
        }
        assert_eq!(verified(&folder, &["one.zip", "moved"]), (1, expected.to_owned()), "{attack}");
    }
    folder.write("moved/b.jsonl", good);
    folder.write("moved/more.jsonl", "{}\n");
    let (status, more) = verified(&folder, &["one.zip", "moved"]);
    assert_eq!((status, more.as_str()), (1, "moved/more.jsonl: the bundle was made without this file\n"));
    let mut changed = read("one.zip");
    let at = changed.windows(4).position(|window| window == b"\"Q4\"").unwrap();
    changed[at + 1] = b'X';
    folder.write("changed.zip", changed);
    let (status, said) = verified(&folder, &["changed.zip"]);
    assert!(
        status == 1 && said.contains("case.json: was changed: its SHA-256 is not that of the manifest\n"),
        "{said}"
    );
    assert_eq!(verified(&folder, &["nothing.zip"]).0, 2);
}

#[test]
fn minisign_verifies_what_is_signed() {
    let folder = Folder::new("evidence-signature");
    folder.write("audit.jsonl", audit());
    let minisign = |arguments: &[&str]| Command::new("minisign").args(arguments).current_dir(&folder.0).output();
    let Ok(made) = minisign(&["-G", "-W", "-p", "key.pub", "-s", "key.sec"]) else {
        return say("skipped: minisign is not installed\n");
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder.said(&["evidence", "audit.jsonl", "--out", "e.zip", "--sign", "key.sec"]);
    let ours = minisign(&["-V", "-m", "e.zip", "-p", "key.pub"]).unwrap();
    assert!(ours.status.success(), "{}", String::from_utf8_lossy(&ours.stderr));
    assert_eq!(verified(&folder, &["e.zip", "--public-key", "key.pub"]).0, 0);
    // And the other way round, in both of its forms.
    for form in ["-H", "-l"] {
        let signed = minisign(&["-S", form, "-m", "e.zip", "-s", "key.sec"]).unwrap();
        assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
        assert_eq!(verified(&folder, &["e.zip", "--public-key", "key.pub"]).0, 0, "{form}");
    }
    let mut changed = std::fs::read(folder.0.join("e.zip")).unwrap();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    folder.write("e.zip", changed);
    let (status, said) = verified(&folder, &["e.zip", "--public-key", "key.pub"]);
    assert!(status == 1 && said.contains("the bundle: the signature is not of this content\n"), "{said}");
}

const RULE: &str = "title: Deletions\nid: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10\nlogsource:\n  product: databricks\n\
                    detection:\n  selection:\n    action_name: delete\n    service_name: jobs\n  condition: selection\nlevel: critical\n";

#[test]
fn a_case_decides_about_findings() {
    let folder = Folder::new("evidence-case");
    folder.write("audit.jsonl", audit());
    folder.write("own.yml", RULE);
    let found = folder.said(&["findings", "audit.jsonl", "--rules", "own.yml", "--format", "ndjson"]);
    let critical = |line: &&Value| line["level"] == "critical";
    let lines: Vec<Value> = found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_rule: Vec<&Value> = lines.iter().filter(critical).collect();
    assert!(!of_rule.is_empty() && lines.iter().all(|line| line["disposition"].is_null()));
    let decided = |line: &&Value| json!({"finding": line["finding"], "state": "explained", "why": "a drill", "by": "A", "at": "2026-01-02T00:00:00Z"});
    let mut case = json!({
        "format": "touchstone-case 1",
        "title": "Drill",
        "dispositions": of_rule.iter().map(decided).collect::<Vec<_>>(),
        "rules": [{"name": "own.yml", "text": RULE}],
    });
    folder.write("case.json", case.to_string());
    let with_case = ["findings", "audit.jsonl", "--case", "case.json"];
    let again = folder.said(&[&with_case[..], &["--format", "ndjson"]].concat());
    let after: Vec<Value> = again.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (line, before) in after.iter().zip(&lines) {
        let state = if critical(&line) { "explained" } else { "open" };
        assert_eq!((&line["finding"], &line["disposition"]), (&before["finding"], &json!(state)));
    }
    let (explained, open) = (of_rule.len(), lines.len() - of_rule.len());
    let counts = format!("{open} open, {explained} explained, 0 exceptions\n");
    assert!(folder.said(&with_case).ends_with(&counts));
    let sarif = folder.said(&[&with_case[..], &["--format", "sarif"]].concat());
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let suppressed = results.iter().filter(|result| result["suppressions"][0]["justification"] == "a drill").count();
    assert_eq!((suppressed, results.len()), (explained, lines.len()));
    // What is explained is no reason to fail.
    let status = |arguments: &[&str]| folder.run(arguments).status.code();
    assert_eq!(status(&[&with_case[..], &["--fail-on", "critical"]].concat()), Some(0));
    assert_eq!(status(&["findings", "audit.jsonl", "--rules", "own.yml", "--fail-on", "critical"]), Some(3));

    let report = ["report", "audit.jsonl", "--case", "case.json", "--made", "2026-01-02T03:04:05Z"];
    let said = folder.said(&[&report[..], &["--out", "r.html", "--out", "r.xlsx"]].concat());
    let expected = format!("r.html, r.xlsx: {} findings, {counts}", lines.len());
    assert_eq!(said, expected);
    assert!(folder.read("r.html").contains("<h1>Drill</h1>"));
    assert_eq!(status(&[&report[..], &["--out", "r.pdf"]].concat()), Some(2));

    case["inputs"] = json!([{"path": "gone.json", "bytes": 1, "sha256": null}]);
    case["later"] = json!(1);
    folder.write("case.json", case.to_string());
    let output = folder.run(&with_case);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0));
    for expected in [
        "touchstone: case.json: later: is not known to this version; it is kept and has no effect\n",
        "touchstone: the input gone.json (1 bytes) is of the case, and not loaded\n",
        "touchstone: the input audit.jsonl (",
    ] {
        assert!(said.contains(expected), "{said}");
    }
    case["tuning"] = json!("rules: {}\n");
    folder.write("tuned.json", case.to_string());
    folder.write("tuning.yml", "rules: {}\n");
    case["dispositions"][0]["state"] = json!("closed");
    folder.write("wrong.json", case.to_string());
    for (arguments, expected) in [
        (
            &["--case", "tuned.json", "--tuning", "tuning.yml"][..],
            "the case has a tuning of its own; leave --tuning away",
        ),
        (&["--case", "wrong.json"], "wrong.json: dispositions[0].state: unknown variant `closed`"),
        (&["--case", "none.json"], "none.json: cannot be opened"),
    ] {
        let output = folder.run(&[&["findings", "audit.jsonl"], arguments].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(expected), "{said}");
    }
}
