//! Runs the binary.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use touchstone_medallion::Session;
use touchstone_query::{Evaluator, parse};

use crate::support::{Folder, text};

const RECORD: &str = r#"{"serviceName":"clusters","actionName":"create","timestamp":1577571960848,"userIdentity":{"email":"a@corp.example"},"response":{"statusCode":200},"requestParams":{"b":"1"}}"#;

fn log() -> Folder {
    let log = format!("{RECORD}\n{{torn\n{RECORD}\n");
    Folder::of(&[("logs/date=2019-12-28/a.json", &log), ("logs/_SUCCESS", ""), ("logs/empty.json", "")])
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
    // The rules of the pack change more often than the summary.
    let rules = regex::Regex::new("\"sha256\": \"[0-9a-f]{64}\",\n    \"evaluated\": [0-9]+").unwrap();
    let summary = text(&output.stdout);
    assert!(rules.is_match(&summary));
    insta::assert_snapshot!(rules.replace(&summary, "\"sha256\": …,\n    \"evaluated\": …"));
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
    let output = Folder::of(&[]).run(&["analyze", "."]);
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "touchstone: .: the folder holds no file to read\n");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    // Many tasks of one file, whose order decides which of two records is the duplicate, and every fixture.
    let events: Vec<_> = (0..30_000_u64)
        .map(|nth| RECORD.replace("1577571960848", &(1_577_571_960_848 + nth % 20_000).to_string()))
        .collect();
    let folder = Folder::of(&[("logs/many.json", &(events.join("\n") + "\n{torn\n"))]);
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/inputs");
    let of = |threads: &str| {
        let output = folder.run(&["analyze", "logs", fixtures, "--json", "--no-findings", "--threads", threads]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let one = of("1");
    assert!(one.contains("\"duplicates\": 10000"), "{one}");
    for threads in ["2", "5"] {
        assert_eq!(of(threads), one, "{threads} threads");
    }
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
    let output = Folder::of(&[("log.json", &log)]).run(&["analyze", "log.json"]);
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

/// Five events of two services.
fn events() -> Folder {
    let event = |time: u64, service: &str, email: &str, status: u16, params: &str| {
        format!(
            r#"{{"serviceName":"{service}","actionName":"create","timestamp":{time},"userIdentity":{{"email":"{email}"}},"sourceIPAddress":"10.1.2.3","response":{{"statusCode":{status}}},"requestParams":{params}}}"#
        )
    };
    let lines = [
        event(1_577_571_960_848, "clusters", "a@corp.example", 200, r#"{"b":"1"}"#),
        event(1_577_571_961_000, "clusters", "A@corp.example", 403, r#"{"b":"=2"}"#),
        event(1_577_571_962_000, "jobs", "b@corp.example", 403, r#"{"b":"3","c d":"x","e,\"f":"y"}"#),
        event(1_577_571_963_000, "jobs", "b@corp.example", 200, "{}"),
        event(1_577_658_360_000, "jobs", "b@corp.example", 200, r#"{"b":"1\u001b[2J"}"#),
    ];
    Folder::of(&[("a.json", &lines.join("\n"))])
}

#[test]
fn events_are_found_by_a_filter() {
    let folder = events();
    for (arguments, expected) in [
        (&["service:clusters", "--count"][..], "2\n"),
        (&["-service:clusters last:1h", "--count"], "1\n"),
        (&["-hour:3", "--count"], "5\n"),
        (&["--count", "-outcome:denied"], "3\n"),
        (&["--count", "--outcome:denied"], "2\n"),
        (
            &["", "--by", "weekday", "--format", "csv", "--limit", "1"],
            "\u{feff}weekday,events,first,last\r\nsat,4,2019-12-28T22:26:00.848Z,2019-12-28T22:26:03.000Z\r\n",
        ),
        (&["", "--count"], "5\n"),
        (
            &["user:a@corp.example status:>=400", "--columns", "service,param.b", "--format", "csv"],
            "\u{feff}service_name,requestParams.b\r\nclusters,'=2\r\n",
        ),
        (
            &["user:a@corp.example status:>=400", "--columns", "service,param.b", "--format", "csv", "--no-bom"],
            "service_name,requestParams.b\r\nclusters,'=2\r\n",
        ),
        (
            &["status:>=400", "--columns", "service,param.b", "--format", "markdown", "--limit", "1"],
            "**Silver**\n\nFilter: status:\\>=400. Times are UTC.\n\n\
             | service\\_name | requestParams.b |\n| --- | --- |\n| clusters | \\=2 |\n\n\
             1 row from 2 of 5 events, filter status:\\>=400, 2019-12-28T22:26:01.000Z to 2019-12-28T22:26:02.000Z (UTC), \
             0 of them without a time; 1 input (SHA-256 141e2ea757abc748906502bdc05db17e5c68be0d05d0f3262d35ef5a74efcdc0) \
             with 5 records, among them 0 duplicates and 0 problems. Touchstone 0.1.0\n",
        ),
        (
            &["param.b:1*", "--columns", "time,param.b", "--format", "ndjson", "--limit", "1"],
            "{\"event_time\":\"2019-12-28T22:26:00.848Z\",\"requestParams\":{\"b\":\"1\"}}\n",
        ),
        (
            &["jobs", "--columns", "status,param.\"c d\",param.b"],
            "status_code  requestParams.c d  requestParams.b\n        403  x                  3\n        200\n        200                     1\\u{1b}[2J\n",
        ),
        (&["jobs", "--columns", "status", "--limit", "1"], "status_code\n        403\nand 2 more\n"),
        (&["jobs", "--columns", "status", "--limit", "0"], "status_code\nand 3 more\n"),
        (&["jobs", "--columns", "status", "--limit", "3"], "status_code\n        403\n        200\n        200\n"),
        (
            &["", "--by", "time", "--format", "csv", "--limit", "1"],
            "\u{feff}event_date,events,first,last\r\n2019-12-28,4,2019-12-28T22:26:00.848Z,2019-12-28T22:26:03.000Z\r\n",
        ),
        (&["", "--by", "service", "--limit", "0"], "service_name  events  first  last\nand 2 more\n"),
        (
            &[
                "jobs",
                "--columns",
                r#"status,requestParams."e,\"f",param."e,\"f",param.b"#,
                "--format",
                "csv",
                "--limit",
                "1",
            ],
            "\u{feff}status_code,\"requestParams.e,\"\"f\",\"requestParams.e,\"\"f\",requestParams.b\r\n403,y,y,3\r\n",
        ),
        (
            &["", "--by", r#"param."e,\"f",status"#, "--format", "csv", "--limit", "1"],
            "\u{feff}\"requestParams.e,\"\"f\",status_code,events,first,last\r\n,200,3,2019-12-28T22:26:00.848Z,2019-12-29T22:26:00.000Z\r\n",
        ),
        (
            &["", "--by", "user"],
            "email           events  first                     last\nb@corp.example       3  2019-12-28T22:26:02.000Z  2019-12-29T22:26:00.000Z\nA@corp.example       2  2019-12-28T22:26:00.848Z  2019-12-28T22:26:01.000Z\n",
        ),
        (
            &["", "--by", "service,status", "--limit", "1", "--format", "csv"],
            "\u{feff}service_name,status_code,events,first,last\r\njobs,200,2,2019-12-28T22:26:03.000Z,2019-12-29T22:26:00.000Z\r\n",
        ),
        (
            &["time:2019-12-29", "--by", "param.b", "--format", "ndjson"],
            "{\"requestParams.b\":\"1\\u001b[2J\",\"events\":1,\"first\":\"2019-12-29T22:26:00.000Z\",\"last\":\"2019-12-29T22:26:00.000Z\"}\n",
        ),
    ] {
        let output = folder.run(&[&["query", "a.json"], arguments].concat());
        assert_eq!(text(&output.stderr), "", "{arguments:?}");
        assert_eq!(text(&output.stdout), expected, "{arguments:?}");
        assert!(output.status.success());
    }
}

#[test]
fn what_is_no_filter_or_column_is_pointed_at() {
    let folder = events();
    for (arguments, expected) in [
        (
            &["query", "a.json", "service:jobs colour:red"][..],
            "touchstone: the filter cannot be read at character 14: ",
        ),
        (&["query", "a.json", "", "--columns", "colour"], "touchstone: unknown column: colour\n"),
        (&["query", "a.json", "-foo:bar"], "touchstone: the filter cannot be read at character 2: "),
        (&["query", "a.json", "", "--columns", "hour"], "touchstone: unknown column: hour\n"),
        (&["query", "a.json", "", "--by", "flattened"], "touchstone: flattened cannot be grouped by\n"),
        (&["query", "a.json", "", "--by", "user,ip,ws"], "touchstone: groups are by one or two fields\n"),
        (&["query", "a.json"], "touchstone: query takes at least one path, and a filter behind it"),
        (&["analyze", "a.json", "--filter", "("], "touchstone: the filter cannot be read at character "),
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).starts_with(expected), "{arguments:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
    }
    let output = folder.run(&["query", "a.json", "service:jobs colour:red"]);
    let lines: Vec<String> = text(&output.stderr).lines().map(str::to_owned).collect();
    assert_eq!(lines[1..], ["  service:jobs colour:red".to_owned(), format!("  {}^", " ".repeat(13))]);
}

#[test]
fn a_summary_counts_what_a_filter_selects() {
    let output = events().run(&["analyze", "a.json", "--json", "--filter", "status:403 -service:jobs"]);
    let summary: serde_json::Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    assert_eq!(summary["totals"]["events"], 5);
    assert_eq!(summary["filter"], "status:403 -service:jobs");
    assert_eq!(summary["silver"]["rows"], 1);
    assert_eq!(
        summary["gold"],
        serde_json::json!({"clusters": {"rows": 1, "columns": ["requestParams.b"], "actions": {"create": 1}}})
    );
    assert_eq!(summary["principals"], serde_json::json!([{"email": "A@corp.example", "events": 1}]));
    assert_eq!(summary["time"]["first"], "2019-12-28T22:26:01.000Z");
}

#[test]
fn an_export_holds_what_a_filter_selects() {
    let folder = events();
    let output = folder.run(&["export", "a.json", "--out", "out", "--filter", "service:clusters"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let gold: Vec<_> =
        std::fs::read_dir(folder.0.join("out/gold")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(gold, ["clusters.parquet"]);
    let output = folder.run(&["export", "a.json", "--out", "out", "--filter", "service:jobs"]);
    let other = PathBuf::from("out").join("gold").join("clusters.parquet");
    let expected = format!("touchstone: {}: was there before and is not of this export\n", other.display());
    assert_eq!(text(&output.stderr), expected);
    let output = folder.run(&["query", "out/gold/clusters.parquet", "", "--by", "service", "--format", "csv"]);
    assert!(text(&output.stdout).contains("clusters,2,"), "{}", text(&output.stdout));
}

/// For every filter in the fuzzer's corpus, the command line counts what the evaluator selects.
#[test]
fn the_command_line_counts_what_the_evaluator_selects() {
    let folder = events();
    let mut session = Session::new([7; 16]);
    session.open("a.json".to_owned(), Rc::new(std::fs::read(folder.0.join("a.json")).unwrap()));
    while session.step() {}
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/query");
    let mut counted = 0;
    for file in std::fs::read_dir(corpus).unwrap() {
        let Ok(filter) = String::from_utf8(std::fs::read(file.unwrap().path()).unwrap()) else { continue };
        // A program argument cannot contain a zero byte.
        let (Ok(parsed), false) = (parse(&filter), filter.contains('\0')) else { continue };
        let expected = Evaluator::default().select(session.medallion(), &parsed.expr).count();
        let output = folder.run(&["query", "a.json", "--count", "--", &filter]);
        assert_eq!(text(&output.stdout), format!("{expected}\n"), "{filter:?}: {}", text(&output.stderr));
        counted += 1;
    }
    assert!(counted > 50, "{counted}");
}

const RULE: &str = "title: Clusters of Strangers
id: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10
logsource:
    product: databricks
detection:
    selection:
        service_name: clusters
        action_name: create
    condition: selection
level: high
touchstone:
    message: '{principal} created {count} clusters'
";

#[test]
fn findings_of_own_rules_are_printed_and_end_the_run_as_asked() {
    let folder = Folder::of(&[
        ("log.json", RECORD),
        ("rules/strangers.yml", RULE),
        ("rules/broken.yml", "title: Broken\ndetection:\n    s:\n        eventName: a\n    condition: s\n"),
        ("tuning.yml", "rules:\n  strangers:\n    allow:\n      - principals: ['*@corp.example']\n"),
        ("wrong.yml", "rules:\n  nothing:\n    enabled: false\n"),
    ]);
    let broken = "touchstone: rules/broken.yml, line 4: Broken: there is no field eventName";
    let sentence = "a@corp.example created 1 clusters";
    for (more, status, is_found) in [
        (&[][..], 0, true),
        (&["--fail-on", "critical"], 0, true),
        (&["--fail-on", "high"], 3, true),
        (&["--fail-on", "low"], 3, true),
        (&["--fail-on", "high", "--tuning", "tuning.yml"], 0, false),
    ] {
        let output = folder.run(&[&["analyze", "log.json", "--rules", "rules"], more].concat());
        assert_eq!(output.status.code(), Some(status), "{more:?}");
        assert!(text(&output.stderr).starts_with(broken), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout).contains(sentence), is_found, "{more:?}");
    }
    for (more, error) in [
        (&["--tuning", "wrong.yml"], "touchstone: wrong.yml: the tuning names rules that do not exist: nothing\n"),
        (&["--tuning", "none.yml"], "touchstone: none.yml: cannot be opened: "),
        (&["--rules", "none"], "touchstone: none: cannot be opened: "),
    ] {
        let output = folder.run(&[&["analyze", "log.json"], &more[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(text(&output.stderr).contains(error), "{}", text(&output.stderr));
    }
    let output = folder.run(&["analyze", "log.json", "--no-findings", "--json"]);
    assert!(text(&output.stdout).contains("\"rules\": null,\n  \"findings\": []"));
}

#[test]
fn findings_are_written_in_forms_of_others_with_what_they_rest_on() {
    let tuning = "rules:\n  strangers:\n    level: critical\n";
    let folder = Folder::of(&[("log.json", RECORD), ("rules/strangers.yml", RULE), ("tuning.yml", tuning)]);
    let run = |more: &[&str]| {
        folder.run(&[&["findings", "log.json", "--rules", "rules", "--tuning", "tuning.yml"], more].concat())
    };
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let file = |name: &str| std::fs::read_to_string(folder.0.join(name)).unwrap();
    let sentence = "a@corp.example created 1 clusters";
    for (format, has_basis) in [("csv", true), ("ndjson", true), ("ocsf", true), ("timesketch", true), ("sarif", false)]
    {
        let name = format!("findings.{format}");
        let output = run(&["--format", format, "-o", &name]);
        assert!(output.status.success() && output.stdout.is_empty(), "{format}: {}", text(&output.stderr));
        let written = file(&name);
        assert!(written.contains(sentence), "{format}: {written}");
        let beside = folder.0.join(format!("{name}.basis.json"));
        assert_eq!(beside.exists(), has_basis, "{format}");
        let basis = if has_basis {
            parsed(&file(&format!("{name}.basis.json")))
        } else {
            parsed(&written)["runs"][0]["invocations"][0]["properties"]["basis"].clone()
        };
        assert_eq!(basis["tuning"]["rules"]["strangers"]["level"], "critical");
        assert_eq!(basis["inputs"][0]["sha256"].as_str().map(str::len), Some(64));
        assert!(basis["rules"]["evaluated"].as_u64().unwrap() > 100);
        // What is printed is what is written.
        let printed = run(&["--format", format]);
        assert_eq!(text(&printed.stdout), written, "{format}");
        assert_eq!(text(&printed.stderr).contains("-o FILE"), has_basis, "{format}");
    }
    assert!(run(&["--format", "parquet", "--output", "findings.parquet"]).status.success());
    assert!(std::fs::read(folder.0.join("findings.parquet")).unwrap().ends_with(b"PAR1"));
    assert_eq!(parsed(&text(&run(&["--format", "basis"]).stdout))["findings"], 1);
    let table = text(&run(&[]).stdout);
    assert!(
        table.starts_with(
            "level     first                     events  message\ncritical  2019-12-28T22:26:00.848Z       1  "
        ),
        "{table}"
    );
    for (more, status) in [
        (&["--fail-on", "critical"][..], 3),
        (&["--fail-on", "critical", "--filter", "service:jobs"], 0),
        (&["--fail-on", "critical", "--format", "csv", "-o", "again.csv"], 3),
        (&["--filter", "status:"], 2),
        (&["--format", "csv", "-o", "none/findings.csv"], 2),
        (&["--format", "xml"], 2),
    ] {
        assert_eq!(run(more).status.code(), Some(status), "{more:?}");
    }
    let summary = folder.run(&["analyze", "log.json", "--json", "--rules", "rules", "--tuning", "tuning.yml"]);
    let rules = &parsed(&text(&summary.stdout))["rules"];
    assert_eq!(rules["tuning"]["rules"]["strangers"]["level"], "critical");
    assert_eq!(rules["own"], serde_json::json!(["7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10"]));
    assert_eq!(rules["sha256"], parsed(&file("findings.csv.basis.json"))["sha256"]);
}

#[test]
fn rules_are_listed_checked_and_tested() {
    let other = RECORD.replace("create", "delete");
    let info = "id: 1\nrule_metadata:\n    - id: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10\n      title: Clusters of Strangers\n\
                regression_tests_info:\n    - name: Records that must match\n      type: json\n      match_count: 1\n      path: a/b/r.json\n    \
                - name: Look-alikes\n      type: json\n      match_count: 0\n      path: a/b/r.quiet.json\n";
    let folder = Folder::of(&[
        ("rules/strangers.yml", RULE),
        ("broken.yml", "title: Broken\ndetection:\n    s:\n        eventName: a\n    condition: s\n"),
        ("data/strangers/info.yml", info),
        ("data/strangers/r.json", RECORD),
        ("data/strangers/r.quiet.json", &other),
        ("wrong/strangers/info.yml", info),
        ("wrong/strangers/r.json", RECORD),
        ("wrong/strangers/r.quiet.json", RECORD),
    ]);
    for (arguments, status, expected) in [
        (
            &["rules", "--rules", "rules"][..],
            0,
            "7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10  high           Clusters of Strangers\n",
        ),
        (&["rules", "check", "rules"], 0, "1 rules in 1 files, 0 problems\n"),
        (&["rules", "check", "rules", "broken.yml"], 1, "broken.yml, line 4: Broken: there is no field eventName"),
        (&["rules", "test", "data", "--rules", "rules"], 0, "1 rules, 2 tests, 0 failures\n"),
        (
            &["rules", "test", "wrong", "--rules", "rules"],
            1,
            "Clusters of Strangers: Look-alikes: 1 of 1 records found, 0 expected\n",
        ),
        (&["rules", "test", "data"], 1, "there is no rule 7d0f0c4e"),
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?} {}", text(&output.stderr));
        assert!(text(&output.stdout).contains(expected), "{arguments:?}\n{}", text(&output.stdout));
    }
}

/// The pack's own records.
#[test]
fn rules_of_the_pack_find_their_records_and_no_others() {
    let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regression_data");
    let output = Folder::of(&[]).run(&["rules", "test", records.to_str().unwrap()]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    println!("{}", told.lines().last().unwrap_or_default());
}
