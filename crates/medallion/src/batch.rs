//! A block of records, made into columns on its own.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxBuildHasher;
use touchstone_frame::Dictionary;
use touchstone_record::{Event, Fingerprint, FingerprintKey, Format, Partitions, Problem};
use touchstone_source::Record;

use crate::ledger::InputProblem;
use crate::shape::{ShapeKey, Shapes};
use crate::silver::{TEXTS, texts};

/// Records of one input as columns with dictionaries of their own, ready to be appended.
#[derive(Debug)]
pub struct Batch {
    pub(crate) input: u32,
    /// Records met, readable or not.
    pub(crate) records: u64,
    /// Records per format.
    pub(crate) formats: BTreeMap<Format, u64>,
    pub(crate) problems: Vec<InputProblem>,
    /// One entry per event from here on.
    pub(crate) texts: [TextColumn; TEXTS.len()],
    pub(crate) places: Vec<Place>,
    pub(crate) fingerprints: Vec<Fingerprint>,
    pub(crate) shapes: Shapes,
    pub(crate) shape_codes: Vec<u32>,
    /// The request parameters, by service and key.
    pub(crate) params: Vec<ParamColumn>,
    param_columns: HashMap<(u32, u32), u32, FxBuildHasher>,
    keys: Dictionary,
    shape: Vec<ShapeKey>,
    first_record: u64,
}

#[derive(Debug, Default)]
pub(crate) struct TextColumn {
    pub(crate) dictionary: Dictionary,
    pub(crate) codes: Vec<u32>,
}

/// The numbers of an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) record: u64,
    pub(crate) offset: u64,
    pub(crate) length: u32,
    pub(crate) time_ms: Option<i64>,
    pub(crate) time_ns: u32,
    pub(crate) status_code: Option<i32>,
    pub(crate) source_port: Option<u16>,
}

/// One service's values of one key: only the events that have it.
#[derive(Debug)]
pub(crate) struct ParamColumn {
    /// The service's code in the batch.
    pub(crate) service: u32,
    pub(crate) key: String,
    pub(crate) dictionary: Dictionary,
    /// Event of the batch, code in `dictionary`.
    pub(crate) values: Vec<(u32, u32)>,
}

impl Batch {
    /// An empty one for an input. `first_record` is the number of the next record within the input, from 1.
    pub fn new(input: u32, first_record: u64) -> Self {
        Self {
            input,
            records: 0,
            formats: BTreeMap::new(),
            problems: Vec::new(),
            texts: std::array::from_fn(|_| TextColumn::default()),
            places: Vec::new(),
            fingerprints: Vec::new(),
            shapes: Shapes::default(),
            shape_codes: Vec::new(),
            params: Vec::new(),
            param_columns: HashMap::default(),
            keys: Dictionary::default(),
            shape: Vec::new(),
            first_record,
        }
    }

    /// Reads one record into it. `partitions` are those of the input.
    pub fn push(&mut self, record: Record<'_>, partitions: &Partitions, key: &FingerprintKey) {
        match touchstone_record::read(record.bytes, partitions, key) {
            Ok(event) => self.push_event(record, &event),
            Err(problem) => self.push_problem(record.offset, record.length, problem),
        }
    }

    /// Notes a record that could not be read.
    pub fn push_problem(&mut self, offset: u64, length: u32, problem: Problem) {
        self.problems.push(InputProblem {
            input: self.input,
            record: self.first_record + self.records,
            offset,
            length,
            problem,
        });
        self.records += 1;
    }

    fn push_event(&mut self, record: Record<'_>, event: &Event<'_>) {
        for (column, text) in self.texts.iter_mut().zip(texts(event)) {
            column.codes.push(column.dictionary.intern_optional(text));
        }
        let row = self.places.len() as u32;
        let service = self.texts[0].codes[row as usize];
        self.shape.clear();
        for param in &event.params {
            let column = self.param_column(service, &param.key);
            let values = &mut self.params[column as usize];
            let code = values.dictionary.intern(&param.value);
            values.values.push((row, code));
            self.shape.push(ShapeKey { column, is_json: param.is_json });
        }
        self.shape_codes.push(self.shapes.intern(&self.shape));
        self.places.push(Place {
            record: self.first_record + self.records,
            offset: record.offset,
            length: record.length,
            time_ms: event.time_ms,
            time_ns: event.time_ns,
            status_code: event.status_code,
            source_port: event.source_port,
        });
        self.fingerprints.push(event.fingerprint);
        *self.formats.entry(event.format).or_default() += 1;
        self.records += 1;
    }

    fn param_column(&mut self, service: u32, key: &str) -> u32 {
        let key_code = self.keys.intern(key);
        *self.param_columns.entry((service, key_code)).or_insert_with(|| {
            self.params.push(ParamColumn {
                service,
                key: key.to_owned(),
                dictionary: Dictionary::default(),
                values: Vec::new(),
            });
            self.params.len() as u32 - 1
        })
    }

    /// Records met in it, readable or not.
    pub fn records(&self) -> u64 {
        self.records
    }
}
