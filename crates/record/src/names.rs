//! Keys that a warehouse, a spreadsheet or a program spells in its own way, such as `SERVICE_NAME`, `serviceName`,
//! `service-name` or `Service Name`: what the format calls them. Keys of request parameters are never touched.

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
    "flattened",
    "date_time",
    "email",
    "subject_name",
    "run_by",
    "run_as",
    "source_port",
    "outcome",
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

/// Whether two keys are the same but for case, and for what divides their words.
pub(crate) fn is_folded(key: &str, known: &str) -> bool {
    // Nearly every key differs in its first letter.
    let is_plain = |key: &str| key.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let differs = || !key.as_bytes()[0].eq_ignore_ascii_case(&known.as_bytes()[0]);
    if is_plain(key) && is_plain(known) && differs() {
        return false;
    }
    key.len() <= LONGEST_KEY && letters(key).eq(letters(known))
}

/// No key of a format is longer, however its words are divided.
const LONGEST_KEY: usize = 64;

/// The letters of a key in lower case, without what divides its words. A bracket stays: a zone stands in it.
fn letters(key: &str) -> impl Iterator<Item = char> {
    let letters =
        key.chars().filter(|letter| !matches!(letter, '_' | '-' | '.' | '\u{feff}') && !letter.is_whitespace());
    letters.map(|letter| letter.to_ascii_lowercase())
}

/// What a format calls a key that is spelled otherwise; nothing for its own spelling and for keys that it does not know.
pub(crate) fn of_key(format: Format, key: &str) -> Option<&'static str> {
    let known = known(format);
    if known.contains(&key) {
        return None;
    }
    known.iter().copied().find(|known| is_folded(key, known))
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

/// What became of the keys of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unfolded {
    /// Whether some were given their format's spelling.
    pub(crate) is_renamed: bool,
    /// Whether the format's reader looks for one of them in no spelling, so that its value may go unread.
    pub(crate) has_unknown: bool,
}

