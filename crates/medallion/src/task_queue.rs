//! The task queue: pending tasks, issued tasks, and blocks waiting for their turn.

use std::collections::VecDeque;

use touchstone_source::{Checkpoint, Portion, SMALL_BYTES, Step, Usage};

use crate::block::Block;
use crate::task::Task;

/// Maximum number of waiting blocks, small ones aside. Without a limit, one slow input would let them fill memory.
const MAX_WAITING: usize = 12;

/// Blocks of fewer bytes are limited by their bytes alone: there may be thousands of small files.
const SMALL_BLOCK_BYTES: u64 = 1 << 20;

/// What a block takes that holds nothing: its columns, and their dictionaries.
const EMPTY_BLOCK_BYTES: u64 = 8 << 10;

/// Maximum size of waiting blocks plus the expected output of issued tasks. Most blocks are a few MiB; a hostile input
/// must not hold twelve huge ones.
const MAX_WAITING_BYTES: u64 = 96 << 20;

/// A block is about half as large as its text; few are larger.
const TEXT_PER_BLOCK: u64 = 2;

/// Number of long tasks to leave for each reader at the end of an input, besides those in progress.
const TASKS_PER_READER: usize = 2;

/// The tasks of a session, in the order in which their results count.
#[derive(Debug, Default)]
pub(crate) struct TaskQueue {
    entries: VecDeque<Entry>,
    next_id: u32,
    /// Usage of the current input's row groups so far, charged to its expansion budget.
    usage: Usage,
}

#[derive(Debug)]
struct Entry {
    input: u32,
    task: Task,
    is_issued: bool,
    /// Waiting blocks and their sizes.
    blocks: VecDeque<(Block, u64)>,
    /// Expected size of the first block until it arrives, for a task that takes one step.
    expected: u64,
}

/// The next block in order.
#[derive(Debug)]
pub(crate) struct ReadyBlock {
    pub(crate) input: u32,
    pub(crate) block: Block,
    /// Whether it is the last block of its input.
    pub(crate) is_last: bool,
}

impl TaskQueue {
    /// Adds one task per portion of an input, each a copy of `whole`, the task for all of it. The input has `size`
    /// bytes; one step reads `step` of them.
    pub(crate) fn plan(&mut self, input: u32, whole: &Task, portions: Vec<Portion>, size: u64, step: u64) {
        for portion in portions {
            let (is_lines, bytes) = match portion {
                Portion::Lines { start, end } => (true, end.min(size).saturating_sub(start)),
                _ => (false, size.min(step)),
            };
            let is_short = size <= step || is_lines;
            let is_small = size <= SMALL_BYTES && portion == Portion::Whole;
            let task = Task { portion, is_short, is_small, ..whole.clone() };
            let entry = self.entry(input, task);
            self.entries.push_back(Entry { expected: bytes / TEXT_PER_BLOCK, ..entry });
        }
    }

    /// Adds a block that reports an unreadable input, due in its turn.
    pub(crate) fn plan_refusal(&mut self, input: u32, path: &str, block: Block) {
        let entry = self.entry(input, Task::whole(u32::MAX, path.to_owned(), None));
        self.entries.push_back(Entry { is_issued: true, blocks: [(block, 0)].into(), ..entry });
    }

    /// A queue entry with the next number, not issued yet.
    fn entry(&mut self, input: u32, task: Task) -> Entry {
        let task = Task { id: self.next_id, ..task };
        self.next_id += 1;
        Entry { input, task, is_issued: false, blocks: VecDeque::new(), expected: 0 }
    }

    /// Whether every task has been issued.
    pub(crate) fn is_all_issued(&self) -> bool {
        self.entries.iter().all(|entry| entry.is_issued)
    }

    /// Whether the queue is empty.
    pub(crate) fn is_done(&self) -> bool {
        self.entries.is_empty()
    }

    /// Issues the next task; `None` while too many blocks wait.
    pub(crate) fn issue(&mut self) -> Option<Task> {
        self.issue_if(|_| true)
    }

    /// Issues the next task, if it is one that is asked for; `None` while too many blocks wait.
    pub(crate) fn issue_if(&mut self, is_asked_for: impl Fn(&Task) -> bool) -> Option<Task> {
        let is_full = self.is_full(|entry| if entry.is_issued { entry.expected } else { 0 });
        let (at, entry) = self.entries.iter_mut().enumerate().find(|(_, entry)| !entry.is_issued)?;
        // All others wait for the first, so it is always issued.
        if (is_full && at > 0) || !is_asked_for(&entry.task) {
            return None;
        }
        entry.is_issued = true;
        Some(entry.task.clone())
    }

