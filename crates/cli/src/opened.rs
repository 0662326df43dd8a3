//! Whether what was named could be read.

/// Whether every path could be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    All,
    Some,
    /// All could, and the run ends with this status.
    Status(u8),
}
