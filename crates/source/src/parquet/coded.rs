//! Finds text columns whose pages are all dictionary-encoded. Their codes are decoded, so that a sink looks up each
//! text once instead of once per row. For other columns the decoder would have to build a dictionary first.

use std::slice::IterMut;
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use parquet::basic::{ConvertedType, Type};
use parquet::file::metadata::ColumnChunkMetaData;

use super::page_headers::{Content, INDEXES, OLD_INDEXES, Page};

/// Whether all values of a chunk are dictionary codes.
pub(super) fn is_coded(column: &ColumnChunkMetaData, pages: &[Page]) -> bool {
    let Some((first, rest)) = pages.split_first() else { return false };
    let has_dictionary = matches!(first.content, Content::Dictionary { values } if values > 0);
    let are_codes = |page: &Page| matches!(page.content, Content::Data { encoding: INDEXES | OLD_INDEXES, .. });
    let is_text =
        column.column_type() == Type::BYTE_ARRAY && column.column_descr().converted_type() == ConvertedType::UTF8;
    is_text && has_dictionary && rest.iter().all(are_codes)
}

/// Excludes keys of maps: JSON can only be written for maps with plain text keys. `schema` contains the maps.
pub(super) fn leave_keys(schema: &SchemaRef, coded: &mut [bool]) {
    let mut columns = coded.iter_mut();
    schema.fields().iter().for_each(|field| leave_keys_of(field, false, &mut columns));
}

fn leave_keys_of(field: &FieldRef, is_key: bool, columns: &mut IterMut<'_, bool>) {
    match field.data_type() {
        DataType::Struct(fields) => fields.iter().for_each(|field| leave_keys_of(field, is_key, columns)),
        DataType::List(element) | DataType::LargeList(element) => leave_keys_of(element, is_key, columns),
        DataType::Map(entry, _) => match entry.data_type() {
            DataType::Struct(pair) => {
                pair.iter().enumerate().for_each(|(at, field)| leave_keys_of(field, is_key || at == 0, columns));
            }
            _ => leave_keys_of(entry, is_key, columns),
        },
        _ => {
            if let Some(coded) = columns.next() {
                *coded &= !is_key;
            }
        }
    }
}

/// A schema with dictionaries in place of text for the columns that are coded, in the order of the file's columns.
pub(super) fn with_codes(schema: &SchemaRef, coded: &[bool]) -> SchemaRef {
    let mut columns = coded.iter().copied();
    let fields: Vec<_> = schema.fields().iter().map(|field| field_with_codes(field, &mut columns)).collect();
    Arc::new(Schema::new(fields))
}

fn field_with_codes(field: &FieldRef, columns: &mut dyn Iterator<Item = bool>) -> FieldRef {
    let data_type = match field.data_type() {
        DataType::Struct(fields) => {
            DataType::Struct(fields.iter().map(|field| field_with_codes(field, columns)).collect())
        }
        DataType::List(element) => DataType::List(field_with_codes(element, columns)),
        DataType::LargeList(element) => DataType::LargeList(field_with_codes(element, columns)),
        DataType::Map(entry, is_sorted) => DataType::Map(field_with_codes(entry, columns), *is_sorted),
        other => match (columns.next(), other) {
            (Some(true), DataType::Utf8View) => {
                DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
            }
            (_, other) => other.clone(),
        },
    };
    Arc::new(Field::clone(field).with_data_type(data_type))
}
