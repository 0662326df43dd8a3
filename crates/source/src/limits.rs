//! How far a reader goes before it says that an input cannot be what it claims to be.

use serde::{Deserialize, Serialize};

use crate::stream::Budget;

/// The limits of one input. The defaults are what the product states; tests use smaller ones to reach them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// How much is read at a time. Small enough for progress and cancel to feel immediate, large enough that a read's
    /// fixed cost vanishes.
    pub slice_bytes: usize,
    /// The longest record. Databricks cuts request parameters at 100 KB, so a longer text is none.
    pub record_bytes: usize,
    /// How much a compressed input may always expand to.
    pub expanded_bytes: u64,
    /// How many times its size it may expand to beyond that. Audit logs compress 10 to 60 times.
    pub expanded_times: u64,
    /// The largest part of an input that is held in memory where it cannot be read in slices: a Parquet row group, or a
    /// Parquet file that is itself compressed.
    pub held_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            slice_bytes: 8 << 20,
            record_bytes: 16 << 20,
            expanded_bytes: 256 << 20,
            expanded_times: 500,
            held_bytes: 1 << 30,
        }
    }
}

impl Limits {
    /// How much an input of `size` bytes may expand to.
    pub(crate) fn budget(&self, size: u64) -> Budget {
        Budget::new(self.expanded_bytes.max(size.saturating_mul(self.expanded_times)))
    }
}
