//! Arrow: typed columns, with request parameters as one struct of strings, as in the blog's gold tables, or as a map.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder as _, MapBuilder, MapFieldNames, StringBuilder};
use arrow_array::cast::AsArray as _;
use arrow_array::{
    Array as _, ArrayRef, Date32Array, Int32Array, RecordBatch, RecordBatchOptions, StructArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, UInt16Array, UInt32Array, UInt64Array, make_array,
};
use arrow_schema::{DataType, Field, Fields, Schema, TimeUnit};
use touchstone_evidence::Pseudonyms;
use touchstone_medallion::{ColumnType, Medallion};

use crate::columns::{Column, Columns};

/// Maximum fields in the struct of request parameters; with more keys it becomes a map. Each field takes memory and
/// time in every row group, used or not; real services have a few hundred.
const MAX_FIELDS: usize = 2048;

/// The fields of an export.
pub(crate) fn schema(columns: &Columns) -> Arc<Schema> {
    let plain = columns.list.iter().filter(|column| !column.is_param);
    let mut fields: Vec<Field> = plain.map(|column| Field::new(&column.name, data_type(column.kind), true)).collect();
    if columns.params() > 0 {
        fields.push(Field::new("requestParams", params_type(columns), true));
    }
    Arc::new(Schema::new(fields))
}

fn data_type(column_type: ColumnType) -> DataType {
    match column_type {
        ColumnType::Text => DataType::Utf8,
        // Parquet has no unit of seconds, so seconds are written as milliseconds.
        ColumnType::TimeMs | ColumnType::TimeS => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
        ColumnType::TimeUs => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        ColumnType::Date => DataType::Date32,
        ColumnType::U16 => DataType::UInt16,
        ColumnType::I32 => DataType::Int32,
        ColumnType::U32 => DataType::UInt32,
        ColumnType::U64 => DataType::UInt64,
    }
}

/// A struct of strings; a map if there are too many keys.
fn params_type(columns: &Columns) -> DataType {
    if columns.params() > MAX_FIELDS {
        map_builder().finish().data_type().clone()
    } else {
        DataType::Struct(param_fields(columns))
    }
}

fn param_fields(columns: &Columns) -> Fields {
    let params = columns.list.iter().filter(|column| column.is_param);
    params.map(|column| Field::new(&column.name, DataType::Utf8, true)).collect()
}

/// With the field names of Parquet's specification.
fn map_builder() -> MapBuilder<StringBuilder, StringBuilder> {
    let [entry, key, value] = ["key_value", "key", "value"].map(str::to_owned);
    MapBuilder::new(Some(MapFieldNames { entry, key, value }), StringBuilder::new(), StringBuilder::new())
}

fn params_map(columns: &Columns, medallion: &Medallion, rows: Range<usize>) -> Result<ArrayRef, String> {
    let mut builder = map_builder();
    for row in rows {
        for (at, text) in columns.params_of(medallion, row) {
            builder.keys().append_value(&columns.list[at].name);
            builder.values().append_value(text);
        }
        builder.append(true).map_err(|error| error.to_string())?;
    }
    Ok(Arc::new(builder.finish()))
}

/// The request parameters of events as a map.
pub(crate) fn params_by_key(medallion: &Medallion, rows: &[u32]) -> Result<ArrayRef, String> {
    let mut builder = map_builder();
    for row in rows {
        for (key, text, _) in medallion.params(*row) {
            builder.keys().append_value(key);
            builder.values().append_value(text);
        }
        builder.append(true).map_err(|error| error.to_string())?;
    }
    Ok(Arc::new(builder.finish()))
}

fn params_struct(columns: &Columns, medallion: &Medallion, rows: Range<usize>) -> Result<ArrayRef, String> {
    let mut builders: Vec<Option<StringBuilder>> =
        columns.list.iter().map(|column| column.is_param.then(StringBuilder::new)).collect();
    for (nth, row) in rows.clone().enumerate() {
        for (at, text) in columns.params_of(medallion, row) {
            if let Some(builder) = &mut builders[at] {
                builder.append_nulls(nth - builder.len());
                builder.append_value(text);
            }
        }
    }
    let params = builders.into_iter().flatten().map(|mut builder| {
        builder.append_nulls(rows.len() - builder.len());
        Arc::new(builder.finish()) as ArrayRef
    });
    let params = StructArray::try_new(param_fields(columns), params.collect(), None);
    Ok(Arc::new(params.map_err(|error| error.to_string())?))
}

