//! Reads inputs step by step, so that the caller can show progress, answer questions and cancel in between.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use touchstone_record::Problem;
use touchstone_source::{
    Container, Encoding, HEAD_BYTES, Limits, Planned, Portion, RawReader, Source, Step, plan, portions, sniff,
};

use crate::block::Block;
use crate::ledger::{Input, InputState, Skipped};
use crate::medallion::{Medallion, RecordPlace};
use crate::memory::{Memory, MemoryLimit, MemoryUse};
use crate::task::{Task, TaskRun};
use crate::task_queue::{ReadyBlock, TaskQueue};

/// A value that must be held as a whole takes up to this many times its size: as read, as decoded, and as text.
const HELD_COPIES: u64 = 3;

/// Blocks with at most this many events are not split when memory runs out.
const MIN_SPLIT_EVENTS: usize = 256;

/// A medallion, its inputs, and how far they are read.
pub struct Session {
    medallion: Medallion,
    files: Vec<File>,
    /// Number of files that have become inputs or were skipped.
    planned: usize,
    /// Number of inputs at the front of the ledger that have been started; the search for the next begins here.
    begun: usize,
    queue: TaskQueue,
    /// The task that the session runs itself.
    run: Option<TaskRun>,
    /// The last task that it ran.
    read: Option<TaskRun>,
    /// The input whose raw records were read last.
    raw: RefCell<Option<(u32, RawReader)>>,
    key: [u8; 16],
    limits: Limits,
    memory: MemoryLimit,
    /// Whether memory ran out. Nothing is read from then on.
    is_full: bool,
}

/// A file as given.
struct File {
    path: String,
    source: Rc<dyn Source>,
    sha256: Option<String>,
    input: Option<u32>,
}

/// Progress of loading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Size of all inputs given so far, in bytes.
    pub bytes_total: u64,
    /// Bytes read so far.
    pub bytes_read: u64,
    /// Inputs given so far.
    pub inputs: u32,
    /// Inputs that are finished.
    pub inputs_done: u32,
    /// The input being read.
    pub current: Option<u32>,
}

impl Session {
    /// An empty session. `key` is 16 random bytes, the key of the fingerprints that detect duplicates.
    pub fn new(key: [u8; 16]) -> Self {
        Self::with_limits(key, Limits::default())
    }

    /// A session with its own limits for each input.
    pub fn with_limits(key: [u8; 16], limits: Limits) -> Self {
        Self {
            medallion: Medallion::default(),
            files: Vec::new(),
            planned: 0,
            begun: 0,
            queue: TaskQueue::default(),
            run: None,
            read: None,
            raw: RefCell::new(None),
            key,
            limits,
            memory: MemoryLimit::default(),
            is_full: false,
        }
    }

    /// Sets the memory in which the session lives. Data that does not fit is not read.
    pub fn set_memory(&mut self, memory: impl Memory + 'static) {
        self.memory = MemoryLimit::of(memory);
    }

    /// Memory in use; `None` without a limit.
    pub fn memory(&self) -> Option<MemoryUse> {
        self.memory.used(&self.medallion)
    }

    /// Whether loading has stopped because memory is full. Permanent, because loaded data is never released.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// The data loaded so far.
    pub fn medallion(&self) -> &Medallion {
        &self.medallion
    }

    /// Gives back memory that reading texts took, as questions and exports do. Reading them again takes it again.
    pub fn forget(&mut self) {
        self.medallion.forget();
    }

    /// Adds a file and returns its number. Files added before the next step belong together: that step decides which of
    /// them are inputs.
    pub fn open(&mut self, path: String, source: Rc<dyn Source>) -> u32 {
        self.files.push(File { path, source, sha256: None, input: None });
        self.files.len() as u32 - 1
    }

    /// Sets a file's SHA-256, which is computed elsewhere while the file is read.
    pub fn set_sha256(&mut self, file: u32, sha256: String) {
        let Some(file) = self.files.get_mut(file as usize) else { return };
        file.sha256 = Some(sha256);
        if let Some(input) = file.input {
            self.medallion.inputs[input as usize].sha256.clone_from(&file.sha256);
        }
    }

