//! Keys that a warehouse or a spreadsheet has folded to one case, or that have blanks around them: what the format calls
//! them. Keys of request parameters are never touched.

use std::borrow::Cow;

use crate::event::Format;
use crate::json::Member;

/// The keys that a format's reader looks for, the better of two spellings first.
fn known(format: Format) -> &'static [&'static str] {
    match format {
        Format::DatabricksDelivery | Format::DatabricksSilver => DELIVERY,
        Format::DatabricksSystemTable => SYSTEM_TABLE,
        Format::AzureDiagnostic => AZURE,
        Format::AzureLogAnalytics => LOG_ANALYTICS,
        Format::ImmutaUam => IMMUTA_UAM,
        Format::ImmutaLegacy => IMMUTA_LEGACY,
    }
}

const DELIVERY: &[&str] = &[
    "serviceName",
    "actionName",
    "timestamp",
    "date_time",
    "date",
    "auditLevel",
    "accountId",
    "workspaceId",
    "workspace_id",
    "orgId",
    "sourceIPAddress",
    "userAgent",
    "sessionId",
    "requestId",
    "userIdentity",
    "response",
    "requestParams",
    "flattened",
    "email",
    "statusCode",
    "status_code",
    "errorMessage",
    "error_message",
    "result",
];
const SYSTEM_TABLE: &[&str] = &[
    "service_name",
    "action_name",
    "event_time",
    "event_date",
    "audit_level",
    "account_id",
    "workspace_id",
    "workspaceId",
    "source_ip_address",
    "user_agent",
    "session_id",
    "request_id",
    "event_id",
    "user_identity",
    "response",
    "request_params",
    "identity_metadata",
    "statusCode",
    "status_code",
    "errorMessage",
    "error_message",
    "result",
];
const AZURE: &[&str] = &[
    "operationName",
    "time",
    "resourceId",
    "identity",
    "properties",
    "category",
    "serviceName",
    "actionName",
    "sourceIPAddress",
    "userAgent",
    "sessionId",
    "requestId",
    "logId",
    "requestParams",
    "response",
];
const LOG_ANALYTICS: &[&str] = &[
    "TimeGenerated",
    "TimeGenerated [UTC]",
    "ServiceName",
    "ActionName",
    "OperationName",
    "SourceIPAddress",
    "SourceIpAddress",
    "UserAgent",
    "SessionId",
    "RequestId",
    "LogId",
    "Identity",
    "Response",
    "RequestParams",
    "_ResourceId",
    "ResourceId",
];
const IMMUTA_UAM: &[&str] = &[
    "action",
    "eventTimestamp",
    "targets",
    "actor",
    "auditPayload",
    "targetType",
    "sessionId",
    "actionStatus",
    "actionStatusReason",
    "actorIp",
    "id",
    "customerId",
    "tenantId",
    "requestId",
];
const IMMUTA_LEGACY: &[&str] = &["recordType", "dateTime", "id", "email", "success", "failureReason"];

/// Whether two keys are the same but for case and blanks around them.
pub(crate) fn is_folded(key: &str, known: &str) -> bool {
    // Nearly every key differs in length, and hardly any has blanks.
    key.len() >= known.len() && key.trim().eq_ignore_ascii_case(known)
}

/// What a format calls a key that is spelled otherwise; nothing for its own spelling and for keys that it does not know.
pub(crate) fn of_key(format: Format, key: &str) -> Option<&'static str> {
    let known = known(format);
    if known.contains(&key) {
        return None;
    }
    let key = key.trim();
    known.iter().copied().find(|known| key.eq_ignore_ascii_case(known))
}

/// Whether a key is that of a member of an identity, a response or the like, in whichever case.
pub(crate) fn is_of_part(key: &str) -> bool {
    const KEYS: [&str; 12] = [
        "email",
        "subject_name",
        "subjectName",
        "status_code",
        "statusCode",
        "error_message",
        "errorMessage",
        "result",
        "run_by",
        "runBy",
        "run_as",
        "runAs",
    ];
    KEYS.iter().any(|known| is_folded(key, known))
}

/// Gives the keys of a record their format's spelling, where the record has no key of that spelling already. Says whether
/// there was one to give.
pub(crate) fn unfold(format: Format, members: &mut [Member<'_>]) -> bool {
    let mut is_renamed = false;
    for at in 0..members.len() {
        if let Some(name) = of_key(format, &members[at].key)
            && !members.iter().any(|member| member.key == name)
        {
            members[at].key = Cow::Borrowed(name);
            is_renamed = true;
        }
    }
    is_renamed
}

/// The format of a record whose keys are folded, by all of them together: log delivery and Log Analytics differ by case
/// in the keys that they share.
pub(crate) fn format_of(members: &[Member<'_>]) -> Option<Format> {
    let has = |name: &str| members.iter().any(|member| is_folded(&member.key, name));
    let begins = |name: &str| {
        members
            .iter()
            .any(|member| member.key.trim().get(..name.len()).is_some_and(|key| key.eq_ignore_ascii_case(name)))
    };
    if has("service_name") && has("action_name") {
        return Some(Format::DatabricksSystemTable);
    }
    if has("operationName") && begins("TimeGenerated") {
        return Some(Format::AzureLogAnalytics);
    }
    if has("operationName") && (has("properties") || has("time")) {
        return Some(Format::AzureDiagnostic);
    }
    if has("serviceName") && has("flattened") {
        return Some(Format::DatabricksSilver);
    }
    if has("serviceName") && has("actionName") {
        let is_azure = begins("TimeGenerated") || ["_ResourceId", "LogId", "Category"].iter().any(|name| has(name));
        return Some(if is_azure { Format::AzureLogAnalytics } else { Format::DatabricksDelivery });
    }
    if has("auditPayload") && has("targetType") || has("action") && has("eventTimestamp") {
        return Some(Format::ImmutaUam);
    }
    (has("recordType") && has("dateTime")).then_some(Format::ImmutaLegacy)
}
