//! Records that are not quite JSON, or whose parts are in another tool's notation or cut off, are still read as events
//! that report what was lost or guessed.

use touchstone_record::time::rfc3339;
use touchstone_record::{Event, FingerprintKey, Partitions, RecordReader, WarningKind, read};

fn event(text: &str) -> Event<'static> {
    let partitions = Box::leak(Box::new(Partitions::of_path("log.json")));
    let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
    read(text.as_bytes(), partitions, &FingerprintKey::new([7; 16]))
        .unwrap_or_else(|problem| panic!("{problem}: {text}"))
}

fn warnings(event: &Event<'_>) -> Vec<(&'static str, Option<String>)> {
    let warnings = event.warnings.iter();
    warnings.map(|warning| (warning.kind.name(), warning.field.as_deref().map(str::to_owned))).collect()
}

/// A record of the system table with a text as one of its parts.
fn system(part: &str, text: &str) -> String {
    let text = serde_json::Value::from(text);
    format!(
        r#"{{"event_time":"2025-10-06T12:00:00Z","service_name":"clusters","action_name":"create","{part}":{text}}}"#
    )
}

#[test]
fn parts_in_other_notations_are_read() {
    for text in [
        "{'email': 'a@b.example', 'subject_name': None}",
        "Row(email='a@b.example', subject_name=None)",
        "{email=a@b.example, subject_name=null}",
        "{email -> a@b.example}",
        "{a@b.example, null}",
        "[a@b.example, null]",
    ] {
        let event = event(&system("user_identity", text));
        assert_eq!((event.email.as_deref(), event.subject_name.as_deref()), (Some("a@b.example"), None), "{text}");
        assert_eq!(warnings(&event), [], "{text}");
    }
    for text in [
        "{'status_code': 403, 'error_message': 'no'}",
        "{403, no, NULL}",
        "{no, NULL, 403}",
        "{status_code=403, error_message=no}",
    ] {
        let event = event(&system("response", text));
        assert_eq!((event.status_code, event.error_message.as_deref()), (Some(403), Some("no")), "{text}");
    }
    for text in ["{'a': '1', 'b': \"it's\"}", "{a=1, b=it's}", "{a -> 1, b -> it's}", "[('a', '1'), ('b', \"it's\")]"] {
        let event = event(&system("request_params", text));
        let params: Vec<_> = event.params.iter().map(|param| (&*param.key, &*param.value)).collect();
        assert_eq!(params, [("a", "1"), ("b", "it's")], "{text}");
    }
}

#[test]
fn parts_are_mended_in_every_format() {
    for text in [
        r#"{"serviceName":"s","actionName":"a","timestamp":1,"requestParams":"{'k': 'v'}"}"#,
        r#"{"serviceName":"s","flattened":"{'k': 'v'}","timestamp":1}"#,
        r#"{"ServiceName":"s","ActionName":"a","TimeGenerated":"2025-10-06T12:00:00Z","RequestParams":"{k=v}"}"#,
        r#"{"operationName":"Microsoft.Databricks/s/a","time":"2025-10-06T12:00:00Z","properties":{"requestParams":"{k -> v}"}}"#,
        r#"{"operationName":"Microsoft.Databricks/s/a","time":"2025-10-06T12:00:00Z","properties":"{'requestParams': {'k': 'v'}}"}"#,
        r#"{"action":"QUERY","eventTimestamp":"2025-10-06T12:00:00Z","targets":[],"auditPayload":"{'k': 'v'}"}"#,
    ] {
        let event = event(text);
        let found = event.params.iter().find(|param| param.key == "k").map(|param| param.value.as_ref());
        assert_eq!(found, Some("v"), "{text}");
        assert_eq!(warnings(&event), [], "{text}");
    }
}

