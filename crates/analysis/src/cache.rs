//! Caches that live from one question to the next.

use std::collections::BTreeMap;
use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_query::Evaluator;

use crate::spellings::Spellings;
use crate::stacked::{HistogramCache, Stacked};
use crate::tally::CountCache;

/// Everything here derives from the loaded data and can be recomputed, so no answer depends on earlier questions.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    pub(crate) evaluator: Evaluator,
    pub(crate) spellings: Spellings,
    pub(crate) tallies: CountCache,
    pub(crate) stacks: HistogramCache,
}

impl Cache {
    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        let counts: usize = self.tallies.known().map(|known| known.value.capacity() * size_of::<u32>()).sum();
        let stacked: usize = self.stacks.known().map(|known| Stacked::memory_bytes(&known.value)).sum();
        let of_counts = self.tallies.known().map(|known| &known.selection);
        let of_stacked = self.stacks.known().map(|known| &known.selection);
        // Counts and histograms mostly share selections; each is measured once.
        let selections: BTreeMap<*const Selection, usize> =
            of_counts.chain(of_stacked).map(|selection| (Rc::as_ptr(selection), selection.memory_bytes())).collect();
        self.evaluator.memory_bytes()
            + self.spellings.memory_bytes()
            + counts
            + stacked
            + selections.values().sum::<usize>()
    }
}
