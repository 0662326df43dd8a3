//! The table `system.access.audit`: as Spark writes it to JSON, and as the SQL editor and connectors export it.

use std::borrow::Cow;

use super::KeyOrder;
use super::json;
use super::record::{Absent, Field, Record, write_key};
use super::spelling::{Notation, TextOf, time};
use crate::model::Event;
use crate::world::World;

/// The content of a column.
pub(super) enum Column {
    Text(TextOf),
    EventTime,
    EventDate,
    UserIdentity,
    RequestParams,
    Response,
    IdentityMetadata,
}

/// The columns in the order of the table's description.
pub(super) const COLUMNS: [(&str, Column); 17] = [
    ("account_id", Column::Text(|event, _| Some(event.account_id.into()))),
    ("workspace_id", Column::Text(|event, _| Some(event.workspace_id().into()))),
    ("version", Column::Text(|_, _| Some("2.0".into()))),
    ("event_time", Column::EventTime),
    ("event_date", Column::EventDate),
    ("source_ip_address", Column::Text(|event, _| Some(event.address()))),
    ("user_agent", Column::Text(|event, _| event.user_agent.as_deref().map(Cow::Borrowed))),
    ("session_id", Column::Text(|event, _| event.session_text().map(Cow::Owned))),
    ("user_identity", Column::UserIdentity),
    ("service_name", Column::Text(|event, _| Some(event.service.into()))),
    ("action_name", Column::Text(|event, _| Some(event.action.into()))),
    ("request_id", Column::Text(|event, _| Some(event.request_text().into()))),
    ("request_params", Column::RequestParams),
    ("response", Column::Response),
    ("audit_level", Column::Text(|event, _| Some(event.audit_level().into()))),
    ("event_id", Column::Text(|event, _| Some(event.id_text().into()))),
    ("identity_metadata", Column::IdentityMetadata),
];

const IDENTITY: [Field; 2] = [
    ("email", |record, out| record.optional(out, record.event.email.as_deref())),
    ("subject_name", |record, out| record.optional(out, record.event.subject_name.as_deref())),
];

const RESPONSE: [Field; 3] = [
    ("status_code", |record, out| match record.response().and_then(|response| response.status) {
        // Connectors return it as text.
        Some(status) if record.strings => record.text(out, &status.to_string()),
        Some(status) => json::integer(out, i64::from(status)),
        None => record.absent(out),
    }),
    ("error_message", |record, out| record.optional(out, record.event.error_message())),
    ("result", |record, out| record.optional(out, record.event.result_text())),
];

const METADATA: [Field; 3] = [
    ("run_by", |record, out| record.optional(out, record.event.run_by_and_as(record.world).map(|(by, _)| by))),
    ("run_as", |record, out| record.optional(out, record.event.run_by_and_as(record.world).map(|(_, run_as)| run_as))),
    ("acting_resource", |record, out| record.absent(out)),
];

/// `strings` says whether complex columns are JSON strings. Then every key is present, while Spark omits nulls.
pub(super) fn write(event: &Event<'_>, order: KeyOrder, strings: bool, world: &World, out: &mut Vec<u8>) {
    let absent = if strings { Absent::Null } else { Absent::LeftOut };
    let record = Record { absent, strings, ..Record::new(event, world, order) };
    record.members(&COLUMNS, out, |(name, column), out| {
        write_key(out, name);
        let after_key = out.len();
        if column.is_nested() {
            record.nested(out, |record, out| nested(record, column, out));
        } else {
            record.optional(out, text(event, column, world).as_deref());
        }
        out.len() > after_key
    });
}

/// The column names.
pub(super) fn write_csv_header(out: &mut Vec<u8>) {
    write_csv_line(out, COLUMNS.iter().map(|(name, _)| Some(Cow::Borrowed(*name))));
}

/// As the SQL editor exports it: complex columns are JSON.
pub(super) fn write_csv(event: &Event<'_>, world: &World, out: &mut Vec<u8>) {
    let record = Record { strings: true, ..Record::new(event, world, KeyOrder::Usual) };
    let cells = COLUMNS.iter().map(|(_, column)| {
        if !column.is_nested() {
            return text(event, column, world);
        }
        let mut json = Vec::new();
        nested(&record, column, &mut json);
        (!json.is_empty()).then(|| String::from_utf8_lossy(&json).into_owned().into())
    });
    write_csv_line(out, cells);
}

impl Column {
    fn is_nested(&self) -> bool {
        !matches!(self, Self::Text(_) | Self::EventTime | Self::EventDate)
    }
}

/// The text of a column that is not nested.
fn text<'e>(event: &'e Event<'e>, column: &Column, world: &'e World) -> Option<Cow<'e, str>> {
    match column {
        Column::Text(text_of) => text_of(event, world),
        Column::EventTime => Some(time(&world.calendar, event.time_ms, Notation::Milliseconds).into()),
        Column::EventDate => Some(world.calendar.date(event.time_ms).into()),
        _ => None,
    }
}

/// The object of a nested column; nothing if null.
fn nested(record: &Record<'_, '_>, column: &Column, out: &mut Vec<u8>) {
    match column {
        Column::UserIdentity => record.object(&IDENTITY, out),
        Column::RequestParams => params(record, out),
        Column::Response => record.response_of(&RESPONSE, out),
        Column::IdentityMetadata if record.strings || record.event.run_by_and_as(record.world).is_some() => {
            record.object(&METADATA, out);
        }
        _ => {}
    }
}

/// A map from text to text: a number as its digits, an object as its JSON. Values can be null, keys cannot.
fn params(record: &Record<'_, '_>, out: &mut Vec<u8>) {
    let Some(params) = &record.event.params else { return };
    record.members(params, out, |(key, value), out| {
        write_key(out, key);
        match value.text() {
            Some(text) => record.text(out, &text),
            None => out.extend_from_slice(b"null"),
        }
        true
    });
}

/// A row without its line feed. Null is an empty cell and an empty text is `""`, as Spark writes them.
fn write_csv_line<'e>(out: &mut Vec<u8>, cells: impl Iterator<Item = Option<Cow<'e, str>>>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            out.push(b',');
        }
        let Some(cell) = cell else { continue };
        if !cell.is_empty() && !cell.contains([',', '"', '\n', '\r']) {
            out.extend_from_slice(cell.as_bytes());
            continue;
        }
        out.push(b'"');
        out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    }
}
