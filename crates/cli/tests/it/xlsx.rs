//! Workbooks, read back cell by cell by openpyxl, if that Python package is installed.

use serde_json::json;

use crate::support::{Folder, printed_by};

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

#[test]
fn workbooks_have_the_cells_of_other_exports() {
    let folder = Folder::new("workbooks");
    folder.write("plain.jsonl", log(&[]));
    let fine = ["2025-10-06T12:00:00.123456Z", "1899-12-31T23:00:00Z", "2025-10-06T12:00:00Z"];
    folder.write("fine.jsonl", log(&fine));
    for log in ["plain", "fine"] {
        let input = format!("{log}.jsonl");
        for format in ["xlsx", "ndjson"] {
            folder.said(&["export", &input, "--out", log, "--format", format]);
            folder.said(&["findings", &input, "--format", format, "-o", &format!("{log}/findings.{format}")]);
            let (some, groups) = (format!("{log}/some.{format}"), format!("{log}/groups.{format}"));
            let columns = "record,user,time";
            folder.said(&["query", &input, "status:403", "--columns", columns, "--format", format, "-o", &some]);
            folder.said(&["query", &input, "", "--by", "service,user", "--format", format, "-o", &groups]);
        }
        let again = format!("{log}-again");
        folder.said(&["export", &input, "--out", &again, "--format", "xlsx"]);
        let read = |of: &str| std::fs::read(folder.0.join(of).join("silver.xlsx")).unwrap();
        assert!(read(log) == read(&again), "the bytes of a workbook depend on more than its content");
    }
    let Some(said) = printed_by("xlsx.py", &[&folder.0]) else { return };
    assert!(said.starts_with("skipped: ") || said.ends_with("12 workbooks are right\n"), "{said}");
}

#[test]
fn a_workpaper_is_read_back_by_openpyxl() {
    let folder = Folder::new("workpaper");
    let line = log(&[]);
    folder.write("log.json", line.clone() + &line + "{torn\n");
    folder.write("summary.json", folder.said(&["analyze", "--json", "log.json"]));
    folder.said(&["report", "log.json", "--out", "workpaper.xlsx", "--sample", "5", "--seed", "=1+1"]);
    let Some(printed) = printed_by("workpaper.py", &[&folder.0]) else { return };
    assert!(printed.starts_with("skipped: ") || printed.contains("sheets are as the summary says"), "{printed}");
}
