//! Bronze: what was given, how far it was read, and what could not be.

use std::borrow::Cow;
use std::collections::BTreeMap;

use touchstone_frame::NULL;
use touchstone_record::{Format, Problem, Warning};
use touchstone_source::{Container, DataFile, Encoding};

use crate::block::Block;
use crate::medallion::RecordPlace;
use crate::notes::SaidNotes;
use crate::reconciliation::Counts;
use crate::silver::{SilverColumn, TEXTS};

/// An input's entry in the ledger.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path as given.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How much of it has been read.
    pub bytes_read: u64,
    /// SHA-256 in hexadecimal, once somebody has computed it.
    pub sha256: Option<String>,
    /// What it turned out to be: the name of a [`Container`].
    pub container: Cow<'static, str>,
    /// Records per format.
    pub formats: BTreeMap<Format, u64>,
    /// Records per wrapper that another system put around them, by the keys that lead into it: `result._raw`.
    pub wrappers: BTreeMap<String, u64>,
    /// Its part of the reconciliation.
    pub counts: Counts,
    /// Its events that have no time.
    pub undated: u64,
    /// Its events that name no service.
    pub without_service: u64,
    /// The workspaces of its events.
    pub workspaces: Workspaces,
    /// How far reading has come.
    pub state: InputState,
    /// The parts of an archive that have been begun, in order.
    pub parts: Vec<Part>,
    /// The number of the file that it is read from; nothing for what was not given.
    pub(crate) file: Option<u32>,
    /// Why it cannot be read, where that is known before it is begun.
    pub(crate) refused: Option<Problem>,
    /// Of a Delta table's data file, what the table's log says of it.
    pub(crate) of_table: Option<DataFile>,
    /// What is said of it once.
    pub(crate) said: SaidNotes,
}

/// How many wrappers an input's entry tells apart. Real exports have one or two.
const MAX_WRAPPERS: usize = 16;

/// The name under which a wrapper is counted: what is beyond the most wrappers is counted together.
pub(crate) fn wrapper_name<'a, V>(wrappers: &BTreeMap<String, V>, wrapper: &'a str) -> &'a str {
    if wrappers.len() < MAX_WRAPPERS || wrappers.contains_key(wrapper) { wrapper } else { "…" }
}

/// How many workspaces events name, as far as it matters whether they are folded to one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Workspaces {
    /// None names one.
    #[default]
    None,
    /// All that name one name this.
    One(String),
    /// They name several.
    Several,
}

impl Workspaces {
    /// With one more.
    pub fn add(&mut self, workspace: &str) {
        match self {
            Self::None => *self = Self::One(workspace.to_owned()),
            Self::One(known) if known == workspace => {}
            Self::One(_) | Self::Several => *self = Self::Several,
        }
    }
}

/// A file within an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its number in the archive's directory.
    pub index: u32,
    /// Its path within the archive.
    pub path: String,
    /// The number, within the input, of its first record.
    pub first_record: u64,
}

/// A given file that is no input, or what a Delta table's log leaves out of one that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path.
    pub path: String,
    /// Why it holds no records, or what is left out.
    pub reason: String,
}

/// How far an input has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputState {
    /// Not begun.
    Waiting,
    /// Begun.
    Reading,
    /// Read to its end.
    Complete,
    /// Stopped on request; what was read stays.
    Cancelled,
    /// Not read to its end, or not begun, because memory is full; what was read stays.
    Stopped,
    /// It is no log, or reading it failed; its last problem says why. What was read stays.
    Failed,
}

impl InputState {
    /// Whether nothing more will be read of it.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Reading)
    }
}

impl Input {
    pub(crate) fn new(path: String, bytes: u64) -> Self {
        Self {
            path,
            bytes,
            bytes_read: 0,
            sha256: None,
            container: Container::Json(Encoding::Utf8).name().into(),
            formats: BTreeMap::new(),
            wrappers: BTreeMap::new(),
            counts: Counts::default(),
            undated: 0,
            without_service: 0,
            workspaces: Workspaces::None,
            state: InputState::Waiting,
            parts: Vec::new(),
            file: None,
            refused: None,
            of_table: None,
            said: SaidNotes::default(),
        }
    }

    /// Counts what the events of a block lack that are kept.
    pub(crate) fn note_lacks(&mut self, block: &Block, kept: &[u32]) {
        self.undated += kept.iter().filter(|at| block.times[**at as usize] == i64::MIN).count() as u64;
        let of = |wanted| TEXTS.iter().position(|column| *column == wanted).and_then(|at| block.texts.get(at));
        if let Some(services) = of(SilverColumn::ServiceName) {
            let codes = 0..=services.texts.len() as u32;
            let lacks: Vec<bool> = codes.map(|code| services.texts.get(code).is_none_or(str::is_empty)).collect();
            let lacking = kept.iter().filter(|at| lacks[services.codes[**at as usize] as usize]);
            self.without_service += lacking.count() as u64;
        }
        let Some(workspaces) = of(SilverColumn::WorkspaceId) else { return };
        let mut last = NULL;
        for at in kept {
            let code = workspaces.codes[*at as usize];
            if self.workspaces == Workspaces::Several {
                break;
            }
            if code != last
                && let Some(workspace) = workspaces.texts.get(code)
            {
                self.workspaces.add(workspace);
            }
            last = code;
        }
    }

    /// The part of an archive that a record lies in.
    pub fn part_of(&self, record: u64) -> Option<&Part> {
        let behind = self.parts.partition_point(|part| part.first_record <= record);
        self.parts[..behind].last()
    }
}

/// A record that could not be read, or an input that could not: then the input counts as that one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1.
    pub record: u64,
    /// Where it begins in the input's text, or in its part's: after decompression, in UTF-8. In a Parquet file its row,
    /// from 0.
    pub offset: u64,
    /// Its length in bytes; 0 for a row of a Parquet file, and where there is nothing to show.
    pub length: u32,
    /// What is wrong.
    pub problem: Problem,
}

impl InputProblem {
    /// Where the record lies.
    pub fn place(&self) -> RecordPlace {
        RecordPlace { input: self.input, record: self.record, offset: self.offset, length: self.length }
    }
}

impl InputWarning {
    /// Where the record lies; in the first where it concerns none.
    pub fn place(&self) -> RecordPlace {
        let record = self.record.unwrap_or(1);
        RecordPlace { input: self.input, record, offset: self.offset, length: self.length }
    }
}

/// What was lost or guessed of an event that was read, or of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputWarning {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1; nothing where it concerns no record.
    pub record: Option<u64>,
    /// Where it begins, as in [`InputProblem`].
    pub offset: u64,
    /// Its length there; 0 where there is nothing to show.
    pub length: u32,
    /// What happened.
    pub warning: Warning,
}

/// A record that repeats an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1.
    pub record: u64,
    /// Where it begins, as in [`InputProblem`].
    pub offset: u64,
    /// Its length there.
    pub length: u32,
    /// The silver row of the event that it repeats.
    pub of_row: u32,
}

impl Duplicate {
    /// Where the record lies.
    pub fn place(&self) -> RecordPlace {
        RecordPlace { input: self.input, record: self.record, offset: self.offset, length: self.length }
    }
}
