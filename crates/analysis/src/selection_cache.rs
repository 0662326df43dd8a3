//! What was computed under a few selections, so that the next is found by the rows in which it differs from one of them.

use std::rc::Rc;

use touchstone_frame::Selection;

use crate::row_delta::{RowDelta, RowDeltas};

/// How many selections are kept besides that of all rows: a column may be asked for under three in one answer, once for
/// its leaderboard, once for the figures, and once for the histogram.
pub(crate) const KEPT: usize = 3;

/// Something computed under a selection.
#[derive(Debug)]
pub(crate) struct Cached<T> {
    pub(crate) selection: Rc<Selection>,
    pub(crate) value: Rc<T>,
}

/// What is known of one subject under several selections. Rows that were loaded since are rows that a selection of then
/// does not have.
#[derive(Debug)]
pub(crate) struct SelectionCache<T> {
    /// Under all rows at the time: where every filter comes from, and goes back to.
    whole: Option<Cached<T>>,
    /// The one asked for last stands last.
    recent: Vec<Cached<T>>,
}

impl<T> Default for SelectionCache<T> {
    fn default() -> Self {
        Self { whole: None, recent: Vec::new() }
    }
}

/// By which way a value is had most cheaply.
pub(crate) enum Reuse<'a, T> {
    /// It is known.
    Hit(Rc<T>),
    /// From a known one, by the rows in which the selections differ.
    Delta { known: &'a T, change: Rc<RowDelta> },
    /// From nothing, by all selected rows.
    Miss,
}

impl<T> SelectionCache<T> {
    /// The way to the value under a selection, among the known ones that `fits` admits.
    pub(crate) fn reuse(
        &mut self,
        changes: &mut RowDeltas,
        selection: &Rc<Selection>,
        fits: impl Fn(&T) -> bool,
    ) -> Reuse<'_, T> {
        let known = self.whole.iter().chain(&self.recent).enumerate().filter(|(_, known)| fits(&known.value));
        let nearest = known
            .map(|(at, known)| {
                let rows = changes.rows(&known.selection, selection);
                // A selection of before more was loaded is another, though it has the same rows.
                (rows, known.selection.rows() != selection.rows(), at)
            })
            .min();
        let Some((rows, is_older, at)) = nearest else { return Reuse::Miss };
        if rows == 0 && !is_older {
            return self.again(at).map_or(Reuse::Miss, Reuse::Hit);
        }
        match self.iter().nth(at) {
            Some(known) if rows < selection.count() => {
                Reuse::Delta { known: &known.value, change: changes.change(&known.selection, selection) }
            }
            _ => Reuse::Miss,
        }
    }

    /// What is known at a place in [`SelectionCache::iter`], which becomes the one asked for last.
    fn again(&mut self, at: usize) -> Option<Rc<T>> {
        let value = self.iter().nth(at).map(|known| Rc::clone(&known.value));
        if let Some(at) = at.checked_sub(usize::from(self.whole.is_some())) {
            self.recent[at..].rotate_left(1);
        }
        value
    }

    /// Keeps what was found under a selection; of those that are not of all rows the last `most`.
    pub(crate) fn keep(&mut self, selection: &Rc<Selection>, value: &Rc<T>, most: usize) {
        let known = Cached { selection: Rc::clone(selection), value: Rc::clone(value) };
        if selection.is_all() {
            self.whole = Some(known);
            return;
        }
        self.recent.push(known);
        let passed = self.recent.len().saturating_sub(most);
        self.recent.drain(..passed);
    }

    /// Everything that is known.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Cached<T>> {
        self.whole.iter().chain(&self.recent)
    }
}
