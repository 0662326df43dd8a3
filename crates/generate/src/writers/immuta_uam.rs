//! Immuta's universal audit model: the same events as if Immuta had audited them. Actions keep their names.

use super::KeyOrder;
use super::record::{Field, Record, write_key};
use super::spelling::{Notation, time};
use crate::model::{Event, Value};
use crate::outcome::Outcome;
use crate::world::World;

/// In the order of the example in Immuta's documentation.
const FIELDS: [Field; 13] = [
    ("action", |record, out| record.text(out, record.event.action)),
    ("actor", |record, out| record.object(&ACTOR, out)),
    ("sessionId", |record, out| record.optional(out, record.event.session_text().as_deref())),
    ("actionStatus", |record, out| record.optional(out, status(record.event))),
    ("actionStatusReason", |record, out| record.optional(out, record.event.error_message())),
    ("actorIp", |record, out| record.text(out, &record.event.ip)),
    ("eventTimestamp", |record, out| time_of(record, 0, out)),
    ("id", |record, out| record.text(out, &record.event.id_text())),
    ("customerId", |record, out| record.text(out, record.event.account_id)),
    ("targetType", |record, out| record.text(out, &target_type(record.event))),
    ("targets", |record, out| targets(record, out)),
    ("auditPayload", |record, out| payload(record, out)),
    ("receivedTimestamp", |record, out| time_of(record, 20 + (record.event.id % 900) as i64, out)),
];

/// An unknown actor is `unknown` in each of these.
const ACTOR: [Field; 5] = [
    ("type", |record, out| {
        record.text(out, if record.event.email.is_some() { "USER_ACTOR" } else { UNKNOWN });
    }),
    ("name", |record, out| {
        let event = record.event;
        record.text(out, event.subject_name.as_deref().or(event.email.as_deref()).unwrap_or(UNKNOWN));
    }),
    ("id", |record, out| record.text(out, record.event.email.as_deref().unwrap_or(UNKNOWN))),
    ("identityProvider", |record, out| record.optional(out, record.event.email.as_ref().map(|_| "okta"))),
    ("impersonatedBy", |record, out| record.absent(out)),
];

const UNKNOWN: &str = "unknown";

/// The requested table.
const TARGET: [Field; 3] = [
    ("id", |record, out| record.optional(out, record.event.param("table_id"))),
    ("name", |record, out| record.optional(out, table(record.event))),
    ("technology", |record, out| record.text(out, "DATABRICKS")),
];

const CONTEXT: [Field; 3] = [
    ("type", |record, out| record.text(out, "DatabricksContext")),
    ("workspaceId", |record, out| {
        record.text(out, record.event.param("workspace_id").unwrap_or(record.event.workspace_id()));
    }),
    ("immutaPluginVersion", |record, out| record.absent(out)),
];

pub(super) fn write(event: &Event<'_>, order: KeyOrder, world: &World, out: &mut Vec<u8>) {
    Record::new(event, world, order).object(&FIELDS, out);
}

fn time_of(record: &Record<'_, '_>, delay_ms: i64, out: &mut Vec<u8>) {
    let calendar = &record.world.calendar;
    let time_ms = (record.event.time_ms + delay_ms).min(calendar.end_ms() - 1);
    record.text(out, &time(calendar, time_ms, Notation::Milliseconds));
}

fn status(event: &Event<'_>) -> Option<&'static str> {
    match event.outcome() {
        Outcome::Success => Some("SUCCESS"),
        Outcome::Denied => Some("UNAUTHORIZED"),
        Outcome::Failure => Some("FAILURE"),
        Outcome::Unknown => None,
    }
}

/// `DATASOURCE` for a table, else the service in Immuta's capitals.
fn target_type(event: &Event<'_>) -> String {
    if table(event).is_some() { "DATASOURCE".to_owned() } else { event.service.to_uppercase() }
}

/// The full name of the event's table.
pub(super) fn table<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    ["table_full_name", "full_name_arg", "securable_full_name"].iter().find_map(|key| event.param(key))
}

fn targets(record: &Record<'_, '_>, out: &mut Vec<u8>) {
    out.push(b'[');
    if table(record.event).is_some() {
        record.object(&TARGET, out);
    }
    out.push(b']');
}

/// A member of the payload: one of the two that every payload has, or a request parameter.
enum Member<'e> {
    Type,
    Context,
    Param(&'static str, &'e Value<'e>),
}

/// The request parameters, between the payload's type and its context.
fn payload(record: &Record<'_, '_>, out: &mut Vec<u8>) {
    let params = record.event.params.iter().flatten().map(|(key, value)| Member::Param(key, value));
    let members: Vec<_> = [Member::Type].into_iter().chain(params).chain([Member::Context]).collect();
    record.members(&members, out, |member, out| {
        match member {
            Member::Type => {
                write_key(out, "type");
                record.text(out, "DatabricksAuditPayload");
            }
            Member::Context => {
                write_key(out, "technologyContext");
                record.object(&CONTEXT, out);
            }
            Member::Param(key, value) => record.param(key, value, out),
        }
        true
    });
}
