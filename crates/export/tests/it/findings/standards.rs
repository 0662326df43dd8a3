//! What SARIF 2.1.0, OCSF 1.9.0 and Timesketch ask of the objects that are written, as their public schemas state it.

use serde_json::Value;

/// What a member may be.
#[derive(Clone, Copy)]
enum Is {
    Text,
    /// Text of the form of a URI reference.
    Uri,
    /// A whole number, this one or above.
    From(i64),
    Number,
    Flag,
    OneOf(&'static [&'static str]),
    /// An object with any members; `tags` must be different texts.
    Bag,
    /// An object of texts.
    Texts,
    Object(&'static Definition),
    List(&'static Is),
}

/// An object: its name, the members that must be there, those of which one must, and all that it may have.
struct Definition {
    name: &'static str,
    required: &'static [&'static str],
    at_least_one: &'static [&'static str],
    members: &'static [(&'static str, Is)],
}

fn check(is: Is, value: &Value, at: &str) {
    match is {
        Is::Text => assert!(value.is_string(), "{at}: {value}"),
        Is::Uri => {
            let is_of_uri = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%:?#[]@!$&'()*+,;=".contains(&byte);
            assert!(value.as_str().is_some_and(|text| text.bytes().all(is_of_uri)), "{at}: {value}");
        }
        Is::From(least) => assert!(value.as_i64().is_some_and(|number| number >= least), "{at}: {value}"),
        Is::Number => assert!(value.is_number(), "{at}: {value}"),
        Is::Flag => assert!(value.is_boolean(), "{at}: {value}"),
        Is::OneOf(names) => assert!(value.as_str().is_some_and(|text| names.contains(&text)), "{at}: {value}"),
        Is::Bag => {
            assert!(value.is_object(), "{at}: {value}");
            let tags = value["tags"].as_array().cloned().unwrap_or_default();
            assert!((1..tags.len()).all(|one| !tags[..one].contains(&tags[one])), "{at}: {value}");
        }
        Is::Texts => assert!(value.as_object().is_some_and(|all| all.values().all(Value::is_string)), "{at}: {value}"),
        Is::List(item) => {
            let list = value.as_array().unwrap_or_else(|| panic!("{at}: {value}"));
            list.iter().enumerate().for_each(|(nth, one)| check(*item, one, &format!("{at}[{nth}]")));
        }
        Is::Object(definition) => {
            let object = value.as_object().unwrap_or_else(|| panic!("{at}: {value}"));
            let has = |name: &&str| object.contains_key(*name);
            assert!(definition.required.iter().all(has), "{at}: {} lacks a member: {value}", definition.name);
            assert!(
                definition.at_least_one.is_empty() || definition.at_least_one.iter().any(has),
                "{at}: {} lacks all of {:?}",
                definition.name,
                definition.at_least_one
            );
            for (name, member) in object {
                let known = definition.members.iter().find(|(other, _)| other == name);
                let (_, is) = known.unwrap_or_else(|| panic!("{at}: {} has no {name}", definition.name));
                check(*is, member, &format!("{at}.{name}"));
            }
        }
    }
}

macro_rules! definition {
    ($constant:ident: $name:literal [$($required:literal),*] [$($one:literal),*] { $($member:literal: $is:expr),* $(,)? }) => {
        const $constant: Is = Is::Object(&Definition {
            name: $name,
            required: &[$($required),*],
            at_least_one: &[$($one),*],
            members: &[$(($member, $is)),*],
        });
    };
}

// SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
definition!(MESSAGE: "message" [] ["text", "id"] { "text": Is::Text });
definition!(MULTIFORMAT: "multiformatMessageString" ["text"] [] { "text": Is::Text });
definition!(ARTIFACT_LOCATION: "artifactLocation" [] [] { "uri": Is::Uri, "index": Is::From(-1) });
definition!(REGION: "region" [] [] { "byteOffset": Is::From(0), "byteLength": Is::From(0) });
definition!(PHYSICAL: "physicalLocation" [] ["address", "artifactLocation"] {
    "artifactLocation": ARTIFACT_LOCATION, "region": REGION,
});
definition!(LOCATION: "location" [] [] { "physicalLocation": PHYSICAL, "properties": Is::Bag });
const LEVEL: Is = Is::OneOf(&["none", "note", "warning", "error"]);
definition!(RESULT: "result" ["message"] [] {
    "ruleId": Is::Text, "ruleIndex": Is::From(-1), "level": LEVEL, "rank": Is::Number, "message": MESSAGE,
    "kind": Is::OneOf(&["notApplicable", "pass", "fail", "review", "open", "informational"]),
    "locations": Is::List(&LOCATION), "partialFingerprints": Is::Texts, "properties": Is::Bag,
});
definition!(CONFIGURATION: "reportingConfiguration" [] [] { "enabled": Is::Flag, "level": LEVEL });
definition!(RULE: "reportingDescriptor" ["id"] [] {
    "id": Is::Text, "shortDescription": MULTIFORMAT, "fullDescription": MULTIFORMAT, "help": MULTIFORMAT,
    "defaultConfiguration": CONFIGURATION, "properties": Is::Bag,
});
definition!(REFERENCE: "reportingDescriptorReference" [] ["index", "guid", "id"] { "id": Is::Text, "index": Is::From(-1) });
definition!(OVERRIDE: "configurationOverride" ["configuration", "descriptor"] [] {
    "configuration": CONFIGURATION, "descriptor": REFERENCE,
});
definition!(NOTIFICATION: "notification" ["message"] [] { "message": MESSAGE, "level": LEVEL });
definition!(INVOCATION: "invocation" ["executionSuccessful"] [] {
    "executionSuccessful": Is::Flag, "ruleConfigurationOverrides": Is::List(&OVERRIDE),
    "toolConfigurationNotifications": Is::List(&NOTIFICATION), "properties": Is::Bag,
});
definition!(ARTIFACT: "artifact" [] [] {
    "location": ARTIFACT_LOCATION, "length": Is::From(-1), "hashes": Is::Texts, "properties": Is::Bag,
    "roles": Is::List(&Is::OneOf(&["analysisTarget"])),
});
definition!(DRIVER: "toolComponent" ["name"] [] {
    "name": Is::Text, "version": Is::Text, "semanticVersion": Is::Text, "rules": Is::List(&RULE),
});
definition!(TOOL: "tool" ["driver"] [] { "driver": DRIVER });
definition!(RUN: "run" ["tool"] [] {
    "tool": TOOL, "invocations": Is::List(&INVOCATION), "artifacts": Is::List(&ARTIFACT),
    "columnKind": Is::OneOf(&["utf16CodeUnits", "unicodeCodePoints"]), "results": Is::List(&RESULT),
});
definition!(LOG: "sarifLog" ["version", "runs"] [] {
    "$schema": Is::Uri, "version": Is::OneOf(&["2.1.0"]), "runs": Is::List(&RUN),
});

/// A whole log, and that what refers to something refers to what is there.
pub(crate) fn sarif(log: &Value) {
    check(LOG, log, "log");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let artifacts = run["artifacts"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        for location in result["locations"].as_array().unwrap() {
            let place = &location["physicalLocation"]["artifactLocation"];
            assert_eq!(&artifacts[place["index"].as_u64().unwrap() as usize]["location"], place);
        }
    }
    assert!((1..artifacts.len()).all(|at| !artifacts[..at].contains(&artifacts[at])));
}

