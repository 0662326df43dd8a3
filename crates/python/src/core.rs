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
}

/// What the thread was asked for. Each call has a flag of its own: what ends one ends no other.
pub(crate) struct Asked<T> {
    pub(crate) said: Receiver<T>,
    is_cancelled: Arc<AtomicBool>,
}

impl<T> Asked<T> {
    /// Ends the work, within a few MiB or a rule, and waits until it has ended.
    pub(crate) fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
        self.said.recv().ok();
    }
}

impl Handle {
    /// Starts a thread, which makes its session by `begin`. What `begin` says arrives at the receiver, and the thread goes on
    /// if there is a session.
    pub(crate) fn start<T: Send + 'static>(
        begin: impl FnOnce(&AtomicBool) -> Result<(Core, T), String> + Send + 'static,
    ) -> Result<(Self, Asked<Result<T, String>>), String> {
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
        Ok((Self { tasks }, Asked { said, is_cancelled }))
    }

    /// Hands out work; its result arrives at what is returned. `work` is given whether nobody waits for it any more.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Core, &AtomicBool) -> T + Send + 'static,
    ) -> Asked<T> {
        let (says, said) = channel();
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let cancelled = Arc::clone(&is_cancelled);
        let task = move |core: &mut Core| {
            says.send(work(core, &cancelled)).ok();
        };
        // Without its thread, nothing arrives, and the receiver tells.
        self.tasks.send(Box::new(task)).ok();
        Asked { said, is_cancelled }
    }
}
