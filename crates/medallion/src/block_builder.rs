//! Builds a block: appends records to its columns one by one.

use std::borrow::Cow;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use touchstone_frame::{Dictionary, NULL};
use touchstone_record::time::Moment;
use touchstone_record::{
    Event, EventRows, Note, Param, Part, Partitions, Problem, RecordReader, RowParam, Warning, join_wrappers,
};
use touchstone_source::{Record, incomplete};

use crate::block::{Block, BlockProblem, BlockWarning, ParamBlock, TextBlock};
use crate::ledger;
use crate::memo::{ParamMemo, TableMemo};
use crate::shape::{ShapeKey, Shapes};
use crate::silver::{TEXTS, texts};

/// A block under construction.
#[derive(Debug, Default)]
pub(crate) struct BlockBuilder {
    pub(crate) block: Block,
    pub(crate) texts: [TextColumn; TEXTS.len()],
    shapes: Shapes,
    params: Vec<ParamColumn>,
    param_columns: HashMap<(u32, u32), u32, FxBuildHasher>,
    keys: Dictionary,
    shape: Vec<ShapeKey>,
    /// The shape of the last event, by service and action.
    last_shapes: HashMap<(u32, u32), u32, FxBuildHasher>,
    /// For tables whose rows are read by column.
    pub(crate) memo: TableMemo,
}

/// Rows of a column to examine before assuming that it has no repeats.
const TRIAL_ROWS: usize = 512;

/// The code of a text in a column with `rows` rows before it. Normally each distinct text gets one code. Where nearly
/// every row has a distinct text, each is added without a lookup; a repeated one is found when the block is joined.
pub(crate) fn code_of(dictionary: &mut Dictionary, rows: usize, text: &str) -> u32 {
    let repeats_nothing = rows >= TRIAL_ROWS && dictionary.len() > rows - rows / 8;
    if repeats_nothing { dictionary.add(text) } else { dictionary.intern(text) }
}

#[derive(Debug, Default)]
pub(crate) struct TextColumn {
    pub(crate) dictionary: Dictionary,
    pub(crate) codes: Vec<u32>,
}

#[derive(Debug)]
struct ParamColumn {
    service: u32,
    key: String,
    dictionary: Dictionary,
    events: Vec<u32>,
    codes: Vec<u32>,
}

impl BlockBuilder {
    /// An empty block that will have about so many events.
    pub(crate) fn with_capacity(events: usize) -> Self {
        let mut builder = Self::default();
        let expected = events + events / 8;
        builder.block.reserve(expected);
        builder.texts.iter_mut().for_each(|column| column.codes.reserve(expected));
        builder
    }

    /// Appends one record; returns false without appending it if its time depends on the order of day and month in its
    /// input and the reader was not given that order: then read it again. `partitions` are those of the input.
    pub(crate) fn push(&mut self, record: Record<'_>, partitions: &Partitions, records: &mut RecordReader) -> bool {
        match records.read(record.bytes, partitions) {
            Ok(event) if event.needs_date_order => return false,
            Ok(event) => self.push_event(record, &event),
            Err(problem) => {
                let parts = records.unfold(record.bytes, &problem);
                if !parts.is_empty() {
                    if !self.push_parts(record, &parts, partitions, records) {
                        return false;
                    }
                    if let Some(warning) = incomplete(record.bytes, None) {
                        self.push_warning(record.offset, record.length, warning);
                    }
                    return true;
                }
                self.push_problem(record.offset, record.length, problem);
            }
        }
        true
    }

