//! Memory used by the lists beside the frames: sentences, names and paths.

use std::borrow::Cow;

use crate::block::Block;
use crate::conflicts::Conflict;
use crate::medallion::Medallion;

/// Estimate for the field names of a conflict: an event has three at most, a duplicate usually fewer.
const CONFLICT_BYTES: usize = 96;

impl Medallion {
    /// Size of the lists in bytes.
    pub(crate) fn lists_bytes(&self) -> usize {
        taken(&self.inputs)
            + self.inputs.iter().map(|input| taken(&input.parts)).sum::<usize>()
            + taken(&self.skipped)
            + taken(&self.problems)
            + taken(&self.warnings)
            + taken(&self.conflicts)
            + taken(&self.duplicates)
            + self.text_bytes
    }

    /// Peak allocation that a block can cause in the lists.
    pub(crate) fn lists_growth_bytes(&self, input: u32, block: &Block) -> usize {
        let events = block.events();
        let entry = self.inputs.get(input as usize);
        growth(&self.problems, block.problems.len())
            + growth(&self.warnings, block.warnings.len() + block.notes.len())
            + growth(&self.duplicates, events)
            + growth(&self.conflicts, events)
            + growth(&self.skipped, block.skipped.len())
            + entry.map_or(0, |entry| growth(&entry.parts, block.parts.len()))
            + events * CONFLICT_BYTES
            + block.notes.text_bytes()
            + text_bytes(block, entry.map_or(0, |entry| entry.path.len()))
    }
}

/// Bytes of the texts that a block adds to the lists; `path` is the length of its input's path.
pub(crate) fn text_bytes(block: &Block, path: usize) -> usize {
    let problems = block.problems.iter().map(|found| found.problem.message.len());
    let warnings = block.warnings.iter().map(|found| {
        let field = found.warning.field.as_deref();
        found.warning.message.len() + field.map_or(0, str::len)
    });
    let parts = block.parts.iter().map(|(_, name, _)| name.len());
    let skipped = block.skipped.iter().map(|(name, reason)| path + 1 + name.len() + reason.len());
    problems.chain(warnings).chain(parts).chain(skipped).sum()
}

/// Bytes of the field names of some conflicts.
pub(crate) fn fields_bytes(conflicts: &[Conflict]) -> usize {
    let fields = conflicts.iter().flat_map(|conflict| &conflict.fields);
    let names = fields.map(|field| if let Cow::Owned(name) = field { name.len() } else { 0 });
    names.sum::<usize>() + conflicts.iter().map(|conflict| taken(&conflict.fields)).sum::<usize>()
}

/// Size of a list.
fn taken<T>(list: &Vec<T>) -> usize {
    list.capacity() * size_of::<T>()
}

/// Allocation of a list that grows by `more` entries: it doubles.
fn growth<T>(list: &Vec<T>, more: usize) -> usize {
    let wanted = list.len() + more;
    if wanted > list.capacity() { wanted.max(2 * list.capacity()) * size_of::<T>() } else { 0 }
}
