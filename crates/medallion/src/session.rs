//! Reading inputs step by step, so that whoever drives it can show progress, answer questions and stop in between.

use std::fmt;
use std::rc::Rc;

use touchstone_record::{FingerprintKey, Partitions, Problem, ProblemKind};
use touchstone_source::{Block, Blocks, Container, ReadError, Source, read_range, records, sniff};

use crate::batch::Batch;
use crate::ledger::{Input, InputState};
use crate::medallion::Medallion;
use crate::silver::SilverColumn;

/// Bytes that decide what an input is.
const HEAD_BYTES: u64 = 1 << 16;

/// A medallion, the inputs it is made from, and how far they are read.
pub struct Session {
    medallion: Medallion,
    sources: Vec<Rc<dyn Source>>,
    reading: Option<Reading>,
    key: FingerprintKey,
}

struct Reading {
    input: u32,
    blocks: Blocks,
    partitions: Partitions,
}

/// How far loading has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of every input given so far.
    pub bytes_total: u64,
    /// Bytes read of them.
    pub bytes_read: u64,
    /// Inputs given so far.
    pub inputs: u32,
    /// Inputs of which nothing more will be read.
    pub inputs_done: u32,
    /// The input being read.
    pub current: Option<u32>,
}

impl Session {
    /// An empty one. `key` are 16 random bytes, see [`FingerprintKey`].
    pub fn new(key: [u8; 16]) -> Self {
        Self { medallion: Medallion::default(), sources: Vec::new(), reading: None, key: FingerprintKey::new(key) }
    }

    /// What is loaded so far.
    pub fn medallion(&self) -> &Medallion {
        &self.medallion
    }

    /// Adds an input to those waiting, and gives its index in the ledger.
    pub fn open(&mut self, path: String, source: Rc<dyn Source>) -> u32 {
        self.medallion.inputs.push(Input::new(path, source.size()));
        self.sources.push(source);
        self.sources.len() as u32 - 1
    }

    /// Notes an input's SHA-256, which is computed elsewhere, beside the reading.
    pub fn set_sha256(&mut self, input: u32, sha256: String) {
        if let Some(entry) = self.medallion.inputs.get_mut(input as usize) {
            entry.sha256 = Some(sha256);
        }
    }

    /// Reads one more block; false when there is nothing left to read.
    pub fn step(&mut self) -> bool {
        if self.reading.is_none() {
            let waiting = self.medallion.inputs.iter().position(|input| input.state == InputState::Waiting);
            let Some(input) = waiting else { return false };
            self.begin(input as u32);
            return true;
        }
        if let Some(mut reading) = self.reading.take() {
            let source = Rc::clone(&self.sources[reading.input as usize]);
            let read = self.read_block(&mut reading, &*source);
            self.medallion.inputs[reading.input as usize].bytes_read = reading.blocks.position();
            match read {
                Ok(true) => self.reading = Some(reading),
                Ok(false) => self.end(reading.input),
                Err(error) => self.fail(reading.input, reading.blocks.position(), of_read(error)),
            }
        }
        true
    }

    /// Stops reading. What is loaded stays, and inputs given later are read again.
    pub fn cancel(&mut self) {
        self.reading = None;
        for input in &mut self.medallion.inputs {
            if !input.state.is_final() {
                input.state = InputState::Cancelled;
            }
        }
    }

    /// How far reading has come.
    pub fn progress(&self) -> Progress {
        let inputs = self.medallion.inputs();
        Progress {
            bytes_total: inputs.iter().map(|input| input.bytes).sum(),
            bytes_read: inputs.iter().map(|input| input.bytes_read).sum(),
            inputs: inputs.len() as u32,
            inputs_done: inputs.iter().filter(|input| input.state.is_final()).count() as u32,
            current: self.reading.as_ref().map(|reading| reading.input),
        }
    }

