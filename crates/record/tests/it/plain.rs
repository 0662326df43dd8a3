//! The reader of known layouts and the general reader give the same result for any bytes, in every format.

use proptest::prelude::*;
use touchstone_record::time::DateOrder;
use touchstone_record::{FingerprintKey, Partitions, RecordReader, read};

/// Reads the texts in order, as records of one input.
fn assert_same(texts: &[&[u8]]) {
    let key = FingerprintKey::new([7; 16]);
    let paths = ["a.json", "workspaceId=7/date=2024-01-31/a.json", "workspaceId=7/serviceName=jobs/a.json"];
    for partitions in paths.map(Partitions::of_path) {
        let mut reader = RecordReader::new(key.clone());
        reader.set_date_order(DateOrder::Unknown);
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

/// A string, a number or a word, usual in a log or not.
fn scalar() -> impl Strategy<Value = String> {
    let usual = proptest::sample::select(vec![
        r#""ACCOUNT_LEVEL""#,
        r#""WORKSPACE_LEVEL""#,
        r#""2024-01-31T10:00:00.123Z""#,
        r#""2024-01-31 10:00:00""#,
        r#""5/1/2019, 12:18:58.123 AM""#,
        r#""203.0.113.9:443""#,
        r#""Microsoft.Databricks/jobs/create""#,
        r#""Microsoft.Storage/blobs/read""#,
        r#""/SUBSCRIPTIONS/0A/WORKSPACES/AUDIT-TEST""#,
        r#""a@corp.example""#,
        r#""unknown""#,
        r#""SUCCESS""#,
        r#""6.05192E+15""#,
        r#"" padded ""#,
        r#""None""#,
        r#""""#,
        r#""{\"a\": [1, \"b\\n\"]}""#,
        r#""[]""#,
        "1759752000123",
        "1759752000.5",
        "200",
        "403",
        "0",
        "true",
        "null",
    ]);
    prop_oneof![
        6 => usual.prop_map(str::to_owned),
        4 => r#""[a-z0-9 @:.é]{0,20}""#,
        1 => r#""(\\"|\\\\|\\/|\\u00e9|\\ud83d|\\ud83d\\ude00|\\n|[a-z]){0,6}""#,
        1 => "-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
    ]
}

/// A JSON value of any kind in any spelling, which may be damaged.
fn value() -> impl Strategy<Value = String> {
    let nested = proptest::sample::select(vec![
        "{}",
        "{ }",
        "[]",
        r#"{"b":1,"a":[2, "x"]}"#,
        r#"{"string":"x"}"#,
        r#"{ "int": 403 }"#,
        r#"[{"key":"a","value":"1"}]"#,
        r#"{"policySet":{"a": 1},"b":{"c":{"d":null}},"targets":[1, 2]}"#,
        "[1,]",
        "tru",
        "01",
    ]);
    prop_oneof![8 => scalar(), 1 => nested.prop_map(str::to_owned)]
}

/// Keys that parts of some format have.
const MEMBERS: [&str; 19] = [
    "email",
    "subjectName",
    "subject_name",
    "statusCode",
    "errorMessage",
    "result",
    "status_code",
    "error_message",
    "run_by",
    "run_as",
    "acting_resource",
    "workspace_id",
    "id",
    "name",
    "impersonatedBy",
    "accessControls",
    "a",
    "",
    "Email",
];

/// An object, or its JSON text, with members of one of the parts.
fn part() -> impl Strategy<Value = String> {
    let names = prop_oneof![
        Just(&MEMBERS[..3]),
        Just(&MEMBERS[3..8]),
        Just(&MEMBERS[8..11]),
        Just(&MEMBERS[11..18]),
        Just(&MEMBERS[..]),
    ];
    let members =
        names.prop_flat_map(|names| proptest::collection::vec((proptest::sample::select(names), value()), 0..4));
    (members, any::<bool>(), spacing()).prop_map(|(members, is_text, spacing)| {
        let object = object(members.iter().map(|(key, value)| (*key, value.as_str())), spacing);
        if is_text { serde_json::to_string(&object).unwrap() } else { object }
    })
}

/// Between a key and its value, and between members.
fn spacing() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop_oneof![4 => Just((":", ",")), 2 => Just((": ", ", ")), 1 => Just((" :  ", " , ")), 1 => Just((":\n", ",\t"))]
}

fn object<'a>(members: impl Iterator<Item = (&'a str, &'a str)>, (colon, comma): (&str, &str)) -> String {
    let members: Vec<_> = members.map(|(key, value)| format!("\"{key}\"{colon}{value}")).collect();
    format!("{{{}}}", members.join(comma))
}

