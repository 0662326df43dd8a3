//! A stream with a limit on what it may return.

use std::io::{self, Read};

use crate::stream::Budget;

/// Returns the inner stream's bytes as long as the budget lasts; after that, an error that carries the problem.
pub(crate) struct Bounded<R> {
    inner: R,
    budget: Budget,
}

impl<R> Bounded<R> {
    pub(crate) fn new(inner: R, budget: Budget) -> Self {
        Self { inner, budget }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.budget.left()).unwrap_or(usize::MAX);
        if left == 0 && !into.is_empty() {
            // Exceeding the budget takes at least one more byte.
            let goes_on = self.inner.read(&mut [0])? > 0;
            return if goes_on { Err(io::Error::other(self.budget.spent())) } else { Ok(0) };
        }
        let most = into.len().min(left);
        let count = self.inner.read(&mut into[..most])?;
        self.budget.take(count as u64).map_err(io::Error::other)?;
        Ok(count)
    }
}
