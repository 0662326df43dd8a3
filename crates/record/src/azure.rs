//! Parses Azure's names: service and action from an operation's name, the workspace from a resource id.

use std::borrow::Cow;

use crate::json;

const PROVIDER: &str = "Microsoft.Databricks/";

/// Whether an operation belongs to Databricks, as in `Microsoft.Databricks/accounts/tokenLogin`.
pub(crate) fn is_databricks(operation: &str) -> bool {
    operation.get(..PROVIDER.len()).is_some_and(|provider| provider.eq_ignore_ascii_case(PROVIDER))
}

/// The service in an operation's name.
pub(crate) fn service(operation: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    segment(operation?, 1)
}

/// The action in an operation's name.
pub(crate) fn action(operation: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    segment(operation?, 2)
}

fn segment(operation: Cow<'_, str>, number: usize) -> Option<Cow<'_, str>> {
    if !is_databricks(&operation) {
        return None;
    }
    let start = operation.match_indices('/').nth(number - 1)?.0 + 1;
    let end = operation[start..].find('/').map_or(operation.len(), |length| start + length);
    (start < end).then(|| json::part(operation, start..end))
}

/// The workspace's name, the last segment of `/SUBSCRIPTIONS/…/WORKSPACES/<NAME>`, in lower case. Azure's names are
/// case-insensitive: a storage account has the name in upper case, Log Analytics in lower case.
pub(crate) fn workspace(resource: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let end = resource.trim_end_matches('/').len();
    let start = resource[..end].rfind('/').map_or(0, |slash| slash + 1);
    let name = (start < end).then(|| json::part(resource, start..end))?;
    Some(if name.chars().any(char::is_uppercase) { Cow::Owned(name.to_lowercase()) } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_name_a_service_and_an_action() {
        for (operation, expected_service, expected_action) in [
            ("Microsoft.Databricks/accounts/tokenLogin", Some("accounts"), Some("tokenLogin")),
            ("MICROSOFT.DATABRICKS/jobs/create", Some("jobs"), Some("create")),
            (
                "Microsoft.Databricks/capsule8-alerts/BPF Program Executed",
                Some("capsule8-alerts"),
                Some("BPF Program Executed"),
            ),
            ("Microsoft.Databricks/jobs/create/more", Some("jobs"), Some("create")),
            ("Microsoft.Databricks/jobs", Some("jobs"), None),
            ("Microsoft.Databricks//create", None, Some("create")),
            ("Microsoft.Databricks/", None, None),
            ("Microsoft.Storage/blobs/read", None, None),
            ("", None, None),
            ("éééééééééééé", None, None),
        ] {
            assert_eq!(service(Some(operation.into())).as_deref(), expected_service, "{operation}");
            assert_eq!(action(Some(operation.into())).as_deref(), expected_action, "{operation}");
        }
    }

    #[test]
    fn resources_end_with_a_workspace() {
        for (resource, expected) in [
            ("/SUBSCRIPTIONS/5C/PROVIDERS/MICROSOFT.DATABRICKS/WORKSPACES/AUDIT-Test", Some("audit-test")),
            ("/subscriptions/5c/workspaces/one/", Some("one")),
            ("one", Some("one")),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(workspace(resource.into()).as_deref(), expected, "{resource}");
        }
    }
}