/// The keys of each format; the first are always there.
const FORMATS: [(&[&str], &[&str]); 7] = [
    (
        &["serviceName", "actionName", "timestamp"],
        &[
            "auditLevel",
            "orgId",
            "accountId",
            "workspaceId",
            "sourceIPAddress",
            "userIdentity",
            "requestId",
            "requestParams",
            "response",
            "date",
            "email",
            "statusCode",
            "date_time",
        ],
    ),
    (
        &["serviceName", "actionName", "timestamp", "flattened"],
        &["auditLevel", "workspace_id", "workspaceId", "requestId", "response", "email", "date_time", "requestParams"],
    ),
    (
        &["service_name", "action_name", "event_time", "event_id"],
        &[
            "account_id",
            "workspace_id",
            "workspaceId",
            "audit_level",
            "event_date",
            "source_ip_address",
            "session_id",
            "user_identity",
            "request_params",
            "response",
            "identity_metadata",
            "email",
            "outcome",
            "source_port",
            "flattened",
            "status_code",
        ],
    ),
    (
        &["operationName", "time", "properties"],
        &["resourceId", "identity", "category", "serviceName", "logId", "response", "requestParams", "Host"],
    ),
    (
        &["ServiceName", "ActionName", "TimeGenerated", "LogId"],
        &[
            "OperationName",
            "ResourceId",
            "_ResourceId",
            "Identity",
            "SourceIPAddress",
            "SourceIpAddress",
            "Response",
            "RequestParams",
            "UserAgent",
            "Type",
        ],
    ),
    (
        &["action", "eventTimestamp", "actor", "auditPayload", "id"],
        &[
            "targetType",
            "targets",
            "actionStatus",
            "actionStatusReason",
            "actorIp",
            "customerId",
            "tenantId",
            "requestId",
            "technologyContext",
            "accessControls",
            "policySet",
            "actor.id",
            "",
        ],
    ),
    (
        &["recordType", "dateTime", "id"],
        &[
            "email",
            "success",
            "failureReason",
            "policySet",
            "accessControls",
            "a.b",
            "other",
            "",
            "actor",
            "auditPayload",
        ],
    ),
];

/// The keys of Azure's properties.
const PROPERTIES: [&str; 9] = [
    "sourceIPAddress",
    "logId",
    "serviceName",
    "actionName",
    "response",
    "requestParams",
    "identity",
    "sessionId",
    "x",
];

fn properties() -> impl Strategy<Value = String> {
    let members = proptest::sample::subsequence(&PROPERTIES[..], 0..6).prop_flat_map(|keys| {
        let members: Vec<_> = keys.into_iter().map(|key| (Just(key), value_of(key))).collect();
        members
    });
    (members, spacing(), 0..8).prop_map(|(members, spacing, as_text)| {
        let object = object(members.iter().map(|(key, value)| (*key, value.as_str())), spacing);
        if as_text == 0 { serde_json::to_string(&object).unwrap() } else { object }
    })
}

/// A value as it is usual under a key, mostly.
fn value_of(key: &str) -> BoxedStrategy<String> {
    let is_part = ["dentity", "esponse", "arams", "flattened", "metadata", "actor", "Payload", "Controls", "Context"];
    let is_part = key.is_empty() || is_part.iter().any(|end| key.ends_with(end));
    let is_time = ["imestamp", "event_time", "time", "TimeGenerated", "dateTime"].iter().any(|end| key.ends_with(end));
    let usual = if key == "properties" {
        properties().boxed()
    } else if is_part {
        part().boxed()
    } else if is_time {
        prop_oneof![Just("1759752000123"), Just(r#""2024-01-31T10:00:00.123456Z""#)].prop_map(str::to_owned).boxed()
    } else if key.eq_ignore_ascii_case("operationName") {
        Just(r#""Microsoft.Databricks/jobs/create""#.to_owned()).boxed()
    } else {
        scalar().boxed()
    };
    prop_oneof![12 => usual, 1 => Just("null".to_owned()), 1 => prop_oneof![value(), part()]].boxed()
}

/// Records of one format with the same keys in the same order, of which one may be repeated or unknown.
pub(crate) fn records() -> impl Strategy<Value = Vec<String>> {
    let keys = proptest::sample::select(&FORMATS[..]).prop_flat_map(|(always, others)| {
        let others = proptest::sample::subsequence(others, 0..others.len());
        let extra = prop_oneof![6 => Just(None), 1 => Just(Some(always[0])), 1 => Just(Some("other"))];
        (others, extra)
            .prop_map(|(others, extra)| always.iter().copied().chain(others).chain(extra).collect::<Vec<_>>())
            .prop_shuffle()
    });
    let members = keys.prop_flat_map(|keys| {
        let members: Vec<_> = keys.into_iter().map(|key| (Just(key), value_of(key))).collect();
        (proptest::collection::vec(members, 1..4), spacing())
    });
    members.prop_map(|(records, spacing)| {
        let record =
            |members: &Vec<(&str, String)>| object(members.iter().map(|(key, value)| (*key, value.as_str())), spacing);
        records.iter().map(record).collect()
    })
}

#[test]
fn older_records_of_immuta_have_no_parts() {
    let records = [
        "",
        r#","actor":{}"#,
        r#","actor":{"a":1}"#,
        r#","actor":"{\"a\":1}""#,
        r#","actor":"x","auditPayload":null"#,
        r#","auditPayload":{}"#,
        r#","auditPayload":"{\"a\":{\"b\":1}}""#,
    ]
    .map(|rest| format!(r#"{{"recordType":"q","dateTime":"2024-01-31T10:00:00Z"{rest}}}"#));
    assert_same(&records.each_ref().map(String::as_bytes));
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
    #![proptest_config(ProptestConfig { max_shrink_iters: 500, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn both_readers_read_any_record_alike(records in records(), others in records()) {
        assert_same(&records.iter().chain(&others).map(String::as_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn both_readers_treat_damage_alike(records in records(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut damaged: Vec<_> = records.iter().map(|record| record.clone().into_bytes()).collect();
        let last = damaged.last_mut().unwrap();
        let at = at.index(last.len());
        if cut { last.truncate(at) } else { last[at] = byte }
        assert_same(&damaged.iter().map(Vec::as_slice).collect::<Vec<_>>());
    }
}
