//! The silver table of the Databricks blog, as Spark writes it to JSON: delivery's columns in inferred order, without
//! parameters and user, and the three columns that the blog derives from them.

use super::KeyOrder;
use super::delivery::MAX_LOG_MESSAGE_LENGTH;
use super::json::{self, Beyond};
use super::record::{Absent, Field, RESPONSE, Record};
use super::spelling::{Notation, time};
use crate::model::{Event, Value};
use crate::world::World;

const FIELDS: [Field; 19] = [
    ("MAX_LOG_MESSAGE_LENGTH", |record, out| {
        if record.event.workspace.is_none() {
            json::integer(out, MAX_LOG_MESSAGE_LENGTH);
        }
    }),
    ("accountId", |record, out| record.since_2019(out, record.event.account_id)),
    ("actionName", |record, out| record.text(out, record.event.action)),
    ("auditLevel", |record, out| record.since_2019(out, record.event.audit_level())),
    ("date", |record, out| record.text(out, record.world.calendar.date(record.event.time_ms))),
    // Spark infers a column of numbers and strings as strings.
    ("orgId", |record, out| record.since_2019(out, record.event.workspace_id())),
    ("requestId", |record, out| record.text(out, &record.event.request_text())),
    ("response", |record, out| record.response_of(&RESPONSE, out)),
    ("serviceName", |record, out| record.text(out, record.event.service)),
    ("sessionId", |record, out| record.optional(out, record.event.session_text().as_deref())),
    ("shardName", |record, out| {
        if let Some(workspace) = record.event.workspace {
            record.since_2019(out, &workspace.shard);
        }
    }),
    ("sourceIPAddress", |record, out| record.text(out, &record.event.address())),
    ("timestamp", |record, out| json::integer(out, record.event.time_ms)),
    ("userAgent", |record, out| record.optional(out, record.event.user_agent.as_deref())),
    ("version", |record, out| record.text(out, version(record.event))),
    ("workspaceId", |record, out| record.since_2019(out, record.event.workspace_id())),
    ("flattened", |record, out| record.optional(out, flattened(record.event).as_deref())),
    ("email", |record, out| record.optional(out, record.event.email.as_deref())),
    ("date_time", |record, out| {
        record.text(out, &time(&record.world.calendar, record.event.time_ms, Notation::SecondsAsMilliseconds));
    }),
];

/// Spark omits nulls.
pub(super) fn write(event: &Event<'_>, order: KeyOrder, world: &World, out: &mut Vec<u8>) {
    Record { absent: Absent::LeftOut, ..Record::new(event, world, order) }.object(&FIELDS, out);
}

impl Record<'_, '_> {
    /// Text that the 2019 shape lacks.
    fn since_2019(&self, out: &mut Vec<u8>, text: &str) {
        if !self.event.is_2019() {
            self.text(out, text);
        }
    }
}

pub(super) fn version(event: &Event<'_>) -> &'static str {
    if event.is_2019() { "1.0" } else { "2.0" }
}

/// The request parameters that are not null, as written by Python's `json.dumps`, in the order that Spark infers;
/// `None` if the record has `null` instead.
///
/// A nested value is a string of its JSON, as in every pipeline that declares or infers it as one. The blog's own
/// pipeline would turn an object into a list of its values, without their names.
pub(super) fn flattened(event: &Event<'_>) -> Option<String> {
    let mut params: Vec<_> =
        event.params.as_ref()?.iter().filter_map(|(key, value)| Some((*key, value, value.text()?))).collect();
    params.sort_by_key(|(key, ..)| *key);
    let mut out = vec![b'{'];
    for (number, (key, value, text)) in params.iter().enumerate() {
        if number > 0 {
            out.extend_from_slice(b", ");
        }
        json::text(&mut out, key, Beyond::Escaped);
        out.extend_from_slice(b": ");
        match value {
            Value::Integer(_) | Value::Boolean(_) => out.extend_from_slice(text.as_bytes()),
            _ => json::text(&mut out, text, Beyond::Escaped),
        }
    }
    out.push(b'}');
    String::from_utf8(out).ok()
}
