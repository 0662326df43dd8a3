//! Splits a Parquet file at its row groups.

use parquet::file::metadata::RowGroupMetaData;

use super::footer::footer;
use crate::Source;
use crate::limits::Limits;
use crate::portion::Portion;

/// Each portion's reader reads the whole footer again.
const MAX_PORTIONS: u64 = 64;

/// The portions of a file. A file with an invalid footer is one portion, and reading it reports why.
pub(crate) fn portions(source: &dyn Source, limits: Limits) -> Vec<Portion> {
    let Ok(footer) = footer(source, &limits.budget(source.size()), limits) else { return vec![Portion::Whole] };
    let least = (limits.slice_bytes as u64).max(source.size() / MAX_PORTIONS);
    let mut ends = Vec::new();
    let mut length: u64 = 0;
    for (at, group) in footer.row_groups().iter().enumerate() {
        length = length.saturating_add(bytes(group));
        if length >= least || at + 1 == footer.num_row_groups() {
            ends.push(at as u32 + 1);
            length = 0;
        }
    }
    if ends.len() < 2 {
        return vec![Portion::Whole];
    }
    let firsts = std::iter::once(0).chain(ends.iter().copied());
    firsts.zip(&ends).map(|(first, end)| Portion::RowGroups { first, end: *end }).collect()
}

fn bytes(group: &RowGroupMetaData) -> u64 {
    group.columns().iter().map(|column| column.compressed_size() as u64).fold(0, u64::saturating_add)
}
