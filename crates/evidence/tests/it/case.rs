//! Cases: read strictly, nothing lost, and compared with what is loaded.

use std::rc::Rc;

use serde_json::{Value, json};
use touchstone_analysis::{Analysis, Filter};
use touchstone_evidence::{Case, CaseInput, Done, LogLine, State, fingerprint};
use touchstone_findings::Rules;
use touchstone_medallion::Session;

const RULE: &str = "title: Deletions\nid: 7d0f0c4e-2f0e-4b53-9a0e-6c9b1f6d1a10\nlogsource:\n  product: databricks\n\
                    detection:\n  selection:\n    action_name: delete\n  condition: selection\nlevel: high\n";

const FINDING: &str = "93488cb908c1e0effcecee73b55f0558f1ba50e86c8dc240381f4d4d004c675d";

fn whole() -> Value {
    json!({
        "format": "touchstone-case 1",
        "title": "Q1",
        "purpose": "Who deletes?\nAnd why?",
        "prepared_by": "A",
        "prepared_on": "2026-04-01",
        "reviewed_by": "B",
        "reviewed_on": null,
        "inputs": [{"path": "log.json", "bytes": 12, "sha256": "0".repeat(64)}],
        "dispositions": [
            {"finding": FINDING, "about": "a", "state": "explained", "why": "a drill", "by": "A", "at": "2026-04-01T10:00:00Z"}
        ],
        "notes": [
            {"finding": FINDING, "about": "a", "star": true, "label": "l", "comment": "c", "by": "A", "at": "2026-04-01T10:00:00Z"},
            {"event": "service:jobs", "about": "b", "star": false, "label": "", "comment": "c", "by": "", "at": "2026-04-01T10:00:00+02:00"}
        ],
        "filters": [{"name": "jobs", "filter": "service:jobs"}],
        "tuning": "rules:\n  deletions:\n    enabled: false\n",
        "rules": [{"name": "own.yml", "text": RULE}],
        "log": [LogLine::after(None, "2026-04-01T10:00:00Z", Done::Opened, "log.json").unwrap()],
    })
}

fn read(case: &Value) -> Result<(Case, Vec<String>), String> {
    let read = Case::read(case.to_string().as_bytes());
    read.map(|read| (read.case, read.said))
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// The case with a value at a JSON pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut case = whole();
    let (of, name) = pointer.rsplit_once('/').unwrap();
    case.pointer_mut(of).unwrap()[name] = value;
    case
}

#[test]
fn what_is_written_is_read_again() {
    let (case, said) = read(&whole()).unwrap();
    assert_eq!(said, [""; 0]);
    assert_eq!(serde_json::from_str::<Value>(&case.text().unwrap()).unwrap(), whole());
    assert_eq!(Case::read(case.text().unwrap().as_bytes()).unwrap().case, case);
    assert_eq!(read(&json!({"format": "touchstone-case 1"})).unwrap().0, Case::default());
}