// OCSF: https://schema.ocsf.io/1.9.0/classes/detection_finding
definition!(USER: "user" [] ["account", "name", "uid"] { "name": Is::Text });
definition!(ACTOR: "actor" [] ["process", "user", "session", "app_name", "app_uid"] { "user": USER });
definition!(NAMED: "entity" [] ["name", "uid"] { "name": Is::Text, "uid": Is::Text, "type": Is::Text });
definition!(REQUEST: "request" ["uid"] [] { "uid": Is::Text });
definition!(RESPONSE: "response" [] [] { "code": Is::From(i64::MIN) });
definition!(API: "api" ["operation"] [] { "operation": Is::Text, "service": NAMED, "request": REQUEST, "response": RESPONSE });
definition!(ENDPOINT: "network_endpoint" [] ["ip", "uid", "name", "hostname"] { "ip": Is::Text });
definition!(HTTP: "http_request" [] [] { "user_agent": Is::Text });
definition!(EVIDENCE: "evidences" [] ["actor", "api", "data", "src_endpoint"] {
    "name": Is::Text, "uid": Is::Text, "actor": ACTOR, "api": API, "src_endpoint": ENDPOINT, "http_request": HTTP,
    "data": Is::Bag,
});
definition!(ATTACK: "attack" [] ["tactic", "technique", "sub_technique"] {
    "tactic": NAMED, "technique": NAMED, "sub_technique": NAMED,
});
definition!(ANALYTIC: "analytic" ["type_id"] ["name", "uid"] {
    "type_id": Is::From(1), "type": Is::OneOf(&["Rule"]), "uid": Is::Text, "name": Is::Text, "desc": Is::Text,
    "version": Is::Text,
});
definition!(INFO: "finding_info" ["uid"] [] {
    "uid": Is::Text, "title": Is::Text, "desc": Is::Text, "analytic": ANALYTIC, "attacks": Is::List(&ATTACK),
    "data_sources": Is::List(&Is::Text), "related_events_count": Is::From(0),
    "first_seen_time": Is::From(i64::MIN), "first_seen_time_dt": Is::Text,
    "last_seen_time": Is::From(i64::MIN), "last_seen_time_dt": Is::Text,
});
definition!(PRODUCT: "product" [] ["name", "uid"] { "name": Is::Text, "vendor_name": Is::Text, "version": Is::Text });
definition!(METADATA: "metadata" ["product", "version"] [] {
    "version": Is::OneOf(&["1.9.0"]), "product": PRODUCT, "uid": Is::Text, "profiles": Is::List(&Is::OneOf(&["datetime"])),
});
definition!(REMEDIATION: "remediation" ["desc"] [] { "desc": Is::Text });
definition!(FINDING: "detection_finding"
    ["activity_id", "category_uid", "class_uid", "finding_info", "metadata", "severity_id", "time", "type_uid"] [] {
    "activity_id": Is::From(1), "activity_name": Is::OneOf(&["Create"]),
    "category_uid": Is::From(2), "category_name": Is::OneOf(&["Findings"]),
    "class_uid": Is::From(2004), "class_name": Is::OneOf(&["Detection Finding"]),
    "type_uid": Is::From(200_401), "type_name": Is::OneOf(&["Detection Finding: Create"]),
    "severity_id": Is::From(1), "severity": Is::OneOf(&["Informational", "Low", "Medium", "High", "Critical"]),
    "status_id": Is::From(1), "status": Is::OneOf(&["New"]), "is_alert": Is::Flag,
    "confidence_id": Is::From(1), "confidence": Is::OneOf(&["Low", "Medium", "High"]),
    "time": Is::From(i64::MIN), "time_dt": Is::Text, "start_time": Is::From(i64::MIN), "start_time_dt": Is::Text,
    "end_time": Is::From(i64::MIN), "end_time_dt": Is::Text, "message": Is::Text, "count": Is::From(1),
    "metadata": METADATA, "finding_info": INFO, "evidences": Is::List(&EVIDENCE), "resources": Is::List(&NAMED),
    "remediation": REMEDIATION, "unmapped": Is::Bag,
});

/// One event.
pub(crate) fn ocsf(event: &Value) {
    check(FINDING, event, "event");
    let number = |name: &str| event[name].as_u64().unwrap();
    assert_eq!(number("type_uid"), number("class_uid") * 100 + number("activity_id"));
    let names = ["Informational", "Low", "Medium", "High", "Critical"];
    assert_eq!(event["severity"], names[number("severity_id") as usize - 1]);
}

/// One line: docs/guides/user/import-from-json-csv.md of Timesketch names what must be there.
pub(crate) fn timesketch(line: &Value) {
    for name in ["message", "datetime", "timestamp_desc"] {
        assert!(line[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {line}");
    }
    assert!(line["timestamp"].is_i64(), "{line}");
    assert!(line["tag"].as_array().unwrap().iter().all(Value::is_string), "{line}");
    let time = line["datetime"].as_str().unwrap();
    assert!(time.len() >= 20 && time.as_bytes()[10] == b'T' && time.ends_with('Z'), "{time}");
}
