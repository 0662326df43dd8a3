//! Azure Log Analytics: one table per category, with columns in Pascal case.

use super::KeyOrder;
use super::azure_diagnostic::{VERSION, category, operation, resource_id, response};
use super::record::{Field, IDENTITY, Record};
use super::spelling::{Notation, time};
use crate::model::Event;
use crate::world::{World, uuid};

const FIELDS: [Field; 19] = [
    ("TenantId", |record, out| record.text(out, &uuid(record.world.system_user.session_seed))),
    ("SourceSystem", |record, out| record.text(out, "|Databricks|")),
    ("TimeGenerated", |record, out| {
        record.text(out, &time(&record.world.calendar, record.event.time_ms, Notation::Seconds));
    }),
    ("ResourceId", |record, out| record.text(out, &resource_id(record.event, record.world))),
    ("OperationName", |record, out| record.text(out, &operation(record.event))),
    ("OperationVersion", |record, out| record.text(out, VERSION)),
    ("Category", |record, out| record.text(out, category(record.event.service))),
    ("Identity", |record, out| record.nested(out, |record, out| record.object(&IDENTITY, out))),
    // Newer tables have `dynamic` columns instead of strings, and another spelling of this column.
    ("SourceIPAddress", |record, out| {
        if record.strings {
            record.text(out, &record.event.address());
        }
    }),
    ("SourceIpAddress", |record, out| {
        if !record.strings {
            record.text(out, &record.event.address());
        }
    }),
    ("LogId", |record, out| record.text(out, &record.event.id_text())),
    ("ServiceName", |record, out| record.text(out, record.event.service)),
    ("UserAgent", |record, out| record.optional(out, record.event.user_agent.as_deref())),
    ("SessionId", |record, out| record.optional(out, record.event.session_text().as_deref())),
    ("ActionName", |record, out| record.text(out, record.event.action)),
    ("RequestId", |record, out| record.text(out, &record.event.request_text())),
    ("Response", |record, out| response(record, out)),
    ("RequestParams", |record, out| record.nested(out, Record::params)),
    ("Type", |record, out| record.text(out, &table(record.event.service))),
];

/// `strings` says whether nested objects are JSON strings, as in older tables.
pub(super) fn write(event: &Event<'_>, order: KeyOrder, strings: bool, world: &World, out: &mut Vec<u8>) {
    Record { strings, ..Record::new(event, world, order) }.object(&FIELDS, out);
}

/// `DatabricksAccounts`, `DatabricksClusters` and so on.
fn table(service: &'static str) -> String {
    let (first, rest) = category(service).split_at(1);
    format!("Databricks{}{rest}", first.to_uppercase())
}
