//! What was computed under a few selections, so that the next is found by the rows in which it differs from one of them.

use std::rc::Rc;

use touchstone_frame::Selection;

/// How many selections are kept besides that of all rows: a column may be asked for under three in one answer, once for
/// its leaderboard, once for the figures, and once for the histogram.
pub(crate) const KEPT: usize = 3;

/// Something computed under a selection.
#[derive(Debug)]
pub(crate) struct Known<T> {
    pub(crate) selection: Rc<Selection>,
    pub(crate) value: Rc<T>,
}

/// What is known of one subject under several selections. Rows that were loaded since are rows that a selection of then
/// does not have.
#[derive(Debug)]
pub(crate) struct Nearest<T> {
    /// Under all rows at the time: where every filter comes from, and goes back to.
    whole: Option<Known<T>>,
    /// The one asked for last stands last.
    recent: Vec<Known<T>>,
}

impl<T> Default for Nearest<T> {
    fn default() -> Self {
        Self { whole: None, recent: Vec::new() }
    }
}

/// By which way a value is had most cheaply.
pub(crate) enum Way<'a, T> {
    /// It is known.
    Known(Rc<T>),
    /// From a known one, by the rows that came to its selection and those that went.
    From { known: &'a T, added: Selection, removed: Selection },
    /// From nothing, by all selected rows.
    Anew,
}

impl<T> Nearest<T> {
    /// The way to the value under a selection, among the known ones that `fits` admits.
    pub(crate) fn way(&mut self, selection: &Rc<Selection>, fits: impl Fn(&T) -> bool) -> Way<'_, T> {
        if let Some(at) = self.recent.iter().position(|known| known.is_under(selection) && fits(&known.value)) {
            self.recent[at..].rotate_left(1);
        }
        let known = self.whole.iter().chain(&self.recent).filter(|known| fits(&known.value));
        let nearest = known
            .map(|known| if known.is_under(selection) { (0, known) } else { (known.difference(selection), known) })
            .min_by_key(|(rows, _)| *rows);
        match nearest {
            Some((0, known)) if known.is_under(selection) => Way::Known(Rc::clone(&known.value)),
            Some((rows, known)) if rows < selection.count() => Way::From {
                known: &known.value,
                added: selection.without(&known.selection),
                removed: known.selection.without(selection),
            },
            _ => Way::Anew,
        }
    }

    /// Keeps what was found under a selection; of those that are not of all rows the last `most`.
    pub(crate) fn keep(&mut self, selection: &Rc<Selection>, value: &Rc<T>, most: usize) {
        let known = Known { selection: Rc::clone(selection), value: Rc::clone(value) };
        if selection.is_all() {
            self.whole = Some(known);
            return;
        }
        self.recent.push(known);
        let passed = self.recent.len().saturating_sub(most);
        self.recent.drain(..passed);
    }

    /// Everything that is known.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Known<T>> {
        self.whole.iter().chain(&self.recent)
    }
}

impl<T> Known<T> {
    fn is_under(&self, selection: &Rc<Selection>) -> bool {
        Rc::ptr_eq(&self.selection, selection) || self.selection == *selection
    }

    fn difference(&self, selection: &Selection) -> u32 {
        self.selection.difference(selection)
    }
}
