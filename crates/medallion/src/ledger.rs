//! Bronze: the inputs, how far each was read, and what could not be read.

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
    /// Bytes read so far.
    pub bytes_read: u64,
    /// SHA-256 in hexadecimal, once computed.
    pub sha256: Option<String>,
    /// Its detected kind: the name of a [`Container`].
    pub container: Cow<'static, str>,
    /// Records per format.
    pub formats: BTreeMap<Format, u64>,
    /// Records per wrapper that another system put around them, named by its keys: `result._raw`.
    pub wrappers: BTreeMap<String, u64>,
    /// Its share of the reconciliation.
    pub counts: Counts,
    /// Its events without a time.
    pub undated: u64,
    /// Its events without a service.
    pub without_service: u64,
    /// The workspaces of its events.
    pub workspaces: Workspaces,
    /// How far it has been read.
    pub state: InputState,
    /// The archive members started so far, in order.
    pub parts: Vec<Part>,
    /// The number of its file; `None` for an input that was not given.
    pub(crate) file: Option<u32>,
    /// Why it cannot be read, if known before reading.
    pub(crate) refused: Option<Problem>,
    /// For a data file of a Delta table, its entry in the table's log.
    pub(crate) of_table: Option<DataFile>,
    /// What is said of it once.
    pub(crate) said: SaidNotes,
}

/// Number of wrappers counted separately per input. Real exports have one or two.
const MAX_WRAPPERS: usize = 16;

/// The name under which a wrapper is counted: wrappers above the maximum share one name.
pub(crate) fn wrapper_name<'a, V>(wrappers: &BTreeMap<String, V>, wrapper: &'a str) -> &'a str {
    if wrappers.len() < MAX_WRAPPERS || wrappers.contains_key(wrapper) { wrapper } else { "…" }
}

/// How many workspaces the events name, as far as it matters for noticing a missing one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Workspaces {
    /// No event names one.
    #[default]
    None,
    /// Every event that names one names this one.
    One(String),
    /// Events name several.
    Several,
}

impl Workspaces {
    /// Adds a workspace.
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
    /// The number of its first record within the input.
    pub first_record: u64,
}

/// A file that is not an input, or a note on rows that a Delta table's log deletes from one.
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
    /// Not started.
    Waiting,
    /// Started.
    Reading,
    /// Read to its end.
    Complete,
    /// Stopped on request; what was read stays loaded.
    Cancelled,
    /// Not started or not finished because memory is full; what was read stays loaded.
    Stopped,
    /// Not a log, or reading failed; its last problem says why. What was read stays loaded.
    Failed,
}

impl InputState {
    /// Whether no more will be read of it.
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

    /// Counts the kept events of a block that have no time or no service, and collects their workspaces.
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

    /// The archive member that contains a record.
    pub fn part_of(&self, record: u64) -> Option<&Part> {
        let behind = self.parts.partition_point(|part| part.first_record <= record);
        self.parts[..behind].last()
    }
}

/// A record that could not be read, or an unreadable input, which counts as one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1.
    pub record: u64,
    /// Its first byte in the text of the input or archive member, after decompression and in UTF-8. In a Parquet file,
    /// its row from 0.
    pub offset: u64,
    /// Its length in bytes; 0 for a Parquet row, or if there is nothing to show.
    pub length: u32,
    /// What is wrong.
    pub problem: Problem,
}

impl InputProblem {
    /// Location of the record.
    pub fn place(&self) -> RecordPlace {
        RecordPlace { input: self.input, record: self.record, offset: self.offset, length: self.length }
    }
}

impl InputWarning {
    /// Location of the record; that of the first record if the warning concerns none.
    pub fn place(&self) -> RecordPlace {
        let record = self.record.unwrap_or(1);
        RecordPlace { input: self.input, record, offset: self.offset, length: self.length }
    }
}

/// A lost or guessed value of an event or an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputWarning {
    /// The input's index in the ledger.
    pub input: u32,
    /// The record's number within the input, from 1; `None` if the warning concerns no record.
    pub record: Option<u64>,
    /// Its offset, as in [`InputProblem`].
    pub offset: u64,
    /// Its length; 0 if there is nothing to show.
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
    /// Its offset, as in [`InputProblem`].
    pub offset: u64,
    /// Its length.
    pub length: u32,
    /// The silver row of the event that it repeats.
    pub of_row: u32,
}

impl Duplicate {
    /// Location of the record.
    pub fn place(&self) -> RecordPlace {
        RecordPlace { input: self.input, record: self.record, offset: self.offset, length: self.length }
    }
}
