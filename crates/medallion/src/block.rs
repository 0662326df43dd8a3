//! A block: records in plain columns, which one worker can send to another as bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use touchstone_frame::Dictionary;
use touchstone_record::time::Moment;
use touchstone_record::{Fingerprint, Format, Problem, ProblemKind, Warning};
use touchstone_source::{Checkpoint, Step};

use crate::notes::Notes;
use crate::shape::ShapeKey;
use crate::{lists, number_bytes};

/// The records of one read step, as columns with their own dictionaries. A block is independent of its input and of
/// earlier blocks: record numbers start at 0.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Block {
    /// Records found, readable or not.
    pub(crate) records: u64,
    /// Records per format.
    pub(crate) formats: BTreeMap<Format, u64>,
    /// Events by the wrapper that another system put around them, ascending.
    pub(crate) wrappers: BTreeMap<String, Vec<u32>>,
    pub(crate) problems: Vec<BlockProblem>,
    pub(crate) warnings: Vec<BlockWarning>,
    pub(crate) notes: Notes,
    /// Archive members that start in this block: number, path, number of the first record.
    pub(crate) parts: Vec<(u32, String, u64)>,
    /// Archive members left out: path, reason.
    pub(crate) skipped: Vec<(String, String)>,
    /// In the order of `silver::TEXTS`.
    pub(crate) texts: Vec<TextBlock>,
    /// From here on, one entry per event.
    #[serde(with = "number_bytes")]
    pub(crate) records_of: Vec<u32>,
    #[serde(with = "number_bytes")]
    pub(crate) offsets: Vec<u64>,
    #[serde(with = "number_bytes")]
    pub(crate) lengths: Vec<u32>,
    /// Milliseconds; `i64::MIN` if absent.
    #[serde(with = "number_bytes")]
    pub(crate) times: Vec<i64>,
    /// Empty if all are 0.
    #[serde(with = "number_bytes")]
    pub(crate) time_ns: Vec<u32>,
    /// `i64::MIN` if absent.
    #[serde(with = "number_bytes")]
    pub(crate) status_codes: Vec<i64>,
    /// `i64::MIN` if absent.
    #[serde(with = "number_bytes")]
    pub(crate) source_ports: Vec<i64>,
    #[serde(with = "number_bytes")]
    pub(crate) fingerprints: Vec<u128>,
    /// The request parameters of each shape, as indices into `params`.
    pub(crate) shapes: Vec<Box<[ShapeKey]>>,
    #[serde(with = "number_bytes")]
    pub(crate) shape_codes: Vec<u32>,
    /// Request parameters, by service and key.
    pub(crate) params: Vec<ParamBlock>,
    /// The position in the input up to which it has been read.
    pub(crate) position: u64,
    pub(crate) container: Option<Cow<'static, str>>,
    /// The result of the step.
    pub(crate) step: Step,
    pub(crate) checkpoint: Option<Checkpoint>,
    /// Whether reading failed only for lack of memory.
    pub(crate) out_of_memory: bool,
}

/// A record that could not be read.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BlockProblem {
    pub(crate) record: u64,
    pub(crate) offset: u64,
    pub(crate) length: u32,
    pub(crate) problem: Problem,
}

/// A lost or guessed value.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BlockWarning {
    /// The event in the block; `None` for a warning between records.
    pub(crate) event: Option<u32>,
    pub(crate) offset: u64,
    pub(crate) length: u32,
    pub(crate) warning: Warning,
}

/// Distinct texts, coded from 1 as in a [`Dictionary`].
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Texts {
    bytes: String,
    #[serde(with = "number_bytes")]
    ends: Vec<u32>,
}

/// A text column: one code per event.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct TextBlock {
    pub(crate) texts: Texts,
    #[serde(with = "number_bytes")]
    pub(crate) codes: Vec<u32>,
}

/// The values of one key in one service, only for the events that have it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ParamBlock {
    /// The service's code in this block.
    pub(crate) service: u32,
    pub(crate) key: String,
    pub(crate) texts: Texts,
    /// Events of the block, ascending, and one code for each.
    #[serde(with = "number_bytes")]
    pub(crate) events: Vec<u32>,
    #[serde(with = "number_bytes")]
    pub(crate) codes: Vec<u32>,
}