/// Gives the keys of a record their format's spelling, where the record has no value under that spelling already.
pub(crate) fn unfold(format: Format, members: &mut [Member<'_>]) -> Unfolded {
    let mut unfolded = Unfolded::default();
    for at in 0..members.len() {
        let key: &str = &members[at].key;
        if known(format).contains(&key) {
            continue;
        }
        let Some(name) = of_key(format, key) else {
            unfolded.has_unknown |= !is_passed_over(format, key);
            continue;
        };
        match members.iter().position(|member| member.key == name) {
            None => members[at].key = Cow::Borrowed(name),
            // As where tables of two spellings were put together: the value is under one of them.
            Some(exact) if members[exact].is_null() => {
                members[exact].key = std::mem::replace(&mut members[at].key, Cow::Borrowed(name));
            }
            Some(_) => {
                unfolded.has_unknown = true;
                continue;
            }
        }
        unfolded.is_renamed = true;
    }
    unfolded
}

/// The keys of a record under which nothing is read, though they have values: no reader of the format looks for them.
pub(crate) fn unread<'m>(format: Format, members: &'m [Member<'_>]) -> impl Iterator<Item = &'m str> {
    let is_unread = move |member: &&Member<'_>| {
        let key: &str = &member.key;
        let is_nothing = matches!(member.value.get(), "null" | "\"\"" | "{}" | "[]");
        !known(format).contains(&key) && !is_nothing && !is_passed_over(format, key)
    };
    members.iter().filter(is_unread).map(|member| member.key.as_ref())
}

/// Whether a format's reader looks for a key, in whichever spelling.
pub(crate) fn is_read(format: Format, key: &str) -> bool {
    known(format).contains(&key) || of_key(format, key).is_some()
}

/// Whether a key is one that a format's records have and no column of silver is made of: versions, days, and what the
/// platform adds to a record. What is left of Immuta's records are parameters.
pub(crate) fn is_passed_over(format: Format, key: &str) -> bool {
    let passed: &[&str] = match format {
        Format::DatabricksDelivery | Format::DatabricksSilver | Format::DatabricksSystemTable => PASSED_OVER,
        Format::AzureDiagnostic | Format::AzureLogAnalytics => PASSED_OVER_BY_AZURE,
        Format::ImmutaUam | Format::ImmutaLegacy => return true,
    };
    // Exports number their rows under no name.
    let is_index = || key.is_empty() || is_folded(key, "Unnamed: 0") || matches!(key, "index" | "level_0");
    // A time whose zone stands behind its name.
    let is_zoned = || key.ends_with(']') && key.contains('[');
    passed.iter().any(|passed| is_folded(key, passed)) || is_index() || is_zoned()
}

const PASSED_OVER: &[&str] = &[
    "version",
    "eventDate",
    "date",
    "dateTime",
    "shardName",
    "orgId",
    "MAX_LOG_MESSAGE_LENGTH",
    "workspaceName",
    "format",
    "input",
    "record",
];
const PASSED_OVER_BY_AZURE: &[&str] = &[
    "operationVersion",
    "category",
    "Host",
    "TenantId",
    "SourceSystem",
    "Type",
    "MG",
    "ManagementGroupName",
    "Computer",
    "_BilledSize",
    "_IsBillable",
    "_SubscriptionId",
    "_TimeReceived",
    "_ItemId",
    "_Internal_WorkspaceResourceId",
    "TimeGenerated [Local Time]",
    "SubscriptionId",
    "ResourceGroup",
    "ResourceProvider",
    "ResourceType",
    "Resource",
    "ResourceId",
    "location",
    "level",
    "resultType",
    "durationMs",
    "tableName",
];

/// The keys of the time in formats that share their others but for how these are spelled, the most telling first.
const TIMES: [(Format, &[&str]); 3] = [
    (Format::AzureLogAnalytics, &["TimeGenerated", "TimeGenerated [UTC]", "TimeGenerated [Local Time]"]),
    (Format::DatabricksSystemTable, &["event_time"]),
    (Format::DatabricksDelivery, &["timestamp"]),
];

/// The format of a record whose keys are spelled as one format spells them, if it has the time of another, and not its
/// own: the keys of the system table in camel case are those of log delivery.
pub(crate) fn spelled_as_another(told: Format, members: &[Member<'_>]) -> Option<Format> {
    let has_time = |keys: &[&str]| members.iter().any(|member| keys.iter().any(|key| is_folded(&member.key, key)));
    let own = TIMES.iter().find(|(format, _)| *format == told)?;
    if has_time(own.1) {
        return None;
    }
    TIMES.iter().find(|(_, keys)| has_time(keys)).map(|(format, _)| *format)
}

/// The format of a record whose keys are folded, by all of them together: formats differ by case in the keys that they
/// share.
pub(crate) fn format_of(members: &[Member<'_>]) -> Option<Format> {
    let has = |name: &str| members.iter().any(|member| is_folded(&member.key, name));
    let has_time_generated = || TIMES[0].1.iter().any(|name| has(name));
    if has("operationName") && has_time_generated() {
        return Some(Format::AzureLogAnalytics);
    }
    if has("operationName") && (has("properties") || has("time")) {
        return Some(Format::AzureDiagnostic);
    }
    if has("serviceName") && has("flattened") {
        return Some(Format::DatabricksSilver);
    }
    if has("serviceName") && has("actionName") {
        let is_of_azure = has_time_generated() || ["_ResourceId", "LogId", "Category"].iter().any(|name| has(name));
        let is_snake = members.iter().any(|member| member.key.trim().eq_ignore_ascii_case("service_name"));
        let is_of_table = ["event_time", "event_date", "event_id"].iter().any(|name| has(name));
        let is_of_table = is_of_table || is_snake && !has("timestamp");
        return Some(match (is_of_azure, is_of_table) {
            (true, _) => Format::AzureLogAnalytics,
            (false, true) => Format::DatabricksSystemTable,
            (false, false) => Format::DatabricksDelivery,
        });
    }
    if has("auditPayload") && has("targetType") || has("action") && has("eventTimestamp") {
        return Some(Format::ImmutaUam);
    }
    (has("recordType") && has("dateTime")).then_some(Format::ImmutaLegacy)
}
