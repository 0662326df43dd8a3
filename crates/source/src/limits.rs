//! The limits beyond which a reader refuses an input.

use serde::{Deserialize, Serialize};

use crate::stream::Budget;

/// The limits of one input. The defaults are the documented ones; tests use smaller ones to reach them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// How many bytes are read at a time. Small enough for progress and cancelling to feel immediate, large enough to
    /// make the fixed cost of a read negligible.
    pub slice_bytes: usize,
    /// The longest record, in bytes. Databricks cuts request parameters at 100 KB, so anything longer is not a record.
    pub record_bytes: usize,
    /// How many bytes a compressed input may always expand to.
    pub expanded_bytes: u64,
    /// How many times its own size it may expand to beyond that. Audit logs compress 10 to 60 times.
    pub expanded_times: u64,
    /// The largest part of an input, in bytes, that is held in memory because it cannot be read in slices: a Parquet
    /// row group, or a Parquet file that is itself compressed.
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
    /// The budget for expanding an input of `size` bytes.
    pub(crate) fn budget(&self, size: u64) -> Budget {
        Budget::new(self.expanded_bytes.max(size.saturating_mul(self.expanded_times)))
    }
}
