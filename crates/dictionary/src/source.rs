//! Sources of entries.

use serde::Deserialize;

/// A page or repository on which entries are based.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The short name used by entries, unique within its file.
    pub key: &'static str,
    /// Its publisher and title.
    pub name: &'static str,
    /// Its address.
    pub url: &'static str,
    /// The day it was read, such as `2026-11-28`.
    pub seen: &'static str,
    /// Whether entries were compared with it. If not, they rest on general knowledge of it.
    pub checked: bool,
    /// A remark for readers.
    #[serde(default)]
    pub note: Option<&'static str>,
}
