//! Records whose parts are in columns of their own, our own exports, and columns that no reader uses.

use touchstone_record::{Event, FingerprintKey, Note, Partitions, RecordReader};

use crate::read;

/// A record's e-mail, status, principals, parameters and notes.
fn shown(event: &Event<'_>) -> String {
    let params: Vec<_> = event.params.iter().map(|param| format!("{}={}", param.key, param.value)).collect();
    let notes: Vec<_> = event
        .notes
        .iter()
        .map(|note| match note {
            Note::Guessed { field, .. } => format!("?{field}"),
            Note::Unread(name) => format!("!{name}"),
        })
        .collect();
    let text = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().unwrap_or("-").to_owned();
    let status = event.status_code.map_or("-".to_owned(), |status| status.to_string());
    format!("{} {status} {} [{}] [{}]", text(&event.email), text(&event.run_by), params.join(","), notes.join(","))
}

#[test]
fn parts_in_columns_of_their_own_are_read() {
    const TABLE: &str = r#""service_name":"s","action_name":"a""#;
    const DELIVERY: &str = r#""serviceName":"s","actionName":"a""#;
    for (keys, members, expected) in [
        (TABLE, r#""user_identity.email":"e","response.status_code":403,"request_params.x":"1""#, "e 403 - [x=1] []"),
        (TABLE, r#""userIdentity.email":"e","response.statusCode":"403","requestParams.x":"1""#, "e 403 - [x=1] []"),
        (
            TABLE,
            r#""user_identity_email":"e","response_status_code":"403","identity_metadata_run_by":"r""#,
            "e 403 r [] []",
        ),
        (TABLE, r#""user_identity__email":"e","request_params__x":"1""#, "e - - [x=1] [?request_params]"),
        (TABLE, r#""USER_IDENTITY_EMAIL":"e","RESPONSE_STATUS_CODE":"403""#, "e 403 - [] []"),
        (TABLE, r#""userIdentityEmail":"e","responseStatusCode":403"#, "e 403 - [] []"),
        (TABLE, r#""request_params":{"y":"2"},"request_params.x":"1""#, "- - - [y=2] [!request_params.x]"),
        (TABLE, r#""request_params":null,"request_params.x":"1""#, "- - - [x=1] []"),
        (DELIVERY, r#""userIdentity.email":"e","response.statusCode":403,"requestParams.x":"1""#, "e 403 - [x=1] []"),
        (DELIVERY, r#""user_identity.email":"e","request_params.x.y":"1""#, "e - - [x.y=1] []"),
        (
            r#""operationName":"Microsoft.Databricks/s/a""#,
            r#""properties.identity":"x","properties.requestParams.x":"1","properties_response":"{\"statusCode\":403}","identity.email":"e""#,
            "e 403 - [x=1] []",
        ),
        (
            r#""ServiceName":"s","ActionName":"a""#,
            r#""Identity_email":"e","RequestParams_x":"1""#,
            "e - - [x=1] [?RequestParams]",
        ),
        // Our own export.
        (
            TABLE,
            r#""email":"e","run_by":"r","status_code":403,"flattened":"{\"x\":\"1\"}","input":0,"record":1"#,
            "e 403 r [x=1] []",
        ),
        (TABLE, r#""email":"e","requestParams":{"x":"1"},"format":"immuta_uam","outcome":"denied""#, "e - - [x=1] []"),
        // Columns that no reader uses.
        (TABLE, r#""version":"2.0","event_date":"2025-10-06","foo":1,"bar":null,"email":"e""#, "e - - [] [!foo]"),
        (DELIVERY, r#""shardName":"x","orgId":"1","foo":"1""#, "- - - [] [!foo]"),
        (
            r#""ServiceName":"s","ActionName":"a""#,
            r#""Type":"DatabricksJobs","_BilledSize":9,"foo":"1""#,
            "- - - [] [!foo]",
        ),
    ] {
        let text = format!("{{{keys},{members}}}");
        let event = read(&text).unwrap_or_else(|problem| panic!("{problem}: {text}"));
        assert_eq!(shown(&event), expected, "{text}");
        assert_eq!((event.service_name.as_deref(), event.action_name.as_deref()), (Some("s"), Some("a")), "{text}");
    }
}

#[test]
fn spread_and_whole_records_are_duplicates() {
    let whole = r#"{"service_name":"s","action_name":"a","user_identity":{"email":"e"},"request_params":{"x":"1"}}"#;
    let spread = r#"{"service_name":"s","user_identity.email":"e","request_params.x":"1","action_name":"a"}"#;
    assert_eq!(read(whole).unwrap().fingerprint, read(spread).unwrap().fingerprint);
}

#[test]
fn what_a_part_has_beside_what_is_read_is_noted() {
    const AZURE: &str = r#""operationName":"Microsoft.Databricks/a/b","time":"2024-01-31T10:00:00Z""#;
    const TABLE: &str = r#""service_name":"s","action_name":"a","event_time":"2024-01-31T10:00:00Z""#;
    for (keys, members, expected) in [
        (AZURE, r#""properties":{"logId":"x","foo":"y","bar":null,"category":"c"}"#, "- - - [] [!properties.foo]"),
        (AZURE, r#""properties":{"logId":"x","LogId":"y"}"#, "- - - [] [!properties.LogId]"),
        (AZURE, r#""properties":{"properties":{"logId":"x"}}"#, "- - - [] [!properties.properties]"),
        (AZURE, r#""properties":{"requestParams.a":1}"#, "- - - [] [!properties.requestParams.a]"),
        (AZURE, r#""requestParams":{"a":1},"properties":{"requestParams":{"b":1}}"#, "- - - [b=1] [!requestParams]"),
        (AZURE, r#""logId":"x","properties":{"logId":"x"}"#, "- - - [] []"),
        (AZURE, r#""logId":"","identity":{},"properties":{"logId":"x","identity":{"email":"e"}}"#, "e - - [] []"),
        (TABLE, r#""user_identity":{"email":"e","Email":"f"}"#, "e - - [] [?user_identity.email]"),
        (TABLE, r#""user_identity":{"email":"e","Email":"e"}"#, "e - - [] []"),
        (TABLE, r#""response":{"status_code":"","statusCode":2,"StatusCode":"2"}"#, "- 2 - [] []"),
        (TABLE, r#""response":{"status_code":1,"statusCode":2}"#, "- 2 - [] [?response.statusCode]"),
        (TABLE, r#""identity_metadata":{"run_by":"1","runBy":"2"}"#, "- - 1 [] [?identity_metadata.run_by]"),
    ] {
        let text = format!("{{{keys},{members}}}");
        let mut reader = RecordReader::new(FingerprintKey::new([7; 16]));
        let none = Partitions::default();
        for _ in 0..2 {
            assert_eq!(shown(&reader.read(text.as_bytes(), &none).unwrap()), expected, "{text}");
        }
    }
}

#[test]
fn two_columns_of_one_member_are_read_in_any_order() {
    for (one, other, expected) in [
        (r#""user_identity_email":"x""#, r#""userIdentity.email":"y""#, "y - - [] [?userIdentity.email]"),
        (r#""user_identity_Email":"x""#, r#""userIdentity.EMAIL":"y""#, "x - - [] [?userIdentity.email]"),
        (r#""user_identity.email":"x""#, r#""userIdentity.email":"""#, "x - - [] [?userIdentity.email]"),
        (r#""requestParams.a":"x""#, r#""request_params.a":"y""#, "- - - [a=x] [?requestParams.a]"),
    ] {
        let [text, reordered] = [[one, other], [other, one]]
            .map(|members| format!(r#"{{"serviceName":"s","actionName":"a",{},{}}}"#, members[0], members[1]));
        assert_eq!(shown(&read(&text).unwrap()), expected, "{text}");
        assert_eq!(read(&text), read(&reordered), "{text}");
    }
}

#[test]
fn silver_in_snake_case_is_silver() {
    for time in [
        r#""date_time":"2025-10-06T12:00:00Z""#,
        r#""timestamp":1759752000000"#,
        r#""event_time":"2025-10-06T12:00:00Z""#,
    ] {
        let text =
            format!(r#"{{"service_name":"s","action_name":"a",{time},"email":"e","flattened":"{{\"x\":\"1\"}}"}}"#);
        let event = read(&text).unwrap();
        assert_eq!(shown(&event), "e - - [x=1] []", "{text}");
        assert_eq!(event.time_ms, Some(1_759_752_000_000), "{text}");
    }
}

#[test]
fn times_take_the_zone_in_their_column_s_name() {
    const AT: Option<i64> = Some(1_759_752_000_000);
    for (members, expected, warnings) in [
        (r#""event_time [UTC+02:00]":"2025-10-06 14:00:00""#, AT, 0),
        (r#""event_time [UTC-5]":"2025-10-06 07:00:00""#, AT, 0),
        (r#""event_time [+0530]":"2025-10-06 17:30:00""#, AT, 0),
        (r#""event_time [UTC+02:00]":"2025-10-06T12:00:00Z""#, AT, 0),
        (r#""event_time [UTC+02:00]":1759752000000"#, AT, 0),
        (r#""event_time [UTC+02:00]":"10/16/2025, 2:00:00 PM""#, Some(1_760_616_000_000), 0),
        (r#""event_time [Europe/Berlin]":"2025-10-06 14:00:00""#, None, 1),
        (r#""event_time [UTC+99:00]":"2025-10-06 14:00:00""#, None, 1),
    ] {
        let text = format!(r#"{{"service_name":"s","action_name":"a",{members}}}"#);
        let event = read(&text).unwrap();
        assert_eq!((event.time_ms, event.warnings.len()), (expected, warnings), "{text}");
    }
}

#[test]
fn implausible_values_are_reported() {
    for (members, time, id, warnings, notes) in [
        (r#""event_time":0"#, Some(0), None, 0, 1),
        (r#""event_time":-1"#, Some(-1000), None, 0, 1),
        (r#""event_time":"0001-01-01T00:00:00Z""#, Some(-62_135_596_800_000), None, 0, 1),
        (r#""event_time":"2199-01-01T00:00:00Z""#, Some(7_226_582_400_000), None, 0, 1),
        (r#""event_id":"1234567890123450""#, None, None, 1, 0),
        (r#""event_id":1.0000000000000002e17"#, None, None, 1, 0),
        (r#""event_id":"1234567890123456""#, None, Some("1234567890123456"), 0, 0),
        (r#""workspace_id":6051921400000000.0"#, None, None, 1, 0),
        (r#""event_id":" x ""#, None, Some("x"), 0, 0),
    ] {
        let text = format!(r#"{{"service_name":"s ","action_name":"a",{members}}}"#);
        let event = read(&text).unwrap();
        assert_eq!((event.time_ms, event.event_id.as_deref()), (time, id), "{text}");
        assert_eq!((event.warnings.len(), event.notes.len()), (warnings, notes), "{text}");
        assert_eq!(event.service_name.as_deref(), Some("s"));
    }
}

#[test]
fn keys_repeated_with_other_values_are_noted() {
    const TABLE: &str = r#""service_name":"s","action_name":"a""#;
    const DELIVERY: &str = r#""serviceName":"s","actionName":"a""#;
    const AZURE: &str = r#""operationName":"Microsoft.Databricks/s/a""#;
    const ANALYTICS: &str = r#""ServiceName":"s","ActionName":"a""#;
    const UAM: &str = r#""action":"a","eventTimestamp":"2025-10-06T12:00:00Z","targets":[]"#;
    const LEGACY: &str = r#""recordType":"a","dateTime":"2025-10-06T12:00:00Z","dataSourceId":1"#;
    let many = |last: &str| {
        let keys: Vec<_> = (0..200).map(|at| format!(r#""k{at}":"1""#)).collect();
        format!(r#""request_params":{{{},"k7":"{last}"}}"#, keys.join(","))
    };
    for (keys, members, expected) in [
        (TABLE, r#""email":"e","email":"f""#.to_owned(), vec!["email"]),
        (TABLE, r#""email":"e","email":"e""#.to_owned(), vec![]),
        (TABLE, r#""email":"e","email":null"#.to_owned(), vec!["email"]),
        (TABLE, r#""user_identity":{"email":"e","email":"f"}"#.to_owned(), vec!["user_identity.email"]),
        (TABLE, r#""response":"{\"status_code\":403,\"status_code\":200}""#.to_owned(), vec!["response.status_code"]),
        (TABLE, r#""identity_metadata":{"run_by":"e","run_by":"f"}"#.to_owned(), vec!["identity_metadata.run_by"]),
        (TABLE, r#""request_params":[["x","1"],["x","2"],["x","3"]]"#.to_owned(), vec!["request_params.x"]),
        (TABLE, many("1"), vec![]),
        (TABLE, many("2"), vec!["request_params.k7"]),
        (DELIVERY, r#""requestParams":{"x":"1","y":"","x":"2"}"#.to_owned(), vec!["requestParams.x"]),
        (DELIVERY, r#""serviceName":"t","serviceName":"s""#.to_owned(), vec!["serviceName"]),
        (AZURE, r#""properties":{"requestParams":{"x":"1","x":"2"}}"#.to_owned(), vec!["requestParams.x"]),
        (AZURE, r#""properties":{"userAgent":"1","userAgent":"2"}"#.to_owned(), vec!["properties.userAgent"]),
        (ANALYTICS, r#""RequestParams":"{\"x\":1,\"x\":2}""#.to_owned(), vec!["RequestParams.x"]),
        (UAM, r#""actor":{"id":"1","id":"2"},"auditPayload":{"x":{"y":1,"y":2}}"#.to_owned(), vec!["actor.id", "x.y"]),
        (LEGACY, r#""accessControls":{"groups":1,"groups":2}"#.to_owned(), vec!["accessControls.groups"]),
        (LEGACY, r#""a":{"b":1},"a.b":2"#.to_owned(), vec!["a.b"]),
    ] {
        let text = format!("{{{keys},{members}}}");
        let event = read(&text).unwrap_or_else(|problem| panic!("{problem}: {text}"));
        let repeated: Vec<_> = event
            .notes
            .iter()
            .filter_map(|note| match note {
                Note::Guessed { field, what } => what.contains("more than once").then_some(field.as_str()),
                Note::Unread(_) => None,
            })
            .collect();
        assert_eq!(repeated, expected, "{text}");
    }
}
