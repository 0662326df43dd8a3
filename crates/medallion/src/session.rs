//! Reading inputs step by step, so that whoever drives it can show progress, answer questions and stop in between.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use touchstone_record::Problem;
use touchstone_source::{Container, Limits, Planned, Portion, RawReader, Source, Step, plan, portions};

use crate::block::Block;
use crate::ledger::{Input, InputState, Skipped};
use crate::loading::{ReadyBlock, TaskQueue};
use crate::medallion::{Medallion, RecordPlace};
use crate::memory::{Memory, MemoryUse, Room};
use crate::reading::{Reading, Task};

/// What is held of an input in one piece takes up to this many times its size: as it was read, as it is decoded, and as
/// text.
const HELD_TIMES: u64 = 3;

/// A block of no more events is not divided where memory does not suffice for it.
const FEWEST_EVENTS: usize = 256;

/// A medallion, the inputs it is made from, and how far they are read.
pub struct Session {
    medallion: Medallion,
    files: Vec<File>,
    /// How many of the files have become inputs, or were skipped.
    planned: usize,
    /// How many inputs at the front of the ledger have been begun: no other is looked at for the next.
    begun: usize,
    loading: TaskQueue,
    /// The task that the session does itself.
    reading: Option<Reading>,
    /// The one that it did last.
    read: Option<Reading>,
    /// The input whose records were last read again.
    raw: RefCell<Option<(u32, RawReader)>>,
    key: [u8; 16],
    limits: Limits,
    room: Room,
    /// Whether memory did not suffice for a block. From then on nothing is read.
    is_full: bool,
}

/// A file as given.
struct File {
    path: String,
    source: Rc<dyn Source>,
    sha256: Option<String>,
    input: Option<u32>,
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
    /// An empty one. `key` are 16 random bytes, under which duplicates are told.
    pub fn new(key: [u8; 16]) -> Self {
        Self::with_limits(key, Limits::default())
    }

    /// With other limits for each input.
    pub fn with_limits(key: [u8; 16], limits: Limits) -> Self {
        Self {
            medallion: Medallion::default(),
            files: Vec::new(),
            planned: 0,
            begun: 0,
            loading: TaskQueue::default(),
            reading: None,
            read: None,
            raw: RefCell::new(None),
            key,
            limits,
            room: Room::default(),
            is_full: false,
        }
    }

    /// Says in which memory it lives. What does not fit is not read.
    pub fn live_in(&mut self, memory: impl Memory + 'static) {
        self.room = Room::of(memory);
    }

    /// How much of its memory is taken; nothing where it knows of none.
    pub fn memory(&self) -> Option<MemoryUse> {
        self.room.used(&self.medallion)
    }

