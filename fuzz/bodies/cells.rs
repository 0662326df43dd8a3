//! What must hold of any row of a table: it gives the same event from its cells as from its JSON.

use std::sync::Arc;

use arrow_array::builder::{MapBuilder, StringViewBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int64Array, RecordBatch, StringViewArray, StructArray,
    TimestampMillisecondArray,
};
use arrow_buffer::NullBuffer;
use arrow_json::LineDelimitedWriter;
use arrow_schema::Field;
use serde_json::{Map, Value};
use touchstone_record::time::DateOrder;
use touchstone_record::{FingerprintKey, Partitions, RecordReader, Rows, read};

/// Any bytes, each line of which may be a record: as rows of one table, in every form.
pub(crate) fn cells(bytes: &[u8]) {
    let records: Vec<String> = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
    for form in FORMS {
        if let Some(rows) = table(&records, form) {
            assert_same(&rows);
        }
    }
}

/// How a table holds its values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) objects: Objects,
    pub(crate) numbers: Numbers,
    /// Texts as codes.
    pub(crate) has_codes: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Objects {
    Structs,
    /// Maps from text to text.
    Maps,
    /// Their JSON.
    Texts,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Numbers {
    Integers,
    Floats,
    /// Milliseconds.
    Times,
}

const PLAIN: Form = Form { objects: Objects::Structs, numbers: Numbers::Integers, has_codes: false };

pub(crate) const FORMS: [Form; 6] = [
    PLAIN,
    Form { objects: Objects::Maps, ..PLAIN },
    Form { objects: Objects::Texts, ..PLAIN },
    Form { has_codes: true, ..PLAIN },
    Form { numbers: Numbers::Floats, ..PLAIN },
    Form { numbers: Numbers::Times, ..PLAIN },
];

/// A table of records that are objects; none if there is no valid record.
pub(crate) fn table(records: &[String], form: Form) -> Option<RecordBatch> {
    let rows: Vec<Map<String, Value>> = records.iter().filter_map(|record| serde_json::from_str(record).ok()).collect();
    let all: Vec<_> = rows.iter().map(Some).collect();
    let columns = columns(&all, form);
    if rows.is_empty() || columns.is_empty() { None } else { RecordBatch::try_from_iter(columns).ok() }
}

/// A column for each key, in the order in which keys are met.
fn columns(rows: &[Option<&Map<String, Value>>], form: Form) -> Vec<(String, ArrayRef)> {
    let mut keys: Vec<&String> = Vec::new();
    for key in rows.iter().flatten().flat_map(|row| row.keys()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let column = |key: &String| {
        let values: Vec<_> = rows.iter().map(|row| row.and_then(|row| row.get(key))).collect();
        (key.clone(), array(&values, form))
    };
    keys.into_iter().map(column).collect()
}

fn array(values: &[Option<&Value>], form: Form) -> ArrayRef {
    let values: Vec<_> = values.iter().map(|value| value.filter(|value| !value.is_null())).collect();
    let are = |is: fn(&Value) -> bool| values.iter().flatten().all(|value| is(value));
    if are(Value::is_i64) && !are(Value::is_string) {
        let numbers = values.iter().map(|value| value.and_then(Value::as_i64));
        return match form.numbers {
            Numbers::Integers => Arc::new(numbers.collect::<Int64Array>()),
            Numbers::Floats => {
                Arc::new(numbers.map(|number| number.map(|number| number as f64)).collect::<Float64Array>())
            }
            Numbers::Times => Arc::new(numbers.collect::<TimestampMillisecondArray>().with_timezone("+00:00")),
        };
    }
    if are(Value::is_boolean) && !are(Value::is_string) {
        return Arc::new(values.iter().map(|value| value.and_then(Value::as_bool)).collect::<BooleanArray>());
    }
    if are(Value::is_object) && !are(Value::is_string) {
        let objects: Vec<_> = values.iter().map(|value| value.and_then(Value::as_object)).collect();
        match form.objects {
            Objects::Structs => return group(&objects, form),
            Objects::Maps => return map(&objects),
            Objects::Texts => {}
        }
    }
    let texts = values.iter().map(|value| value.map(text));
    if form.has_codes {
        let texts: Vec<Option<String>> = texts.collect();
        return Arc::new(texts.iter().map(Option::as_deref).collect::<DictionaryArray<Int32Type>>());
    }
    Arc::new(texts.collect::<StringViewArray>())
}

/// A string's text, or any other value's JSON.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn map(objects: &[Option<&Map<String, Value>>]) -> ArrayRef {
    let mut map = MapBuilder::new(None, StringViewBuilder::new(), StringViewBuilder::new());
    for object in objects {
        for (key, value) in object.iter().copied().flatten() {
            map.keys().append_value(key);
            map.values().append_option((!value.is_null()).then(|| text(value)));
        }
        map.append(object.is_some()).unwrap();
    }
    Arc::new(map.finish())
}

fn group(objects: &[Option<&Map<String, Value>>], form: Form) -> ArrayRef {
    let columns = columns(objects, form);
    let nulls: NullBuffer = objects.iter().map(Option::is_some).collect();
    let fields = columns.iter().map(|(name, column)| Field::new(name, column.data_type().clone(), true)).collect();
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    Arc::new(StructArray::try_new_with_length(fields, columns, Some(nulls), objects.len()).unwrap())
}

/// Reads the rows of a table twice, as rows of one input, and returns how many were read from their cells.
pub(crate) fn assert_same(rows: &RecordBatch) -> usize {
    let key = FingerprintKey::new([7; 16]);
    let mut json = Vec::new();
    let mut writer = LineDelimitedWriter::new(&mut json);
    writer.write(rows).unwrap();
    writer.finish().unwrap();
    let rows = Rows::from(rows);
    let lines: Vec<_> = json.split(|byte| *byte == b'\n').collect();
    let mut read_so = 0;
    for partitions in ["a.parquet", "workspaceId=7/date=2024-01-31/a.parquet"].map(Partitions::of_path) {
        let mut reader = RecordReader::new(key.clone());
        reader.set_date_order(DateOrder::Unknown);
        let Some(mut table) = reader.table(&rows, &partitions) else { return 0 };
        for at in (0..table.len()).chain(0..table.len()) {
            let expected = read(lines[at], &partitions, &key);
            let row = table.row(at);
            assert_eq!(row.json().as_bytes(), lines[at]);
            if let Some(event) = reader.read_row(&row, &partitions) {
                assert_eq!(Ok(event), expected, "{}", String::from_utf8_lossy(lines[at]));
                read_so += 1;
            }
            // What rows teach serves JSON, too.
            assert_eq!(reader.read(lines[at], &partitions), expected, "{}", String::from_utf8_lossy(lines[at]));
        }
    }
    read_so
}
