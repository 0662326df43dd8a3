//! Properties that hold for any record.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::value::RawValue;
use touchstone_record::{FingerprintKey, Partitions};

use crate::read;

/// Every key that some format reads, and some that Immuta's formats accept as they come.
const KEYS: [&str; 60] = [
    "serviceName",
    "actionName",
    "timestamp",
    "date_time",
    "requestParams",
    "response",
    "userIdentity",
    "flattened",
    "email",
    "auditLevel",
    "workspaceId",
    "orgId",
    "sourceIPAddress",
    "requestId",
    "operationName",
    "properties",
    "identity",
    "time",
    "resourceId",
    "logId",
    "ServiceName",
    "ActionName",
    "OperationName",
    "TimeGenerated",
    "TimeGenerated [UTC]",
    "Identity",
    "Response",
    "RequestParams",
    "_ResourceId",
    "LogId",
    "SourceIpAddress",
    "service_name",
    "action_name",
    "event_time",
    "event_id",
    "user_identity",
    "request_params",
    "identity_metadata",
    "workspace_id",
    "audit_level",
    "source_ip_address",
    "auditPayload",
    "targetType",
    "action",
    "eventTimestamp",
    "targets",
    "actor",
    "impersonatedBy",
    "accessControls",
    "policySet",
    "technologyContext",
    "tenantId",
    "customerId",
    "recordType",
    "dateTime",
    "success",
    "id",
    "key",
    "value",
    "statusCode",
];

/// The keys that identify each format, alone and with other keys that it reads.
const SHAPES: [&[&str]; 7] = [
    &["serviceName", "actionName", "timestamp", "requestParams", "response", "userIdentity", "sourceIPAddress"],
    &["serviceName", "actionName", "flattened", "date_time", "email", "response"],
    &["operationName", "properties", "identity", "time", "resourceId", "serviceName"],
    &["ServiceName", "ActionName", "TimeGenerated", "Identity", "Response", "RequestParams", "_ResourceId"],
    &["service_name", "action_name", "event_time", "request_params", "response", "user_identity", "event_id"],
    &["auditPayload", "targetType", "action", "eventTimestamp", "actor", "targets", "id", "actionStatus", "actorIp"],
    &["recordType", "dateTime", "success", "email", "accessControls", "failureReason"],
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec![
            "",
            "null",
            "{}",
            "[]",
            "true",
            "0",
            "ACCOUNT_LEVEL",
            "a@corp.example",
            "203.0.113.9:443",
            "2001:db8::7",
            "Microsoft.Databricks/jobs/create",
            "/A/WORKSPACES/B",
            "2024-01-31T10:00:00.123456789Z",
            "1/31/2024, 1:02:03 PM",
            "2021-09-20 17:20:00.39100000 +0000",
            "1577571960848",
            "SUCCESS",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
        "[0-9/:.,TZ +-]{0,24}",
    ]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,24})",
        "-?(0|[1-9][0-9]{0,12})\\.[0-9]{1,12}",
        "[1-9]\\.[0-9]{1,12}[eE][+-]?[0-9]{1,6}"
    ]
}

/// A JSON text, sometimes encoded as a JSON string.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        proptest::sample::select(vec!["null", "true", "false"]).prop_map(str::to_owned),
        number(),
        text().prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|elements| format!("[{}]", elements.join(", "))),
            members(inner.clone()).prop_map(|members| object(&members)),
            inner.prop_map(|json| serde_json::to_string(&json).unwrap()),
        ]
    })
}

fn members(value: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<(String, String)>> {
    let key = prop_oneof![9 => proptest::sample::select(&KEYS[..]).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    proptest::collection::vec((key, value), 0..5)
}

fn object(members: &[(String, String)]) -> String {
    let members: Vec<_> =
        members.iter().map(|(key, value)| format!("{}: {value}", serde_json::to_string(key).unwrap())).collect();
    format!("{{{}}}", members.join(","))
}

/// A value in place of an object.
fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => members(json()).prop_map(|members| object(&members)),
        1 => members(json()).prop_map(|members| serde_json::to_string(&object(&members)).unwrap()),
        1 => Just("null".to_owned()),
    ]
}

/// The members of a record in the shape of a format, some missing and others added.
fn record() -> impl Strategy<Value = Vec<(String, String)>> {
    let shape = proptest::sample::select(&SHAPES[..]);
    let shape = shape.prop_flat_map(|keys| {
        let value = prop_oneof![4 => part().prop_map(Some), 4 => json().prop_map(Some), 1 => Just(None)];
        proptest::collection::vec(value, keys.len()).prop_map(move |values| {
            let members = keys.iter().zip(values);
            members.filter_map(|(key, value)| Some(((*key).to_owned(), value?))).collect::<Vec<_>>()
        })
    });
    (shape, members(json())).prop_map(|(shape, more)| shape.into_iter().chain(more).collect())
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        touchstone_record::read(&bytes, &Partitions::default(), &FingerprintKey::new([1; 16])).ok();
    }

    #[test]
    fn no_json_panics(json in json()) {
        read(&json).ok();
    }

    #[test]
    fn no_record_panics_and_events_are_sound(members in record()) {
        let text = object(&members);
        if let Ok(event) = read(&text) {
            let keys: BTreeSet<_> = event.params.iter().map(|param| &param.key).collect();
            prop_assert_eq!(keys.len(), event.params.len(), "no key twice: {}", text);
            prop_assert!(event.time_ns < 1_000_000, "{}", text);
            prop_assert!(event.time_ms.is_some() || event.time_ns == 0, "{}", text);
            for param in event.params.iter().filter(|param| param.is_json) {
                prop_assert!(serde_json::from_str::<&RawValue>(&param.value).is_ok(), "{:?}", param);
                prop_assert_ne!(&param.value, "null");
            }
        }
    }

    #[test]
    fn the_order_of_keys_does_not_matter(members in record(), turn in 0_usize..8) {
        let mut seen = BTreeSet::new();
        let members: Vec<_> = members.into_iter().filter(|(key, _)| seen.insert(key.clone())).collect();
        let mut turned = members.clone();
        turned.reverse();
        turned.rotate_left(turn.min(members.len()));
        let (text, turned) = (object(&members), object(&turned));
        match (read(&text), read(&turned)) {
            (Ok(mut event), Ok(mut other)) => {
                event.params.sort_by(|a, b| a.key.cmp(&b.key));
                other.params.sort_by(|a, b| a.key.cmp(&b.key));
                prop_assert_eq!(event, other, "{} {}", text, turned);
            }
            (Err(problem), Err(other)) => prop_assert_eq!(problem.kind, other.kind, "{} {}", text, turned),
            _ => prop_assert!(false, "{} {}", text, turned),
        }
    }
}
