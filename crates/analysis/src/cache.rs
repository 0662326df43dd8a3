//! Caches that live from one question to the next.

use std::collections::BTreeMap;
use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_query::Evaluator;

use crate::completeness::HoursCache;
use crate::count_cache::CountCache;
use crate::histogram::{HistogramCache, StackedCounts};
use crate::long_actions::LongActionsCache;
use crate::principals::PrincipalsCache;
use crate::spellings::Spellings;

/// Everything here derives from the loaded data and can be recomputed, so no answer depends on earlier questions.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    pub(crate) evaluator: Evaluator,
    pub(crate) spellings: Spellings,
    pub(crate) counts: CountCache,
    pub(crate) histograms: HistogramCache,
    pub(crate) principals: PrincipalsCache,
    pub(crate) long_actions: LongActionsCache,
    pub(crate) hours: HoursCache,
}

impl Cache {
    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        let counts: usize = self.counts.cached().map(|cached| cached.value.capacity() * size_of::<u32>()).sum();
        let stacked: usize = self.histograms.cached().map(|cached| StackedCounts::memory_bytes(&cached.value)).sum();
        let of_counts = self.counts.cached().map(|cached| &cached.selection);
        let of_stacked = self.histograms.cached().map(|cached| &cached.selection);
        // Counts and histograms mostly share selections; each is measured once.
        let selections: BTreeMap<*const Selection, usize> =
            of_counts.chain(of_stacked).map(|selection| (Rc::as_ptr(selection), selection.memory_bytes())).collect();
        self.evaluator.memory_bytes()
            + self.spellings.memory_bytes()
            + self.principals.memory_bytes()
            + self.long_actions.memory_bytes()
            + self.hours.memory_bytes()
            + counts
            + stacked
            + selections.values().sum::<usize>()
    }
}
