//! The workspace that an event concerns.

use std::borrow::Cow;

use crate::event::Param;
use crate::number;

/// The workspace named by the record itself: the first non-empty value among `keys`. `text` returns the value under a
/// key.
pub(crate) fn own<'a, const N: usize>(
    text: &dyn Fn(&str) -> Option<Cow<'a, str>>,
    keys: [&str; N],
) -> Option<Cow<'a, str>> {
    keys.iter().find_map(|key| text(key).filter(|id| !id.is_empty())).map(number::id)
}

/// The effective workspace. An account-level event has 0 as its own workspace and names the one it concerns in its
/// parameters.
pub(crate) fn effective<'a>(
    audit_level: Option<&str>,
    own: Option<Cow<'a, str>>,
    params: &[Param<'a>],
) -> Option<Cow<'a, str>> {
    if !is_of_account(audit_level, own.as_deref()) {
        return own;
    }
    params.iter().find(|param| is_concerned(&param.key, &param.value)).map(|param| param.value.clone()).or(own)
}

/// Like [`effective`], for borrowed texts.
pub(crate) fn effective_text<'a>(
    audit_level: Option<&str>,
    own: Option<&'a str>,
    mut params: impl Iterator<Item = (&'a str, &'a str)>,
) -> Option<&'a str> {
    if !is_of_account(audit_level, own) {
        return own;
    }
    params.find(|(key, value)| is_concerned(key, value)).map(|(_, value)| value).or(own)
}

fn is_of_account(audit_level: Option<&str>, own: Option<&str>) -> bool {
    match audit_level {
        Some(level) => level == "ACCOUNT_LEVEL",
        None => own == Some("0"),
    }
}

/// Whether a parameter names the workspace that an account-level event concerns.
fn is_concerned(key: &str, value: &str) -> bool {
    key == "workspace_id" && !value.is_empty()
}
