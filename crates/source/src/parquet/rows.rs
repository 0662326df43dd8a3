//! Rows as they are decoded, and how long their JSON gets.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, OffsetSizeTrait, RecordBatch, StructArray};
use arrow_schema::{DataType, FieldRef, Fields, Schema, SchemaRef};

/// What a number, a time or a null takes in JSON, about, with what stands around it.
const PLAIN_BYTES: u64 = 32;

/// What stands around a text, or around a name, in JSON.
const AROUND_BYTES: u64 = 4;

/// The schema as rows are decoded: UTC spelled as an offset, as JSON is written without a list of time zones, and texts
/// as views, so that a value of a dictionary is not copied for each row that has it.
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

/// How long the JSON of some rows gets, about: what is repeated counts as often as it is, and what has to be escaped is
/// up to six times as long.
pub(super) fn json_bytes(batch: &RecordBatch, first: usize, count: usize) -> u64 {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns());
    columns.map(|(field, column)| named_bytes(field, column, first, count)).fold(0, u64::saturating_add)
}

/// How long the JSON of so many rows gets at most, and of one of them, which takes so many bytes, about: with every letter
/// escaped, and braces around it.
pub(super) fn most_json_bytes(rows: usize, bytes: u64) -> u64 {
    const MAX_ESCAPED: u64 = 6;
    const BRACES: u64 = 3;
    let around = BRACES * rows as u64;
    bytes.saturating_mul(MAX_ESCAPED).saturating_add(around)
}

/// The values of a column, each under its name.
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
        // Bytes are written in hexadecimal digits.
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

/// The lengths of texts, of which there are codes.
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

/// A view begins with its text's length.
fn lengths(views: &[u128]) -> u64 {
    views.iter().map(|view| u64::from(*view as u32)).sum()
}
