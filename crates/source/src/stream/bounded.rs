//! A stream that may not give more than it is allowed to.

use std::io::{self, Read};

use crate::{Problem, ProblemKind};

/// Gives what the inner stream gives, up to a limit; beyond it, an error that carries the problem.
pub(crate) struct Bounded<R> {
    inner: R,
    left: u64,
    limit: u64,
}

impl<R> Bounded<R> {
    pub(crate) fn new(inner: R, limit: u64) -> Self {
        Self { inner, left: limit, limit }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !into.is_empty() {
            // Only what really goes on is too much.
            if self.inner.read(&mut [0])? == 0 {
                return Ok(0);
            }
            return Err(io::Error::other(Problem::new(
                ProblemKind::ExpandsTooFar,
                format!(
                    "the content expands to more than {} MiB, which no audit log of its size does",
                    self.limit >> 20
                ),
            )));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let count = self.inner.read(&mut into[..most])?;
        self.left -= count as u64;
        Ok(count)
    }
}
