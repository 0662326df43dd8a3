//! The request parameters as one text, which is put together row by row.

use touchstone_frame::Selection;
use touchstone_medallion::Medallion;

use crate::expr::Test;

/// How many rows are looked at in a step.
const STEP_ROWS: u32 = 4096;

/// The rows that are still to be looked at.
#[derive(Debug)]
pub(super) struct Rows {
    next: u32,
    end: u32,
}

impl Rows {
    pub(super) fn of(medallion: &Medallion, _test: &Test) -> Self {
        Self { next: 0, end: medallion.silver().rows() }
    }

    pub(super) fn left(&self) -> u64 {
        u64::from(self.end - self.next)
    }

    /// Looks at some rows, and puts into the selection those whose text is meant: at how many.
    pub(super) fn step(
        &mut self,
        medallion: &Medallion,
        into: &mut Selection,
        mut admits: impl FnMut(&str) -> bool,
    ) -> u64 {
        let until = self.end.min(self.next.saturating_add(STEP_ROWS));
        for row in self.next..until {
            if admits(&medallion.flattened(row)) {
                into.insert(row);
            }
        }
        let looked_at = until - self.next;
        self.next = until;
        looked_at.into()
    }
}
