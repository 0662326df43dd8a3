//! Marks the columns of UUIDs, which are bytes to the decoder.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use parquet::basic::LogicalType;
use parquet::schema::types::SchemaDescriptor;

/// The key under which Arrow names a field's type, and the name of UUIDs.
const MARK: (&str, &str) = ("ARROW:extension:name", "arrow.uuid");

/// The number of bytes of a UUID.
const BYTES: i32 = 16;

/// Whether a field's values are UUIDs.
pub(super) fn is_uuid(field: &Field) -> bool {
    *field.data_type() == DataType::FixedSizeBinary(BYTES)
        && field.metadata().get(MARK.0).is_some_and(|name| name == MARK.1)
}

/// The schema of a file's rows, with the fields marked that the file calls UUIDs.
pub(super) fn marked(schema: &SchemaRef, file: &SchemaDescriptor) -> SchemaRef {
    let mut leaves = file.columns().iter().map(|leaf| matches!(leaf.logical_type_ref(), Some(LogicalType::Uuid)));
    let fields: Vec<_> = schema.fields().iter().map(|field| marked_field(field, &mut leaves)).collect();
    Arc::new(Schema::new(fields))
}

fn marked_field(field: &FieldRef, leaves: &mut dyn Iterator<Item = bool>) -> FieldRef {
    let data_type = match field.data_type() {
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(|field| marked_field(field, leaves)).collect()),
        DataType::List(element) => DataType::List(marked_field(element, leaves)),
        DataType::LargeList(element) => DataType::LargeList(marked_field(element, leaves)),
        DataType::Map(entry, is_sorted) => DataType::Map(marked_field(entry, leaves), *is_sorted),
        other => {
            let is_uuid = leaves.next() == Some(true) && *other == DataType::FixedSizeBinary(BYTES);
            if !is_uuid {
                return Arc::clone(field);
            }
            let mut metadata = field.metadata().clone();
            metadata.insert(MARK.0.to_owned(), MARK.1.to_owned());
            return Arc::new(Field::clone(field).with_metadata(metadata));
        }
    };
    Arc::new(Field::clone(field).with_data_type(data_type))
}

/// A UUID as it is usually written.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = super::binary::hexadecimal(bytes);
    for at in [20, 16, 12, 8] {
        if at < text.len() {
            text.insert(at, '-');
        }
    }
    text
}
