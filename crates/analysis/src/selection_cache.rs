//! Caches values computed under recent selections. A new value is derived from a cached one by the rows in which the
//! selections differ.

use std::rc::Rc;

use touchstone_frame::Selection;

use crate::row_delta::{RowDelta, RowDeltas};

/// Number of cached selections besides the full one. One answer may ask for a column under three: for its leaderboard,
/// the figures and the histogram.
pub(crate) const MAX_SELECTIONS: usize = 3;

/// A value computed under a selection.
#[derive(Debug)]
pub(crate) struct Cached<T> {
    pub(crate) selection: Rc<Selection>,
    pub(crate) value: Rc<T>,
}

/// Values computed under recent selections, by subject. Rows loaded since then are not in those selections.
#[derive(Debug)]
pub(crate) struct SelectionCache<T> {
    /// The value for all rows at the time: every filter starts from it and returns to it.
    whole: Option<Cached<T>>,
    /// The most recently used comes last.
    recent: Vec<Cached<T>>,
}

impl<T> Default for SelectionCache<T> {
    fn default() -> Self {
        Self { whole: None, recent: Vec::new() }
    }
}

/// The cheapest way to obtain a value.
pub(crate) enum Reuse<'a, T> {
    /// It is cached.
    Hit(Rc<T>),
    /// Derived from a cached value by the rows in which the selections differ.
    Delta { cached: &'a T, change: Rc<RowDelta> },
    /// Computed from all selected rows.
    Miss,
}

impl<T> SelectionCache<T> {
    /// The cheapest way to the value under a selection, from the cached values that `fits` accepts.
    pub(crate) fn reuse(
        &mut self,
        changes: &mut RowDeltas,
        selection: &Rc<Selection>,
        fits: impl Fn(&T) -> bool,
    ) -> Reuse<'_, T> {
        let cached = self.whole.iter().chain(&self.recent).enumerate().filter(|(_, cached)| fits(&cached.value));
        let nearest = cached
            .map(|(at, cached)| {
                let rows = changes.rows(&cached.selection, selection);
                // After more rows were loaded, a selection with the same rows is still a different one.
                (rows, cached.selection.rows() != selection.rows(), at)
            })
            .min();
        let Some((rows, is_older, at)) = nearest else { return Reuse::Miss };
        if rows == 0 && !is_older {
            return self.touch(at).map_or(Reuse::Miss, Reuse::Hit);
        }
        match self.iter().nth(at) {
            Some(cached) if rows < selection.count() => {
                Reuse::Delta { cached: &cached.value, change: changes.change(&cached.selection, selection) }
            }
            _ => Reuse::Miss,
        }
    }

    /// Returns the value at an index of [`SelectionCache::iter`] and marks it as most recently used.
    fn touch(&mut self, at: usize) -> Option<Rc<T>> {
        let value = self.iter().nth(at).map(|cached| Rc::clone(&cached.value));
        if let Some(at) = at.checked_sub(usize::from(self.whole.is_some())) {
            self.recent[at..].rotate_left(1);
        }
        value
    }

    /// Caches a value. Keeps the value for all rows and the last `max` others.
    pub(crate) fn insert(&mut self, selection: &Rc<Selection>, value: &Rc<T>, max: usize) {
        let cached = Cached { selection: Rc::clone(selection), value: Rc::clone(value) };
        if selection.is_all() {
            self.whole = Some(cached);
            return;
        }
        self.recent.push(cached);
        let passed = self.recent.len().saturating_sub(max);
        self.recent.drain(..passed);
    }

    /// Every cached value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Cached<T>> {
        self.whole.iter().chain(&self.recent)
    }
}