    /// Appends all records that one text contains, or none.
    fn push_parts(
        &mut self,
        record: Record<'_>,
        parts: &[Part<'_>],
        partitions: &Partitions,
        records: &mut RecordReader,
    ) -> bool {
        let mut found = Vec::with_capacity(parts.len());
        for part in parts {
            let read = records.read_part(part, partitions);
            if read.as_ref().is_ok_and(|event| event.needs_date_order) {
                return false;
            }
            found.push(read);
        }
        for (part, read) in parts.iter().zip(found) {
            let wrapper = join_wrappers(record.wrapper, &part.wrapper);
            // A table row has a different form in its file, so only text has an offset.
            let place = if record.is_text {
                let offset = record.offset + part.place.start as u64;
                Record { offset, length: part.place.len() as u32, wrapper: &wrapper, ..record }
            } else {
                Record { wrapper: &wrapper, ..record }
            };
            match read {
                Ok(event) => self.push_event(place, &event),
                Err(problem) => self.push_problem(place.offset, place.length, problem),
            }
        }
        true
    }

    /// Appends one record if it is an event and its times are unambiguous.
    pub(crate) fn push_if_event(
        &mut self,
        record: Record<'_>,
        partitions: &Partitions,
        records: &mut RecordReader,
    ) -> bool {
        match records.read(record.bytes, partitions) {
            Ok(event) if !event.needs_date_order => {
                self.push_event(record, &event);
                true
            }
            _ => false,
        }
    }

    /// Appends a record that could not be read.
    pub(crate) fn push_problem(&mut self, offset: u64, length: u32, problem: Problem) {
        self.block.problems.push(BlockProblem { record: self.block.records, offset, length, problem });
        self.block.records += 1;
    }

    /// Appends a warning about data between records.
    pub(crate) fn push_warning(&mut self, offset: u64, length: u32, warning: Warning) {
        self.block.warnings.push(BlockWarning { event: None, offset, length, warning });
    }

    /// Notes something of its input.
    pub(crate) fn push_note(&mut self, note: &Note) {
        self.block.notes.add(note, 1);
    }

    /// Marks the start of an archive member.
    pub(crate) fn push_part(&mut self, index: u32, path: &str) {
        self.block.parts.push((index, path.to_owned(), self.block.records));
    }

    /// Records that an archive member is left out.
    pub(crate) fn push_skipped(&mut self, path: &str, reason: &str) {
        self.block.skipped.push((path.to_owned(), reason.to_owned()));
    }

    /// Appends an event. `record` is where it was read.
    pub(crate) fn push_event(&mut self, record: Record<'_>, event: &Event<'_>) {
        let texts = texts(event);
        // The service's code selects the gold frame, so equal services must have equal codes.
        let [service, others @ ..] = &mut self.texts;
        service.codes.push(service.dictionary.intern_optional(texts[0]));
        for (column, text) in others.iter_mut().zip(&texts[1..]) {
            let code = text.map_or(NULL, |text| code_of(&mut column.dictionary, column.codes.len(), text));
            column.codes.push(code);
        }
        let row = self.block.events() as u32;
        let shape = self.push_params(row, &event.params);
        let time = event.time_ms.map(|ms| Moment { ms, ns: event.time_ns });
        let block = &mut self.block;
        let within = event.wrapper.as_deref().unwrap_or_default();
        let wrapper = match (record.wrapper, within) {
            ("", one) | (one, "") => Cow::Borrowed(one),
            (outer, inner) => Cow::Owned(join_wrappers(outer, inner)),
        };
        if !wrapper.is_empty() {
            let name = ledger::wrapper_name(&block.wrappers, &wrapper).to_owned();
            block.wrappers.entry(name).or_default().push(row);
        }
        event.notes.iter().for_each(|note| block.notes.add(note, 1));
        block.warnings.extend(event.warnings.iter().map(|warning| BlockWarning {
            event: Some(row),
            offset: record.offset,
            length: record.length,
            warning: warning.clone(),
        }));
        block.push_event(record.offset, shape, time, event.status_code, event.fingerprint);
        block.lengths.push(record.length);
        block.source_ports.push(event.source_port.map_or(i64::MIN, i64::from));
        *block.formats.entry(event.format).or_default() += 1;
    }

    /// Appends the request parameters of an event whose texts are appended already; returns their shape.
    fn push_params(&mut self, row: u32, params: &[Param<'_>]) -> u32 {
        let (service, action) = self.action(row);
        // Events of one action mostly have the same keys as the last one.
        let expected = self.last_shapes.get(&(service, action)).copied();
        self.shape.clear();
        for (nth, param) in params.iter().enumerate() {
            let likely = expected.and_then(|shape| self.shapes.get(shape).get(nth)).map(|key| key.column);
            let column = match likely {
                Some(column) if self.params[column as usize].key == param.key => column,
                _ => self.param_column(service, &param.key),
            };
            let code = self.param_code(column, &param.value);
            self.push_param(row, ShapeKey { column, is_json: param.is_json }, code);
        }
        self.finish_shape((service, action), expected)
    }

    /// Appends the request parameters of a table row.
    pub(crate) fn push_row_params(
        &mut self,
        row: u32,
        rows: &EventRows<'_>,
        params: &[RowParam],
        memo: &mut ParamMemo,
    ) -> u32 {
        let (service, action) = self.action(row);
        let expected = self.last_shapes.get(&(service, action)).copied();
        self.shape.clear();
        for param in params {
            let column = memo.columns.get(service, param.key, || self.param_column(service, rows.key(*param)));
            let code = memo.values.get(column, param.value, || self.param_code(column, rows.value(*param)));
            self.push_param(row, ShapeKey { column, is_json: false }, code);
        }
        self.finish_shape((service, action), expected)
    }

    /// The codes of an event's service and action.
    fn action(&self, row: u32) -> (u32, u32) {
        (self.texts[0].codes[row as usize], self.texts[1].codes[row as usize])
    }

    fn param_code(&mut self, column: u32, value: &str) -> u32 {
        let values = &mut self.params[column as usize];
        code_of(&mut values.dictionary, values.codes.len(), value)
    }

    fn push_param(&mut self, row: u32, key: ShapeKey, code: u32) {
        let values = &mut self.params[key.column as usize];
        values.events.push(row);
        values.codes.push(code);
        self.shape.push(key);
    }

    /// The code of the completed shape. `expected` is the shape of the action's last event.
    fn finish_shape(&mut self, action: (u32, u32), expected: Option<u32>) -> u32 {
        match expected {
            Some(shape) if self.shapes.get(shape) == self.shape => shape,
            _ => {
                let shape = self.shapes.intern(&self.shape);
                self.last_shapes.insert(action, shape);
                shape
            }
        }
    }

    fn param_column(&mut self, service: u32, key: &str) -> u32 {
        let key_code = self.keys.intern(key);
        *self.param_columns.entry((service, key_code)).or_insert_with(|| {
            self.params.push(ParamColumn {
                service,
                key: key.to_owned(),
                dictionary: Dictionary::default(),
                events: Vec::new(),
                codes: Vec::new(),
            });
            self.params.len() as u32 - 1
        })
    }

    /// The finished block.
    pub(crate) fn finish(self) -> Block {
        let texts = self.texts.into_iter();
        let params = self.params.into_iter();
        Block {
            texts: texts.map(|text| TextBlock { texts: text.dictionary.into(), codes: text.codes }).collect(),
            shapes: self.shapes.into_list(),
            params: params
                .map(|param| ParamBlock {
                    service: param.service,
                    key: param.key,
                    texts: param.dictionary.into(),
                    events: param.events,
                    codes: param.codes,
                })
                .collect(),
            ..self.block
        }
    }
}
