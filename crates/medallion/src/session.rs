//! Reading inputs step by step, so that whoever drives it can show progress, answer questions and stop in between.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use touchstone_record::{FingerprintKey, Partitions, Problem};
use touchstone_source::{Container, Limits, Piece, Planned, RawReader, Reader, Source, Step, plan};

use crate::batch::Batch;
use crate::ledger::{Input, InputState, Part, Skipped};
use crate::medallion::{Medallion, RecordPlace};

/// A medallion, the inputs it is made from, and how far they are read.
pub struct Session {
    medallion: Medallion,
    files: Vec<File>,
    /// How many of the files have become inputs, or were skipped.
    planned: usize,
    reading: Option<Reading>,
    /// The input whose records were last read again.
    raw: RefCell<Option<(u32, RawReader)>>,
    key: FingerprintKey,
    limits: Limits,
}

/// A file as given.
struct File {
    path: String,
    source: Rc<dyn Source>,
    sha256: Option<String>,
    input: Option<u32>,
}

struct Reading {
    input: u32,
    reader: Reader,
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
        Self::with_limits(key, Limits::default())
    }

    /// With other limits for each input.
    pub fn with_limits(key: [u8; 16], limits: Limits) -> Self {
        Self {
            medallion: Medallion::default(),
            files: Vec::new(),
            planned: 0,
            reading: None,
            raw: RefCell::new(None),
            key: FingerprintKey::new(key),
            limits,
        }
    }

    /// What is loaded so far.
    pub fn medallion(&self) -> &Medallion {
        &self.medallion
    }

    /// Takes a file, and gives its number. Files that are taken before the next step belong together: the next step
    /// decides which of them are inputs.
    pub fn open(&mut self, path: String, source: Rc<dyn Source>) -> u32 {
        self.files.push(File { path, source, sha256: None, input: None });
        self.files.len() as u32 - 1
    }

    /// Notes a file's SHA-256, which is computed elsewhere, beside the reading.
    pub fn set_sha256(&mut self, file: u32, sha256: String) {
        let Some(file) = self.files.get_mut(file as usize) else { return };
        file.sha256 = Some(sha256);
        if let Some(input) = file.input {
            self.medallion.inputs[input as usize].sha256.clone_from(&file.sha256);
        }
    }

    /// Reads on, a few MiB; false when there is nothing left to read.
    pub fn step(&mut self) -> bool {
        if self.planned < self.files.len() {
            self.plan();
            return true;
        }
        if let Some(reading) = self.reading.take() {
            self.read(reading);
            return true;
        }
        let waiting = self.medallion.inputs.iter().position(|input| input.state == InputState::Waiting);
        let Some(input) = waiting else { return false };
        self.begin(input as u32);
        true
    }

    /// Stops reading. What is loaded stays, and inputs given later are read again.
    pub fn cancel(&mut self) {
        self.plan();
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
        let unplanned = &self.files[self.planned..];
        let waiting: u64 = unplanned.iter().map(|file| file.source.size()).sum();
        Progress {
            bytes_total: inputs.iter().map(|input| input.bytes).sum::<u64>() + waiting,
            bytes_read: inputs.iter().map(|input| input.bytes_read).sum(),
            inputs: (inputs.len() + unplanned.len()) as u32,
            inputs_done: inputs.iter().filter(|input| input.state.is_final()).count() as u32,
            current: self.reading.as_ref().map(|reading| reading.input),
        }
    }

    /// The bytes of the record that a silver row came from, read again from its input; of a Parquet row, its JSON.
    pub fn raw_record(&self, row: u32) -> Result<Vec<u8>, Problem> {
        self.raw_bytes(self.medallion.place(row))
    }

    /// The bytes of any record, a problem's or a duplicate's too, read again.
    pub fn raw_bytes(&self, place: RecordPlace) -> Result<Vec<u8>, Problem> {
        let RecordPlace { input, record, offset, length } = place;
        let Some(entry) = self.medallion.inputs.get(input as usize) else { return Ok(Vec::new()) };
        let Some(file) = entry.file else { return Ok(Vec::new()) };
        let part = entry.part_of(record).map_or(0, |part| part.index);
        let mut raw = self.raw.borrow_mut();
        if raw.as_ref().is_none_or(|(of, _)| *of != input) {
            let source = Rc::clone(&self.files[file as usize].source);
            *raw = Some((input, RawReader::new(source, self.limits)));
        }
        raw.as_mut().map_or(Ok(Vec::new()), |(_, reader)| reader.read(part, offset, length))
    }

    /// Decides which of the new files are inputs.
    fn plan(&mut self) {
        let first = self.planned;
        let given: Vec<_> =
            self.files[first..].iter().map(|file| (file.path.clone(), Rc::clone(&file.source))).collect();
        for planned in plan(&given, self.limits) {
            let input = self.medallion.inputs.len() as u32;
            match planned {
                Planned::Read { file, partitions } => {
                    let number = first + file;
                    let file = &mut self.files[number];
                    file.input = Some(input);
                    let mut entry = Input::new(file.path.clone(), file.source.size());
                    entry.file = Some(number as u32);
                    entry.sha256.clone_from(&file.sha256);
                    entry.container = if partitions.is_some() { Container::Delta } else { entry.container };
                    entry.partitions = partitions;
                    self.medallion.inputs.push(entry);
                }
                Planned::Skip { file, reason } => {
                    let path = self.files[first + file].path.clone();
                    self.medallion.skipped.push(Skipped { path, reason });
                }
                Planned::Problem { path, problem } => {
                    let mut entry = Input::new(path, 0);
                    entry.container = Container::Delta;
                    entry.refused = Some(problem);
                    self.medallion.inputs.push(entry);
                }
            }
        }
        self.planned = self.files.len();
    }

    fn begin(&mut self, input: u32) {
        let entry = &mut self.medallion.inputs[input as usize];
        if let Some(problem) = entry.refused.take() {
            return self.fail(input, problem);
        }
        let Some(file) = entry.file else { return };
        let source = Rc::clone(&self.files[file as usize].source);
        let is_delta = entry.container == Container::Delta;
        match Reader::open(source, self.limits) {
            Ok(reader) => {
                entry.state = InputState::Reading;
                if !is_delta {
                    entry.container = reader.container();
                }
                let partitions = match &entry.partitions {
                    Some(values) => Partitions::of_values(values.iter().cloned()),
                    None => Partitions::of_path(&entry.path),
                };
                self.reading = Some(Reading { input, reader, partitions });
            }
            Err((container, problem)) => {
                if !is_delta {
                    entry.container = container;
                }
                self.fail(input, problem);
            }
        }
    }

    fn read(&mut self, mut reading: Reading) {
        let entry = &mut self.medallion.inputs[reading.input as usize];
        let first_record = entry.counts.records + 1;
        let mut batch = Batch::new(reading.input, first_record);
        let (path, skipped) = (&entry.path, &mut self.medallion.skipped);
        let (parts, partitions, key) = (&mut entry.parts, &mut reading.partitions, &self.key);
        let step = reading.reader.step(&mut |piece| match piece {
            Piece::Record(record) => batch.push(record, partitions, key),
            Piece::Problem { offset, length, problem } => batch.push_problem(offset, length, problem),
            Piece::Part { index, path: part } => {
                *partitions = Partitions::of_path(&format!("{path}/{part}"));
                parts.push(Part { index, path: part.to_owned(), first_record: first_record + batch.records() });
            }
            Piece::Skipped { path: part, reason } => {
                skipped.push(Skipped { path: format!("{path}/{part}"), reason });
            }
        });
        entry.bytes_read = reading.reader.position();
        entry.state = match step {
            Step::More => InputState::Reading,
            Step::End => InputState::Complete,
            Step::Failed => InputState::Failed,
        };
        if step == Step::End {
            entry.bytes_read = entry.bytes;
        }
        self.medallion.append(batch);
        self.reading = (step == Step::More).then_some(reading);
    }

    /// Ends an input that cannot be read at all with a problem that counts as its one record.
    fn fail(&mut self, input: u32, problem: Problem) {
        let mut batch = Batch::new(input, 1);
        batch.push_problem(0, 0, problem);
        self.medallion.append(batch);
        self.medallion.inputs[input as usize].state = InputState::Failed;
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Session").field("progress", &self.progress()).finish_non_exhaustive()
    }
}
