//! Immuta's audit before the universal model: flat records with times as text, and success or not.

use super::KeyOrder;
use super::immuta_uam::table;
use super::json;
use super::record::{Field, Record};
use super::spelling::{Notation, time};
use crate::model::Event;
use crate::outcome::Outcome;
use crate::world::World;

const FIELDS: [Field; 21] = [
    ("id", |record, out| record.text(out, &record.event.id_text())),
    ("dateTime", |record, out| record.text(out, &record.event.time_ms.to_string())),
    ("month", |record, out| month(record, out)),
    ("profileId", |record, out| record.absent(out)),
    ("userId", |record, out| record.optional(out, record.event.email.as_deref())),
    ("email", |record, out| record.optional(out, record.event.email.as_deref())),
    ("dataSourceId", |record, out| record.optional(out, record.event.param("table_id"))),
    ("dataSourceName", |record, out| record.optional(out, table(record.event))),
    ("projectId", |record, out| record.absent(out)),
    ("projectName", |record, out| record.absent(out)),
    ("purposeIds", |_, out| out.extend_from_slice(b"[]")),
    ("recordType", |record, out| record.text(out, record.event.action)),
    ("success", |record, out| success(record, out)),
    ("failureReason", |record, out| record.optional(out, record.event.error_message())),
    ("component", |record, out| record.text(out, record.event.service)),
    ("accessType", |record, out| record.optional(out, table(record.event).map(|_| "data source"))),
    ("query", |record, out| record.optional(out, record.event.param("commandText"))),
    ("handler", |record, out| record.absent(out)),
    ("startTime", |record, out| {
        record.text(out, &time(&record.world.calendar, record.event.time_ms, Notation::Spaced));
    }),
    ("endTime", |record, out| record.absent(out)),
    ("duration", |record, out| record.absent(out)),
];

pub(super) fn write(event: &Event<'_>, order: KeyOrder, world: &World, out: &mut Vec<u8>) {
    Record::new(event, world, order).object(&FIELDS, out);
}

/// Months since 1900.
fn month(record: &Record<'_, '_>, out: &mut Vec<u8>) {
    let number = |digits: &str| digits.parse::<i64>().unwrap_or_default();
    let mut date = record.world.calendar.date(record.event.time_ms).splitn(3, '-').map(number);
    let (year, month) = (date.next().unwrap_or_default(), date.next().unwrap_or_default());
    json::integer(out, (year - 1900) * 12 + month - 1);
}

/// Success or not, if known.
fn success(record: &Record<'_, '_>, out: &mut Vec<u8>) {
    match record.event.outcome() {
        Outcome::Success => out.extend_from_slice(b"true"),
        Outcome::Denied | Outcome::Failure => out.extend_from_slice(b"false"),
        Outcome::Unknown => record.absent(out),
    }
}
