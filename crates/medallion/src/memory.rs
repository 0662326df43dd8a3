//! The memory limit of a session. A failed allocation would end the program and lose everything loaded, so loading
//! stops before that.

use std::fmt;

use crate::block::Block;
use crate::medallion::Medallion;

/// Memory to keep free per loaded event for queries: sorting by a column of distinct texts takes about 60 bytes.
const QUERY_BYTES_PER_EVENT: u64 = 64;

/// The memory in which a session lives.
pub trait Memory {
    /// Bytes in use, by `loaded` and everything else.
    fn used(&self, loaded: &Medallion) -> u64;

    /// The limit in bytes.
    fn limit(&self) -> u64;

    /// Bytes to keep free when joining: for blocks that are read or waiting, for queries, and for exports.
    fn reserve(&self) -> u64;

    /// Whether `bytes` can be allocated now in one piece. `counted` is the result of counting: it may be too high,
    /// because memory can end before its limit, or too low, because freed memory still counts as used.
    fn can_allocate(&self, bytes: u64, counted: bool) -> bool {
        _ = bytes;
        counted
    }
}

/// The memory of a session, if it has a limit.
#[derive(Default)]
pub(crate) struct MemoryLimit(Option<Box<dyn Memory>>);

/// Memory in use, and its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryUse {
    /// Bytes in use.
    pub used: u64,
    /// Limit in bytes.
    pub limit: u64,
}

impl MemoryLimit {
    pub(crate) fn of(memory: impl Memory + 'static) -> Self {
        Self(Some(Box::new(memory)))
    }

    /// Whether a block can be joined while leaving enough memory for queries.
    pub(crate) fn fits(&self, loaded: &Medallion, input: u32, block: &Block) -> bool {
        let Some(memory) = &self.0 else { return true };
        // A block without records only marks the end of its input.
        if block.records == 0 {
            return true;
        }
        let Some(growth) = loaded.growth_bytes(input, block) else { return false };
        let rows = u64::from(loaded.silver().rows()) + block.events() as u64;
        let queries = QUERY_BYTES_PER_EVENT * rows + (loaded.unindexed_bytes() + loaded.reading_bytes()) as u64;
        let wanted = growth as u64 + memory.reserve() + queries;
        let counted = memory.used(loaded).saturating_add(wanted) <= memory.limit();
        memory.can_allocate(if counted { growth as u64 } else { wanted }, counted)
    }

    /// Bytes available; `None` if unlimited.
    pub(crate) fn available(&self, loaded: &Medallion) -> Option<u64> {
        self.0.as_ref().map(|memory| memory.limit().saturating_sub(memory.used(loaded)))
    }

    pub(crate) fn used(&self, loaded: &Medallion) -> Option<MemoryUse> {
        self.0.as_ref().map(|memory| MemoryUse { used: memory.used(loaded), limit: memory.limit() })
    }
}

impl fmt::Debug for MemoryLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Room").field(&self.0.as_ref().map(|memory| memory.limit())).finish()
    }
}