    /// Whether the next task should be left to the readers: joining takes about half as long as reading, and the worker
    /// that joins cannot join later blocks while it reads.
    pub(crate) fn should_leave_to(&self, readers: usize) -> bool {
        let mut unissued = self.entries.iter().enumerate().filter(|(_, entry)| !entry.is_issued);
        let Some((at, entry)) = unissued.next() else { return false };
        // If nobody reads the first task, everything waits for it.
        at > 0 && !entry.task.is_short && unissued.count() + 1 < TASKS_PER_READER * readers
    }

    /// Whether a task is still in the queue.
    pub(crate) fn is_wanted(&self, id: u32) -> bool {
        self.entries.iter().any(|entry| entry.task.id == id)
    }

    /// Whether a task may read its next block: the backpressure on readers.
    pub(crate) fn may_continue(&self, id: u32) -> bool {
        self.entries.front().is_some_and(|entry| entry.task.id == id) || !self.is_full(|_| 0)
    }

    /// The input whose turn it is.
    pub(crate) fn current(&self) -> Option<u32> {
        self.entries.front().map(|entry| entry.input)
    }

    /// Drops all tasks; later blocks of issued ones are ignored.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// Adds a block of a task. A block of a dropped task is ignored.
    pub(crate) fn take(&mut self, id: u32, block: Block) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.task.id == id) {
            let bytes = EMPTY_BLOCK_BYTES + block.held_bytes() as u64;
            entry.blocks.push_back((block, bytes));
            entry.expected = 0;
        }
    }

    /// The next block in order, if it has arrived.
    pub(crate) fn next(&mut self) -> Option<ReadyBlock> {
        let first = self.entries.front_mut()?;
        let (block, _) = first.blocks.pop_front()?;
        if let Some(portion) = Self::fallback_portion(&first.task, &block, &mut self.usage) {
            let Entry { input, task, .. } = self.entries.pop_front()?;
            self.drop_input(input);
            let entry = self.entry(input, Task { portion, is_short: false, ..task });
            self.entries.push_front(entry);
            return None;
        }
        let input = first.input;
        if block.step == Step::More {
            return Some(ReadyBlock { input, block, is_last: false });
        }
        self.entries.pop_front();
        if block.step == Step::Failed {
            self.drop_input(input);
        }
        let is_last = !self.entries.iter().any(|entry| entry.input == input);
        Some(ReadyBlock { input, block, is_last })
    }

    /// The portion to read sequentially instead, starting with this block, if the split at this task was not valid.
    /// `usage` is the usage before it.
    fn fallback_portion(task: &Task, block: &Block, usage: &mut Usage) -> Option<Portion> {
        match (task.portion, block.checkpoint?) {
            // The text is not one record per line, at least not here.
            (_, Checkpoint::Lines { begin, is_between: false, .. }) => Some(Portion::Rest { start: begin }),
            (Portion::RowGroups { first, .. }, Checkpoint::Rows { begin, taken: more, most }) => {
                let is_first = begin.group == 0 && !begin.is_begun;
                let before = if is_first { Usage::default() } else { *usage };
                let is_alone = first == 0 || block.step != Step::Failed;
                match before.with(more, most).filter(|_| is_alone) {
                    None => Some(Portion::Rows { from: begin, taken: before }),
                    Some(sum) => {
                        *usage = sum;
                        None
                    }
                }
            }
            _ => None,
        }
    }

    fn drop_input(&mut self, input: u32) {
        self.entries.retain(|entry| entry.input != input);
    }

    /// Whether no more blocks may wait, counting the `expected` bytes of each entry.
    fn is_full(&self, expected: impl Fn(&Entry) -> u64) -> bool {
        let (mut blocks, mut bytes) = (0, 0);
        for entry in &self.entries {
            blocks += entry.blocks.iter().filter(|(_, bytes)| *bytes >= SMALL_BLOCK_BYTES).count();
            bytes += expected(entry) + entry.blocks.iter().map(|(_, bytes)| bytes).sum::<u64>();
        }
        blocks >= MAX_WAITING || bytes >= MAX_WAITING_BYTES
    }
}
