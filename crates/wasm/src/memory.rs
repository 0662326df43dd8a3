//! The memory of a WebAssembly instance: pages that it asks the browser for, and never gives back.

use touchstone_medallion::{Medallion, Memory};

const PAGE_BYTES: u64 = 1 << 16;

/// A 32-bit address reaches no further. The linker sets no maximum of its own.
const LIMIT_BYTES: u64 = 1 << 32;

/// What joining leaves: blocks that wait, what is read meanwhile, and a file being written take less.
const RESERVED_BYTES: u64 = 256 << 20;

/// From here on the browser is asked beforehand: where it has less to give than an address reaches, what is loaded stays.
const ASKED_FROM_BYTES: u64 = 1 << 30;

/// What is asked for at least, so that what nobody counts finds its place too.
const ASKED_BYTES: u64 = 64 << 20;

/// A block takes this many times its bytes, at most, with them beside it: what is laid out to be many small lists.
const BLOCK_TIMES: usize = 6;

/// Whether a block of so many bytes can be taken in.
pub(crate) fn has_room_for(bytes: usize) -> bool {
    let wanted = bytes.saturating_mul(BLOCK_TIMES);
    taken() < ASKED_FROM_BYTES || Vec::<u8>::new().try_reserve_exact(wanted).is_ok()
}

/// The memory of this instance.
#[derive(Debug)]
pub(crate) struct LinearMemory;

impl Memory for LinearMemory {
    fn taken(&self, _: &Medallion) -> u64 {
        taken()
    }

    fn limit(&self) -> u64 {
        LIMIT_BYTES
    }

    fn reserve(&self) -> u64 {
        RESERVED_BYTES
    }

    fn can_give(&self, bytes: u64, counted: bool) -> bool {
        if counted && bytes < ASKED_BYTES && taken() < ASKED_FROM_BYTES {
            return true;
        }
        // What is not in one piece may still be there in several; it is not looked for.
        usize::try_from(bytes.max(ASKED_BYTES)).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok())
    }
}

#[cfg(target_arch = "wasm32")]
fn taken() -> u64 {
    core::arch::wasm32::memory_size::<0>() as u64 * PAGE_BYTES
}

/// Only the lints compile it natively.
#[cfg(not(target_arch = "wasm32"))]
fn taken() -> u64 {
    PAGE_BYTES
}
