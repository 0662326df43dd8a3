use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;
use touchstone_generate::{Options, Shape, Truth, incident_ids};

use crate::generated;
use crate::recount::{Recount, recount};

/// The services of `domain.md` that the generator knows.
const SERVICES: [&str; 26] = [
    "RemoteHistoryService",
    "accounts",
    "capsule8-alerts-dataplane",
    "clamAVScanService-dataplane",
    "clusterLibraries",
    "clusterPolicies",
    "clusters",
    "databrickssql",
    "dbfs",
    "deltaPipelines",
    "filesystem",
    "genie",
    "globalInitScripts",
    "iamRole",
    "instancePools",
    "jobs",
    "mlflowExperiment",
    "modelRegistry",
    "notebook",
    "repos",
    "secrets",
    "sqlPermissions",
    "ssh",
    "ssoConfigBackend",
    "unityCatalog",
    "workspace",
];

/// The keys of `clusters` in the data set of the Databricks blog, December 2019.
const CLUSTER_KEYS: [&str; 31] = [
    "aclPermissionSet",
    "acl_path_prefix",
    "autoscale",
    "autotermination_minutes",
    "aws_attributes",
    "clusterId",
    "clusterName",
    "clusterOwnerUserId",
    "clusterState",
    "clusterWorkers",
    "cluster_creator",
    "cluster_id",
    "cluster_log_conf",
    "cluster_name",
    "cluster_source",
    "docker_image",
    "driver_node_type_id",
    "enable_elastic_disk",
    "idempotency_token",
    "init_scripts_safe_mode",
    "node_type_id",
    "num_workers",
    "organization_id",
    "resourceId",
    "shardName",
    "spark_env_vars",
    "spark_version",
    "ssh_public_keys",
    "start_cluster",
    "targetUserId",
    "user_id",
];

/// Long enough for everything to occur. Generated once.
fn long_log() -> &'static (Recount, Truth) {
    static LOG: OnceLock<(Recount, Truth)> = OnceLock::new();
    LOG.get_or_init(|| log(20_000, 28, Shape::V2))
}

fn log(events: u64, days: u32, shape: Shape) -> (Recount, Truth) {
    let (files, truth) = generated(&Options { events, days, shape, ..Options::default() });
    (recount(&files), truth)
}

#[test]
fn a_log_of_20_000_events_has_every_service_and_every_incident() {
    let (counted, truth) = long_log();
    assert!(truth.services.keys().eq(SERVICES.iter()), "{:?}", truth.services.keys());
    let planted: Vec<_> = truth.incidents.iter().map(|incident| incident.id.as_str()).collect();
    assert!(planted.iter().copied().eq(incident_ids()), "{planted:?}");
    let of_incidents: u64 = truth.incidents.iter().map(|incident| incident.events).sum();
    assert!((200..2_000).contains(&of_incidents), "{of_incidents}");

    let mean = truth.totals.bytes / truth.totals.records;
    assert!((700..900).contains(&mean), "{mean}");
    for outcome in counted.outcomes {
        assert!(outcome > 100, "{:?}", counted.outcomes);
    }
    assert_eq!(counted.workspaces.len(), 6);
    assert!(counted.workspaces.keys().any(|id| id.len() == 22), "{:?}", counted.workspaces);
    assert!(counted.emails.contains_key(&None) && counted.emails.contains_key(&Some("System-User".to_owned())));
    assert!(counted.emails.len() > 200, "{}", counted.emails.len());
    peculiarities(counted);
}

/// The peculiarities that make real logs hard to read.
fn peculiarities(counted: &Recount) {
    let has_key = |service: &str, key: &str| counted.keys.contains_key(&(service.to_owned(), key.to_owned()));
    for (service, key) in [
        ("databrickssql", "dataSourceId"),
        ("databrickssql", "DataSourceId"),
        ("clusters", "spark.speculation"),
        ("globalInitScripts", "script-SHA256"),
    ] {
        assert!(has_key(service, key), "{service}.{key}");
    }
    assert!(!counted.keys.keys().any(|(service, _)| service == "RemoteHistoryService"));
    assert!(CLUSTER_KEYS.iter().all(|key| has_key("clusters", key)));
    let any = |predicate: &dyn Fn(&Value) -> bool| counted.records.values().any(predicate);
    assert!(any(&|record| record["requestParams"].is_null()));
    assert!(any(&|record| record["response"].is_null()));
    assert!(any(&|record| record["response"].is_object() && record["response"]["statusCode"].is_null()));
    assert!(any(&|record| record["orgId"].is_i64()) && any(&|record| record["orgId"].is_string()));
    assert!(any(&|record| record["actionName"].as_str().is_some_and(|action| action.contains(' '))));
    assert!(any(&|record| record["sourceIPAddress"] == "") && any(&|record| record["sourceIPAddress"] == "0.0.0.0"));
    let address =
        |piece: &'static str| any(&|record| record["sourceIPAddress"].as_str().is_some_and(|ip| ip.contains(piece)));
    assert!(address("2001:db8:") && address("203.0.113.") && address("10."));
    assert!(any(&|record| record["sourceIPAddress"].as_str().is_some_and(|ip| ip.contains('.') && ip.contains(':'))));
    let param = |kind: fn(&Value) -> bool| {
        any(&|record| record["requestParams"].as_object().is_some_and(|params| params.values().any(kind)))
    };
    assert!(
        param(Value::is_i64)
            && param(Value::is_boolean)
            && param(Value::is_null)
            && param(Value::is_object)
            && param(Value::is_array)
    );
    assert!(param(|value| value.as_str().is_some_and(|text| text.ends_with("... truncated"))));
    assert!(param(|value| value
        .as_str()
        .is_some_and(|text| text.contains('\n') && text.contains('"') && !text.is_ascii())));
    let mut ids = BTreeSet::new();
    assert!(
        counted.records.values().any(|record| !ids.insert(record["requestId"].as_str())),
        "a request and its result share an id"
    );
}

