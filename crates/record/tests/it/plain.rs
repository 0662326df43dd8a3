//! The template reader and the general reader give the same result for any bytes.

use proptest::prelude::*;
use touchstone_record::{FingerprintKey, Partitions, RecordReader, read};

/// Reads the texts in order, as records of one input.
fn assert_same(texts: &[&[u8]]) {
    let key = FingerprintKey::new([7; 16]);
    let paths = ["a.json", "workspaceId=7/date=2024-01-31/a.json", "workspaceId=7/serviceName=jobs/a.json"];
    for partitions in paths.map(Partitions::of_path) {
        let mut reader = RecordReader::new(key.clone());
        for text in texts.iter().chain(texts) {
            let expected = read(text, &partitions, &key);
            assert_eq!(reader.read(text, &partitions), expected, "{}", String::from_utf8_lossy(text));
        }
    }
}

#[test]
fn the_order_of_keys_and_blanks_does_not_matter() {
    let whole = r#"{"version":"2.0","auditLevel":"ACCOUNT_LEVEL","timestamp":1700000000123,"orgId":"0","shardName":null,
        "accountId":"acc","workspaceId":"0","sourceIPAddress":"203.0.113.9:443","userAgent":"a \"b\" \u00e9","sessionId":null,
        "userIdentity":{"email":"a@corp.example","subjectName":null},"serviceName":"unityCatalog","actionName":"getTable",
        "requestId":"r","requestParams":{"workspace_id":"9","list":[1, {"b": 1,"a":2}],"none":null,"on":true,"n":-1.50e+3},
        "response":{"statusCode":200,"errorMessage":null,"result":{"z":1, "a":[]}},"MAX_LOG_MESSAGE_LENGTH":16384}"#;
    let line = whole.replace('\n', " ");
    let texts = [
        line.as_str(),
        &line.replace(": ", ":"),
        &line.replace(",\"", " , \"").replace("\":", "\" :  "),
        r#"{"actionName":"create","serviceName":"clusters"}"#,
        r#"{"serviceName":"clusters","actionName":"create","requestParams":null,"response":null,"userIdentity":null}"#,
        r#"{"serviceName":"clusters","actionName":"create","requestParams":{},"response":{},"userIdentity":{}}"#,
        r#"{"serviceName":"clusters","actionName":"create","requestParams":"{\"a\":1}","response":"{}"}"#,
        r#"{"serviceName":"clusters","actionName":"create","requestParams":{"a":"1","a":"2"}}"#,
        r#"{"serviceName":"clusters","serviceName":"jobs","actionName":"create"}"#,
        r#"{"serviceName":"clusters","actionName":"create","flattened":"{}"}"#,
        r#"{"serviceName":"clusters","actionName":"create","email":"a@corp.example"}"#,
        r#"{"serviceName":"clusters","actionName":"create","statusCode":403}"#,
        r#"{"serviceName":"clusters","actionName":"create","response":{"status_code":403}}"#,
        r#"{"serviceName":"clusters","actionName":"create","userIdentity":{"subject_name":"x"}}"#,
        r#"{"serviceName":"clusters","actionName":"create","workspaceId":null,"orgId":12345678901234567890123}"#,
        r#"{"serviceName":"clusters","actionName":"create","timestamp":"2024-01-31T00:00:00.123456Z"}"#,
        r#"{"serviceName":{"a":1},"actionName":"create"}"#,
        r#"{"serviceName":"\ud800","actionName":"create"}"#,
        r#"{"service\u004eame":"clusters","actionName":"create"}"#,
        r#"{"serviceName":"clusters","actionName":"create",}"#,
        r#"{"serviceName":"clusters","actionName":"create"}}"#,
        r#"{"serviceName":"clusters","actionName":"create"} "#,
        r#"{"serviceName":"clusters" "actionName":"create"}"#,
        r#"{"serviceName":"clusters","actionName":"create","timestamp":01}"#,
        r#"{"serviceName":"clusters","actionName":"create","timestamp":1.}"#,
        r#"{"serviceName":"clusters","actionName":"create","timestamp":nul}"#,
        r#"{"serviceName":"clusters","actionName":"create","requestParams":{"a":{"b":{}}, "c" : [ ]}}"#,
        r#"{"serviceName":"clusters","actionName":"create","requestParams":{"requestParams":{"a":1},"response":null}}"#,
        "{\"serviceName\":\"a\tb\",\"actionName\":\"create\"}",
        r#"{"serviceName":"clusters","actionName":"create"#,
        "{}",
        "",
    ];
    assert_same(&texts.map(str::as_bytes));
    assert_same(&[b"{\"serviceName\":\"\xff\",\"actionName\":\"create\"}"]);
}