    /// The files in the order in which they were given, inputs and others: path, size in bytes, and SHA-256 if it is set.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64, Option<&str>)> {
        self.files.iter().map(|file| (file.path.as_str(), file.source.size(), file.sha256.as_deref()))
    }

    /// Reads the next few MiB; returns false if nothing is left that others are not reading.
    pub fn step(&mut self) -> bool {
        if self.planned < self.files.len() {
            self.plan();
            return true;
        }
        if self.run.is_none() {
            let Some(task) = self.next_task() else { return false };
            self.begin(task);
        }
        self.read_on();
        true
    }

    /// Starts a task of this session, to be run by [`Session::read_on`].
    pub fn begin(&mut self, task: Task) {
        self.begin_with(task, |file| file);
    }

    /// As [`Session::begin`]; `of_file` gives another source with the same bytes for that of the task's file.
    pub fn begin_with(&mut self, task: Task, of_file: impl FnOnce(Rc<dyn Source>) -> Rc<dyn Source>) {
        let Some(file) = self.files.get(task.file as usize) else { return };
        let (source, limits) = (of_file(Rc::clone(&file.source)), self.local_limits());
        self.run = Some(TaskRun::after(self.read.take(), task, source, self.key, limits));
    }

    /// Reads a few MiB of the running task; returns false at its end.
    pub fn read_on(&mut self) -> bool {
        let Some(mut run) = self.run.take() else { return false };
        let block = run.step();
        let id = run.id();
        if run.is_done() {
            self.read = Some(run);
        } else {
            self.run = Some(run);
        }
        if let Some(mut block) = block {
            block.out_of_memory = self.local_limits().held_bytes < self.limits.held_bytes && block.is_too_large();
            self.take(id, block);
        }
        self.run.is_some()
    }

    /// The next task for any worker; several can read one session in parallel, each with access to the same files.
    /// `None` if nothing can be issued now.
    pub fn next_task(&mut self) -> Option<Task> {
        if self.planned < self.files.len() {
            self.plan();
        }
        if self.is_full {
            return None;
        }
        while self.queue.is_all_issued() {
            let waiting = self.first_waiting()?;
            self.plan_input(waiting);
            self.append_all();
        }
        self.queue.issue()
    }

    /// The next task as [`Session::next_task`], and, if it is small, the small ones that follow it: at most `files` with
    /// `bytes` in all. Empty if nothing can be issued now.
    pub fn next_tasks(&mut self, files: usize, bytes: u64) -> Vec<Task> {
        let mut tasks: Vec<Task> = self.next_task().into_iter().collect();
        let size_in = |files: &[File], task: &Task| files.get(task.file as usize).map_or(0, |file| file.source.size());
        let mut taken = tasks.first().map_or(0, |task| size_in(&self.files, task));
        while tasks.len() < files && tasks.last().is_some_and(|task| task.is_small) {
            if self.queue.is_all_issued() {
                let Some(waiting) = self.first_waiting() else { break };
                self.plan_input(waiting);
                self.append_all();
                continue;
            }
            let left = bytes.saturating_sub(taken);
            let Some(task) = self.queue.issue_if(|task| task.is_small && size_in(&self.files, task) <= left) else {
                break;
            };
            taken += size_in(&self.files, &task);
            tasks.push(task);
        }
        tasks
    }

    /// The next tasks for the worker that joins, as [`Session::next_own_task`] and [`Session::next_tasks`].
    pub fn next_own_tasks(&mut self, readers: usize, files: usize, bytes: u64) -> Vec<Task> {
        let is_left = self.queue.should_leave_to(readers) && self.first_waiting().is_none();
        if is_left { Vec::new() } else { self.next_tasks(files, bytes) }
    }

    /// The next task for the worker that joins, given the number of other readers; `None` if they would finish it
    /// sooner.
    pub fn next_own_task(&mut self, readers: usize) -> Option<Task> {
        let is_left = self.queue.should_leave_to(readers) && self.first_waiting().is_none();
        if is_left { None } else { self.next_task() }
    }

    /// The first input not started. Inputs are started in order, so each is examined once.
    fn first_waiting(&mut self) -> Option<u32> {
        let inputs = &self.medallion.inputs;
        while inputs.get(self.begun).is_some_and(|input| input.state != InputState::Waiting) {
            self.begun += 1;
        }
        (self.begun < inputs.len()).then_some(self.begun as u32)
    }

    /// Whether a task's output is still needed: not after a cancel, or if its input is now read differently.
    pub fn is_wanted(&self, task: u32) -> bool {
        self.queue.is_wanted(task)
    }

    /// Whether a task may read its next block: false while too many blocks wait for earlier ones.
    pub fn may_continue(&self, task: u32) -> bool {
        self.queue.may_continue(task)
    }

    /// Takes a block of a task. Blocks of one task arrive in order, tasks in any order.
    pub fn take(&mut self, task: u32, block: Block) {
        self.queue.take(task, block);
        self.append_all();
    }

    /// Records that a task ran out of memory. Loading stops when its turn comes.
    pub fn take_out_of_memory(&mut self, task: u32) {
        self.take(task, Block { out_of_memory: true, step: Step::Failed, ..Block::default() });
    }

    /// Whether everything given has been read.
    pub fn is_done(&self) -> bool {
        self.planned == self.files.len()
            && self.queue.is_done()
            && self.medallion.inputs.iter().all(|input| input.state.is_final())
    }

    /// Stops reading. What is loaded stays; inputs given later are read.
    pub fn cancel(&mut self) {
        self.plan();
        self.end(InputState::Cancelled);
    }

    /// Stops reading everything.
    fn end(&mut self, state: InputState) {
        self.run = None;
        self.queue.clear();
        for input in &mut self.medallion.inputs {
            if !input.state.is_final() {
                input.state = state;
            }
        }
    }

    /// Progress of reading.
    pub fn progress(&self) -> Progress {
        let inputs = self.medallion.inputs();
        let unplanned = &self.files[self.planned..];
        let waiting: u64 = unplanned.iter().map(|file| file.source.size()).sum();
        Progress {
            bytes_total: inputs.iter().map(|input| input.bytes).sum::<u64>() + waiting,
            bytes_read: inputs.iter().map(|input| input.bytes_read).sum(),
            inputs: (inputs.len() + unplanned.len()) as u32,
            inputs_done: inputs.iter().filter(|input| input.state.is_final()).count() as u32,
            current: self.queue.current(),
        }
    }

    /// The bytes of an event's record, read again from its input; for a Parquet row, its JSON.
    pub fn raw_record(&self, row: u32) -> Result<Vec<u8>, Problem> {
        self.raw_bytes(self.medallion.place(row))
    }

    /// The bytes of any record, including problems and duplicates, read again.
    pub fn raw_bytes(&self, place: RecordPlace) -> Result<Vec<u8>, Problem> {
        let RecordPlace { input, record, offset, length } = place;
        let Some(entry) = self.medallion.inputs.get(input as usize) else { return Ok(Vec::new()) };
        let Some(file) = entry.file else { return Ok(Vec::new()) };
        let part = entry.part_of(record).map_or(0, |part| part.index);
        let mut raw = self.raw.borrow_mut();
        if raw.as_ref().is_none_or(|(of, _)| *of != input) {
            let source = Rc::clone(&self.files[file as usize].source);
            *raw = Some((input, RawReader::new(source, entry.of_table.clone(), self.local_limits())));
        }
        raw.as_mut().map_or(Ok(Vec::new()), |(_, reader)| reader.read(part, offset, length))
    }

    /// Whether offsets and lengths of an input's records count bytes of its file: text in UTF-8 without a byte order mark,
    /// neither compressed nor in an archive. Reads its first 64 KiB.
    pub fn has_file_offsets(&self, input: u32) -> bool {
        let entry = self.medallion.inputs.get(input as usize);
        let file = entry.and_then(|entry| entry.file).and_then(|file| self.files.get(file as usize));
        let Some(file) = file else { return false };
        let mut head = vec![0; HEAD_BYTES];
        let Ok(count) = file.source.read_at(0, &mut head) else { return false };
        head.truncate(count);
        let is_begun = !head.starts_with(b"\xef\xbb\xbf") && head.first().is_some_and(|byte| *byte != 0);
        is_begun && matches!(sniff(&head), Container::Json(Encoding::Utf8) | Container::Csv(Encoding::Utf8, _))
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

    /// Joins blocks of an input that was read elsewhere, as far as memory allows.
    pub(crate) fn append_elsewhere(&mut self, entry: Input, blocks: impl IntoIterator<Item = Block>) {
        let input = self.medallion.inputs.len() as u32;
        self.medallion.inputs.push(entry);
        for block in blocks {
            if self.is_full || !self.append_or_part(ReadyBlock { input, block, is_last: true }) {
                self.is_full = true;
                return self.end(InputState::Stopped);
            }
        }
    }

    /// The ledger entry for a file; links the file to it.
    fn entry(&mut self, number: usize, input: u32) -> Input {
        let file = &mut self.files[number];
        file.input = Some(input);
        let mut entry = Input::new(file.path.clone(), file.source.size());
        entry.file = Some(number as u32);
        entry.sha256.clone_from(&file.sha256);
        entry
    }

    /// The limits for reading in this instance, which shares memory with the loaded data.
    fn local_limits(&self) -> Limits {
        let Some(available) = self.memory.available(&self.medallion) else { return self.limits };
        Limits { held_bytes: self.limits.held_bytes.min(available / HELD_COPIES), ..self.limits }
    }

    fn plan_input(&mut self, input: u32) {
        let entry = &mut self.medallion.inputs[input as usize];
        entry.state = InputState::Reading;
        if let Some(problem) = entry.refused.take() {
            return self.queue.plan_refusal(input, &entry.path, Block::refusal(problem, None));
        }
        let Some(file) = entry.file else { return };
        // Reading from the start meets the same error and reports it.
        let source = &*self.files[file as usize].source;
        let portions = portions(source, self.limits).unwrap_or_else(|_| vec![Portion::Whole]);
        let (size, step) = (source.size(), self.limits.slice_bytes as u64);
        let whole = Task::whole(file, entry.path.clone(), entry.of_table.clone());
        self.queue.plan(input, &whole, portions, size, step);
    }

    /// Joins every block whose turn has come.
    fn append_all(&mut self) {
        while let Some(turn) = self.queue.next() {
            if !self.append_or_part(turn) {
                self.is_full = true;
                return self.end(InputState::Stopped);
            }
        }
    }

    /// Joins a block, or as many of its events as fit; returns false if not all did.
    fn append_or_part(&mut self, turn: ReadyBlock) -> bool {
        let ReadyBlock { input, block, is_last } = turn;
        if block.out_of_memory {
            return false;
        }
        let mut blocks = vec![block];
        while let Some(block) = blocks.pop() {
            if self.memory.fits(&self.medallion, input, &block) {
                self.append(ReadyBlock { input, block, is_last });
            } else if block.events() > MIN_SPLIT_EVENTS {
                let (first, second) = block.split();
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
