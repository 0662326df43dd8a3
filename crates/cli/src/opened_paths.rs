//! Whether every path given could be opened.

/// Whether every path could be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenedPaths {
    All,
    Some,
    /// All could, and the run ends with this status.
    Status(u8),
}
