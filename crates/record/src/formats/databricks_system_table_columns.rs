//! Reads `system.access.audit` from the columns of a Parquet table: structs, a map of texts, timestamps. Tables in any
//! other form are read as JSON.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int32Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, FieldRef, Schema, TimeUnit};

use crate::columns::{EventRows, EventText, ParamColumns, Statuses, Times};
use crate::event::Format;
use crate::fingerprint::FingerprintKey;
use crate::texts::Texts;
use crate::{json, names, spread};

/// Columns that hold an event's texts unchanged.
const TEXTS: [(&str, EventText); 8] = [
    ("service_name", EventText::ServiceName),
    ("action_name", EventText::ActionName),
    ("audit_level", EventText::AuditLevel),
    ("account_id", EventText::AccountId),
    ("user_agent", EventText::UserAgent),
    ("session_id", EventText::SessionId),
    ("request_id", EventText::RequestId),
    ("event_id", EventText::EventId),
];

/// Other columns that are used.
const OTHERS: [&str; 7] = [
    "workspace_id",
    "source_ip_address",
    "event_time",
    "request_params",
    "user_identity",
    "response",
    "identity_metadata",
];

/// Keys that identify another format, or that are used when others are absent.
const OF_OTHERS: [&str; 15] = [
    "serviceName",
    "actionName",
    "workspaceId",
    "statusCode",
    "status_code",
    "errorMessage",
    "error_message",
    "result",
    "email",
    "subject_name",
    "run_by",
    "run_as",
    "source_port",
    "outcome",
    "flattened",
];

/// For each column of a table, whether its rows are read the same without it.
pub(crate) fn unused(schema: &Schema) -> Vec<bool> {
    let is_looked_at = |name: &str| {
        TEXTS.iter().any(|(column, _)| *column == name)
            || OTHERS.contains(&name)
            || names::of_key(Format::DatabricksSystemTable, name).is_some()
            || spread::is_member(Format::DatabricksSystemTable, name)
    };
    let fields = schema.fields();
    let has = |name: &str| fields.iter().any(|field| field.name() == name);
    if !has("service_name") || !has("action_name") || OF_OTHERS.iter().any(|name| has(name)) {
        return Vec::new();
    }
    let is_twice = |name: &str| fields.iter().filter(|field| field.name() == name).count() > 1;
    let is_unused = |field: &FieldRef| {
        let name = field.name();
        // A column that should perhaps have been read is kept, to report whether it has values.
        !is_looked_at(name) && !is_twice(name) && !is_unread(name) && is_skippable(field.data_type())
    };
    fields.iter().map(is_unused).collect()
}

/// Whether no reader uses a column, though it is not one to be ignored.
fn is_unread(name: &str) -> bool {
    let format = Format::DatabricksSystemTable;
    !names::is_read(format, name) && !names::is_ignored(format, name)
}

/// The rows of a table; none if it has another format, or a column of another type.
pub(crate) fn rows<'a>(table: &'a RecordBatch, key: &FingerprintKey) -> Option<EventRows<'a>> {
    let mut rows = EventRows::none(Format::DatabricksSystemTable, table.num_rows(), key);
    let mut seen: Vec<&str> = Vec::with_capacity(table.num_columns());
    let schema = table.schema_ref();
    for (field, column) in schema.fields().iter().zip(table.columns()) {
        let name = field.name().as_str();
        if seen.contains(&name) {
            return None;
        }
        seen.push(name);
        if let Some((_, text)) = TEXTS.iter().find(|(column, _)| *column == name) {
            rows.set(*text, column, None)?;
            continue;
        }
        match name {
            "workspace_id" => rows.workspace_id = Texts::of(column, None)?,
            "source_ip_address" => rows.source_ip_address = Texts::of(column, None)?,
            "event_time" => rows.time = times(column)?,
            "request_params" => rows.params = Some(ParamColumns::of(column.as_map_opt()?)?),
            "user_identity" | "response" | "identity_metadata" => rows.set_struct(name, column)?,
            _ if OF_OTHERS.contains(&name) => return None,
            _ if names::of_key(Format::DatabricksSystemTable, name).is_some() => return None,
            _ if spread::is_member(Format::DatabricksSystemTable, name) => return None,
            _ => {
                is_skippable(column.data_type()).then_some(())?;
                if is_unread(name) {
                    rows.unread.push((name.into(), column));
                }
            }
        }
    }
    (seen.contains(&"service_name") && seen.contains(&"action_name")).then_some(rows)
}

impl<'a> EventRows<'a> {
    fn set(&mut self, text: EventText, column: &'a ArrayRef, within: Option<&'a NullBuffer>) -> Option<()> {
        let place = &mut self.texts[text as usize];
        // Of two spellings of a key, one would take precedence.
        (!place.is_there()).then_some(())?;
        *place = Texts::of(column, within)?;
        Some(())
    }

    fn set_struct(&mut self, name: &str, column: &'a ArrayRef) -> Option<()> {
        let group = column.as_struct_opt()?;
        let within = group.nulls();
        let mut has_status = false;
        for (field, column) in group.fields().iter().zip(group.columns()) {
            match (name, field.name().as_str()) {
                ("user_identity", "email") => self.set(EventText::Email, column, within)?,
                ("user_identity", "subject_name" | "subjectName") => {
                    self.set(EventText::SubjectName, column, within)?;
                }
                ("response", "status_code" | "statusCode") => {
                    (!has_status).then_some(())?;
                    has_status = true;
                    self.status = statuses(column, within)?;
                }
                ("response", "error_message" | "errorMessage") => self.set(EventText::ErrorMessage, column, within)?,
                ("response", "result") => self.set(EventText::Result, column, within)?,
                ("identity_metadata", "run_by" | "runBy") => self.set(EventText::RunBy, column, within)?,
                ("identity_metadata", "run_as" | "runAs") => self.set(EventText::RunAs, column, within)?,
                (_, other) if names::is_part_member(other) => return None,
                (_, other) => {
                    is_skippable(column.data_type()).then_some(())?;
                    if !json::IGNORED.contains(&other) {
                        self.unread.push((format!("{name}.{other}").into(), column));
                    }
                }
            }
        }
        Some(())
    }
}

fn times(column: &ArrayRef) -> Option<Times<'_>> {
    match column.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => Times::of_epochs::<TimestampSecondType>(TimeUnit::Second, column),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            Times::of_epochs::<TimestampMillisecondType>(TimeUnit::Millisecond, column)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Times::of_epochs::<TimestampMicrosecondType>(TimeUnit::Microsecond, column)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            Times::of_epochs::<TimestampNanosecondType>(TimeUnit::Nanosecond, column)
        }
        _ => Some(Times::Texts(Texts::of(column, None)?)),
    }
}

fn statuses<'a>(column: &'a ArrayRef, within: Option<&'a NullBuffer>) -> Option<Statuses<'a>> {
    match column.as_primitive_opt::<Int32Type>() {
        Some(numbers) => Some(Statuses::Numbers { numbers: numbers.values(), nulls: numbers.nulls(), within }),
        None => Some(Statuses::Texts(Texts::of(column, within)?)),
    }
}

/// Whether values of this type always convert to JSON, so that an unused column can be skipped.
fn is_skippable(data_type: &DataType) -> bool {
    data_type.is_integer()
        || matches!(data_type, DataType::Boolean | DataType::Date32 | DataType::Timestamp(..))
        || matches!(data_type, DataType::Utf8View | DataType::Dictionary(..))
}
