//! Azure Monitor: records in a storage account, with JSON strings, and records captured by an Event Hub, with objects.

use super::KeyOrder;
use super::record::{Absent, Field, IDENTITY, RESPONSE, Record};
use super::spelling::{Notation, time};
use crate::model::Event;
use crate::world::World;
use crate::world::workspaces::Workspace;

/// In the order of real records.
const FIELDS: [Field; 8] = [
    ("resourceId", |record, out| record.text(out, &resource_id(record.event, record.world))),
    ("operationVersion", |record, out| record.text(out, VERSION)),
    ("identity", |record, out| record.nested(out, |record, out| record.object(&IDENTITY, out))),
    ("operationName", |record, out| record.text(out, &operation(record.event))),
    ("time", |record, out| {
        record.text(out, &time(&record.world.calendar, record.event.time_ms, Notation::Seconds));
    }),
    ("category", |record, out| record.text(out, category(record.event.service))),
    ("properties", |record, out| record.object(&PROPERTIES, out)),
    ("Host", |record, out| {
        let number = workspace(record.event, record.world).number;
        record.text(out, &format!("0302-0415{number:02}-audit{number:03}-10-139-7-{}", 20 + number));
    }),
];

const PROPERTIES: [Field; 9] = [
    ("sourceIPAddress", |record, out| record.text(out, &record.event.address())),
    ("logId", |record, out| record.text(out, &record.event.id_text())),
    ("serviceName", |record, out| record.text(out, record.event.service)),
    ("userAgent", |record, out| record.optional(out, record.event.user_agent.as_deref())),
    ("response", |record, out| response(record, out)),
    ("sessionId", |record, out| record.optional(out, record.event.session_text().as_deref())),
    ("actionName", |record, out| record.text(out, record.event.action)),
    ("requestId", |record, out| record.text(out, &record.event.request_text())),
    ("requestParams", |record, out| record.nested(out, Record::params)),
];

pub(super) const VERSION: &str = "1.0.0";

/// `strings` says whether nested objects are JSON strings.
pub(super) fn write(event: &Event<'_>, order: KeyOrder, strings: bool, world: &World, out: &mut Vec<u8>) {
    Record { strings, ..Record::new(event, world, order) }.object(&FIELDS, out);
}

/// A missing response is `null`; a missing message has no key.
pub(super) fn response(record: &Record<'_, '_>, out: &mut Vec<u8>) {
    record.nested(out, |record, out| {
        Record { absent: Absent::LeftOut, ..*record }.response_of(&RESPONSE, out);
    });
}

pub(super) fn operation(event: &Event<'_>) -> String {
    format!("Microsoft.Databricks/{}/{}", event.service, event.action)
}

/// The workspace's Azure resource, in capitals as in diagnostic records.
pub(super) fn resource_id(event: &Event<'_>, world: &World) -> String {
    format!(
        "/SUBSCRIPTIONS/{}/RESOURCEGROUPS/CORP-ANALYTICS/PROVIDERS/MICROSOFT.DATABRICKS/WORKSPACES/CORP-DBW-{}",
        world.account_id.to_uppercase(),
        workspace(event, world).number + 1
    )
}

/// Azure has no account level: the requesting workspace logs an event of the catalogue, the first workspace logs the
/// others.
fn workspace<'e>(event: &'e Event<'_>, world: &'e World) -> &'e Workspace {
    let asking = || {
        let id = event.param("workspace_id")?;
        world.workspaces.iter().find(|workspace| workspace.id == id)
    };
    event.workspace.or_else(asking).unwrap_or(&world.workspaces[0])
}

/// The category of a service, whose spelling may differ.
pub(super) fn category(service: &'static str) -> &'static str {
    match service {
        "capsule8-alerts-dataplane" => "capsule8Dataplane",
        "clamAVScanService-dataplane" => "clamAVScan",
        "clusterPolicies" => "ClusterPolicies",
        _ => service,
    }
}
