//! Reads tasks of a session in threads of their own, as the page's workers do.

use std::num::NonZero;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Scope;

use touchstone_medallion::{Block, Session, Task, TaskRun};
use touchstone_source::Limits;

use crate::cores::Cores;
use crate::file::FileSource;

/// Short tasks per reader: enough to keep it busy while the session reads and joins.
const TASKS_EACH: usize = 3;

/// Long tasks per reader, whose blocks wait in memory: just enough to have another when one ends.
const LONG_TASKS_EACH: usize = 2;

/// Blocks of a task that a reader may send before the session has joined the first of them.
const BLOCKS_AHEAD: usize = 3;

/// What readers are given besides tasks.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) files: &'a [FileSource],
    pub(crate) key: [u8; 16],
    pub(crate) cores: &'a Cores,
    /// Threads that read, that of the session included.
    pub(crate) threads: NonZero<usize>,
}

/// Reads a session to its end; whether `go_on` stopped it.
pub(crate) fn read(session: &mut Session, given: Given<'_>, mut go_on: impl FnMut(&Session) -> bool) -> bool {
    std::thread::scope(|scope| {
        let (mut readers, blocks) = Readers::start(scope, given);
        // At work on a task of its own.
        let mut own = None;
        loop {
            if !go_on(session) {
                session.cancel();
                break true;
            }
            while let Ok(sent) = blocks.try_recv() {
                readers.take(session, sent);
            }
            readers.feed(session);
            if own.is_none()
                && let Some(task) = session.next_own_task(readers.0.len())
            {
                own = Some(given.cores.occupy());
                session.begin(task);
            }
            if own.is_some() {
                own = own.filter(|_| session.read_on());
            } else if readers.are_busy() {
                let Ok(sent) = blocks.recv() else { break false };
                readers.take(session, sent);
            } else {
                break false;
            }
        }
    })
}

/// A block that a reader read.
struct Sent {
    reader: usize,
    task: u32,
    block: Block,
    is_last: bool,
}

struct Reader {
    tasks: Sender<Task>,
    /// For each block but a task's last: its task, and whether that goes on.
    goes_on: Sender<(u32, bool)>,
    /// The tasks that it was given and has not finished: their numbers, and whether each is short.
    given: Vec<(u32, bool)>,
    /// The task of each block that has no answer yet.
    waiting: Vec<u32>,
}

struct Readers(Vec<Reader>);

impl Readers {
    /// Starts one thread less than are wanted: the session reads as well.
    fn start<'scope>(scope: &'scope Scope<'scope, '_>, given: Given<'scope>) -> (Self, Receiver<Sent>) {
        let (sender, blocks) = channel();
        let readers = (1..given.threads.get()).map(|number| {
            let (tasks, tasks_given) = channel();
            let (goes_on, told) = channel();
            let sender = sender.clone();
            scope.spawn(move || run(number - 1, given, &tasks_given, &told, &sender));
            Reader { tasks, goes_on, given: Vec::new(), waiting: Vec::new() }
        });
        (Self(readers.collect()), blocks)
    }

    fn are_busy(&self) -> bool {
        self.0.iter().any(|reader| !reader.given.is_empty())
    }

    fn take(&mut self, session: &mut Session, sent: Sent) {
        let Some(reader) = self.0.get_mut(sent.reader) else { return };
        if !sent.is_last {
            reader.waiting.push(sent.task);
        }
        // It may have been dropped after it had begun.
        let Some(at) = reader.given.iter().position(|(task, _)| *task == sent.task) else { return };
        session.take(sent.task, sent.block);
        if sent.is_last {
            reader.given.remove(at);
        }
    }

    /// Drops what is no longer wanted, lets those go on that may, and hands out tasks as long as there are any.
    fn feed(&mut self, session: &mut Session) {
        for reader in &mut self.0 {
            reader.given.retain(|(task, _)| session.is_wanted(*task));
            reader.waiting.retain(|task| {
                let is_wanted = session.is_wanted(*task);
                if is_wanted && !session.may_continue(*task) {
                    return true;
                }
                reader.goes_on.send((*task, is_wanted)).ok();
                false
            });
        }
        for round in 0..TASKS_EACH {
            for reader in &mut self.0 {
                let long = reader.given.iter().filter(|(_, is_short)| !is_short).count();
                if reader.given.len() > round || long >= LONG_TASKS_EACH {
                    continue;
                }
                let Some(task) = session.next_task() else { return };
                reader.given.push((task.id, task.is_short));
                reader.tasks.send(task).ok();
            }
        }
    }
}

/// Runs tasks one after the other until there are no more to come.
fn run(
    number: usize,
    given: Given<'_>,
    tasks: &Receiver<Task>,
    goes_on: &Receiver<(u32, bool)>,
    blocks: &Sender<Sent>,
) {
    let mut before: Option<TaskRun> = None;
    for task in tasks {
        let Some(file) = given.files.get(task.file as usize) else { return };
        let _at_work = given.cores.occupy();
        let id = task.id;
        let mut run = TaskRun::after(before.take(), task, Rc::new(file.clone()), given.key, Limits::default());
        let mut ahead = 0;
        while let Some(block) = run.step() {
            let is_last = run.is_done();
            if blocks.send(Sent { reader: number, task: id, block, is_last }).is_err() {
                return;
            }
            ahead += 1;
            if is_last || !may_go_on(id, &mut ahead, goes_on) {
                break;
            }
        }
        before = Some(run);
    }
}

/// Waits until a task of which so many blocks are `ahead` may send another; whether it may. Answers to earlier tasks, which
/// ended before they came, are passed over.
fn may_go_on(id: u32, ahead: &mut usize, goes_on: &Receiver<(u32, bool)>) -> bool {
    loop {
        let answer =
            if *ahead < BLOCKS_AHEAD { goes_on.try_recv().map_err(|_| ()) } else { goes_on.recv().map_err(|_| ()) };
        match answer {
            Ok((task, _)) if task != id => {}
            Ok((_, true)) => *ahead -= 1,
            Ok((_, false)) => return false,
            Err(()) => return *ahead < BLOCKS_AHEAD,
        }
    }
}
