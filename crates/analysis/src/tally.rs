//! How many of the selected events have each value of a column. The same count is never made twice, and where a
//! selection differs little from one that was counted, only the difference is counted.

use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};

use crate::change::Changes;
use crate::nearest::{KEPT, Known, Nearest, Way};

/// Counts by code, by column.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    columns: Vec<(SilverColumn, Nearest<Vec<u32>>)>,
}

impl Tallies {
    /// How many of the selected rows have each code of a text column, by code.
    pub(crate) fn of(
        &mut self,
        medallion: &Medallion,
        changes: &mut Changes,
        column: SilverColumn,
        selection: &Rc<Selection>,
    ) -> Rc<Vec<u32>> {
        let silver = medallion.silver();
        let (frame, id) = (silver.frame(), silver.id(column));
        let at = self.columns.iter().position(|(known, _)| *known == column).unwrap_or_else(|| {
            self.columns.push((column, Nearest::default()));
            self.columns.len() - 1
        });
        let nearest = &mut self.columns[at].1;
        let codes = frame.dictionary(id).len() + 1;
        let counts = match nearest.way(changes, selection, |_| true) {
            Way::Known(counts) => return counts,
            Way::From { known, change } => {
                let mut counts = known.clone();
                counts.resize(codes, 0);
                frame.each_code(id, &change.removed, |_, code| counts[code as usize] -= 1);
                frame.each_code(id, &change.added, |_, code| counts[code as usize] += 1);
                counts
            }
            Way::Anew => frame.count(id, selection),
        };
        let counts = Rc::new(counts);
        // Where nearly every event has a value of its own, counts are as large as the column.
        let most = if codes > selection.rows() as usize / 8 { 1 } else { KEPT };
        nearest.keep(selection, &counts, most);
        counts
    }

    /// Everything that is known.
    pub(crate) fn known(&self) -> impl Iterator<Item = &Known<Vec<u32>>> {
        self.columns.iter().flat_map(|(_, nearest)| nearest.iter())
    }
}
