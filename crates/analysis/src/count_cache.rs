//! Counts of selected events per value of a column. Nothing is counted twice, and where a selection differs little from
//! a counted one, only the difference is counted.

use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};

use crate::row_delta::RowDeltas;
use crate::selection_cache::{Cached, MAX_SELECTIONS, Reuse, SelectionCache};

/// Counts by code, per column.
#[derive(Debug, Default)]
pub(crate) struct CountCache {
    columns: Vec<(SilverColumn, SelectionCache<Vec<u32>>)>,
}

impl CountCache {
    /// The number of selected rows per code of a text column.
    pub(crate) fn of(
        &mut self,
        medallion: &Medallion,
        changes: &mut RowDeltas,
        column: SilverColumn,
        selection: &Rc<Selection>,
    ) -> Rc<Vec<u32>> {
        let silver = medallion.silver();
        let (frame, id) = (silver.frame(), silver.id(column));
        let at = self.columns.iter().position(|(of, _)| *of == column).unwrap_or_else(|| {
            self.columns.push((column, SelectionCache::default()));
            self.columns.len() - 1
        });
        let cache = &mut self.columns[at].1;
        let codes = frame.dictionary(id).len() + 1;
        let counts = match cache.reuse(changes, selection, |_| true) {
            Reuse::Hit(counts) => return counts,
            Reuse::Delta { cached, change } => {
                let mut counts = cached.clone();
                counts.resize(codes, 0);
                frame.each_code(id, &change.removed, |_, code| counts[code as usize] -= 1);
                frame.each_code(id, &change.added, |_, code| counts[code as usize] += 1);
                counts
            }
            Reuse::Miss => frame.count(id, selection),
        };
        let counts = Rc::new(counts);
        // If nearly every event has a distinct value, the counts are as large as the column.
        let max = if codes > selection.rows() as usize / 8 { 1 } else { MAX_SELECTIONS };
        cache.insert(selection, &counts, max);
        counts
    }

    /// All cached counts.
    pub(crate) fn cached(&self) -> impl Iterator<Item = &Cached<Vec<u32>>> {
        self.columns.iter().flat_map(|(_, cache)| cache.iter())
    }
}
