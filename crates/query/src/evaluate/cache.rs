//! A cache of the rows of items, valid until more is loaded.

use std::collections::BTreeMap;
use std::rc::Rc;

use touchstone_frame::Selection;

/// The usual capacity in bytes; at least [`MIN`] items are kept.
const MAX_BYTES: usize = 16 << 20;
const MIN: usize = 8;

#[derive(Debug)]
pub(super) struct BitmapCache {
    max_bytes: usize,
    /// The rows of silver when it was filled; more rows invalidate it.
    rows: u32,
    /// By the item's text, with the turn of its last use.
    items: BTreeMap<String, (u64, Rc<Selection>)>,
    turn: u64,
}

impl Default for BitmapCache {
    fn default() -> Self {
        Self::of(MAX_BYTES)
    }
}

impl BitmapCache {
    /// A cache of so many bytes.
    pub(super) fn of(max_bytes: usize) -> Self {
        Self { max_bytes, rows: 0, items: BTreeMap::new(), turn: 0 }
    }

    /// Invalidates the cache if silver has other rows now.
    pub(super) fn fit(&mut self, rows: u32) {
        if self.rows != rows {
            *self = Self { rows, ..Self::of(self.max_bytes) };
        }
    }

    pub(super) fn get(&mut self, name: &str) -> Option<Rc<Selection>> {
        self.turn += 1;
        let (turn, selection) = self.items.get_mut(name)?;
        *turn = self.turn;
        Some(Rc::clone(selection))
    }

    pub(super) fn keep(&mut self, name: &str, selection: Selection) -> Rc<Selection> {
        let selection = Rc::new(selection);
        if selection.rows() != self.rows {
            return selection;
        }
        while self.items.len() >= MIN && self.memory_bytes() + selection.memory_bytes() > self.max_bytes {
            let oldest = self.items.iter().min_by_key(|(_, (turn, _))| *turn).map(|(name, _)| name.clone());
            let Some(oldest) = oldest else { break };
            self.items.remove(&oldest);
        }
        self.turn += 1;
        self.items.insert(name.to_owned(), (self.turn, Rc::clone(&selection)));
        selection
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.items.iter().map(|(name, (_, selection))| name.len() + selection.memory_bytes()).sum()
    }
}