#[test]
fn the_shape_of_2019_has_its_own_keys() {
    let (counted, truth) = log(6_000, 7, Shape::V2019);
    assert!(!truth.services.contains_key("unityCatalog") && truth.services.contains_key("ssh"));
    let keys: Vec<_> = truth.services["clusters"].keys.keys().map(String::as_str).collect();
    assert!(keys.iter().all(|key| CLUSTER_KEYS.contains(key)), "{keys:?}");
    for record in counted.records.values() {
        assert_eq!(record["version"], "1.0");
        assert!(record["date"].is_string() && record["workspaceId"].is_null() && record["auditLevel"].is_null());
        assert!(record["requestId"].as_str().is_some_and(|id| id.starts_with("ServiceMain-")));
    }
    let with_session = counted.records.values().filter(|record| record["sessionId"].is_string()).count();
    assert!((1..1_500).contains(&with_session), "{with_session}");
    assert!(truth.incidents.iter().any(|incident| incident.id == "cluster-storm"));
    assert!(!truth.incidents.iter().any(|incident| incident.id == "credential-exfiltration"));
}

#[test]
fn the_mixed_shape_has_both() {
    let (counted, truth) = log(3_000, 7, Shape::Mixed);
    let of_2019 = counted.records.values().filter(|record| record["version"] == "1.0").count();
    assert!((300..2_700).contains(&of_2019), "{of_2019}");
    assert!(truth.services.contains_key("unityCatalog"));
}

#[test]
fn incidents_are_what_they_say() {
    let (counted, truth) = long_log();
    let records = |id: &str| -> Vec<&Value> {
        let incident = truth.incidents.iter().find(|incident| incident.id == id).expect("it is planted");
        incident.records.iter().map(|place| &counted.records[&(place.0, place.1)]).collect()
    };
    let count = |id: &str, action: &str| records(id).iter().filter(|record| record["actionName"] == action).count();

    let mut guesses = records("brute-force");
    guesses.sort_by_key(|record| record["timestamp"].as_i64());
    let codes: Vec<_> = guesses.iter().map(|record| record["response"]["statusCode"].as_i64().unwrap_or(0)).collect();
    assert!(
        codes.len() >= 14 && codes[..12].iter().all(|code| *code == 401) && codes.ends_with(&[200, 200]),
        "{codes:?}"
    );
    assert!(count("cluster-storm", "create") >= 100);
    let days: BTreeSet<_> =
        records("cluster-storm").iter().filter_map(|record| Some(record["timestamp"].as_i64()? / 86_400_000)).collect();
    assert_eq!(days.len(), 1);
    let never_stopping = truth.clusters.all_purpose_without_autotermination.len();
    assert_eq!(count("no-autotermination", "create"), never_stopping);
    assert!(records("admin-grant").iter().any(|record| record["requestParams"]["targetGroupName"] == "admins"));
    let keys: BTreeSet<_> =
        records("secret-harvest").iter().filter_map(|record| record["requestParams"]["key"].as_str()).collect();
    assert!(keys.len() >= 15, "{keys:?}");
    let reads = count("credential-exfiltration", "generateTemporaryTableCredential");
    let writes = count("credential-exfiltration", "generateTemporaryPathCredential");
    assert!(reads > 20 && writes > 20);
    assert!(records("destructive-burst").len() > 50 && records("mass-download").len() > 20);
    assert!(records("denied-network").iter().all(|record| record["response"]["statusCode"] == 403));
    assert!(records("everlasting-token").iter().any(|record| record["requestParams"]["tokenExpirationTime"] == "-1"));
    assert!(
        records("verbose-logging-off").iter().any(|record| record["requestParams"]["workspaceConfValues"] == "false")
    );
}
