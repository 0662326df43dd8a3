//! Orders and finds names ignoring ASCII case.

use std::cmp::Ordering;

/// Compares two names ignoring ASCII case.
pub(crate) fn compare(one: &str, other: &str) -> Ordering {
    one.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// The item with a name, among items sorted by [`compare`].
pub(crate) fn find<'a, T>(items: &'a [T], name: &str, name_of: impl Fn(&T) -> &str) -> Option<&'a T> {
    let at = items.binary_search_by(|item| compare(name_of(item), name)).ok()?;
    items.get(at)
}