#[test]
fn what_is_not_known_is_said_and_kept() {
    let at = |pointer: &str| with(pointer, json!({"more": [1]}));
    for (case, expected) in [
        (at("/extra"), "extra: is not known to this version; it is kept and has no effect"),
        (at("/notes/0/extra"), "notes[0].extra: is not known to this version; it is kept and has no effect"),
        (
            at("/dispositions/0/extra"),
            "dispositions[0].extra: is not known to this version; it is kept and has no effect",
        ),
        (at("/inputs/0/extra"), "inputs[0].extra: is not known to this version; it is kept and has no effect"),
        (at("/filters/0/extra"), "filters[0].extra: is not known to this version; it is kept and has no effect"),
        (at("/rules/0/extra"), "rules[0].extra: is not known to this version; it is kept and has no effect"),
        (
            with("/format", json!("touchstone-case 2")),
            "format: touchstone-case 2 is of a newer version; what this version does not know is kept and has no effect",
        ),
        (with("/dispositions/0/why", json!(" ")), "dispositions[0]: explained without a reason"),
    ] {
        let (read, said) = read(&case).unwrap();
        assert_eq!(said, [expected]);
        assert_eq!(serde_json::from_str::<Value>(&read.text().unwrap()).unwrap(), case);
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let twice = |pointer: &str| {
        let mut case = whole();
        let list = case.pointer_mut(pointer).unwrap().as_array_mut().unwrap();
        list.push(list[0].clone());
        case
    };
    for (case, expected) in [
        (json!([]), "invalid type: sequence, expected struct Case at line 1 column 0"),
        (json!({}), "missing field `format` at line 1 column 2"),
        (
            with("/format", json!("touchstone-evidence 1")),
            "format: is \"touchstone-evidence 1\", and a case says \"touchstone-case 1\"",
        ),
        (with("/title", json!(1)), "title: invalid type: integer `1`, expected a string at line 1 column "),
        (
            with("/notes/1/star", json!("yes")),
            "notes[1].star: invalid type: string \"yes\", expected a boolean at line 1 column ",
        ),
        (
            with("/dispositions/0/state", json!("closed")),
            "dispositions[0].state: unknown variant `closed`, expected one of `open`, `explained`, `exception` at line 1 column ",
        ),
        (
            with("/notes/0/more", json!([{"__proto__": {"a": 1}}])),
            "notes[0]: has a member __proto__, which a browser does not keep",
        ),
        (with("/dispositions/0/finding", json!("93488CB9")), "dispositions[0].finding: is no fingerprint of a finding"),
        (
            with("/dispositions/0/at", json!("2026-04-01")),
            "dispositions[0].at: is no time such as 2026-01-31T12:00:00Z",
        ),
        (with("/prepared_on", json!("2026-02-30")), "prepared_on: is no day such as 2026-01-31"),
        (with("/inputs/0/sha256", json!("abc")), "inputs[0].sha256: is no SHA-256"),
        (with("/notes/1/event", json!(" ")), "notes[1].event: is empty, and would select every event"),
        (with("/notes/1/event", json!("nowhere:x")), "notes[1].event: the filter cannot be read "),
        (with("/notes/1/finding", json!(FINDING)), "notes[1]: is on a finding or on an event, one of them"),
        (with("/filters/0/filter", json!("a:(")), "filters[0].filter: the filter cannot be read "),
        (with("/tuning", json!("rules:\n  x:\n    level: huge\n")), "tuning: line "),
        (twice("/dispositions"), "dispositions[1].finding: is a finding that dispositions[0] decides, too"),
        (twice("/filters"), "filters[1].name: is the name of filters[0], too"),
        (twice("/rules"), "rules[1].name: is the name of rules[0], too"),
    ] {
        let wrong = read(&case).unwrap_err();
        assert!(wrong.starts_with(expected), "{wrong}");
    }
    for (bytes, expected) in [
        (&b"\xff"[..], "is no UTF-8"),
        (b"{\"format\": \"touchstone-case 1\"} x", "trailing characters at line 1 column 33"),
        (b"{\"format\": \"touchstone-case 1\", \"title\": \"a\", \"title\": \"b\"}", "duplicate field `title`"),
        (b"{", "EOF while parsing an object at line 1 column 1"),
    ] {
        let wrong = Case::read(bytes).unwrap_err();
        assert!(wrong[0].to_string().starts_with(expected), "{}", wrong[0]);
    }
    // All that is wrong is named.
    let mut case = with("/prepared_on", json!("x"));
    case["tuning"] = json!("a: b: c");
    assert_eq!(read(&case).unwrap_err().split("; ").count(), 2);
}

#[test]
fn the_schema_names_what_is_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/case.schema.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let names = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort_unstable();
        names
    };
    let (case, _) = read(&whole()).unwrap();
    let written: Value = serde_json::from_str(&case.text().unwrap()).unwrap();
    assert_eq!(names(&schema["properties"]), names(&written));
    for of in ["inputs", "dispositions", "filters", "rules", "log"] {
        assert_eq!(names(&schema["properties"][of]["items"]["properties"]), names(&written[of][0]), "{of}");
    }
    let mut note = names(&written["notes"][0]);
    note.push("event".to_owned());
    note.sort_unstable();
    assert_eq!(names(&schema["properties"]["notes"]["items"]["properties"]), note);
}

