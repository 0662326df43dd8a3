//! Immuta's records under the names of its schema, and the records of a query together.

use serde_json::{Value, json};
use touchstone_analysis::answer::{Answer, ImmutaRecord, Property, Rows};
use touchstone_analysis::{Question, Table};
use touchstone_medallion::Session;

use crate::support::{ask, load};

/// A query record in which each property of the schema has a value of its own.
fn full(id: &str, target: &str) -> Value {
    json!({
        "action": "QUERY",
        "actor": {"type": "USER_ACTOR", "id": "robin@corp.example", "name": "Robin", "identityProvider": "bim",
            "impersonatedBy": "kim@corp.example"},
        "sessionId": "session-1", "actionStatus": "UNAUTHORIZED", "actionStatusReason": "not subscribed",
        "actorIp": "203.0.113.9", "eventTimestamp": "2024-06-27T11:03:59.000Z", "id": id, "customerId": "customer-1",
        "targetType": "DATASOURCE", "targets": [{"id": "4", "name": target, "technology": "DATABRICKS"}],
        "auditPayload": {
            "type": "QueryAuditPayload", "queryId": "query-1", "query": "Project [a]\n", "duration": 12,
            "startTime": "2024-06-27T11:03:58.000Z", "endTime": "2024-06-27T11:03:59.500Z",
            "accessControls": {
                "entitlements": {"project": "Fraud", "groups": ["analysts"], "attributes": [{"name": "n", "value": "v"}],
                    "impersonatedUsers": ["lou@corp.example"]},
                "policySet": [
                    {"type": "SUBSCRIPTION", "subscriptionPolicyType": "ADVANCED", "ruleAppliedForUser": false,
                        "rationale": "only analysts", "global": true, "mergedPolicies": [{"name": "one"}]},
                    {"type": "DATA", "ruleAppliedForUser": true, "id": 12_345_678_901_234_567_890_u64, "rationale": null}
                ]
            },
            "technologyContext": {"type": "DatabricksContext", "clusterId": "c-1", "clusterName": "cluster",
                "workspaceId": "8765531160949612", "pathUris": ["dbfs:/a"], "metastoreTables": ["d.t"],
                "queryLanguage": "python", "queryText": "spark.table('t')\n", "immutaPluginVersion": "2024.1"}
        },
        "receivedTimestamp": "2024-06-27T15:18:22.314Z"
    })
}

fn session(records: &[Value]) -> Session {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    load(&[("immuta.json", lines.join("\n").as_bytes())])
}

fn record(session: &Session, row: u32) -> Option<ImmutaRecord> {
    let Answer::Event(event) = ask(session, &Question::Event { row }) else { panic!() };
    event.immuta
}

fn shown(properties: &[Property]) -> Vec<(&str, &str)> {
    properties.iter().map(|property| (&*property.name, &*property.value)).collect()
}

