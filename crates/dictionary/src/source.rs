//! Where an entry comes from.

use serde::Deserialize;

/// A page or repository that entries come from.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The short name by which entries refer to it, unique within its file.
    pub key: &'static str,
    /// Who publishes it and what it is.
    pub name: &'static str,
    /// Its address.
    pub url: &'static str,
    /// The day it was looked at, as `2026-11-28`.
    pub seen: &'static str,
    /// Whether the entries were compared with it. Where not, they are named from general knowledge of it.
    pub checked: bool,
    /// What a reader should know about it.
    #[serde(default)]
    pub note: Option<&'static str>,
}
