//! Reading a table by column or by cell gives the same as reading the JSON of its rows.

#![allow(clippy::from_iter_instead_of_collect, reason = "the type of a column stands in front")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use arrow_array::builder::{MapBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray, StructArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{Field, Fields};
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;
use touchstone_medallion::Session;
use touchstone_record::{FingerprintKey, Partitions, RecordReader, Rows};
use touchstone_source::{Consumed, Limits, Piece, Reader, RowNumbers, Sink, Source, Step};

use crate::support::{front_to_back_of, parquet_file};

/// Collects the JSON of rows, and counts those read without it.
struct Collected {
    records: RecordReader,
    text: Vec<u8>,
    read: Read,
    is_whole: bool,
}

/// How many rows are read without their JSON.
#[derive(Clone, Copy, Debug, Default)]
struct Read {
    by_column: usize,
    by_cell: usize,
}

impl Sink for Collected {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Record(record) => {
                self.text.extend(record.bytes);
                self.text.push(b'\n');
            }
            _ => self.is_whole = false,
        }
    }

    fn take_rows(&mut self, _places: &RowNumbers, rows: &RecordBatch, _are_whole: bool) -> Consumed {
        let partitions = Partitions::default();
        if let Some(rows) = self.records.rows(rows, &partitions) {
            self.read.by_column += (0..rows.len()).filter(|row| rows.is_read(*row)).count();
        } else {
            let whole = Rows::from(rows);
            let Some(mut table) = self.records.table(&whole, &partitions) else {
                return Consumed { read: 0, left: rows.num_rows() };
            };
            let mut is_read = |at: &usize| self.records.read_row(&table.row(*at), &partitions).is_some();
            self.read.by_cell += (0..rows.num_rows()).filter(|at| is_read(at)).count();
        }
        // Leaves all rows to arrive as JSON.
        Consumed { read: 0, left: rows.num_rows() }
    }
}

/// The JSON of a Parquet file's rows, and how many are read without it; `None` for an unreadable file.
fn json(bytes: &[u8]) -> Option<(Vec<u8>, Read)> {
    let records = RecordReader::new(FingerprintKey::new([3; 16]));
    let mut rows = Collected { records, text: Vec::new(), read: Read::default(), is_whole: true };
    let source: Rc<dyn Source> = Rc::new(bytes.to_vec());
    let mut reader = Reader::open(source, Limits::default()).ok()?;
    while reader.step(&mut rows) == Step::More {}
    // Without records there is no JSON.
    (rows.is_whole && !rows.text.is_empty()).then_some((rows.text, rows.read))
}

fn load(inputs: &[(&str, &[u8])]) -> Session {
    let named = |(path, bytes): &(&str, &[u8])| ((*path).to_owned(), Rc::new(bytes.to_vec()) as Rc<dyn Source>);
    front_to_back_of(&inputs.iter().map(named).collect::<Vec<_>>(), Limits::default())
}

/// The contents of a session, without locations.
fn describe(session: &Session) -> String {
    let medallion = session.medallion();
    let mut describe = String::new();
    let silver = medallion.silver();
    for row in 0..silver.rows() {
        for (id, name) in silver.frame().columns().filter(|(_, name)| !matches!(*name, "$offset" | "$length")) {
            write!(describe, "{name}={:?} {:?} ", silver.frame().text(id, row), silver.frame().integer(id, row))
                .unwrap();
        }
        writeln!(describe, "{} {:?}", medallion.flattened(row), medallion.params(row)).unwrap();
    }
    for gold in medallion.gold() {
        writeln!(describe, "{} {:?}", gold.service(), gold.keys().iter().map(|(key, _)| *key).collect::<Vec<_>>())
            .unwrap();
    }
    for input in medallion.inputs() {
        writeln!(describe, "{:?} {:?} {:?}", input.state, input.counts, input.formats).unwrap();
    }
    let problems = medallion.problems().iter().map(|found| (found.record, &found.problem));
    let duplicates = medallion.duplicates().iter().map(|found| (found.record, found.of_row));
    writeln!(describe, "{:#?} {:?}", problems.collect::<Vec<_>>(), duplicates.collect::<Vec<_>>()).unwrap();
    describe
}

