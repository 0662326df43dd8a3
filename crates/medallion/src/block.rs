//! What a batch becomes: plain columns, which one worker can hand to another as bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use touchstone_frame::Dictionary;
use touchstone_record::time::Moment;
use touchstone_record::{Fingerprint, Format, Problem, ProblemKind, Warning};
use touchstone_source::{Checkpoint, Step};

use crate::notes::Notes;
use crate::shape::ShapeKey;
use crate::{lists, pod};

/// The records of one step of reading, as columns with dictionaries of their own. It knows neither its input nor
/// what was read before: numbers of records count from 0.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Block {
    /// Records met, readable or not.
    pub(crate) records: u64,
    /// Records per format.
    pub(crate) formats: BTreeMap<Format, u64>,
    /// By the wrapper that another system put around them, the events, ascending.
    pub(crate) wrappers: BTreeMap<String, Vec<u32>>,
    pub(crate) problems: Vec<BlockProblem>,
    pub(crate) warnings: Vec<BlockWarning>,
    pub(crate) notes: Notes,
    /// Parts of an archive begun in it: number, path, number of the first record.
    pub(crate) parts: Vec<(u32, String, u64)>,
    /// Parts of an archive left out in it: path, reason.
    pub(crate) skipped: Vec<(String, String)>,
    /// By column of `silver::TEXTS`.
    pub(crate) texts: Vec<TextBlock>,
    /// One entry per event from here on.
    #[serde(with = "pod")]
    pub(crate) records_of: Vec<u32>,
    #[serde(with = "pod")]
    pub(crate) offsets: Vec<u64>,
    #[serde(with = "pod")]
    pub(crate) lengths: Vec<u32>,
    /// Milliseconds; `i64::MIN` where absent.
    #[serde(with = "pod")]
    pub(crate) times: Vec<i64>,
    /// Empty where all are 0.
    #[serde(with = "pod")]
    pub(crate) time_ns: Vec<u32>,
    /// `i64::MIN` where absent.
    #[serde(with = "pod")]
    pub(crate) status_codes: Vec<i64>,
    /// `i64::MIN` where absent.
    #[serde(with = "pod")]
    pub(crate) source_ports: Vec<i64>,
    #[serde(with = "pod")]
    pub(crate) fingerprints: Vec<u128>,
    /// Of each shape its request parameters, by number of `params`.
    pub(crate) shapes: Vec<Box<[ShapeKey]>>,
    #[serde(with = "pod")]
    pub(crate) shape_codes: Vec<u32>,
    /// The request parameters, by service and key.
    pub(crate) params: Vec<ParamBlock>,
    /// Up to where the input has been read.
    pub(crate) position: u64,
    pub(crate) container: Option<Cow<'static, str>>,
    /// How the step ended.
    pub(crate) step: Step,
    pub(crate) stand: Option<Checkpoint>,
    /// Whether it failed for what could have been read where more memory is left.
    pub(crate) lacks_room: bool,
}

/// Something that could not be read.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BlockProblem {
    pub(crate) record: u64,
    pub(crate) offset: u64,
    pub(crate) length: u32,
    pub(crate) problem: Problem,
}

/// What was lost or guessed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BlockWarning {
    /// The event of the block; nothing where it stands between records.
    pub(crate) event: Option<u32>,
    pub(crate) offset: u64,
    pub(crate) length: u32,
    pub(crate) warning: Warning,
}

/// Distinct texts, coded from 1 as in a [`Dictionary`].
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Texts {
    bytes: String,
    #[serde(with = "pod")]
    ends: Vec<u32>,
}

/// A text column: one code per event.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct TextBlock {
    pub(crate) texts: Texts,
    #[serde(with = "pod")]
    pub(crate) codes: Vec<u32>,
}

/// One service's values of one key: only the events that have it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ParamBlock {
    /// The service's code in the block.
    pub(crate) service: u32,
    pub(crate) key: String,
    pub(crate) texts: Texts,
    /// Events of the block, ascending, and as many codes.
    #[serde(with = "pod")]
    pub(crate) events: Vec<u32>,
    #[serde(with = "pod")]
    pub(crate) codes: Vec<u32>,
}

impl Texts {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How long they are, all together.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    fn held_bytes(&self) -> usize {
        self.bytes.len() + 4 * self.ends.len()
    }

    /// The text of a code; nothing for codes never given out.
    pub(crate) fn get(&self, code: u32) -> Option<&str> {
        let at = code.checked_sub(1)? as usize;
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.bytes.get(start as usize..*self.ends.get(at)? as usize)
    }

    /// Every text with its code, by code.
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
        // A block is made of some MiB of text, whose parts are no longer.
        Self { bytes, ends: ends.into_iter().map(|end| end as u32).collect() }
    }
}

impl Block {
    /// What cannot be read at all: it counts as one record, which is a problem.
    pub(crate) fn refusal(problem: Problem, container: Option<Cow<'static, str>>) -> Self {
        let problem = BlockProblem { record: 0, offset: 0, length: 0, problem };
        Self { records: 1, problems: vec![problem], container, step: Step::Failed, ..Self::default() }
    }

    /// Makes room for so many events more.
    pub(crate) fn reserve(&mut self, events: usize) {
        self.shape_codes.reserve(events);
        self.records_of.reserve(events);
        self.offsets.reserve(events);
        self.times.reserve(events);
        self.status_codes.reserve(events);
        self.fingerprints.reserve(events);
    }

    /// Adds the next record as an event, but for its texts, its length, its port and its format.
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

    /// As bytes, for another worker of the same program.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing to memory fails for no value of this type; were it to, the other side would refuse the bytes.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// From the bytes that [`Block::to_bytes`] gave; nothing for others.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// About how many bytes it takes while it waits.
    pub(crate) fn held_bytes(&self) -> usize {
        /// What an event takes in the lists that have all.
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
            + lists::said_bytes(self, 0)
    }

    /// Whether reading ended at a part that is held in one piece and is too large for it.
    pub(crate) fn is_too_large(&self) -> bool {
        let last = self.problems.last().map(|found| found.problem.kind);
        self.step == Step::Failed && last == Some(ProblemKind::TooLarge)
    }

    /// Events in it.
    pub(crate) fn events(&self) -> usize {
        self.offsets.len()
    }
}