/// A JSON value of any kind in any spelling.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => r#""[a-z0-9 @:.é]{0,20}""#,
        1 => r#""(\\"|\\\\|\\u00e9|\\n|[a-z]){0,6}""#,
        2 => "-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,3})?",
        1 => prop_oneof![Just("null"), Just("true"), Just("false")].prop_map(str::to_owned),
        1 => prop_oneof![Just("{}"), Just("[]"), Just(r#"{"b":1,"a":[2, "x"]}"#), Just("[1,]"), Just("tru")].prop_map(str::to_owned),
    ]
}

fn part() -> impl Strategy<Value = String> {
    const KEYS: [&str; 8] =
        ["email", "subjectName", "statusCode", "errorMessage", "result", "workspace_id", "status_code", "a"];
    let member = (0..KEYS.len(), value()).prop_map(|(key, value)| format!("\"{}\":{value}", KEYS[key]));
    proptest::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(",")))
}

fn record() -> impl Strategy<Value = String> {
    const KEYS: [&str; 12] = [
        "auditLevel",
        "timestamp",
        "orgId",
        "accountId",
        "workspaceId",
        "sourceIPAddress",
        "userIdentity",
        "requestId",
        "requestParams",
        "response",
        "date",
        "other",
    ];
    let member =
        (0..KEYS.len(), prop_oneof![value(), part()]).prop_map(|(key, value)| format!("\"{}\":{value}", KEYS[key]));
    (proptest::collection::vec(member, 0..8), 0_usize..9).prop_map(|(mut members, at)| {
        let at = at.min(members.len());
        members.insert(at, r#""serviceName":"clusters","actionName":"create""#.to_owned());
        format!("{{{}}}", members.join(","))
    })
}

#[test]
fn both_readers_read_what_is_rare_alike() {
    for members in [
        r#""timestamp":1759752000123,"response":{"statusCode":"403 Forbidden"}"#,
        r#""timestamp":1759752000123,"response":{"statusCode":[403]}"#,
        r#""timestamp":1759752000123,"response":{"statusCode":{"int":403},"result":{"string":"x"}}"#,
        r#""timestamp":1759752000123,"response":{"statusCode":200,"errorMessage":{ "string": "x" },"result":{"int":1}}"#,
        r#""timestamp":1759752000123,"response":{"status":403}"#,
        r#""timestamp":1759752000123,"userIdentity":{"mail":"a@x"}"#,
        r#""timestamp":1759752000123,"userIdentity":{"email":["a@x"],"subjectName":"{}"}"#,
        r#""timestamp":{"long":1759752000123},"requestId":{"string":"r"},"sessionId":[1]"#,
        r#""timestamp":"20251006120000.123","workspaceId":"null","orgId":"7""#,
        r#""timestamp":2025100612,"workspaceId":"-""#,
        r#""timestamp":1759752000123,"workspaceId":"\u00a07","auditLevel":"ACCOUNT_LEVEL","requestParams":{"workspace_id":6.051921418418893E15}"#,
    ] {
        let text = format!(r#"{{"serviceName":"s","actionName":"a",{members}}}"#);
        assert_same(&[text.as_bytes(), text.as_bytes()]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn both_readers_read_any_record_alike(records in proptest::collection::vec(record(), 1..4)) {
        assert_same(&records.iter().map(String::as_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn both_readers_treat_damage_alike(record in record(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = record.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        assert_same(&[&bytes]);
    }
}