/// A batch of rows.
pub(crate) fn record_batch(
    schema: &Arc<Schema>,
    columns: &Columns,
    medallion: &Medallion,
    rows: Range<usize>,
) -> Result<RecordBatch, String> {
    let mut arrays: Vec<ArrayRef> = columns
        .list
        .iter()
        .filter(|column| !column.is_param)
        .map(|column| array(columns, medallion, column, rows.clone()))
        .collect();
    if columns.params() > 0 {
        let is_map = columns.params() > MAX_FIELDS;
        let params = if is_map { params_map } else { params_struct };
        arrays.push(params(columns, medallion, rows.clone())?);
    }
    // With an explicit row count, so that a table without columns keeps its rows.
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options).map_err(|error| error.to_string())
}

fn array(columns: &Columns, medallion: &Medallion, column: &Column, rows: Range<usize>) -> ArrayRef {
    let numbers = || rows.clone().map(|row| columns.integer(medallion, column, row));
    match column.kind {
        ColumnType::Text => texts(columns, medallion, column, rows),
        ColumnType::TimeMs => Arc::new(numbers().collect::<TimestampMillisecondArray>().with_timezone("UTC")),
        ColumnType::TimeUs => Arc::new(numbers().collect::<TimestampMicrosecondArray>().with_timezone("UTC")),
        ColumnType::TimeS => {
            let times = numbers().map(|seconds| seconds.map(|seconds| seconds.saturating_mul(1000)));
            Arc::new(times.collect::<TimestampMillisecondArray>().with_timezone("UTC"))
        }
        ColumnType::Date => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<Date32Array>()),
        ColumnType::U16 => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<UInt16Array>()),
        ColumnType::I32 => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<Int32Array>()),
        ColumnType::U32 => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<UInt32Array>()),
        ColumnType::U64 => Arc::new(numbers().map(|number| number?.try_into().ok()).collect::<UInt64Array>()),
    }
}

fn texts(columns: &Columns, medallion: &Medallion, column: &Column, rows: Range<usize>) -> ArrayRef {
    let mut builder = StringBuilder::with_capacity(rows.len(), 0);
    rows.for_each(|row| builder.append_option(columns.text(medallion, column, row)));
    Arc::new(builder.finish())
}

/// A schema with pseudonyms in the keys of its structs, as request parameters are.
pub(crate) fn schema_with_pseudonyms(schema: &Schema, pseudonyms: &Pseudonyms) -> Schema {
    let of_field = |field: &Arc<Field>| match field.data_type() {
        DataType::Struct(keys) => {
            let keys = keys.iter().map(|key| key.as_ref().clone().with_name(pseudonyms.text(key.name())));
            Arc::new(field.as_ref().clone().with_data_type(DataType::Struct(keys.collect())))
        }
        _ => Arc::clone(field),
    };
    Schema::new(schema.fields().iter().map(of_field).collect::<Vec<_>>())
}

/// A batch with pseudonyms in its texts, of the schema that [`schema_with_pseudonyms`] made of its own.
pub(crate) fn with_pseudonyms(
    batch: &RecordBatch,
    schema: &Arc<Schema>,
    pseudonyms: &Pseudonyms,
) -> Result<RecordBatch, String> {
    let of_column = |(array, field): (&ArrayRef, &Arc<Field>)| {
        let array = hidden(array, pseudonyms)?;
        if array.data_type() == field.data_type() {
            return Ok(array);
        }
        let named = array.to_data().into_builder().data_type(field.data_type().clone()).build();
        named.map(make_array).map_err(|error| error.to_string())
    };
    let columns: Result<_, String> = batch.columns().iter().zip(schema.fields()).map(of_column).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns?, &options).map_err(|error| error.to_string())
}

/// An array with pseudonyms in its texts, however deep they are.
fn hidden(array: &ArrayRef, pseudonyms: &Pseudonyms) -> Result<ArrayRef, String> {
    if let Some(texts) = array.as_string_opt::<i32>() {
        let mut builder = StringBuilder::with_capacity(texts.len(), 0);
        for text in texts {
            match text.map(|text| (text, pseudonyms.cell(text))) {
                None => builder.append_null(),
                Some((text, None)) => builder.append_value(text),
                Some((_, Some(changed))) => builder.append_value(changed),
            }
        }
        return Ok(Arc::new(builder.finish()));
    }
    let data = array.to_data();
    if data.child_data().is_empty() {
        return Ok(Arc::clone(array));
    }
    let inner: Result<Vec<_>, String> =
        data.child_data().iter().map(|data| Ok(hidden(&make_array(data.clone()), pseudonyms)?.to_data())).collect();
    let data = data.into_builder().child_data(inner?).build().map_err(|error| error.to_string())?;
    Ok(make_array(data))
}