fn assert_alike(name: &str, bytes: &[u8]) -> Read {
    let Some((json, read)) = json(bytes) else { return Read::default() };
    let columns = load(&[("table.parquet", bytes)]);
    assert_eq!(describe(&columns), describe(&load(&[("table.json", &json)])), "{name}");
    // Each record is a duplicate of itself.
    let both = load(&[("table.parquet", bytes), ("table.json", &json)]);
    assert_eq!(both.medallion().silver().rows(), columns.medallion().silver().rows(), "{name}");
    read
}

#[test]
fn the_tables_of_every_writer_are_read_alike() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/inputs")];
    let mut read = Read::default();
    while let Some(folder) = folders.pop() {
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let (inner, found): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| path.is_dir());
        folders.extend(inner);
        for path in found.iter().filter(|path| path.extension().is_some_and(|extension| extension == "parquet")) {
            let Read { by_column, by_cell } = assert_alike(&path.display().to_string(), &std::fs::read(path).unwrap());
            read = Read { by_column: read.by_column + by_column, by_cell: read.by_cell + by_cell };
        }
    }
    assert!(read.by_column > 300 && read.by_cell > 40, "{read:?}");
}

/// The content of a generated table row.
#[derive(Clone, Debug)]
struct Row {
    texts: Vec<Option<String>>,
    time: Option<i64>,
    status: Option<i32>,
    structs: [bool; 3],
    params: Option<Vec<(String, Option<String>)>>,
}

/// The physical layout of a generated table.
#[derive(Clone, Debug)]
struct Shape {
    unit: u8,
    left_out: u16,
    is_camel: bool,
    more: u8,
    has_dictionary: bool,
}

const TEXTS: [&str; 16] = [
    "service_name",
    "action_name",
    "event_id",
    "audit_level",
    "workspace_id",
    "source_ip_address",
    "account_id",
    "user_agent",
    "session_id",
    "request_id",
    "email",
    "subject_name",
    "run_by",
    "run_as",
    "error_message",
    "result",
];

