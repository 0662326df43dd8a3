//! Names are ordered and found without ASCII case.

use std::cmp::Ordering;

/// Compares two names as if their ASCII letters were lower case.
pub(crate) fn compare(one: &str, other: &str) -> Ordering {
    one.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// The item whose name is `name`, among items in the order of [`compare`].
pub(crate) fn find<'a, T>(items: &'a [T], name: &str, name_of: impl Fn(&T) -> &str) -> Option<&'a T> {
    let at = items.binary_search_by(|item| compare(name_of(item), name)).ok()?;
    items.get(at)
}
