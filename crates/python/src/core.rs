//! The thread that has a session. A session is of one thread; Python's objects are of any.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use touchstone_analysis::{Analysis, Filter};
use touchstone_export::Batches;
use touchstone_medallion::Session;

/// As much as the command line's main thread has.
const STACK_BYTES: usize = 8 << 20;

/// What the thread has.
pub(crate) struct Core {
    pub(crate) session: Session,
    pub(crate) analysis: Analysis,
    /// Which events count.
    pub(crate) filter: Filter,
    /// Streams that are being read, by number.
    pub(crate) streams: BTreeMap<u64, Batches>,
    pub(crate) next_stream: u64,
}

impl Core {
    /// With a session that is loaded.
    pub(crate) fn of(session: Session, filter: Filter) -> Self {
        Self { session, analysis: Analysis::default(), filter, streams: BTreeMap::new(), next_stream: 0 }
    }
}

type Task = Box<dyn FnOnce(&mut Core) + Send>;

/// The way to a thread with a session. The thread ends with the last of these.
#[derive(Clone)]
pub(crate) struct Handle {
    tasks: Sender<Task>,
    is_cancelled: Arc<AtomicBool>,
}

impl Handle {
    /// Starts a thread, which makes its session by `begin`. What `begin` says arrives at the receiver, and the thread goes on
    /// if there is a session.
    pub(crate) fn start<T: Send + 'static>(
        begin: impl FnOnce(&AtomicBool) -> Result<(Core, T), String> + Send + 'static,
    ) -> Result<(Self, Receiver<Result<T, String>>), String> {
        let (tasks, waiting) = channel::<Task>();
        let (says, said) = channel();
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let cancelled = Arc::clone(&is_cancelled);
        let run = move || match begin(&cancelled) {
            Ok((mut core, told)) => {
                says.send(Ok(told)).ok();
                for task in waiting {
                    task(&mut core);
                }
            }
            Err(sentence) => {
                says.send(Err(sentence)).ok();
            }
        };
        std::thread::Builder::new()
            .name("touchstone".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(run)
            .map_err(|error| format!("no thread can be started: {error}"))?;
        Ok((Self { tasks, is_cancelled }, said))
    }

    /// Hands out work; its result arrives at the receiver. `work` is given whether nobody waits for it any more.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Core, &AtomicBool) -> T + Send + 'static,
    ) -> Receiver<T> {
        let (says, said) = channel();
        let is_cancelled = Arc::clone(&self.is_cancelled);
        let task = move |core: &mut Core| {
            says.send(work(core, &is_cancelled)).ok();
        };
        // Without its thread, nothing arrives, and the receiver tells.
        self.tasks.send(Box::new(task)).ok();
        said
    }

    /// Ends what the thread is doing; what it is asked later, it does.
    pub(crate) fn cancel<T>(&self, said: &Receiver<T>) {
        self.is_cancelled.store(true, Ordering::Relaxed);
        // It stops within a few MiB, or a rule.
        said.recv().ok();
        self.is_cancelled.store(false, Ordering::Relaxed);
    }
}
