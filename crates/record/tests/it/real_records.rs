//! Real records, if this machine has them. Generated records cover the same shapes everywhere.

use std::io::Write as _;

use touchstone_record::{Event, Format, Outcome};

use crate::read;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/samples");

/// Tests the one record of a sample, or reports that the sample is missing.
fn with_sample(name: &str, ask: impl FnOnce(&Event<'_>)) {
    match std::fs::read_to_string(format!("{SAMPLES}/{name}")) {
        Ok(text) => ask(&read(&text).unwrap()),
        // Bypasses the test harness, which hides the output of passing tests.
        Err(_) => writeln!(std::io::stderr(), "skipped: this machine does not have {name}").unwrap_or_default(),
    }
}

fn keys<'e>(event: &'e Event<'_>) -> Vec<&'e str> {
    event.params.iter().map(|param| param.key.as_ref()).collect()
}

#[test]
fn an_azure_diagnostic_record() {
    with_sample("azure-diagnostic.jsonl", |event| {
        assert_eq!((event.format, event.time_ms), (Format::AzureDiagnostic, Some(1_749_131_756_000)));
        assert_eq!(event.workspace_id.as_deref(), Some("databrick-test"));
        assert_eq!(event.email.as_deref(), Some("abc.h@abc.com"));
        assert_eq!(event.event_id.as_deref(), Some("87e1a69e-444a-434e-a0be-648b1797e6d9"));
        assert_eq!((event.status_code, event.outcome), (Some(200), Outcome::Success));
        assert_eq!(keys(event), ["user", "tokenId", "authenticationMethod"]);
    });
}

#[test]
fn a_log_analytics_record() {
    with_sample("azure-log-analytics.json", |event| {
        assert_eq!((event.format, event.time_ms), (Format::AzureLogAnalytics, Some(1_556_669_938_000)));
        assert_eq!(event.workspace_id.as_deref(), Some("paid-vnet-adb-portal"));
        assert_eq!(event.result.as_deref(), Some(r#"{"job_id":1}"#));
        assert_eq!(keys(event), ["name", "new_cluster"]);
    });
}

#[test]
fn a_row_of_the_system_table() {
    with_sample("system-table-stringified.jsonl", |event| {
        assert_eq!((event.format, event.time_ms), (Format::DatabricksSystemTable, Some(1_761_210_716_509)));
        assert_eq!(event.workspace_id.as_deref(), Some("4150696479394378"));
        assert_eq!(event.email.as_deref(), Some("ddb92362-81fa-4f41-b5d3-e5a747e0b2f5"));
        assert_eq!((event.status_code, event.outcome), (Some(200), Outcome::Success));
        assert_eq!(keys(event), ["user", "tokenId", "authenticationMethod"]);
    });
}

#[test]
fn a_query_of_immuta() {
    with_sample("immuta-query.json", |event| {
        assert_eq!((event.format, event.time_ms), (Format::ImmutaUam, Some(1_665_691_421_013)));
        assert_eq!(event.email.as_deref(), Some("taylor@immuta.com"));
        assert_eq!(event.workspace_id.as_deref(), Some("123456789"));
        assert_eq!((event.status_code, event.outcome), (None, Outcome::Success));
        let keys = keys(event);
        for key in ["actor.identityProvider", "targets", "queryId", "policySet", "technologyContext.queryText"] {
            assert!(keys.contains(&key), "{key}");
        }
    });
}
