//! The decoded schema of rows, and the length of their JSON.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, OffsetSizeTrait, RecordBatch, StructArray};
use arrow_schema::{DataType, FieldRef, Fields, Schema, SchemaRef};

/// The approximate length in JSON of a number, a time or a null, with its punctuation.
const PLAIN_BYTES: u64 = 32;

/// The length in JSON of the punctuation around a text or a name.
const AROUND_BYTES: u64 = 4;

/// Adapts a schema for decoding: UTC becomes an offset, since JSON is written without a time zone database, and texts
/// become views, so that a dictionary value is not copied for each row.
pub(super) fn as_decoded(schema: &SchemaRef) -> SchemaRef {
    let fields: Fields = schema.fields().iter().map(with_decoded).collect();
    Arc::new(Schema::new(fields))
}

fn with_decoded(field: &FieldRef) -> FieldRef {
    let data_type = match field.data_type() {
        DataType::Timestamp(unit, Some(_)) => DataType::Timestamp(*unit, Some("+00:00".into())),
        DataType::Utf8 => DataType::Utf8View,
        DataType::Binary => DataType::BinaryView,
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(with_decoded).collect()),
        DataType::List(element) => DataType::List(with_decoded(element)),
        DataType::LargeList(element) => DataType::LargeList(with_decoded(element)),
        DataType::Map(entry, is_sorted) => DataType::Map(with_decoded(entry), *is_sorted),
        other => other.clone(),
    };
    Arc::new(field.as_ref().clone().with_data_type(data_type))
}

/// The approximate length of some rows' JSON. Repeated values count each time; escapes, which make a text up to six
/// times as long, do not count.
pub(super) fn json_bytes(batch: &RecordBatch, first: usize, count: usize) -> u64 {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns());
    columns.map(|(field, column)| named_bytes(field, column, first, count)).fold(0, u64::saturating_add)
}

/// The most JSON bytes that `rows` rows of about `bytes` bytes can take, and that one of them can take: with every
/// letter escaped, and braces.
pub(super) fn most_json_bytes(rows: usize, bytes: u64) -> u64 {
    const MAX_ESCAPED: u64 = 6;
    const BRACES: u64 = 3;
    let around = BRACES * rows as u64;
    bytes.saturating_mul(MAX_ESCAPED).saturating_add(around)
}

/// The length of a column's values, each with its name.
fn named_bytes(field: &FieldRef, column: &ArrayRef, first: usize, count: usize) -> u64 {
    let written = column.nulls().map_or(count, |nulls| count - nulls.slice(first, count).null_count());
    let name = field.name().len() as u64 + AROUND_BYTES;
    name.saturating_mul(written as u64).saturating_add(bytes(&**column, first, count))
}

fn bytes(array: &dyn Array, first: usize, count: usize) -> u64 {
    let around = AROUND_BYTES * count as u64;
    let within = match array.data_type() {
        DataType::Utf8View => lengths(&array.as_string_view().views()[first..first + count]),
        DataType::Dictionary(..) => coded_lengths(array, first, count),
        // Bytes are written as hexadecimal digits; the dashes of a UUID are less than what is around a text.
        DataType::BinaryView => 2 * lengths(&array.as_binary_view().views()[first..first + count]),
        DataType::FixedSizeBinary(length) => 2 * u64::try_from(*length).unwrap_or_default() * count as u64,
        DataType::Struct(_) => struct_bytes(array.as_struct(), first, count),
        DataType::List(_) => list_bytes::<i32>(array, first, count),
        DataType::LargeList(_) => list_bytes::<i64>(array, first, count),
        DataType::Map(..) => {
            let map = array.as_map();
            let (start, end) = (map.offsets()[first] as usize, map.offsets()[first + count] as usize);
            let [keys, values] = [map.keys(), map.values()].map(|array| bytes(&**array, start, end - start));
            keys.saturating_add(values)
        }
        _ => PLAIN_BYTES * count as u64,
    };
    around.saturating_add(within)
}

fn struct_bytes(array: &StructArray, first: usize, count: usize) -> u64 {
    let columns = array.fields().iter().zip(array.columns());
    columns.map(|(field, column)| named_bytes(field, column, first, count)).fold(0, u64::saturating_add)
}

fn list_bytes<Offset: OffsetSizeTrait>(array: &dyn Array, first: usize, count: usize) -> u64 {
    let list = array.as_list::<Offset>();
    let (start, end) = (list.value_offsets()[first].as_usize(), list.value_offsets()[first + count].as_usize());
    bytes(&**list.values(), start, end - start)
}

/// The length of texts stored as codes.
fn coded_lengths(array: &dyn Array, first: usize, count: usize) -> u64 {
    let codes: &DictionaryArray<Int32Type> = array.as_dictionary();
    let Some(texts) = codes.values().as_string_opt::<i32>() else { return u64::MAX };
    let ends = texts.value_offsets();
    let length = |code: &i32| {
        let code = *code as usize;
        ends.get(code + 1).map_or(0, |end| (*end - ends[code]) as u64)
    };
    let within = &codes.keys().values()[first..first + count];
    match codes.nulls() {
        Some(nulls) => {
            within.iter().zip(nulls.iter().skip(first)).map(|(code, is)| if is { length(code) } else { 0 }).sum()
        }
        None => within.iter().map(length).sum(),
    }
}

/// A view starts with its text's length.
fn lengths(views: &[u128]) -> u64 {
    views.iter().map(|view| u64::from(*view as u32)).sum()
}