#[test]
fn every_property_of_the_schema_is_shown_under_its_name() {
    let record = record(&session(&[full("record-1", "Movies")]), 0).unwrap();
    assert_eq!(
        shown(&record.properties),
        [
            ("action", "QUERY"),
            ("actor.type", "USER_ACTOR"),
            ("actor.id", "robin@corp.example"),
            ("actor.name", "Robin"),
            ("actor.identityProvider", "bim"),
            ("actor.impersonatedBy", "kim@corp.example"),
            ("sessionId", "session-1"),
            ("actionStatus", "UNAUTHORIZED"),
            ("actionStatusReason", "not subscribed"),
            ("actorIp", "203.0.113.9"),
            ("eventTimestamp", "2024-06-27T11:03:59.000Z"),
            ("id", "record-1"),
            ("customerId", "customer-1"),
            ("targetType", "DATASOURCE"),
            ("targets", r#"[{"id":"4","name":"Movies","technology":"DATABRICKS"}]"#),
            ("auditPayload.type", "QueryAuditPayload"),
            ("auditPayload.queryId", "query-1"),
            ("auditPayload.query", "Project [a]\n"),
            ("auditPayload.startTime", "2024-06-27T11:03:58.000Z"),
            ("auditPayload.endTime", "2024-06-27T11:03:59.500Z"),
            ("auditPayload.duration", "12"),
            ("auditPayload.technologyContext.type", "DatabricksContext"),
            ("auditPayload.technologyContext.clusterId", "c-1"),
            ("auditPayload.technologyContext.clusterName", "cluster"),
            ("auditPayload.technologyContext.workspaceId", "8765531160949612"),
            ("auditPayload.technologyContext.pathUris", r#"["dbfs:/a"]"#),
            ("auditPayload.technologyContext.metastoreTables", r#"["d.t"]"#),
            ("auditPayload.technologyContext.queryLanguage", "python"),
            ("auditPayload.technologyContext.queryText", "spark.table('t')\n"),
            ("auditPayload.technologyContext.immutaPluginVersion", "2024.1"),
            ("receivedTimestamp", "2024-06-27T15:18:22.314Z"),
        ]
    );
    assert_eq!(
        shown(&record.entitlements),
        [
            ("project", "Fraud"),
            ("attributes", r#"[{"name":"n","value":"v"}]"#),
            ("groups", r#"["analysts"]"#),
            ("impersonatedUsers", r#"["lou@corp.example"]"#),
        ]
    );
    let policies: Vec<_> = record.policies.iter().map(|policy| shown(policy)).collect();
    assert_eq!(
        policies,
        [
            vec![
                ("type", "SUBSCRIPTION"),
                ("subscriptionPolicyType", "ADVANCED"),
                ("ruleAppliedForUser", "false"),
                ("rationale", "only analysts"),
                ("global", "true"),
                ("mergedPolicies", r#"[{"name":"one"}]"#),
            ],
            vec![("type", "DATA"), ("ruleAppliedForUser", "true"), ("id", "12345678901234567890")],
        ]
    );
}

#[test]
fn a_property_filters_by_its_column() {
    let session = session(&[full("record-1", "Movies")]);
    let record = record(&session, 0).unwrap();
    for property in record.properties.iter().chain(&record.entitlements) {
        let column = property.column.clone().unwrap();
        if column == "event_time" {
            continue;
        }
        let table = Table { columns: vec![column.clone()], ..Table::default() };
        let Answer::Rows(Rows { rows, .. }) = ask(&session, &Question::Rows { table, start: 0, count: 1 }) else {
            panic!()
        };
        assert_eq!(rows[0].cells, [Some(property.value.clone())], "{column}");
    }
}

#[test]
fn the_records_of_a_query_are_one_query() {
    let mut other = full("record-3", "Actors");
    other["auditPayload"]["queryId"] = json!("query-2");
    let session = session(&[full("record-1", "Movies"), other, full("record-2", "Directors \"of\" films")]);
    let query = record(&session, 2).unwrap().query.unwrap();
    assert_eq!((&*query.id, query.total), ("query-1", 2));
    let records: Vec<_> = query.records.iter().map(|record| (record.row, record.targets.join(","))).collect();
    assert_eq!(records, [(0, "Movies".to_owned()), (2, "Directors \"of\" films".to_owned())]);
    assert_eq!(query.records[0].outcome.as_deref(), Some("denied"));
    assert_eq!(query.records[0].reason.as_deref(), Some("not subscribed"));
    let table = Table { filter: query.filter, ..Table::default() };
    let Answer::Rows(Rows { total, .. }) = ask(&session, &Question::Rows { table, start: 0, count: 1 }) else {
        panic!()
    };
    assert_eq!(total, 2);
}

#[test]
fn what_is_no_query_of_immuta_has_none() {
    let databricks = json!({"serviceName": "databrickssql", "actionName": "commandSubmit", "timestamp": 1_577_571_960_848_u64,
        "requestParams": {"queryId": "query-1"}});
    let key = json!({"action": "CREATE", "eventTimestamp": "2024-01-25T18:04:58.368Z", "targets": [], "actor": {"id": "robin"},
        "auditPayload": {"type": "ApiKeyCreatedAuditPayload"}});
    let session = session(&[databricks, key]);
    assert_eq!(record(&session, 0), None);
    let key = record(&session, 1).unwrap();
    assert_eq!((key.query, key.policies, key.entitlements), (None, vec![], vec![]));
    assert_eq!(key.properties.len(), 5, "{:?}", key.properties);
}