    /// The bytes of the record that a silver row came from, read again from its input.
    pub fn raw_record(&self, row: u32) -> Result<Vec<u8>, ReadError> {
        let integer = |column| self.medallion.silver().integer(column, row);
        let (input, offset, length) =
            (integer(SilverColumn::Input), integer(SilverColumn::Offset), integer(SilverColumn::Length));
        self.raw_bytes(
            input.unwrap_or_default() as u32,
            offset.unwrap_or_default() as u64,
            length.unwrap_or_default() as u32,
        )
    }

    /// Bytes of an input, read again.
    pub fn raw_bytes(&self, input: u32, offset: u64, length: u32) -> Result<Vec<u8>, ReadError> {
        read_range(&*self.sources[input as usize], offset, length as usize)
    }

    fn begin(&mut self, input: u32) {
        let source = Rc::clone(&self.sources[input as usize]);
        let size = source.size();
        let head = read_range(&*source, 0, size.min(HEAD_BYTES) as usize);
        let container = match head {
            Ok(head) => sniff(&head),
            Err(error) => return self.fail(input, 0, of_read(error)),
        };
        let entry = &mut self.medallion.inputs[input as usize];
        entry.container = container;
        let (kind, message) = match container {
            // White space as far as was looked may be followed by records.
            Container::Json | Container::Empty if container == Container::Json || size > HEAD_BYTES => {
                entry.state = InputState::Reading;
                let partitions = Partitions::of_path(&entry.path);
                self.reading = Some(Reading { input, blocks: Blocks::new(size), partitions });
                return;
            }
            Container::Json | Container::Empty => no_record(size),
            Container::Unsupported { what, .. } => (
                ProblemKind::UnsupportedContainer,
                format!("the file is {what}, which is not read yet; give newline-delimited JSON"),
            ),
            Container::Unknown => {
                (ProblemKind::NotALog, "the file is no audit log: no line of it begins as a JSON object".to_owned())
            }
        };
        entry.bytes_read = size.min(HEAD_BYTES);
        self.fail(input, 0, Problem { kind, message });
    }

    /// Reads one block of an input; false at its end.
    fn read_block(&mut self, reading: &mut Reading, source: &dyn Source) -> Result<bool, ReadError> {
        let first_record = self.medallion.inputs[reading.input as usize].counts.records + 1;
        let mut batch = Batch::new(reading.input, first_record);
        match reading.blocks.next(source)? {
            None => return Ok(false),
            Some(Block::Lines { offset, bytes }) => {
                records(offset, bytes).for_each(|record| batch.push(record, &reading.partitions, &self.key));
            }
            Some(Block::LineTooLong { offset, limit }) => batch.push_problem(
                offset,
                0,
                Problem {
                    kind: ProblemKind::RecordTooLong,
                    message: format!("the line is longer than {} MiB, which no audit record is", limit >> 20),
                },
            ),
        }
        self.medallion.append(batch);
        Ok(true)
    }

    /// Ends an input that was read to its end.
    fn end(&mut self, input: u32) {
        let entry = &mut self.medallion.inputs[input as usize];
        if entry.counts.records > 0 {
            entry.state = InputState::Complete;
            return;
        }
        entry.container = Container::Empty;
        let (kind, message) = no_record(entry.bytes);
        self.fail(input, 0, Problem { kind, message });
    }

    /// Ends an input with a problem that counts as its next record.
    fn fail(&mut self, input: u32, offset: u64, problem: Problem) {
        let first_record = self.medallion.inputs[input as usize].counts.records + 1;
        let mut batch = Batch::new(input, first_record);
        batch.push_problem(offset, 0, problem);
        self.medallion.append(batch);
        self.medallion.inputs[input as usize].state = InputState::Failed;
    }
}

fn no_record(size: u64) -> (ProblemKind, String) {
    let message = if size == 0 { "the file is empty" } else { "the file holds white space only" };
    (ProblemKind::EmptyInput, message.to_owned())
}

fn of_read(error: ReadError) -> Problem {
    Problem { kind: ProblemKind::ReadError, message: error.message }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Session").field("progress", &self.progress()).finish_non_exhaustive()
    }
}
