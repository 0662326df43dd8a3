//! The workspace that an event concerns.

use std::borrow::Cow;

use crate::event::{Format, Param};
use crate::fields::Fields;
use crate::json::Member;
use crate::partitions::Partitions;
use crate::{doubtful, number, partitions, scalars};

/// The workspace named by the record itself: the first non-empty value among `keys`.
pub(crate) fn own<'a, const N: usize>(
    record: &(impl Fields<'a> + ?Sized),
    keys: [&'static str; N],
) -> Option<Cow<'a, str>> {
    keys.iter().find_map(|key| record.text(key).filter(|id| is_id(id))).map(number::id)
}

/// Adds the workspace of an input's folders to a record that names none itself. The account, `0`, as `orgId` is none.
pub(crate) fn fill<'a>(format: Format, members: &mut Vec<Member<'a>>, partitions: &'a Partitions) {
    let keys: &[&str] = match format {
        Format::DatabricksDelivery | Format::DatabricksSilver => &["workspaceId", "workspace_id", "orgId"],
        Format::DatabricksSystemTable => &["workspace_id", "workspaceId"],
        _ => return,
    };
    let Some(value) = partitions.workspace() else { return };
    let names_one = |key: &&str| {
        let own = members.iter().rev().find(|member| member.key == **key).filter(|member| !member.is_null());
        let id = own.and_then(|member| scalars::text(member.value)).filter(|id| is_id(id));
        id.is_some_and(|id| *key != "orgId" || number::id(id) != "0")
    };
    if !keys.iter().any(names_one) {
        members.push(Member { key: Cow::Borrowed(partitions::WORKSPACE), value });
    }
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
    let concerned = params.iter().find(|param| is_concerned(&param.key, &param.value));
    concerned.map(|param| number::id(param.value.clone())).or(own)
}

/// Like [`effective`], for borrowed texts for which [`is_plain`] holds.
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

pub(crate) fn is_of_account(audit_level: Option<&str>, own: Option<&str>) -> bool {
    match audit_level {
        Some(level) => level == "ACCOUNT_LEVEL",
        None => own == Some("0"),
    }
}

/// The parameter that names the workspace an account-level event concerns.
pub(crate) const PARAM: &str = "workspace_id";

fn is_concerned(key: &str, value: &str) -> bool {
    key == PARAM && is_id(value) && !value.starts_with(['{', '['])
}

/// Whether a text may be a workspace's id: it is neither empty nor a word for none. `0` is the account's.
pub(crate) fn is_id(text: &str) -> bool {
    if text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return true;
    }
    let text = text.trim();
    !text.is_empty() && !matches!(text, "-" | "-1" | partitions::NULL) && !doubtful::is_null(text)
}

/// Whether a parameter's value is an id as it stands.
pub(crate) fn is_plain(value: &str) -> bool {
    !number::may_be_float(value) && !number::is_rounded(value) && !doubtful::is_padded(value)
}

#[cfg(test)]
mod tests {
    use crate::testing::event;

    #[test]
    fn events_of_an_account_have_the_workspace_they_concern() {
        for (param, expected) in [
            (r#""42""#, "42"),
            ("42", "42"),
            (r#""6.051921418418893E15""#, "6051921418418893"),
            ("6051921418418893.0", "6051921418418893"),
            (r#"" 42 ""#, "42"),
            ("\"\u{a0}42\"", "42"),
            (r#""""#, "0"),
            (r#"" ""#, "0"),
            (r#""null""#, "0"),
            (r#""None""#, "0"),
            (r#""nan""#, "0"),
            (r#""-""#, "0"),
            ("-1", "0"),
            ("[1]", "0"),
            (r#"{"id":1}"#, "0"),
            ("{}", "0"),
        ] {
            let text = format!(
                r#"{{"serviceName":"s","actionName":"a","auditLevel":"ACCOUNT_LEVEL","workspaceId":"0","requestParams":{{"workspace_id":{param}}}}}"#
            );
            assert_eq!(event(&text).workspace_id.as_deref(), Some(expected), "{param}");
        }
    }

    #[test]
    fn words_for_none_are_no_workspace() {
        for own in ["null", "None", "NaN", "-", "-1", " ", "", "__HIVE_DEFAULT_PARTITION__"] {
            let text = format!(r#"{{"serviceName":"s","actionName":"a","workspaceId":"{own}","orgId":"7"}}"#);
            assert_eq!(event(&text).workspace_id.as_deref(), Some("7"), "{own}");
            let text = format!(r#"{{"service_name":"s","action_name":"a","workspace_id":"{own}"}}"#);
            assert_eq!(event(&text).workspace_id, None, "{own}");
        }
    }
}