#[test]
fn unfinished_values_before_a_cut_are_absent() {
    for (part, text, expected) in [
        ("response", r#"{"statusCode":20"#, "- - - -"),
        ("response", "{'status_code': 40", "- - - -"),
        ("response", "{status_code=40", "- - - -"),
        ("response", "{no, NULL, 40", "- - - -"),
        ("response", "{403, nope", "403 nope - -"),
        ("response", r#"{"statusCode":403,"errorMessage":nu"#, "403 - - -"),
        ("response", r#"{"statusCode":403,"errorMessage":"nu"#, "403 nu - -"),
        ("response", "{status_code=403, error_message=permission den", "403 permission den - -"),
        ("response", r#"{"statusCode":403"#, "- - - -"),
        ("response", r#"{"statusCode":"403""#, "403 - - -"),
        ("user_identity", r#"{"email":nul"#, "- - - -"),
        ("user_identity", r#"{"email":"a@b.exam"#, "- - - -"),
        ("user_identity", r#"{"email":"a@b.example","subject_name":"A"#, "- - a@b.example -"),
        ("user_identity", "Row(email='a@b.exam", "- - - -"),
        ("user_identity", "{a@b.exam", "- - - -"),
        ("request_params", r#"{"workspace_id":"605"#, "- - - TRUNCATED=605"),
        ("request_params", "{workspace_id=605", "- - - TRUNCATED=605"),
        ("request_params", r#"{"workspace_id":"605","a":"SEL"#, "- - - workspace_id=605,a=SEL"),
    ] {
        let event = event(&system(part, text));
        let params: Vec<_> = event.params.iter().map(|param| format!("{}={}", param.key, param.value)).collect();
        let or = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let found = [
            or(event.status_code.map(|code| code.to_string()).as_deref()),
            or(event.error_message.as_deref()),
            or(event.email.as_deref()),
            or(Some(params.join(",").as_str()).filter(|params| !params.is_empty())),
        ];
        assert_eq!(found.join(" "), expected, "{text}");
        assert!(warnings(&event).contains(&("cut_off", Some(part.to_owned()))), "{text}");
    }
    let text = r#"{"operationName":"Microsoft.Databricks/s/a","properties":"{\"identity\":{\"email\":\"a@b"}"#;
    assert_eq!(event(text).email, None);
    let text = r#"{"operationName":"Microsoft.Databricks/s/a","properties":"{\"sessionId\":\"s\",\"logId\":\"87e"}"#;
    assert_eq!((event(text).session_id.as_deref(), event(text).event_id), (Some("s"), None));
}

#[test]
fn a_list_of_one_struct_is_the_struct() {
    for text in [
        r#"[{"email":"a@b.example"}]"#,
        r#" [ {"email":"a@b.example","subject_name":null} ] "#,
        "[{'email': 'a@b.example'}]",
        "[Row(email='a@b.example', subject_name=None)]",
        "email=a@b.example",
        "email: a@b.example",
        "email=a@b.example, subject_name=null",
    ] {
        let event = event(&system("user_identity", text));
        assert_eq!((event.email.as_deref(), event.subject_name.as_deref()), (Some("a@b.example"), None), "{text}");
        assert_eq!((warnings(&event).len(), event.notes.len()), (0, 1), "{text}: {:?}", event.notes);
    }
    let text = r#"{"service_name":"s","action_name":"a","response":[{"status_code":403}]}"#;
    assert_eq!(event(text).status_code, Some(403));
}

#[test]
fn losses_are_reported() {
    let cut = Some("request_params".to_owned());
    for (text, params, warning) in [
        (
            system("request_params", r#"{"a":"1","b":"SELECT"#),
            vec![("a", "1"), ("b", "SELECT")],
            ("cut_off", cut.clone()),
        ),
        (
            system("request_params", r#"[{"key":"a","value":"1"},{"key":"b","val"#),
            vec![("a", "1")],
            ("cut_off", cut.clone()),
        ),
        (system("request_params", r#"[["a","1"],["b"#), vec![("a", "1")], ("cut_off", cut.clone())),
        (
            system("request_params", r#"[{"key":"a","value":"\ud800"}]"#),
            vec![("a", "\u{fffd}")],
            ("broken_text", cut.clone()),
        ),
        (system("response", r#"[{"error_message":"\ud800"}]"#), vec![], ("broken_text", Some("response".to_owned()))),
        (system("request_params", "[1]"), vec![("request_params", "[1]")], ("unread_part", cut.clone())),
        (system("request_params", "[{}]"), vec![("request_params", "[{}]")], ("unread_part", cut.clone())),
        (
            system("request_params", r#"[{"name":"x","size":1}]"#),
            vec![("request_params", r#"[{"name":"x","size":1}]"#)],
            ("unread_part", cut.clone()),
        ),
        (
            system("response", r#"[{"status_code":200},{"status_code":403}]"#),
            vec![],
            ("unread_part", Some("response".to_owned())),
        ),
        (system("request_params", "a=1"), vec![("request_params", "a=1")], ("unread_part", cut.clone())),
        (system("request_params", "{a=x, y, b=z}"), vec![("a", "x, y"), ("b", "z")], ("guessed", cut.clone())),
        (system("request_params", r#"{"a":NaN,"b":"1"}"#), vec![("b", "1")], ("not_a_number", cut.clone())),
        (system("request_params", r#"{"a":"\ud83d\n"}"#), vec![("a", "\u{fffd}\n")], ("broken_text", cut)),
        (
            r#"{"serviceName":"s","actionName":"a","timestamp":1,"requestParams":{"a":[1,NaN],"b":"x\ud83dy\n"}}"#
                .to_owned(),
            vec![("a", "[1,null]"), ("b", "x\u{fffd}y\n")],
            ("broken_text", None),
        ),
        (
            r#"{"serviceName":"s","actionName":"a","timestamp":1,"sessionId":-Infinity,"requestParams":{"b":"1"}}"#
                .to_owned(),
            vec![("b", "1")],
            ("not_a_number", Some("sessionId".to_owned())),
        ),
    ] {
        let event = event(&text);
        let found: Vec<_> = event.params.iter().map(|param| (&*param.key, &*param.value)).collect();
        assert_eq!(found, params, "{text}");
        assert!(warnings(&event).contains(&warning), "{text}: {:?}", event.warnings);
        assert_eq!(event.service_name.as_deref().map(str::len).map(|length| length > 0), Some(true), "{text}");
    }
}

#[test]
fn implausible_ids_do_not_make_duplicates() {
    let row = |id: &str, workspace: &str| {
        format!(
            r#"{{"event_time":"2025-10-06T12:00:00Z","service_name":"s","action_name":"a","event_id":{id},"workspace_id":{workspace}}}"#
        )
    };
    for (id, workspace, fields, kept) in [
        (r#""1.23E+17""#, r#""6051921418418893""#, vec!["event_id"], "6051921418418893"),
        (r#""1,23E+17""#, r#""6.05192E+15""#, vec!["event_id", "workspace_id"], "6.05192E+15"),
        (r#""None""#, "6.05E+15", vec!["workspace_id"], "6.05E+15"),
        (r#""nan""#, "6.051921418418893e15", vec![], "6051921418418893"),
        (r#""<NA>""#, "7", vec![], "7"),
    ] {
        let (one, other) = (row(id, workspace), row(id, workspace).replace("12:00", "12:01"));
        let (one, other) = (event(&one), event(&other));
        assert_eq!(one.event_id, None, "{id}");
        assert_ne!(one.fingerprint, other.fingerprint, "{id}");
        assert_eq!(one.workspace_id.as_deref(), Some(kept), "{workspace}");
        let found: Vec<_> = one.warnings.iter().map(|warning| warning.field.as_deref().unwrap_or_default()).collect();
        assert_eq!(found, fields, "{id} {workspace}");
    }
    assert_eq!(event(&row(r#""1e5""#, "null")).event_id.as_deref(), Some("1e5"));
}

#[test]
fn a_part_encoded_twice_or_given_as_text_is_read() {
    let twice = serde_json::Value::from(r#"{"k":"v"}"#).to_string();
    assert_eq!(event(&system("request_params", &twice)).params[0].value, "v");
    let twice = serde_json::Value::from(r#"[{"key":"k","value":"v"}]"#).to_string();
    assert_eq!(event(&system("request_params", &twice)).params[0].value, "v");
    let text = system("user_identity", "a@b.example");
    let event = event(&text);
    assert_eq!(event.email.as_deref(), Some("a@b.example"));
    assert_eq!(warnings(&event), [("guessed", Some("user_identity".to_owned()))]);
}

#[test]
fn an_unreadable_time_is_reported() {
    for (text, says) in [
        (r#"{"event_time":"yesterday","service_name":"s","action_name":"a"}"#, "yesterday"),
        (r#"{"event_time":"05/06/2025 12:00","service_name":"s","action_name":"a"}"#, "05/06/2025 12:00"),
        (
            r#"{"TimeGenerated [Local Time]":"2026-07-16 20:26:12.030","ServiceName":"s","ActionName":"a"}"#,
            "2026-07-16 20:26:12.030",
        ),
    ] {
        let event = event(text);
        assert_eq!(event.time_ms, None, "{text}");
        assert_eq!(event.warnings.len(), 1, "{text}");
        assert_eq!(event.warnings[0].kind, WarningKind::UnplacedTime, "{text}");
        assert!(event.warnings[0].message.contains(says), "{}", event.warnings[0].message);
    }
    assert_eq!(event(r#"{"event_time":null,"service_name":"s","action_name":"a"}"#).warnings, []);
}

#[test]
fn dates_follow_the_order_of_their_input() {
    use touchstone_record::time::{DateEvidence, DateOrder};

    let row = |time: &str, day: &str| {
        format!(r#"{{"event_time":"{time}","event_date":"{day}","service_name":"s","action_name":"a"}}"#)
    };
    let none = Partitions::of_path("log.csv");
    for (rows, order, first) in [
        (
            vec![row("06/10/2025 12:00", ""), row("25/10/2025 12:00", "")],
            DateOrder::DayFirst,
            Some("2025-10-06T12:00:00.000Z"),
        ),
        (
            vec![row("10/06/2025 12:00", ""), row("10/25/2025 12:00", "")],
            DateOrder::MonthFirst,
            Some("2025-10-06T12:00:00.000Z"),
        ),
        (vec![row("10/6/2025 12:00", "")], DateOrder::MonthFirstByHabit, Some("2025-10-06T12:00:00.000Z")),
        (
            vec![row("10/6/2025 12:00", ""), row("25/10/2025 12:00", "")],
            DateOrder::DayFirst,
            Some("2025-06-10T12:00:00.000Z"),
        ),
        (vec![row("06/10/2025 12:00", "2025-10-06")], DateOrder::DayFirst, Some("2025-10-06T12:00:00.000Z")),
        (vec![row("06/10/2025 12:00", ""), row("05/11/2025 12:00", "")], DateOrder::Unknown, None),
        (
            vec![row("06/10/2025 12:00", ""), row("25/11/2025 12:00", ""), row("11/25/2025 12:00", "")],
            DateOrder::Mixed,
            None,
        ),
    ] {
        let mut reader = RecordReader::new(FingerprintKey::new([7; 16]));
        assert!(reader.read(rows[0].as_bytes(), &none).unwrap().needs_date_order, "{rows:?}");
        let mut evidence = DateEvidence::default();
        rows.iter().flat_map(|row| reader.regional_times(row.as_bytes(), &none)).for_each(|time| evidence.add(&time));
        assert_eq!(evidence.order(), order, "{rows:?}");
        reader.set_date_order(order);
        let event = reader.read(rows[0].as_bytes(), &none).unwrap();
        assert_eq!(event.time_ms.map(rfc3339).as_deref(), first, "{rows:?}");
        assert!(!event.needs_date_order);
    }
}

#[test]
fn other_invalid_json_gives_no_event() {
    for value in [
        "-NaN",
        "+NaN",
        "nan",
        "Inf",
        "+Infinity",
        "NaN1",
        "1NaN",
        "[NaN",
        "NaN NaN",
        "nullNaN",
        "\"\\ud834\\ud\"",
        "\"\\ud800\\\"",
        "\"\\x41\"",
        "'a'",
        "None",
        "undefined",
        "01",
        "1.",
        "{a:1}",
        "[1,]",
        "\"\t\u{1}\"",
    ] {
        let text = format!(r#"{{"serviceName":"s","actionName":"a","timestamp":1,"requestParams":{{"k":{value}}}}}"#);
        let partitions = Partitions::of_path("log.json");
        assert!(read(text.as_bytes(), &partitions, &FingerprintKey::new([7; 16])).is_err(), "{text}");
    }
}
