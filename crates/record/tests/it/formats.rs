//! Formats are detected from keys, and folders fill in what records lack.

use touchstone_record::{FingerprintKey, Format, Partitions, ProblemKind, RecordReader};

use crate::{read, read_in};

#[test]
fn formats_are_detected_from_their_keys() {
    for (text, expected) in [
        (r#"{"serviceName":"s","actionName":"a"}"#, Format::DatabricksDelivery),
        (r#"{"serviceName":"s","actionName":null,"timestamp":1}"#, Format::DatabricksDelivery),
        (
            r#"{"serviceName":"s","actionName":"a","email":"e","date_time":"d","requestParams":{"placeholder":null}}"#,
            Format::DatabricksDelivery,
        ),
        (r#"{"serviceName":"s","actionName":"a","flattened":"{}"}"#, Format::DatabricksSilver),
        (r#"{"serviceName":"s","actionName":"a","flattened":null}"#, Format::DatabricksSilver),
        (r#"{"operationName":"Microsoft.Databricks/s/a","properties":{}}"#, Format::AzureDiagnostic),
        (r#"{"operationName":"microsoft.databricks/s/a"}"#, Format::AzureDiagnostic),
        (r#"{"operationName":"x","serviceName":"s","actionName":"a"}"#, Format::AzureDiagnostic),
        (r#"{"operationName":"x","properties":"{\"serviceName\":\"s\"}"}"#, Format::AzureDiagnostic),
        (r#"{"ServiceName":"s","ActionName":"a"}"#, Format::AzureLogAnalytics),
        (r#"{"TimeGenerated":"t","OperationName":"Microsoft.Databricks/s/a"}"#, Format::AzureLogAnalytics),
        (r#"{"TimeGenerated [UTC]":"t","OperationName":"Microsoft.Databricks/s/a"}"#, Format::AzureLogAnalytics),
        (r#"{"service_name":"s","action_name":"a"}"#, Format::DatabricksSystemTable),
        (r#"{"auditPayload":{},"targetType":"DATASOURCE"}"#, Format::ImmutaUam),
        (r#"{"action":"a","eventTimestamp":"t","targets":[]}"#, Format::ImmutaUam),
        (r#"{"action":"a","eventTimestamp":"t","actor":{}}"#, Format::ImmutaUam),
        (r#"{"recordType":"spark","dateTime":"1"}"#, Format::ImmutaLegacy),
        (r#"{"SERVICE_NAME":"s","ACTION_NAME":"a"}"#, Format::DatabricksSystemTable),
        (r#"{" service_name":"s"," action_name ":"a"}"#, Format::DatabricksSystemTable),
        (r#"{"SERVICENAME":"s","ACTIONNAME":"a","REQUESTPARAMS":{}}"#, Format::DatabricksDelivery),
        (r#"{"servicename":"s","actionname":"a","logid":"l"}"#, Format::AzureLogAnalytics),
        (r#"{"TIMEGENERATED [UTC]":"t","OPERATIONNAME":"Microsoft.Databricks/s/a"}"#, Format::AzureLogAnalytics),
        (r#"{"OPERATIONNAME":"Microsoft.Databricks/s/a","TIME":"t","PROPERTIES":{}}"#, Format::AzureDiagnostic),
        (r#"{"servicename":"s","flattened":"{}"}"#, Format::DatabricksSilver),
        (r#"{"AUDITPAYLOAD":{},"TARGETTYPE":"DATASOURCE"}"#, Format::ImmutaUam),
        (r#"{"recordtype":"spark","datetime":"1"}"#, Format::ImmutaLegacy),
        (r#"{"serviceName":"s","actionName":"a","eventTime":"t","eventId":"e"}"#, Format::DatabricksSystemTable),
        (r#"{"ServiceName":"s","ActionName":"a","EventTime":"t"}"#, Format::DatabricksSystemTable),
        (r#"{"service_name":"s","action_name":"a","timestamp":1}"#, Format::DatabricksDelivery),
        (r#"{"service_name":"s","action_name":"a","time_generated":1}"#, Format::AzureLogAnalytics),
        (r#"{"service-name":"s","action-name":"a"}"#, Format::DatabricksDelivery),
        (r#"{"Event Time":"t","Service Name":"s","Action Name":"a"}"#, Format::DatabricksSystemTable),
        (r#"{"event_timestamp":"t","action":"a","actor":{}}"#, Format::ImmutaUam),
    ] {
        assert_eq!(read(text).map(|event| event.format), Ok(expected), "{text}");
    }
}

#[test]
fn names_and_order_of_formats_are_stable() {
    assert_eq!(
        Format::ALL.map(Format::name),
        [
            "databricks_delivery",
            "databricks_silver",
            "azure_diagnostic",
            "azure_log_analytics",
            "databricks_system_table",
            "immuta_uam",
            "immuta_legacy"
        ]
    );
    for (code, format) in Format::ALL.into_iter().enumerate() {
        assert_eq!(format as usize, code);
    }
}

#[test]
fn other_values_than_records_are_problems() {
    for (bytes, kind, message) in [
        (&br#"{"serviceName":"clu"#[..], ProblemKind::InvalidJson, "the record ends before its JSON is complete"),
        (b"nonsense", ProblemKind::InvalidJson, "expected ident at byte 2 of the record"),
        (b"{} {}", ProblemKind::InvalidJson, "trailing characters at byte 4 of the record"),
        (b"17", ProblemKind::NotAnObject, "the record is JSON, but no object"),
        (b"[1,2]", ProblemKind::NotAnObject, "the record is JSON, but no object"),
        (b"\"a\": 1,", ProblemKind::InvalidJson, "trailing characters at byte 4 of the record"),
        (b"{}", ProblemKind::UnknownFormat, "the object has no keys"),
        (br#"{"a":1,"b":2}"#, ProblemKind::UnknownFormat, "unrecognised record; its keys are: a, b"),
        (
            br#"{"a":0,"b":0,"c":0,"d":0,"e":0,"f":0,"g":0,"h":0,"i":0,"j":0,"k":0,"l":0,"m":0}"#,
            ProblemKind::UnknownFormat,
            "unrecognised record; its keys are: a, b, c, d, e, f, g, h, i, j, k, l, …",
        ),
        (br#"{"serviceName":"s"}"#, ProblemKind::UnknownFormat, "unrecognised record; its keys are: serviceName"),
        (b"{\"a\":\"\xff\"}", ProblemKind::InvalidUtf8, "byte 7 of the record is not UTF-8"),
    ] {
        let found = touchstone_record::read(bytes, &Partitions::default(), &FingerprintKey::new([1; 16])).unwrap_err();
        assert_eq!((found.kind, found.message.as_str()), (kind, message), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn folders_fill_what_a_record_of_any_format_lacks() {
    const DELIVERY: &str = r#"{"serviceName":"s","actionName":"a"}"#;
    const TABLE: &str = r#"{"service_name":"s","action_name":"a"}"#;
    for (path, text, expected) in [
        ("workspaceId=7/a.json", DELIVERY, Some("7")),
        ("workspace_id=7/a.json", DELIVERY, Some("7")),
        ("workspaceId=7/a.parquet", TABLE, Some("7")),
        ("workspace_id=7/a.parquet", TABLE, Some("7")),
        ("workspaceId=7/a.json", r#"{"serviceName":"s","actionName":"a","workspaceId":"8"}"#, Some("8")),
        ("workspace_id=7/a.json", r#"{"serviceName":"s","actionName":"a","workspaceId":"8"}"#, Some("8")),
        ("workspaceId=7/a.json", r#"{"service_name":"s","action_name":"a","workspace_id":"8"}"#, Some("8")),
        (
            "workspaceId=0/a.json",
            r#"{"serviceName":"s","actionName":"a","requestParams":{"workspace_id":"9"}}"#,
            Some("9"),
        ),
        ("date=2024-01-31/a.json", DELIVERY, None),
    ] {
        let partitions = Partitions::of_path(path);
        let event = read_in(text, &partitions).unwrap();
        assert_eq!(event.workspace_id.as_deref(), expected, "{path} {text}");
    }
    // The record's own workspace wins under any key.
    for (members, expected) in [
        (r#""workspace_id":"8""#, "8"),
        (r#""workspace-id":8"#, "8"),
        (r#""orgId":"8""#, "8"),
        (r#""workspaceId":"","orgId":8"#, "8"),
        (r#""workspaceId":{"long":8}"#, "8"),
        (r#""workspaceId":"0""#, "0"),
        (r#""workspaceId":"""#, "7"),
        (r#""workspace_id":null"#, "7"),
        (r#""workspaceId":"null","workspace_id":" ","orgId":"-""#, "7"),
        (r#""orgId":"0""#, "7"),
        (r#""orgId":null"#, "7"),
        (r#""orgId":"5","orgId":null"#, "7"),
        (r#""workspaceId":"5","workspaceId":null"#, "7"),
        (r#""workspaceId":"","WorkspaceID":"5""#, "7"),
        (r#""workspaceId":"","foo":1"#, "7"),
    ] {
        let text = format!(r#"{{"serviceName":"s","actionName":"a","timestamp":1700000000000,{members}}}"#);
        for folder in ["workspaceId=7", "workspace_id=7", "WorkspaceId=7", "workspaceId=9/workspaceId=7"] {
            let path = format!("{folder}/date=2024-01-31/a.json");
            let partitions = Partitions::of_path(&path);
            let found = read_in(&text, &partitions).unwrap();
            assert_eq!(found.workspace_id.as_deref(), Some(expected), "{path} {text}");
            let mut reader = RecordReader::new(FingerprintKey::new([7; 16]));
            for _ in 0..2 {
                assert_eq!(reader.read(text.as_bytes(), &partitions).unwrap(), found, "{path} {text}");
            }
        }
    }
    let partitions = Partitions::of_path("service_name=clusters/a.parquet");
    assert_eq!(read_in(r#"{"action_name":"a"}"#, &partitions).unwrap().service_name.as_deref(), Some("clusters"));
}

/// Any key may be a parameter of Immuta's, or a column that nobody reads.
#[test]
fn names_of_other_formats_may_be_anything() {
    for (text, expected) in [
        (r#"{"recordType":"q","dateTime":"2024-01-31T10:00:00Z","actionName":{"a":1},"operationName":[1]}"#, 2),
        (r#"{"action":"q","eventTimestamp":"2024-01-31T10:00:00Z","targets":null,"recordType":{"a":1}}"#, 1),
        (r#"{"serviceName":"s","actionName":"a","recordType":{"a":1}}"#, 0),
        (r#"{"serviceName":"s","actionName":"a","service_name":{"a":1}}"#, 0),
        (r#"{"service_name":"s","action_name":"a","actionName":[1]}"#, 0),
        (r#"{"operationName":"Microsoft.Databricks/a/b","properties":{"recordType":{"a":1}}}"#, 0),
    ] {
        let mut reader = RecordReader::new(FingerprintKey::new([7; 16]));
        let none = Partitions::default();
        for _ in 0..2 {
            assert_eq!(reader.read(text.as_bytes(), &none).map(|event| event.params.len()), Ok(expected), "{text}");
        }
    }
    let own = r#"{"recordType":{"a":1},"dateTime":"2024-01-31T10:00:00Z"}"#;
    assert_eq!(read(own).unwrap_err().kind, ProblemKind::UnexpectedType);
}

#[test]
fn folders_add_no_parameters_and_no_keys_to_a_record() {
    let partitions = Partitions::of_path("year=2024/date=2024-01-31/a.json");
    for text in [
        r#"{"action":"a","eventTimestamp":"2024-01-31T00:00:00Z","targets":null,"actor":null}"#,
        r#"{"recordType":"spark","dateTime":"1632158400391"}"#,
    ] {
        assert_eq!(read_in(text, &partitions).unwrap().params, [], "{text}");
    }
    assert_eq!(read_in("{}", &partitions).unwrap_err().message, "the object has no keys");
    let partitions = Partitions::of_path("customerId=c/a.json");
    let text = r#"{"action":"a","eventTimestamp":"2024-01-31T00:00:00Z","targets":null}"#;
    assert_eq!(read_in(text, &partitions).unwrap().account_id.as_deref(), Some("c"));
}

/// A record with its keys in another case, except those of its request parameters.
fn respelled(text: &str, spell: fn(&str) -> String) -> String {
    fn keys(value: &serde_json::Value, spell: fn(&str) -> String, is_param: bool) -> serde_json::Value {
        let serde_json::Value::Object(members) = value else { return value.clone() };
        let spelled = members.iter().map(|(key, value)| {
            let holds_params =
                matches!(key.as_str(), "request_params" | "requestParams" | "RequestParams" | "flattened");
            let key = if is_param { key.clone() } else { spell(key) };
            (key, keys(value, spell, is_param || holds_params))
        });
        spelled.collect::<serde_json::Map<_, _>>().into()
    }
    keys(&serde_json::from_str(text).unwrap(), spell, false).to_string()
}

/// The words of a key, in lower case.
fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = '_';
    for letter in key.chars() {
        let begins = letter.is_ascii_uppercase() && !before.is_ascii_uppercase() || before == '_' || before == ' ';
        if letter != '_' && letter != ' ' {
            if begins {
                words.push(String::new());
            }
            words.last_mut().unwrap().push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words
}

fn capital(word: &str) -> String {
    word[..1].to_ascii_uppercase() + &word[1..]
}

#[test]
fn keys_are_read_in_every_case() {
    let records = [
        r#"{"event_time":"2025-10-06T12:00:00Z","service_name":"s","action_name":"a","event_id":"e","workspace_id":"7",
            "user_identity":{"email":"m","subject_name":"n"},"request_params":{"K":"1","k":"2"},"user_agent":"u",
            "response":{"status_code":403,"error_message":"no"},"identity_metadata":{"run_by":"b","run_as":"c"}}"#,
        r#"{"timestamp":1577571960848,"serviceName":"s","actionName":"a","requestId":"r","orgId":"7",
            "userIdentity":{"email":"m","subjectName":"n"},"requestParams":{"K":"1","k":"2"},"sourceIPAddress":"1.2.3.4:5",
            "response":{"statusCode":200,"result":"x"}}"#,
        r#"{"TimeGenerated":"2025-10-06T12:00:00Z","ServiceName":"s","ActionName":"a","LogId":"e",
            "Identity":{"email":"m","subjectName":"n"},"RequestParams":{"K":"1"},"SourceIPAddress":"1.2.3.4",
            "_ResourceId":"/workspaces/w","Response":{"statusCode":200}}"#,
        r#"{"time":"2025-10-06T12:00:00Z","operationName":"Microsoft.Databricks/s/a","resourceId":"/WORKSPACES/W",
            "identity":{"email":"m"},"properties":{"serviceName":"s","actionName":"a","logId":"e","userAgent":"u",
            "response":{"statusCode":200},"requestParams":{"K":"1"}}}"#,
        r#"{"action":"QUERY","eventTimestamp":"2025-10-06T12:00:00Z","targetType":"T","targets":[],"id":"i",
            "actor":{"id":"a@b.example","name":"n"},"actionStatus":"SUCCESS"}"#,
        r#"{"recordType":"spark","dateTime":"1632158400391","id":"i","email":"m","success":false,"failureReason":"f"}"#,
    ];
    for text in records {
        let plain = read(text).unwrap();
        for spell in [
            str::to_uppercase,
            str::to_lowercase,
            |key: &str| format!(" {key} "),
            |key: &str| words(key).join("_"),
            |key: &str| words(key).join("-"),
            |key: &str| words(key).join("_").to_uppercase(),
            |key: &str| words(key).iter().map(|word| capital(word)).collect::<Vec<_>>().join(" "),
            |key: &str| words(key).iter().map(|word| capital(word)).collect(),
            |key: &str| {
                let words = words(key);
                let behind: String = words[1..].iter().map(|word| capital(word)).collect();
                format!("{}{behind}", words[0])
            },
            |key: &str| {
                key.char_indices()
                    .map(|(at, letter)| if at % 2 == 0 { letter.to_ascii_uppercase() } else { letter })
                    .collect()
            },
        ] {
            let text = respelled(text, spell);
            let mut folded = read(&text).unwrap_or_else(|problem| panic!("{problem}: {text}"));
            // Unknown keys keep their own spelling, and without an id the fingerprint covers all keys.
            folded.fingerprint = plain.fingerprint;
            folded.params.retain(|param| plain.params.contains(param));
            assert_eq!(folded, touchstone_record::Event { params: folded.params.clone(), ..plain.clone() }, "{text}");
        }
    }
}
