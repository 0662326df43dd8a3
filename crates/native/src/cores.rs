//! How many threads may still work.

use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering};

/// The threads that a session may use, less those at work.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cores(Arc<AtomicIsize>);

impl Cores {
    /// Adds threads that may work.
    pub(crate) fn add(&self, threads: usize) {
        self.0.fetch_add(threads as isize, Ordering::Relaxed);
    }

    /// Counts the caller as one at work, whether or not a thread is left.
    pub(crate) fn occupy(&self) -> Core {
        self.0.fetch_sub(1, Ordering::Relaxed);
        Core(Arc::clone(&self.0))
    }

    /// Takes a thread if one is left.
    pub(crate) fn take(&self) -> Option<Core> {
        let taken = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| (left > 0).then_some(left - 1));
        taken.is_ok().then(|| Core(Arc::clone(&self.0)))
    }
}

/// A thread at work; given back when dropped.
#[derive(Debug)]
pub(crate) struct Core(Arc<AtomicIsize>);

impl Drop for Core {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Cores;

    #[test]
    fn threads_are_given_back_and_those_at_work_count() {
        let cores = Cores::default();
        assert!(cores.take().is_none(), "before any is given");
        cores.add(2);
        let reader = cores.occupy();
        let taken = cores.take();
        assert!(taken.is_some() && cores.take().is_none());
        let more = cores.occupy();
        drop(taken);
        assert!(cores.take().is_none(), "two are at work");
        drop((reader, more));
        assert!(cores.take().is_some());
    }
}
