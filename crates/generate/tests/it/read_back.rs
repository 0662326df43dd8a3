//! Reads Parquet with the parquet crate and converts it to the JSON of the same record.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, StructArray};
use arrow_schema::{DataType, TimeUnit};
use bytes::Bytes;
use jiff::Timestamp;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, LogicalType, TimeUnit as ParquetTimeUnit, Type};
use serde_json::{Map, Value};
use touchstone_generate::{Container, Format, Options};

use crate::formats::options;
use crate::generated;

pub(crate) fn rows(bytes: Vec<u8>) -> Vec<Value> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).expect("Parquet");
    let batches = builder.build().expect("a reader").map(|batch| StructArray::from(batch.expect("a batch")));
    batches.flat_map(|batch| (0..batch.len()).map(|row| value(&batch, row)).collect::<Vec<_>>()).collect()
}

fn value(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Date32 => array.as_primitive::<Date32Type>().value(row).into(),
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
            let time = array.as_primitive::<TimestampMicrosecondType>().value(row);
            Timestamp::from_microsecond(time).expect("a time").to_string().into()
        }
        DataType::Struct(fields) => {
            let columns = fields.iter().zip(array.as_struct().columns());
            let members = columns.map(|(field, column)| (field.name().clone(), value(column, row)));
            Value::Object(members.filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let (keys, values) = (entries.column(0).as_string::<i32>(), entries.column(1));
            let members = (0..entries.len()).map(|entry| (keys.value(entry).to_owned(), value(values, entry)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        other => panic!("{other} is no type of these files"),
    }
}

fn opened(format: Format, events: u64) -> ParquetRecordBatchReaderBuilder<Bytes> {
    let (mut files, _) = generated(&Options { events, ..options(format, Container::Parquet) });
    ParquetRecordBatchReaderBuilder::try_new(Bytes::from(files.remove(0).1)).expect("Parquet")
}

#[test]
fn files_are_as_spark_writes_them() {
    for format in [Format::DatabricksSystemTable, Format::DatabricksDelivery, Format::DatabricksSilver] {
        let opened = opened(format, 2_500);
        let metadata = opened.metadata();
        assert_eq!((metadata.num_row_groups(), metadata.file_metadata().num_rows()), (4, 2_500), "{format}");
        assert!(metadata.file_metadata().key_value_metadata().is_none_or(Vec::is_empty));
        for column in metadata.row_group(0).columns() {
            assert_eq!(column.compression(), Compression::SNAPPY);
        }
    }
}

#[test]
fn the_system_table_has_the_types_that_it_is_described_with() {
    let opened = opened(Format::DatabricksSystemTable, 500);
    let schema = opened.parquet_schema();
    let paths: Vec<_> = schema.columns().iter().map(|column| column.path().string()).collect();
    for path in [
        "user_identity.email",
        "user_identity.subject_name",
        "request_params.key_value.key",
        "request_params.key_value.value",
        "response.status_code",
        "identity_metadata.acting_resource",
    ] {
        assert!(paths.iter().any(|known| known == path), "{path} in {paths:?}");
    }
    let column = |path: &str| &schema.columns()[paths.iter().position(|known| known == path).expect("a column")];
    let time = column("event_time");
    assert_eq!(time.physical_type(), Type::INT64);
    let micros = LogicalType::timestamp(true, ParquetTimeUnit::MICROS);
    assert_eq!(time.logical_type_ref(), Some(&micros));
    assert_eq!(column("event_date").logical_type_ref(), Some(&LogicalType::Date));
    assert_eq!(column("response.status_code").physical_type(), Type::INT32);
    let params = schema.root_schema().get_fields().iter().find(|field| field.name() == "request_params");
    assert_eq!(params.and_then(|field| field.get_basic_info().logical_type_ref()), Some(&LogicalType::Map));
}

#[test]
fn bronze_has_a_field_for_every_key() {
    let opened = opened(Format::DatabricksDelivery, 2_500);
    let DataType::Struct(fields) = opened.schema().field_with_name("requestParams").expect("parameters").data_type()
    else {
        panic!("no struct")
    };
    assert!(fields.len() > 150, "{}", fields.len());
    assert!(fields.iter().all(|field| *field.data_type() == DataType::Utf8 && field.is_nullable()));
    assert!(fields.find("dataSourceId").is_some() && fields.find("DataSourceId").is_some());
    assert!(fields.find("spark.speculation").is_some() && fields.find("script-SHA256").is_some());
}

#[test]
fn an_empty_log_is_a_file_without_rows() {
    for format in [Format::DatabricksSystemTable, Format::DatabricksDelivery, Format::DatabricksSilver] {
        assert_eq!(opened(format, 0).metadata().file_metadata().num_rows(), 0, "{format}");
    }
}
