//! How much an input may still expand to.

use std::cell::Cell;
use std::rc::Rc;

use crate::{Problem, ProblemKind};

/// How much an input may still expand to. Its copies draw from the same amount: the members of an archive share one.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: Rc<Cell<u64>>,
    limit: u64,
}

impl Budget {
    /// Of `limit` bytes.
    pub(crate) fn new(limit: u64) -> Self {
        Self { left: Rc::new(Cell::new(limit)), limit }
    }

    /// What is left.
    pub(crate) fn left(&self) -> u64 {
        self.left.get()
    }

    /// What there was in the beginning.
    pub(crate) fn limit(&self) -> u64 {
        self.limit
    }

    /// Takes some bytes, or says that so many are too many.
    pub(crate) fn take(&self, bytes: u64) -> Result<(), Problem> {
        let left = self.left.get().checked_sub(bytes).ok_or_else(|| self.spent())?;
        self.left.set(left);
        Ok(())
    }

    /// The problem of an input that goes on beyond it.
    pub(crate) fn spent(&self) -> Problem {
        let limit = self.limit >> 20;
        let message = format!("the content expands to more than {limit} MiB, which no audit log of its size does");
        Problem::new(ProblemKind::ExpandsTooFar, message)
    }
}
