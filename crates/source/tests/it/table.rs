//! Delta tables made by hand, and what is shown of them when given as a folder or in an archive.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use arrow_json::ReaderBuilder;
use arrow_schema::{DataType, Field, Fields, Schema};
use parquet::arrow::{ArrowWriter, PARQUET_FIELD_ID_META_KEY};
use parquet::file::properties::WriterProperties;
use touchstone_source::{DataFile, Limits, Piece, Planned, Portion, RawReader, Reader, Source, Step, plan};

use crate::delta::zip;

/// What is shown of given files, sorted by text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) records: Vec<String>,
    /// `path: kind: message`.
    pub(crate) problems: Vec<String>,
    /// `path: reason`, except for the log.
    pub(crate) skipped: Vec<String>,
    /// `path: column=value`.
    pub(crate) partitions: Vec<String>,
}

/// What is shown of files; asserts that it is the same however they are given.
pub(crate) fn shown(files: &[(String, Vec<u8>)]) -> Shown {
    let folder = in_folder(files);
    let archive = in_archive(files);
    assert_eq!(archive, folder, "in an archive");
    folder
}

fn in_folder(files: &[(String, Vec<u8>)]) -> Shown {
    let given: Vec<_> =
        files.iter().map(|(path, bytes)| (path.clone(), Rc::new(bytes.clone()) as Rc<dyn Source>)).collect();
    let mut shown = Shown::default();
    for planned in plan(&given, Limits::default()) {
        match planned {
            Planned::Read { file, of_table } => {
                let (path, source) = &given[file];
                if let Some(of_table) = &of_table {
                    shown.skipped.extend(of_table.left_out().map(|reason| format!("{path}: {reason}")));
                    shown.partition(path, Some(&of_table.partitions));
                }
                read(&mut shown, path, source, of_table.as_ref());
            }
            Planned::Refuse { file, problem } => {
                shown.problems.push(format!("{}: {}: {}", given[file].0, problem.kind.name(), problem.message));
            }
            Planned::Skip { file, reason } => shown.skip(&given[file].0, reason),
            Planned::Problem { path, problem } => {
                shown.problems.push(format!("{path}: {}: {}", problem.kind.name(), problem.message));
            }
        }
    }
    shown.sorted()
}

fn in_archive(files: &[(String, Vec<u8>)]) -> Shown {
    let source: Rc<dyn Source> = Rc::new(zip(files, "/"));
    let mut shown = Shown::default();
    read(&mut shown, "", &source, None);
    shown.sorted()
}

/// Reads an input, and each of its records again.
fn read(shown: &mut Shown, path: &str, source: &Rc<dyn Source>, of_table: Option<&DataFile>) {
    let limits = Limits::default();
    let mut path = path.to_owned();
    let mut reader = match Reader::open_portion(Rc::clone(source), Portion::Whole, of_table.cloned(), limits) {
        Ok(reader) => reader,
        Err((_, problem)) => {
            shown.problems.push(format!("{path}: {}: {}", problem.kind.name(), problem.message));
            return;
        }
    };
    let (mut part, mut places) = (0, Vec::new());
    while reader.step(&mut |piece: Piece<'_>| match piece {
        Piece::Record(record) => {
            shown.records.push(String::from_utf8(record.bytes.to_vec()).unwrap());
            places.push((part, record.offset, record.length, record.bytes.to_vec()));
        }
        Piece::Part { index, path: name, partitions } => {
            (part, path) = (index, name.to_owned());
            shown.partition(name, partitions);
        }
        Piece::Skipped { path, reason } => shown.skip(path, reason),
        Piece::Problem { problem, .. } => {
            let (kind, message) = (problem.kind.name(), problem.message);
            // For a member that has not been started, the message names it.
            match message.split_once(": ").filter(|(name, _)| path != *name && name.starts_with("t/")) {
                Some((name, message)) => shown.problems.push(format!("{name}: {kind}: {message}")),
                None => shown.problems.push(format!("{path}: {kind}: {message}")),
            }
        }
        Piece::Warning { .. } => {}
    }) == Step::More
    {}
    let mut raw = RawReader::new(Rc::clone(source), of_table.cloned(), limits);
    for (part, offset, length, bytes) in places.iter().step_by(places.len() / 8 + 1) {
        assert_eq!(raw.read(*part, *offset, *length).unwrap(), *bytes, "{path}, row {offset}");
    }
}

impl Shown {
    fn skip(&mut self, path: &str, reason: &str) {
        if reason != "log of a Delta table" {
            self.skipped.push(format!("{path}: {reason}"));
        }
    }

    fn partition(&mut self, path: &str, values: Option<&[(String, Option<String>)]>) {
        let values = values.into_iter().flatten();
        self.partitions
            .extend(values.map(|(column, value)| format!("{path}: {column}={}", value.as_deref().unwrap_or("null"))));
    }

    fn sorted(mut self) -> Self {
        for list in [&mut self.records, &mut self.problems, &mut self.skipped, &mut self.partitions] {
            list.sort_unstable();
        }
        self
    }
}

/// A field with an id.
pub(crate) fn with_id(id: i32, name: &str, data_type: DataType) -> Field {
    let metadata: HashMap<_, _> = [(PARQUET_FIELD_ID_META_KEY.to_owned(), id.to_string())].into();
    Field::new(name, data_type, true).with_metadata(metadata)
}

/// A map with text keys.
pub(crate) fn map_of(values: DataType) -> DataType {
    let pair = vec![Field::new("key", DataType::Utf8, false), Field::new("value", values, true)];
    DataType::Map(Arc::new(Field::new("key_value", DataType::Struct(pair.into()), false)), false)
}

/// Rows as a Parquet file whose row groups have `group_rows` rows.
pub(crate) fn parquet(fields: impl Into<Fields>, rows: &str, group_rows: usize) -> Vec<u8> {
    let schema = Arc::new(Schema::new(fields));
    let mut reader = ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(1 << 20).build_decoder().unwrap();
    reader.decode(rows.as_bytes()).unwrap();
    let batch = reader.flush().unwrap().unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group_rows)).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}
