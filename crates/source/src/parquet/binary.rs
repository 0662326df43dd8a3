//! Converts binary columns, as Hive, Impala and older Spark write texts, to text where they are UTF-8 and to
//! hexadecimal digits elsewhere, and UUIDs to the text that people know.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, ListArray, MapArray, RecordBatch, RecordBatchOptions, StringViewArray, StructArray,
};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields, Schema};

use super::uuids;

/// The rows with binary columns as text, and the names of columns with values that are not UTF-8. None if no column is
/// binary.
pub(super) fn with_texts(rows: &RecordBatch) -> Option<Result<(RecordBatch, Vec<String>), ArrowError>> {
    let schema = rows.schema_ref();
    let has_bytes = schema.fields().iter().any(|field| has_bytes(field));
    has_bytes.then(|| {
        let (mut columns, mut fields, mut broken) = (Vec::new(), Vec::new(), Vec::new());
        for (field, column) in schema.fields().iter().zip(rows.columns()) {
            let mut is_broken = false;
            let column = array(field, column, &mut is_broken)?;
            fields.push(renewed(field, column.data_type()));
            columns.push(column);
            if is_broken {
                broken.push(field.name().clone());
            }
        }
        let options = RecordBatchOptions::new().with_row_count(Some(rows.num_rows()));
        let rows = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)?;
        Ok((rows, broken))
    })
}

fn has_bytes(field: &Field) -> bool {
    match field.data_type() {
        DataType::BinaryView => true,
        DataType::Struct(fields) => fields.iter().any(|field| has_bytes(field)),
        DataType::List(element) | DataType::Map(element, _) => has_bytes(element),
        _ => uuids::is_uuid(field),
    }
}

fn renewed(field: &FieldRef, data_type: &DataType) -> FieldRef {
    Arc::new(Field::clone(field).with_data_type(data_type.clone()))
}

fn array(field: &Field, from: &ArrayRef, is_broken: &mut bool) -> Result<ArrayRef, ArrowError> {
    if !has_bytes(field) {
        return Ok(Arc::clone(from));
    }
    Ok(match field.data_type() {
        DataType::BinaryView => {
            let texts = from.as_binary_view().iter().map(|bytes| bytes.map(|bytes| text(bytes, is_broken)));
            Arc::new(texts.collect::<StringViewArray>())
        }
        DataType::FixedSizeBinary(_) => {
            let texts = from.as_fixed_size_binary().iter().map(|bytes| bytes.map(uuids::text));
            Arc::new(texts.collect::<StringViewArray>())
        }
        DataType::Struct(_) => Arc::new(group(from.as_struct(), is_broken)?),
        DataType::List(element) => {
            let (_, offsets, elements, nulls) = from.as_list::<i32>().clone().into_parts();
            let elements = array(element, &elements, is_broken)?;
            Arc::new(ListArray::try_new(renewed(element, elements.data_type()), offsets, elements, nulls)?)
        }
        DataType::Map(entry, is_sorted) => {
            let (_, offsets, pairs, nulls, _) = from.as_map().clone().into_parts();
            let pairs = group(&pairs, is_broken)?;
            Arc::new(MapArray::try_new(renewed(entry, pairs.data_type()), offsets, pairs, nulls, *is_sorted)?)
        }
        _ => Arc::clone(from),
    })
}

fn group(from: &StructArray, is_broken: &mut bool) -> Result<StructArray, ArrowError> {
    let (fields, columns, nulls) = from.clone().into_parts();
    let columns = fields.iter().zip(&columns).map(|(field, column)| array(field, column, is_broken));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let fields: Fields =
        fields.iter().zip(&columns).map(|(field, column)| renewed(field, column.data_type())).collect();
    StructArray::try_new_with_length(fields, columns, nulls, from.len())
}

fn text(bytes: &[u8], is_broken: &mut bool) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    *is_broken = true;
    hexadecimal(bytes)
}

/// Two digits for each byte.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string cannot fail.
        _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use arrow_array::BinaryViewArray;

    use super::*;

    #[test]
    fn bytes_become_text_if_they_are_utf8() {
        for (bytes, expected, broken) in [
            (vec![Some(&b"a"[..]), None, Some("é".as_bytes())], vec![Some("a"), None, Some("é")], vec![]),
            (vec![Some(&b"a"[..]), Some(b"\xff\x00")], vec![Some("a"), Some("ff00")], vec!["c"]),
        ] {
            let inner: ArrayRef = Arc::new(bytes.into_iter().collect::<BinaryViewArray>());
            let field = Arc::new(Field::new("x", DataType::BinaryView, true));
            let group: ArrayRef = Arc::new(StructArray::from(vec![(field, Arc::clone(&inner))]));
            for column in [inner, group] {
                let rows = RecordBatch::try_from_iter([("c", column)]).unwrap();
                let (rows, found) = with_texts(&rows).unwrap().unwrap();
                let texts = rows.column(0).as_struct_opt().map_or(rows.column(0), |group| group.column(0));
                assert_eq!(texts.as_string_view().iter().collect::<Vec<_>>(), expected);
                assert_eq!(found, broken);
            }
        }
        let plain =
            RecordBatch::try_from_iter([("c", Arc::new(StringViewArray::from(vec!["a"])) as ArrayRef)]).unwrap();
        assert!(with_texts(&plain).is_none());
    }
}
