//! Whether every path given could be opened.

/// Whether every path could be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenedPaths {
    All,
    Some,
}