fn row() -> impl Strategy<Value = Row> {
    let text = || {
        prop_oneof![
            1 => Just(None),
            8 => prop_oneof![
                Just(""),
                Just("0"),
                Just("7"),
                Just("ACCOUNT_LEVEL"),
                Just("WORKSPACE_LEVEL"),
                Just("203.0.113.9:51234"),
                Just("a text of more than twelve bytes"),
                Just("a text of more than twelve letters: \u{1f600}\"\\\n\0"),
                Just("null"),
                Just("{\"a\": 1}"),
            ].prop_map(|text| Some(text.to_owned())),
        ]
    };
    let named = |name: &'static str| prop_oneof![1 => Just(None), 15 => "[a-c]".prop_map(move |letter| Some(name.to_owned() + &letter))];
    let texts =
        (named("service "), named("action "), named("the id of an event "), proptest::collection::vec(text(), 13));
    let texts = texts.prop_map(|(service, action, id, more)| [vec![service, action, id], more].concat());
    let time = proptest::option::weighted(
        0.9,
        prop_oneof![4 => 1_577_571_960_848_000_i64..1_577_571_961_848_000, 1 => any::<i64>()],
    );
    let status = proptest::option::of(prop_oneof![Just(0), Just(200), Just(401), any::<i32>()]);
    let key = prop_oneof![Just("workspace_id".to_owned()), "[a-d]?", Just("a key of many letters".to_owned())];
    let params = proptest::option::weighted(0.9, proptest::collection::vec((key, text()), 0..6));
    let structs = proptest::array::uniform3(proptest::bool::weighted(0.9));
    (texts, time, status, structs, params).prop_map(|(texts, time, status, structs, params)| Row {
        texts,
        time,
        status,
        structs,
        params,
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    let left_out = prop_oneof![Just(0), (3_u16..20).prop_map(|at| 1 << at.min(15))];
    (0_u8..6, left_out, any::<bool>(), prop_oneof![4 => Just(0), 1 => 1_u8..7], any::<bool>()).prop_map(
        |(unit, left_out, is_camel, more, has_dictionary)| Shape { unit, left_out, is_camel, more, has_dictionary },
    )
}

fn table(rows: &[Row], shape: &Shape) -> Vec<u8> {
    let text =
        |at: usize| -> ArrayRef { Arc::new(StringArray::from_iter(rows.iter().map(|row| row.texts[at].clone()))) };
    let group = |at: usize, columns: Vec<(&str, ArrayRef)>| -> ArrayRef {
        let nulls = NullBuffer::from_iter(rows.iter().map(|row| row.structs[at]));
        let fields: Fields =
            columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        Arc::new(StructArray::try_new(fields, columns, Some(nulls)).unwrap())
    };
    let spelled = |snake: &'static str, camel: &'static str| if shape.is_camel { camel } else { snake };
    let times = || rows.iter().map(|row| row.time);
    let time: ArrayRef = match shape.unit {
        0 => Arc::new(TimestampMicrosecondArray::from_iter(times()).with_timezone("UTC")),
        1 => Arc::new(TimestampMicrosecondArray::from_iter(times())),
        2 => Arc::new(TimestampMillisecondArray::from_iter(times()).with_timezone("UTC")),
        3 => Arc::new(TimestampNanosecondArray::from_iter(times())),
        4 => Arc::new(TimestampSecondArray::from_iter(times())),
        _ => Arc::new(StringArray::from_iter(times().map(|time| time.map(|time| time.to_string())))),
    };
    let status: ArrayRef = match shape.unit {
        5 => Arc::new(StringArray::from_iter(rows.iter().map(|row| row.status.map(|status| status.to_string())))),
        4 => Arc::new(Int64Array::from_iter(rows.iter().map(|row| row.status.map(i64::from)))),
        _ => Arc::new(Int32Array::from_iter(rows.iter().map(|row| row.status))),
    };
    let mut params = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
    for row in rows {
        for (key, value) in row.params.iter().flatten() {
            params.keys().append_value(key);
            params.values().append_option(value.as_ref());
        }
        params.append(row.params.is_some()).unwrap();
    }
    let mut columns: Vec<(&str, ArrayRef)> =
        TEXTS[..10].iter().enumerate().map(|(at, name)| (*name, text(at))).collect();
    columns.extend([
        ("event_time", time),
        ("request_params", Arc::new(params.finish()) as ArrayRef),
        ("user_identity", group(0, vec![("email", text(10)), (spelled("subject_name", "subjectName"), text(11))])),
        (
            "identity_metadata",
            group(
                1,
                vec![
                    (spelled("run_by", "runBy"), text(12)),
                    (spelled("run_as", "runAs"), text(13)),
                    ("acting_resource", text(7)),
                ],
            ),
        ),
        (
            "response",
            group(
                2,
                vec![
                    (spelled("status_code", "statusCode"), status),
                    (spelled("error_message", "errorMessage"), text(14)),
                    ("result", text(15)),
                ],
            ),
        ),
        ("event_date", Arc::new(Date32Array::from_iter(rows.iter().map(|row| row.status)))),
    ]);
    let mut at = 0;
    columns.retain(|_| {
        at += 1;
        shape.left_out & 1 << (at - 1) == 0
    });
    match shape.more {
        1 => columns.push(("statusCode", text(9))),
        2 => columns.push(("workspaceId", text(9))),
        3 => columns.extend([("serviceName", text(0)), ("actionName", text(1))]),
        4 => columns.push(("another", group(0, vec![("email", text(10))]))),
        5 => columns.push(("another", text(15))),
        6 => columns.push(("userIdentity", text(15))),
        _ => {}
    }
    parquet_file(columns, WriterProperties::builder().set_dictionary_enabled(shape.has_dictionary).build())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_table_is_read_alike(rows in proptest::collection::vec(row(), 1..40), shape in shape()) {
        assert_alike("table", &table(&rows, &shape));
    }
}

#[test]
fn rows_that_are_left_come_between_those_that_are_read() {
    let row = |nth: usize| Row {
        texts: (0..TEXTS.len())
            .map(|at| (at != 2 || nth % 7 != 3).then(|| format!("text {at} of {}", nth % (2500 + at))))
            .collect(),
        time: Some(1_577_571_960_848_123 + nth as i64),
        status: Some(200),
        structs: [true; 3],
        params: Some(vec![(format!("key {}", nth % 5), Some(format!("value {}", nth % 100)))]),
    };
    let rows: Vec<Row> = (0..9000).map(row).collect();
    // With one column, with two more that are not read, and with one that leaves the table to its cells.
    for (has_dictionary, more) in [(false, 0), (true, 0), (false, 5), (true, 5), (false, 1), (true, 1)] {
        let shape = Shape { unit: 0, left_out: 0, is_camel: false, more, has_dictionary };
        let read = assert_alike("mixed", &table(&rows, &shape));
        let expected = if more == 1 { read.by_cell } else { read.by_column };
        assert!(expected > 7000, "{read:?}");
    }
}
