//! Values of Parquet files that JSON writes in another way, or not at all.

use std::sync::Arc;

use arrow_array::types::Float64Type;
use arrow_array::{
    ArrayRef, FixedSizeBinaryArray, Float32Array, Float64Array, ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::SchemaDescriptor;
use touchstone_source::Limits;

use crate::support::{assert_read_again, pieces};

/// The pieces of a file with these columns, each row a row group.
fn written(columns: Vec<(&str, ArrayRef)>, types: Option<&str>) -> Vec<String> {
    let rows = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)));
    let rows = rows.unwrap();
    let mut options = ArrowWriterOptions::new();
    if let Some(types) = types {
        let schema = parse_message_type(&format!("message m {{ {types} }}")).unwrap();
        options = options.with_parquet_schema(SchemaDescriptor::new(Arc::new(schema)));
    }
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new_with_options(&mut bytes, rows.schema(), options).unwrap();
    for row in 0..rows.num_rows() {
        writer.write(&rows.slice(row, 1)).unwrap();
        writer.flush().unwrap();
    }
    writer.close().unwrap();
    assert_read_again(&bytes, Limits::default());
    pieces(&bytes, Limits::default())
}

#[test]
fn uuids_are_written_as_people_know_them() {
    const BYTES: [u8; 16] = *b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\xfe\xff";
    const DASHED: &str = "00010203-0405-0607-0809-0a0b0c0dfeff";
    const DIGITS: &str = "000102030405060708090a0b0c0dfeff";
    let ids = || -> ArrayRef {
        Arc::new(FixedSizeBinaryArray::try_from_sparse_iter_with_size([Some(BYTES), None].into_iter(), 16).unwrap())
    };
    let field = Arc::new(Field::new("id", DataType::FixedSizeBinary(16), true));
    let group = || -> ArrayRef { Arc::new(StructArray::from(vec![(Arc::clone(&field), ids())])) };
    for (column, types, expected) in [
        (ids(), "optional fixed_len_byte_array(16) c (UUID);", [format!("{{\"c\":\"{DASHED}\"}}"), "{}".to_owned()]),
        (ids(), "optional fixed_len_byte_array(16) c;", [format!("{{\"c\":\"{DIGITS}\"}}"), "{}".to_owned()]),
        (
            group(),
            "optional group c { optional fixed_len_byte_array(16) id (UUID); }",
            [format!("{{\"c\":{{\"id\":\"{DASHED}\"}}}}"), "{\"c\":{}}".to_owned()],
        ),
    ] {
        let found = written(vec![("c", column)], Some(types));
        assert_eq!(found, [format!("0 {}", expected[0]), format!("1 {}", expected[1])], "{types}");
    }
}

#[test]
fn each_column_with_numbers_that_json_lacks_is_reported_once() {
    const NULL: &str = r#"{"c":null}"#;
    let row = |at: usize, text: &str| format!("{at} {text}");
    let warned = |at: usize| format!("{at} ?not_a_number");
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let narrow = bad as f32;
        let list =
            ListArray::from_iter_primitive::<Float64Type, _, _>([Some(vec![Some(1.0)]), None, Some(vec![Some(bad)])]);
        let field = Arc::new(Field::new("x", DataType::Float64, true));
        let inner: ArrayRef = Arc::new(Float64Array::from(vec![1.5, bad, 2.5]));
        for (column, expected) in [
            (
                Arc::new(Float64Array::from(vec![Some(1.5), Some(bad), None, Some(bad)])) as ArrayRef,
                vec![row(0, r#"{"c":1.5}"#), warned(1), row(1, NULL), row(2, "{}"), row(3, NULL)],
            ),
            (Arc::new(Float32Array::from(vec![narrow, 0.5])), vec![warned(0), row(0, NULL), row(1, r#"{"c":0.5}"#)]),
            (Arc::new(list), vec![row(0, r#"{"c":[1.0]}"#), row(1, "{}"), warned(2), row(2, r#"{"c":[null]}"#)]),
            (
                Arc::new(StructArray::from(vec![(field, inner)])),
                vec![
                    row(0, r#"{"c":{"x":1.5}}"#),
                    warned(1),
                    row(1, r#"{"c":{"x":null}}"#),
                    row(2, r#"{"c":{"x":2.5}}"#),
                ],
            ),
            (Arc::new(Float64Array::from(vec![Some(0.0), None])), vec![row(0, r#"{"c":0.0}"#), row(1, "{}")]),
            (Arc::new(StringArray::from(vec!["NaN"])), vec![row(0, r#"{"c":"NaN"}"#)]),
        ] {
            assert_eq!(written(vec![("c", column)], None), expected, "{bad}");
        }
        let two = || -> ArrayRef { Arc::new(Float64Array::from(vec![bad])) };
        assert_eq!(
            written(vec![("a", two()), ("b", two())], None),
            [warned(0), warned(0), row(0, r#"{"a":null,"b":null}"#)]
        );
    }
}
