//! How much a session may hold. Where memory ends an allocation does not fail but ends the program, and with it all that
//! was loaded: so loading stops before.

use std::fmt;

use crate::block::Block;
use crate::medallion::Medallion;

/// What questions may take for each event that is loaded: to sort by a text that is in no other event takes about 60.
const BYTES_TO_ASK: u64 = 64;

/// The memory that a session lives in.
pub trait Memory {
    /// How many bytes of it are taken, by `loaded` and by everything else.
    fn taken(&self, loaded: &Medallion) -> u64;

    /// How many there can be.
    fn limit(&self) -> u64;

    /// How many of them joining must leave: for what is read and waits, for questions and for files being written.
    fn reserve(&self) -> u64;

    /// Whether `bytes` can be had now in one piece, wherever. Asked where counting says that they can, since memory may end
    /// before its limit, and where it says that they cannot, since what was given back counts as taken.
    fn can_give(&self, bytes: u64, counted: bool) -> bool {
        _ = bytes;
        counted
    }
}

/// The memory of a session, if anybody told it of one.
#[derive(Default)]
pub(crate) struct Room(Option<Box<dyn Memory>>);

/// How much memory is taken, and how much of it there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryUse {
    /// Bytes taken.
    pub taken: u64,
    /// Bytes that there can be.
    pub limit: u64,
}

impl Room {
    pub(crate) fn of(memory: impl Memory + 'static) -> Self {
        Self(Some(Box::new(memory)))
    }

    /// Whether a block of an input can be joined to what is loaded, and questions can still be answered.
    pub(crate) fn is_there(&self, loaded: &Medallion, input: u32, block: &Block) -> bool {
        let Some(memory) = &self.0 else { return true };
        // What holds no record only says that an input has come to its end.
        if block.records == 0 {
            return true;
        }
        let Some(growth) = loaded.growth_bytes(input, block) else { return false };
        let rows = u64::from(loaded.silver().rows()) + block.events() as u64;
        let wanted = growth as u64 + memory.reserve() + BYTES_TO_ASK * rows;
        let counted = memory.taken(loaded).saturating_add(wanted) <= memory.limit();
        memory.can_give(if counted { growth as u64 } else { wanted }, counted)
    }

    /// How many bytes could still be had; nothing where there is no end to them.
    pub(crate) fn left(&self, loaded: &Medallion) -> Option<u64> {
        self.0.as_ref().map(|memory| memory.limit().saturating_sub(memory.taken(loaded)))
    }

    pub(crate) fn used(&self, loaded: &Medallion) -> Option<MemoryUse> {
        self.0.as_ref().map(|memory| MemoryUse { taken: memory.taken(loaded), limit: memory.limit() })
    }
}

impl fmt::Debug for Room {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Room").field(&self.0.as_ref().map(|memory| memory.limit())).finish()
    }
}
