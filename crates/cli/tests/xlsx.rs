//! Workbooks, read back cell by cell by openpyxl, if that Python package is installed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where its set-up fails")]

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::json;

/// Texts that XML, spreadsheets or careless readers could take for something else.
fn hostile() -> Vec<String> {
    let texts = [
        "=HYPERLINK(\"http://127.0.0.1/?\"&A1,\"click\")",
        "+1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd",
        "'=1",
        "007",
        "1e5",
        "1234567890123456",
        "2019-12-28",
        "TRUE",
        "",
        " both sides ",
        "\ttab\t",
        "lines\nand\r\nmore\rlines",
        "]]></t></is></c><c r=\"A1\"><v>1</v></c>&amp;&#0;<!-- ",
        "_x0041_ and _x005F_ and __x000d_ and _x00",
        "\u{0}\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}",
        "\u{fffe}\u{ffff}\u{fffd}",
        "\u{1f600} é \u{202e}evil\u{202c} \u{2028}",
    ];
    let long = ["a".repeat(32_767), "b".repeat(32_768), "\u{1f600}".repeat(20_000)];
    texts.map(str::to_owned).into_iter().chain(long).collect()
}

fn log(times: &[&str]) -> String {
    let line = |(at, text): (usize, String)| {
        let event = json!({
            "version": "2.0",
            "serviceName": if at % 3 == 0 { "jobs" } else { "clusters" },
            "actionName": "create",
            "timestamp": 1_577_571_960_848_i64 + at as i64 * 86_400_001,
            "userIdentity": {"email": text},
            "userAgent": text,
            "workspaceId": "0123456789012345678",
            "response": {"statusCode": if at % 2 == 0 { 403 } else { 200 }},
            "requestParams": {"name": text, "=key()": "x", "only": if at == 1 { Some("one") } else { None }},
        });
        event.to_string() + "\n"
    };
    let precise = times.iter().map(|time| {
        json!({"event_time": time, "service_name": "jobs", "action_name": "run", "request_params": {"name": time}})
            .to_string()
            + "\n"
    });
    hostile().into_iter().enumerate().map(line).chain(precise).collect()
}

/// Bypasses the test harness, which hides the output of passing tests.
fn say(text: &str) {
    write!(std::io::stderr(), "{text}").unwrap_or_default();
}

#[test]
fn workbooks_have_the_cells_of_other_exports() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workbooks");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("plain.jsonl"), log(&[])).unwrap();
    let fine = ["2025-10-06T12:00:00.123456Z", "1899-12-31T23:00:00Z", "2025-10-06T12:00:00Z"];
    std::fs::write(folder.join("fine.jsonl"), log(&fine)).unwrap();
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_touchstone")).args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    for log in ["plain", "fine"] {
        let input = format!("{log}.jsonl");
        for format in ["xlsx", "ndjson"] {
            run(&["export", &input, "--out", log, "--format", format]);
            run(&["findings", &input, "--format", format, "-o", &format!("{log}/findings.{format}")]);
            let (some, groups) = (format!("{log}/some.{format}"), format!("{log}/groups.{format}"));
            run(&["query", &input, "status:403", "--columns", "record,user,time", "--format", format, "-o", &some]);
            run(&["query", &input, "", "--by", "service,user", "--format", format, "-o", &groups]);
        }
        let again = format!("{log}-again");
        run(&["export", &input, "--out", &again, "--format", "xlsx"]);
        let read = |of: &str| std::fs::read(folder.join(of).join("silver.xlsx")).unwrap();
        assert!(read(log) == read(&again), "the bytes of a workbook depend on more than its content");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/xlsx.py");
    let python = std::env::var("TOUCHSTONE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Ok(output) = Command::new(&python).arg(script).arg(&folder).output() else {
        return say(&format!("skipped: {python} is not installed\n"));
    };
    let said = String::from_utf8_lossy(&output.stdout);
    say(&said);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.starts_with("skipped: ") || said.ends_with("12 workbooks are right\n"), "{said}");
}

#[test]
fn a_workpaper_is_read_back_by_openpyxl() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workpaper");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    let line = log(&[]);
    std::fs::write(folder.join("log.json"), line.clone() + &line + "{torn\n").unwrap();
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_touchstone")).args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    std::fs::write(folder.join("summary.json"), run(&["analyze", "--json", "log.json"])).unwrap();
    run(&["report", "log.json", "--out", "workpaper.xlsx", "--sample", "5", "--seed", "=1+1"]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/workpaper.py");
    let python = std::env::var("TOUCHSTONE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Ok(output) = Command::new(&python).arg(script).arg(&folder).output() else {
        return say(&format!("skipped: {python} is not installed\n"));
    };
    let printed = String::from_utf8_lossy(&output.stdout);
    say(&printed);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    assert!(printed.starts_with("skipped: ") || printed.contains("sheets are as the summary says"), "{printed}");
}