fn session(files: &[(&str, &str)]) -> Session {
    let mut session = Session::new([7; 16]);
    for (name, text) in files {
        session.open((*name).to_owned(), Rc::new(text.as_bytes().to_vec()));
    }
    while session.step() {}
    for (at, (_, text)) in files.iter().enumerate() {
        use sha2::Digest as _;
        session.set_sha256(at as u32, base16ct::lower::encode_string(&sha2::Sha256::digest(text.as_bytes())));
    }
    session
}

fn line(action: &str, at: u64) -> String {
    format!(
        "{{\"serviceName\":\"clusters\",\"actionName\":\"{action}\",\"timestamp\":{},\"requestId\":\"r{at}\"}}\n",
        1_577_571_960_000 + at
    )
}

#[test]
fn a_case_says_what_of_it_is_not_there() {
    let (first, second) = (line("delete", 1) + &line("create", 2), line("edit", 3));
    let own = session(&[("a.json", &first), ("b.json", &second)]);
    let rules = || {
        let mut rules = Rules::default();
        rules.add([("own.yml", RULE)]);
        rules
    };
    let mut analysis = Analysis::with_rules(rules());
    let found = analysis.found(&own, &Filter::default()).unwrap();
    let print = fingerprint(own.medallion(), &found.report.findings[0]);
    let mut case = read(&whole()).unwrap().0;
    case.inputs = CaseInput::of_loaded(own.medallion());
    case.dispositions[0].finding.clone_from(&print);
    case.notes[0].finding = Some(print.clone());
    case.notes[1].event = Some("action:edit time:2019-12-28T22:26:00.003Z".to_owned());

    let compared = case.compare(&own, &mut analysis).unwrap();
    assert_eq!(compared.differences, [""; 0]);
    assert_eq!((compared.inputs.same, compared.findings.len()), (2, 1));
    assert_eq!((&compared.findings[0].fingerprint, compared.findings[0].state), (&print, State::Explained));
    assert_eq!((compared.events[0].note, compared.events[0].events, compared.events[0].row), (1, 1, Some(2)));

    // The same files under other names are the same inputs.
    let renamed = session(&[("y.json", &second), ("x.json", &first)]);
    assert_eq!(case.compare(&renamed, &mut Analysis::with_rules(rules())).unwrap().differences, [""; 0]);

    let others = session(&[("a.json", &first.replace("r1", "r9")), ("c.json", &line("start", 9))]);
    let compared = case.compare(&others, &mut Analysis::with_rules(rules())).unwrap();
    let starts = [
        "the input a.json (",
        "the input b.json (",
        "the input a.json (",
        "the input c.json (",
        "dispositions[0]: the finding, explained, is not found: a",
        "notes[0]: the finding is not found: a",
        "notes[1]: the event is not found: b",
    ];
    assert_eq!(compared.differences.len(), starts.len(), "{:#?}", compared.differences);
    for (sentence, start) in compared.differences.iter().zip(starts) {
        assert!(sentence.starts_with(start), "{sentence}");
    }
    assert!(compared.differences[1].ends_with("is of the case, and not loaded"));
    assert!(compared.differences[3].ends_with("is loaded, and not of the case"));

    // An event that is there twice is not told apart by this filter.
    case.notes[1].event = Some("service:clusters".to_owned());
    let compared = case.compare(&own, &mut analysis).unwrap();
    assert_eq!(compared.differences, ["notes[1]: 3 events have this content: b"]);
}