impl Texts {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Total length of the texts.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    fn held_bytes(&self) -> usize {
        self.bytes.len() + 4 * self.ends.len()
    }

    /// The text of a code; `None` for unused codes.
    pub(crate) fn get(&self, code: u32) -> Option<&str> {
        let at = code.checked_sub(1)? as usize;
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.bytes.get(start as usize..*self.ends.get(at)? as usize)
    }

    /// All texts and their codes, in order of code.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..=self.len() as u32).map(|code| (code, self.get(code).unwrap_or_default()))
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut into = Self::default();
        for text in texts {
            into.bytes.push_str(text);
            into.ends.push(into.bytes.len() as u32);
        }
        into
    }
}

impl From<Dictionary> for Texts {
    fn from(dictionary: Dictionary) -> Self {
        let (bytes, ends) = dictionary.into_texts();
        // A block covers a few MiB of text, so lengths fit.
        Self { bytes, ends: ends.into_iter().map(|end| end as u32).collect() }
    }
}

impl Block {
    /// A block for an input that cannot be read at all: one record, which is a problem.
    pub(crate) fn refusal(problem: Problem, container: Option<Cow<'static, str>>) -> Self {
        let problem = BlockProblem { record: 0, offset: 0, length: 0, problem };
        Self { records: 1, problems: vec![problem], container, step: Step::Failed, ..Self::default() }
    }

    /// Reserves capacity for more events.
    pub(crate) fn reserve(&mut self, events: usize) {
        self.shape_codes.reserve(events);
        self.records_of.reserve(events);
        self.offsets.reserve(events);
        self.lengths.reserve(events);
        self.times.reserve(events);
        self.status_codes.reserve(events);
        self.source_ports.reserve(events);
        self.fingerprints.reserve(events);
    }

    /// Appends the next record as an event, without its texts, length, port and format.
    pub(crate) fn push_event(
        &mut self,
        offset: u64,
        shape: u32,
        time: Option<Moment>,
        status_code: Option<i32>,
        fingerprint: Fingerprint,
    ) {
        let row = self.events();
        self.shape_codes.push(shape);
        self.records_of.push(self.records as u32);
        self.offsets.push(offset);
        self.times.push(time.map_or(i64::MIN, |moment| moment.ms));
        if let Some(moment) = time.filter(|moment| moment.ns > 0) {
            self.time_ns.resize(row, 0);
            self.time_ns.push(moment.ns);
        }
        self.status_codes.push(status_code.map_or(i64::MIN, i64::from));
        self.fingerprints.push(fingerprint.0);
        self.records += 1;
    }

    /// Serializes the block for another worker of the same program.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Serializing these types to memory cannot fail; if it did, `from_bytes` would reject the result.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// Deserializes the output of [`Block::to_bytes`]; `None` for other bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// Approximate size in memory while the block waits.
    pub(crate) fn held_bytes(&self) -> usize {
        /// Size of one event in the per-event columns.
        const EVENT: usize = 4 + 8 + 4 + 8 + 8 + 8 + 16 + 4;
        let columns = self.texts.iter().map(|column| column.texts.held_bytes() + 4 * column.codes.len());
        let params = self
            .params
            .iter()
            .map(|param| size_of::<ParamBlock>() + param.key.len() + param.texts.held_bytes() + 8 * param.events.len());
        let shapes = self.shapes.iter().map(|shape| size_of::<Box<[ShapeKey]>>() + size_of_val(&**shape));
        EVENT * self.events()
            + columns.sum::<usize>()
            + params.sum::<usize>()
            + shapes.sum::<usize>()
            + self.problems.len() * size_of::<BlockProblem>()
            + self.warnings.len() * size_of::<BlockWarning>()
            + lists::text_bytes(self, 0)
    }

    /// Whether reading ended at a value that must be held as a whole and is too large.
    pub(crate) fn is_too_large(&self) -> bool {
        let last = self.problems.last().map(|found| found.problem.kind);
        self.step == Step::Failed && last == Some(ProblemKind::TooLarge)
    }

    /// Number of events.
    pub(crate) fn events(&self) -> usize {
        self.offsets.len()
    }
}
