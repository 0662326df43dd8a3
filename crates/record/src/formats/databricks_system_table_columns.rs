//! Reads `system.access.audit` from the columns of a Parquet table: structs, a map of texts, timestamps. Tables in any
//! other form are not read by column.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int32Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, FieldRef, Schema, TimeUnit};

use super::databricks_system_table::TEXTS;
use crate::columns::{EventRows, ParamColumns, Statuses, Times};
use crate::event::Format;
use crate::event_text::EventText;
use crate::fingerprint::FingerprintKey;
use crate::texts::Texts;
use crate::{json, names, spread};

/// What a column is to this reader.
enum Role {
    /// A text of the event.
    Text(EventText),
    Time,
    Params,
    Struct,
    /// It feeds no event, or only one without a time, and rows without a time are read as JSON.
    Ignored,
    /// No reader uses it, though it is not one to be ignored.
    Unread,
}

/// The role of a column; none if a table that has it is not read by column, because the column identifies another
/// format, or is used when others are absent.
fn role(name: &str) -> Option<Role> {
    let format = Format::DatabricksSystemTable;
    if let Some((_, text)) = TEXTS.iter().find(|(key, _)| *key == name) {
        return Some(Role::Text(*text));
    }
    Some(match name {
        "event_time" => Role::Time,
        "request_params" => Role::Params,
        "user_identity" | "response" | "identity_metadata" => Role::Struct,
        "event_date" | "date_time" => Role::Ignored,
        _ if names::is_read(format, name) || spread::is_member(format, name) => return None,
        _ if names::is_ignored(format, name) => Role::Ignored,
        _ => Role::Unread,
    })
}

/// The roles of a table's columns; none if it is not read by column.
fn roles(schema: &Schema) -> Option<Vec<Role>> {
    let mut seen: Vec<&str> = Vec::with_capacity(schema.fields().len());
    let mut roles = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        let name = field.name().as_str();
        (!seen.contains(&name)).then_some(())?;
        seen.push(name);
        roles.push(role(name)?);
    }
    (seen.contains(&"service_name") && seen.contains(&"action_name")).then_some(roles)
}

/// For each column of a table, whether its rows are read the same without it. One that should perhaps have been read is
/// needed, to report whether it has values.
pub(crate) fn unused(schema: &Schema) -> Vec<bool> {
    let of_columns = roles(schema).unwrap_or_default();
    let is_unused =
        |(role, field): (&Role, &FieldRef)| matches!(role, Role::Ignored) && is_skippable(field.data_type());
    of_columns.iter().zip(schema.fields()).map(is_unused).collect()
}

/// The rows of a table; none if it has another format, or a column of another type.
pub(crate) fn rows<'a>(table: &'a RecordBatch, key: &FingerprintKey) -> Option<EventRows<'a>> {
    let mut rows = EventRows::none(Format::DatabricksSystemTable, table.num_rows(), key);
    let schema = table.schema_ref();
    for ((role, field), column) in roles(schema)?.into_iter().zip(schema.fields()).zip(table.columns()) {
        let name = field.name().as_str();
        match role {
            Role::Text(text) => rows.set(text, column, None)?,
            Role::Time => rows.time = times(column)?,
            Role::Params => rows.params = Some(ParamColumns::of(column.as_map_opt()?)?),
            Role::Struct => rows.set_struct(name, column)?,
            Role::Ignored => is_skippable(column.data_type()).then_some(())?,
            Role::Unread => {
                is_skippable(column.data_type()).then_some(())?;
                rows.unread.push((name.into(), column));
            }
        }
    }
    Some(rows)
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
