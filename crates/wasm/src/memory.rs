//! The memory of a WebAssembly instance: pages requested from the browser and never returned.

use touchstone_medallion::{Medallion, Memory};

const PAGE_BYTES: u64 = 1 << 16;

/// The range of a 32-bit address. The linker sets no lower maximum.
const LIMIT_BYTES: u64 = 1 << 32;

/// Memory to keep free when joining; waiting blocks, reading and an export take less.
const RESERVED_BYTES: u64 = 256 << 20;

/// From this size on, memory is requested before joining: the browser may refuse before the address space ends, and
/// loaded data must survive that.
const ASKED_FROM_BYTES: u64 = 1 << 30;

/// Minimum request, so that uncounted allocations fit as well.
const ASKED_BYTES: u64 = 64 << 20;

/// Maximum size of a decoded block relative to its bytes, both held at once: many small lists.
const BLOCK_TIMES: usize = 6;

/// Whether a block of so many bytes can be decoded.
pub(crate) fn has_room_for(bytes: usize) -> bool {
    let wanted = bytes.saturating_mul(BLOCK_TIMES);
    used() < ASKED_FROM_BYTES || Vec::<u8>::new().try_reserve_exact(wanted).is_ok()
}

/// The memory of this instance.
#[derive(Debug)]
pub(crate) struct LinearMemory;

impl Memory for LinearMemory {
    fn used(&self, _: &Medallion) -> u64 {
        used()
    }

    fn limit(&self) -> u64 {
        LIMIT_BYTES
    }

    fn reserve(&self) -> u64 {
        RESERVED_BYTES
    }

    fn can_allocate(&self, bytes: u64, counted: bool) -> bool {
        if counted && bytes < ASKED_BYTES && used() < ASKED_FROM_BYTES {
            return true;
        }
        // Memory that is available only in several pieces is not counted.
        usize::try_from(bytes.max(ASKED_BYTES)).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok())
    }
}

#[cfg(target_arch = "wasm32")]
fn used() -> u64 {
    core::arch::wasm32::memory_size::<0>() as u64 * PAGE_BYTES
}

/// Native builds exist only for the lints.
#[cfg(not(target_arch = "wasm32"))]
fn used() -> u64 {
    PAGE_BYTES
}
