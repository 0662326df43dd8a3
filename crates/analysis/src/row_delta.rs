//! Differences between selections, computed once per answer and shared by all counts.

use std::rc::Rc;

use touchstone_frame::Selection;

/// The rows added to a selection, and those removed.
#[derive(Debug)]
pub(crate) struct RowDelta {
    pub(crate) added: Selection,
    pub(crate) removed: Selection,
}

/// The differences computed for one answer. Holds the selections so that their addresses stay unique.
#[derive(Debug, Default)]
pub(crate) struct RowDeltas {
    found: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    from: Rc<Selection>,
    to: Rc<Selection>,
    rows: u32,
    change: Option<Rc<RowDelta>>,
}

impl RowDeltas {
    /// The number of rows in which two selections differ.
    pub(crate) fn rows(&mut self, from: &Rc<Selection>, to: &Rc<Selection>) -> u32 {
        self.found(from, to).rows
    }

    /// The rows in which two selections differ.
    pub(crate) fn change(&mut self, from: &Rc<Selection>, to: &Rc<Selection>) -> Rc<RowDelta> {
        let found = self.found(from, to);
        let change = || Rc::new(RowDelta { added: to.without(from), removed: from.without(to) });
        Rc::clone(found.change.get_or_insert_with(change))
    }

    fn found(&mut self, from: &Rc<Selection>, to: &Rc<Selection>) -> &mut Found {
        let is_it = |found: &Found| Rc::ptr_eq(&found.from, from) && Rc::ptr_eq(&found.to, to);
        let at = self.found.iter().position(is_it).unwrap_or_else(|| {
            let rows = if Rc::ptr_eq(from, to) { 0 } else { from.difference(to) };
            self.found.push(Found { from: Rc::clone(from), to: Rc::clone(to), rows, change: None });
            self.found.len() - 1
        });
        &mut self.found[at]
    }
}
