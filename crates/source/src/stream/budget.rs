//! How far an input may still expand.

use std::cell::Cell;
use std::rc::Rc;

use crate::{Problem, ProblemKind};

/// The bytes that an input may still expand to. Clones share one amount: the members of an archive draw from the same
/// budget.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: Rc<Cell<u64>>,
    limit: u64,
}

impl Budget {
    /// A budget of `limit` bytes.
    pub(crate) fn new(limit: u64) -> Self {
        Self { left: Rc::new(Cell::new(limit)), limit }
    }

    /// The bytes left.
    pub(crate) fn left(&self) -> u64 {
        self.left.get()
    }

    /// The bytes at the beginning.
    pub(crate) fn limit(&self) -> u64 {
        self.limit
    }

    /// Draws bytes from the budget, or returns the problem that it is exceeded.
    pub(crate) fn take(&self, bytes: u64) -> Result<(), Problem> {
        let left = self.left.get().checked_sub(bytes).ok_or_else(|| self.spent())?;
        self.left.set(left);
        Ok(())
    }

    /// The problem of an input that exceeds the budget.
    pub(crate) fn spent(&self) -> Problem {
        let limit = self.limit >> 20;
        let message = format!("the content expands to more than {limit} MiB, which no audit log of its size does");
        Problem::new(ProblemKind::ExpandsTooFar, message)
    }
}
