//! Log delivery of AWS and GCP: one object per line, with fields in the order of real records, and keys omitted where
//! real records omit them.

use super::KeyOrder;
use super::json::{self, Beyond};
use super::record::{Absent, Field, IDENTITY, RESPONSE, Record};
use crate::model::Event;
use crate::world::World;

/// Version "2.0", in the order of the example in Databricks' documentation.
const FIELDS: [Field; 17] = [
    ("version", |_, out| out.extend_from_slice(b"\"2.0\"")),
    ("auditLevel", |record, out| record.text(out, record.event.audit_level())),
    ("timestamp", |record, out| json::integer(out, record.event.time_ms)),
    ("orgId", |record, out| match record.event.workspace {
        Some(workspace) if workspace.org_id_is_number => out.extend_from_slice(workspace.id.as_bytes()),
        _ => record.text(out, record.event.workspace_id()),
    }),
    ("shardName", |record, out| {
        if let Some(workspace) = record.event.workspace {
            record.text(out, &workspace.shard);
        }
    }),
    ("accountId", |record, out| record.text(out, record.event.account_id)),
    ("workspaceId", |record, out| record.text(out, record.event.workspace_id())),
    ("sourceIPAddress", |record, out| record.text(out, &record.event.address())),
    ("userAgent", |record, out| record.optional(out, record.event.user_agent.as_deref())),
    ("sessionId", |record, out| session(record, out)),
    ("userIdentity", |record, out| record.object(&IDENTITY, out)),
    ("serviceName", |record, out| record.text(out, record.event.service)),
    ("actionName", |record, out| record.text(out, record.event.action)),
    ("requestId", |record, out| record.text(out, &record.event.request_text())),
    ("requestParams", |record, out| record.params(out)),
    ("response", |record, out| record.response_of(&RESPONSE, out)),
    // The documentation's account-level example ends with this key, which readers ignore.
    ("MAX_LOG_MESSAGE_LENGTH", |record, out| {
        if record.event.workspace.is_none() {
            out.extend_from_slice(MAX_LOG_MESSAGE_LENGTH.to_string().as_bytes());
        }
    }),
];

pub(super) const MAX_LOG_MESSAGE_LENGTH: i64 = 16_384;

/// Version "1.0", in the order of the records of December 2019.
const FIELDS_2019: [Field; 12] = [
    ("actionName", |record, out| record.text(out, record.event.action)),
    ("requestId", |record, out| record.text(out, &record.event.request_text())),
    ("response", |record, out| record.response_of(&RESPONSE, out)),
    ("serviceName", |record, out| record.text(out, record.event.service)),
    ("sessionId", |record, out| session(record, out)),
    ("timestamp", |record, out| json::integer(out, record.event.time_ms)),
    ("userAgent", |record, out| record.optional(out, record.event.user_agent.as_deref())),
    ("version", |_, out| out.extend_from_slice(b"\"1.0\"")),
    ("date", |record, out| record.text(out, record.world.calendar.date(record.event.time_ms))),
    ("userIdentity", |record, out| record.object(&IDENTITY, out)),
    ("sourceIPAddress", |record, out| record.text(out, &record.event.address())),
    ("requestParams", |record, out| record.params(out)),
];

/// Writes the shape of the event's workspace.
pub(super) fn write(event: &Event<'_>, order: KeyOrder, world: &World, out: &mut Vec<u8>) {
    // Account-level records follow the documentation: `null` where others omit the key.
    let absent = if event.workspace.is_none() { Absent::Null } else { Absent::LeftOut };
    let record = Record { absent, ..Record::new(event, world, order) };
    if event.is_2019() {
        Record { beyond: Beyond::Escaped, ..record }.object(&FIELDS_2019, out);
    } else {
        record.object(&FIELDS, out);
    }
}

/// A missing session is omitted at account level as well.
fn session(record: &Record<'_, '_>, out: &mut Vec<u8>) {
    if let Some(session) = record.event.session_text() {
        record.text(out, &session);
    }
}
