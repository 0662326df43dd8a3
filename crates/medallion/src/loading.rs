//! What is being read: which tasks are to be done, which were handed out, and what came of them before its turn.

use std::collections::VecDeque;

use touchstone_source::{Checkpoint, Portion, Step, Usage};

use crate::block::Block;
use crate::reading::Task;

/// Blocks that may wait for one before them. More would be memory without an end where one input is slow.
const MAX_WAITING: usize = 12;

/// How many bytes they may take, with what the tasks that are read may still give: most blocks are some MiB, and what
/// is laid out to be large must not be larger twelve times over.
const MAX_WAITING_BYTES: u64 = 96 << 20;

/// A block takes about half of the text that it was made from; few take more.
const TEXT_PER_BLOCK: u64 = 2;

/// How many long tasks are left to each reader at an input's end, beside those that it has.
const LEFT_TO_EACH: usize = 2;

/// The tasks of a session, in the order in which what they read counts.
#[derive(Debug, Default)]
pub(crate) struct TaskQueue {
    entries: VecDeque<Entry>,
    next_id: u32,
    /// What the row groups of the input whose turn it is have taken of what it may expand to.
    taken: Usage,
}

#[derive(Debug)]
struct Entry {
    input: u32,
    task: Task,
    is_issued: bool,
    /// Blocks that wait, and what they take.
    blocks: VecDeque<(Block, u64)>,
    /// What the first block may take, until it is there: of a task that is read in one step.
    expected: u64,
}

/// A block whose turn has come.
#[derive(Debug)]
pub(crate) struct ReadyBlock {
    pub(crate) input: u32,
    pub(crate) block: Block,
    /// Whether it is the last of its input.
    pub(crate) is_last: bool,
}

impl TaskQueue {
    /// Plans an input's portions, each for a task like `whole`, which is of all. The input has `size` bytes, of which `step`
    /// are read in a step.
    pub(crate) fn plan(&mut self, input: u32, whole: &Task, portions: Vec<Portion>, size: u64, step: u64) {
        for portion in portions {
            let (is_lines, bytes) = match portion {
                Portion::Lines { start, end } => (true, end.min(size).saturating_sub(start)),
                _ => (false, size.min(step)),
            };
            let is_short = size <= step || is_lines;
            let task = Task { portion, is_short, ..whole.clone() };
            let entry = self.entry(input, task);
            self.entries.push_back(Entry { expected: bytes / TEXT_PER_BLOCK, ..entry });
        }
    }

    /// Plans what is known to be unreadable: a block that says so, when its turn comes.
    pub(crate) fn plan_refusal(&mut self, input: u32, path: &str, block: Block) {
        let entry = self.entry(input, Task::whole(u32::MAX, path.to_owned(), None));
        self.entries.push_back(Entry { is_issued: true, blocks: [(block, 0)].into(), ..entry });
    }

    /// A task under the next number, not handed out yet.
    fn entry(&mut self, input: u32, task: Task) -> Entry {
        let task = Task { id: self.next_id, ..task };
        self.next_id += 1;
        Entry { input, task, is_issued: false, blocks: VecDeque::new(), expected: 0 }
    }

    /// Whether every planned task has been handed out.
    pub(crate) fn is_all_issued(&self) -> bool {
        self.entries.iter().all(|entry| entry.is_issued)
    }

    /// Whether nothing is planned or under way.
    pub(crate) fn is_done(&self) -> bool {
        self.entries.is_empty()
    }

    /// Hands out the next task; nothing while too much waits for what came before.
    pub(crate) fn issue(&mut self) -> Option<Task> {
        let is_full = self.is_full(|entry| if entry.is_issued { entry.expected } else { 0 });
        let (at, entry) = self.entries.iter_mut().enumerate().find(|(_, entry)| !entry.is_issued)?;
        // The first is what all others wait for.
        if is_full && at > 0 {
            return None;
        }
        entry.is_issued = true;
        Some(entry.task.clone())
    }

    /// Whether the next task is better left to so many readers than read by whoever joins what they read: joining takes
    /// about half as long as reading, and what is behind a task that is read here is joined only after it.
    pub(crate) fn is_left_to(&self, readers: usize) -> bool {
        let mut unissued = self.entries.iter().enumerate().filter(|(_, entry)| !entry.is_issued);
        let Some((at, entry)) = unissued.next() else { return false };
        // Where nobody reads what comes before it, nobody may be able to go on without it.
        at > 0 && !entry.task.is_short && unissued.count() + 1 < LEFT_TO_EACH * readers
    }

    /// Whether a task is still there.
    pub(crate) fn is_wanted(&self, id: u32) -> bool {
        self.entries.iter().any(|entry| entry.task.id == id)
    }

    /// Whether whoever has a task may read on.
    pub(crate) fn may_go_on(&self, id: u32) -> bool {
        self.entries.front().is_some_and(|entry| entry.task.id == id) || !self.is_full(|_| 0)
    }

    /// The input that is read first.
    pub(crate) fn current(&self) -> Option<u32> {
        self.entries.front().map(|entry| entry.input)
    }

    /// Forgets everything; blocks of tasks that were handed out count no more.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// Takes a block of a task. One of a task that is no longer wanted is dropped.
    pub(crate) fn take(&mut self, id: u32, block: Block) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.task.id == id) {
            let bytes = block.held_bytes() as u64;
            entry.blocks.push_back((block, bytes));
            entry.expected = 0;
        }
    }

    /// The next block in order, if it is there.
    pub(crate) fn next(&mut self) -> Option<ReadyBlock> {
        let first = self.entries.front_mut()?;
        let (block, _) = first.blocks.pop_front()?;
        if let Some(portion) = Self::portion_instead(&first.task, &block, &mut self.taken) {
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

    /// What has to be read in one go, beginning with what a block holds, where a task was not rightly read as if it
    /// stood alone. `taken` is what came before it.
    fn portion_instead(task: &Task, block: &Block, taken: &mut Usage) -> Option<Portion> {
        match (task.portion, block.stand?) {
            // The text is not laid out as one record a line, or not here.
            (_, Checkpoint::Lines { begin, is_between: false, .. }) => Some(Portion::Rest { start: begin }),
            (Portion::RowGroups { first, .. }, Checkpoint::Rows { begin, taken: more, most }) => {
                let is_first = begin.group == 0 && !begin.is_begun;
                let before = if is_first { Usage::default() } else { *taken };
                let is_alone = first == 0 || block.step != Step::Failed;
                match before.with(more, most).filter(|_| is_alone) {
                    None => Some(Portion::Rows { from: begin, taken: before }),
                    Some(sum) => {
                        *taken = sum;
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

    /// Whether no more may wait, with the bytes that are expected of each entry to come.
    fn is_full(&self, expected: impl Fn(&Entry) -> u64) -> bool {
        let (mut blocks, mut bytes) = (0, 0);
        for entry in &self.entries {
            blocks += entry.blocks.len();
            bytes += expected(entry) + entry.blocks.iter().map(|(_, bytes)| bytes).sum::<u64>();
        }
        blocks >= MAX_WAITING || bytes >= MAX_WAITING_BYTES
    }
}