    /// Whether loading has stopped because memory is full. It stays so: what is loaded is never given back.
    pub fn is_full(&self) -> bool {
        self.is_full
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

    /// Reads on by itself, a few MiB; false when there is nothing left that is not being read elsewhere.
    pub fn step(&mut self) -> bool {
        if self.planned < self.files.len() {
            self.plan();
            return true;
        }
        if self.reading.is_none() {
            let Some(task) = self.next_task() else { return false };
            self.begin(task);
        }
        self.read_on();
        true
    }

    /// Begins a task of this session's, to be read by [`Session::read_on`].
    pub fn begin(&mut self, task: Task) {
        let Some(file) = self.files.get(task.file as usize) else { return };
        let (source, limits) = (Rc::clone(&file.source), self.limits_here());
        self.reading = Some(Reading::after(self.read.take(), task, source, self.key, limits));
    }

    /// Reads some MiB of the task that was begun; false when it has come to its end.
    pub fn read_on(&mut self) -> bool {
        let Some(mut reading) = self.reading.take() else { return false };
        let block = reading.step();
        let id = reading.id();
        if reading.is_done() {
            self.read = Some(reading);
        } else {
            self.reading = Some(reading);
        }
        if let Some(mut block) = block {
            block.lacks_room = self.limits_here().held_bytes < self.limits.held_bytes && block.is_too_large();
            self.take(id, block);
        }
        self.reading.is_some()
    }

    /// The next task, for whoever has the time: a session may be read by several at once, each with the files that it
    /// was given. Nothing where nothing is left to hand out now.
    pub fn next_task(&mut self) -> Option<Task> {
        if self.planned < self.files.len() {
            self.plan();
        }
        if self.is_full {
            return None;
        }
        while self.loading.is_all_issued() {
            let waiting = self.first_waiting()?;
            self.plan_input(waiting);
            self.append_all();
        }
        self.loading.issue()
    }

    /// The next task for whoever joins what others read, beside so many of those; nothing where it is sooner done by them.
    pub fn next_own_task(&mut self, readers: usize) -> Option<Task> {
        let is_left = self.loading.is_left_to(readers) && self.first_waiting().is_none();
        if is_left { None } else { self.next_task() }
    }

    /// The first input that has not been begun. Inputs are begun in order, so each is looked at once.
    fn first_waiting(&mut self) -> Option<u32> {
        let inputs = &self.medallion.inputs;
        while inputs.get(self.begun).is_some_and(|input| input.state != InputState::Waiting) {
            self.begun += 1;
        }
        (self.begun < inputs.len()).then_some(self.begun as u32)
    }

    /// Whether what a task reads is still wanted: after a cancel, or where an input is read otherwise, it is not.
    pub fn is_wanted(&self, task: u32) -> bool {
        self.loading.is_wanted(task)
    }

    /// Whether whoever has a task may read its next block: false while too many wait for what comes before them.
    pub fn may_go_on(&self, task: u32) -> bool {
        self.loading.may_go_on(task)
    }

    /// Takes what reading a task gave. Blocks of one task come in order; those of several may come in any.
    pub fn take(&mut self, task: u32, block: Block) {
        self.loading.take(task, block);
        self.append_all();
    }

    /// Takes note that memory did not suffice for what reading a task gave. Loading stops when its turn comes.
    pub fn take_none(&mut self, task: u32) {
        self.take(task, Block { lacks_room: true, step: Step::Failed, ..Block::default() });
    }

    /// Whether everything that was given has been read.
    pub fn is_done(&self) -> bool {
        self.planned == self.files.len()
            && self.loading.is_done()
            && self.medallion.inputs.iter().all(|input| input.state.is_final())
    }

    /// Stops reading. What is loaded stays, and inputs given later are read again.
    pub fn cancel(&mut self) {
        self.plan();
        self.end(InputState::Cancelled);
    }

    /// Reads no more of anything.
    fn end(&mut self, state: InputState) {
        self.reading = None;
        self.loading.clear();
        for input in &mut self.medallion.inputs {
            if !input.state.is_final() {
                input.state = state;
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
            current: self.loading.current(),
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
            *raw = Some((input, RawReader::new(source, entry.of_table.clone(), self.limits_here())));
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
                Planned::Read { file, of_table } => {
                    let mut entry = self.entry(first + file, input);
                    if let Some(of_table) = &of_table {
                        entry.container = Container::Delta.name().into();
                        let path = entry.path.clone();
                        let left_out = of_table.left_out().map(|reason| Skipped { path, reason });
                        self.medallion.skipped.extend(left_out);
                    }
                    let warnings = of_table.as_ref().map(|of_table| of_table.warnings.clone()).unwrap_or_default();
                    entry.of_table = of_table;
                    self.medallion.inputs.push(entry);
                    self.medallion.warn_of_input(input, warnings);
                }
                Planned::Refuse { file, problem } => {
                    let mut entry = self.entry(first + file, input);
                    entry.container = Container::Delta.name().into();
                    entry.refused = Some(problem);
                    self.medallion.inputs.push(entry);
                }
                Planned::Skip { file, reason } => {
                    let path = self.files[first + file].path.clone();
                    self.medallion.skipped.push(Skipped { path, reason: reason.to_owned() });
                }
                Planned::Problem { path, problem } => {
                    let mut entry = Input::new(path, 0);
                    entry.container = Container::Delta.name().into();
                    entry.refused = Some(problem);
                    self.medallion.inputs.push(entry);
                }
            }
        }
        self.planned = self.files.len();
        if self.is_full {
            self.end(InputState::Stopped);
        }
    }

    /// A file's entry in the ledger, under its number there.
    fn entry(&mut self, number: usize, input: u32) -> Input {
        let file = &mut self.files[number];
        file.input = Some(input);
        let mut entry = Input::new(file.path.clone(), file.source.size());
        entry.file = Some(number as u32);
        entry.sha256.clone_from(&file.sha256);
        entry
    }

    /// What is read here must leave room for what is loaded here.
    fn limits_here(&self) -> Limits {
        let Some(left) = self.room.left(&self.medallion) else { return self.limits };
        Limits { held_bytes: self.limits.held_bytes.min(left / HELD_TIMES), ..self.limits }
    }

    fn plan_input(&mut self, input: u32) {
        let entry = &mut self.medallion.inputs[input as usize];
        entry.state = InputState::Reading;
        if let Some(problem) = entry.refused.take() {
            return self.loading.plan_refusal(input, &entry.path, Block::refusal(problem, None));
        }
        let Some(file) = entry.file else { return };
        // Whoever reads it from its beginning comes across the same error, and says so.
        let source = &*self.files[file as usize].source;
        let portions = portions(source, self.limits).unwrap_or_else(|_| vec![Portion::Whole]);
        let (size, step) = (source.size(), self.limits.slice_bytes as u64);
        let whole = Task::whole(file, entry.path.clone(), entry.of_table.clone());
        self.loading.plan(input, &whole, portions, size, step);
    }

    /// Appends every block whose turn has come.
    fn append_all(&mut self) {
        while let Some(turn) = self.loading.next() {
            if !self.append_or_part(turn) {
                self.is_full = true;
                return self.end(InputState::Stopped);
            }
        }
    }

    /// Appends a block, or as many of its events as fit; false where that is not all.
    fn append_or_part(&mut self, turn: ReadyBlock) -> bool {
        let ReadyBlock { input, block, is_last } = turn;
        if block.lacks_room {
            return false;
        }
        let mut blocks = vec![block];
        while let Some(block) = blocks.pop() {
            if self.room.is_there(&self.medallion, input, &block) {
                self.append(ReadyBlock { input, block, is_last });
            } else if block.events() > FEWEST_EVENTS {
                let (first, second) = block.divide();
                blocks.extend([second, first]);
            } else {
                return false;
            }
        }
        true
    }

    fn append(&mut self, turn: ReadyBlock) {
        let ReadyBlock { input, mut block, is_last } = turn;
        let entry = &mut self.medallion.inputs[input as usize];
        entry.bytes_read = entry.bytes_read.max(block.position);
        if let Some(container) = block.container.take()
            && entry.container != Container::Delta.name()
        {
            entry.container = container;
        }
        entry.state = match block.step {
            Step::Failed => InputState::Failed,
            Step::End if is_last => InputState::Complete,
            Step::End | Step::More => InputState::Reading,
        };
        if entry.state == InputState::Complete {
            entry.bytes_read = entry.bytes;
        }
        self.medallion.append(input, block);
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Session").field("progress", &self.progress()).finish_non_exhaustive()
    }
}
