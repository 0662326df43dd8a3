//! Normalises keys that a warehouse, a spreadsheet or a program spells in its own way, such as `SERVICE_NAME`,
//! `serviceName`, `service-name` or `Service Name`. The keys of request parameters are never changed.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::event::Format;
use crate::json::Member;
use crate::{formats, identity, response};

/// The keys that a format's reader uses. Of two spellings, the preferred one comes first.
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

/// Whether two keys differ only in case and in what separates their words.
pub(crate) fn equals_folded(key: &str, known: &str) -> bool {
    // Nearly all keys already differ in their first letter.
    let is_plain = |key: &str| key.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let differs = || !key.as_bytes()[0].eq_ignore_ascii_case(&known.as_bytes()[0]);
    if is_plain(key) && is_plain(known) && differs() {
        return false;
    }
    key.len() <= LONGEST_KEY && letters(key).eq(letters(known))
}

/// Longer than any format's key, whatever separates its words.
const LONGEST_KEY: usize = 64;

/// A key's letters in lower case, without word separators. Brackets are kept: they contain a time zone.
fn letters(key: &str) -> impl Iterator<Item = char> {
    let letters =
        key.chars().filter(|letter| !matches!(letter, '_' | '-' | '.' | '\u{feff}') && !letter.is_whitespace());
    letters.map(|letter| letter.to_ascii_lowercase())
}

/// A format's own spelling of a key. None if the key already has that spelling, or the format does not know it.
pub(crate) fn of_key(format: Format, key: &str) -> Option<&'static str> {
    let known = known(format);
    if known.contains(&key) {
        return None;
    }
    known.iter().copied().find(|known| equals_folded(key, known))
}

/// Whether a key belongs to an identity, a response or the like, in any case.
pub(crate) fn is_part_member(key: &str) -> bool {
    let mut known = identity::KEYS.iter().chain(&response::KEYS).chain(&formats::METADATA);
    known.any(|known| equals_folded(key, known))
}

/// How the keys of a record were normalised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Normalized {
    /// Whether any key was renamed to its format's spelling.
    pub(crate) is_renamed: bool,
    /// Whether any key is unknown to the format's reader in all spellings, so that its value may go unread.
    pub(crate) has_unknown: bool,
}

/// Renames a record's keys to their format's spelling, unless the record already has a value under it.
pub(crate) fn normalize(format: Format, members: &mut [Member<'_>]) -> Normalized {
    let mut normalized = Normalized::default();
    // Values come first, so that nulls take no names from them.
    if rename(format, members, false, &mut normalized) {
        rename(format, members, true, &mut normalized);
    }
    normalized
}

/// Renames the members that are null, or those that are not. Returns whether others are left to rename.
fn rename(format: Format, members: &mut [Member<'_>], nulls: bool, normalized: &mut Normalized) -> bool {
    let mut is_left = false;
    // Where the format's spellings are, and the keys that renamed members had, by their places.
    let mut places = None;
    let mut renamed: HashMap<usize, Cow<'_, str>> = HashMap::new();
    for at in 0..members.len() {
        let key: &str = &members[at].key;
        if known(format).contains(&key) {
            continue;
        }
        if members[at].is_null() != nulls {
            is_left = true;
            continue;
        }
        let Some(name) = of_key(format, key) else {
            normalized.has_unknown |= !is_ignored(format, key);
            continue;
        };
        let places = places.get_or_insert_with(|| places_of(format, members));
        let taken = places.get(name).and_then(|places| places.first().copied());
        let null = taken.filter(|exact| members[*exact].is_null());
        if null.is_none() && taken.is_some() {
            normalized.has_unknown = true;
            // Of two spellings with values, the first by its letters is read, wherever it stands.
            if let Some(exact) = taken
                && let Some(own) = renamed.remove(&exact)
            {
                if own > members[at].key {
                    renamed.insert(at, std::mem::replace(&mut members[at].key, Cow::Borrowed(name)));
                    members[exact].key = own;
                    move_place(places, name, Some(exact), at);
                } else {
                    renamed.insert(exact, own);
                }
            }
            continue;
        }
        let own = std::mem::replace(&mut members[at].key, Cow::Borrowed(name));
        // Where tables with two spellings were joined, only one of the keys has a value.
        if let Some(null) = null {
            members[null].key.clone_from(&own);
        }
        move_place(places, name, null, at);
        renamed.insert(at, own);
        normalized.is_renamed = true;
    }
    is_left
}

/// Where a record has keys in their format's spelling, by key.
type Places = HashMap<&'static str, BTreeSet<usize>>;

fn places_of(format: Format, members: &[Member<'_>]) -> Places {
    let mut places = Places::new();
    for (at, member) in members.iter().enumerate() {
        if let Some(name) = known(format).iter().find(|known| **known == member.key) {
            places.entry(name).or_default().insert(at);
        }
    }
    places
}

fn move_place(places: &mut Places, name: &'static str, from: Option<usize>, to: usize) {
    let places = places.entry(name).or_default();
    from.map(|from| places.remove(&from));
    places.insert(to);
}

/// The keys with values that no reader of the format uses.
pub(crate) fn unread<'m>(format: Format, members: &'m [Member<'_>]) -> impl Iterator<Item = &'m str> {
    let is_unread = move |member: &&Member<'_>| {
        let key: &str = &member.key;
        !known(format).contains(&key) && !is_nothing(member.value.get()) && !is_ignored(format, key)
    };
    members.iter().filter(is_unread).map(|member| member.key.as_ref())
}

/// Whether a value is null or empty.
pub(crate) fn is_nothing(raw: &str) -> bool {
    let has_nothing = |open, close| {
        raw.strip_prefix(open).and_then(|raw| raw.strip_suffix(close)).is_some_and(|within| within.trim().is_empty())
    };
    matches!(raw, "null" | "\"\"") || has_nothing('{', '}') || has_nothing('[', ']')
}

/// Whether a key is one that a format's reader uses, in that format's spelling, or one that it ignores.
pub(crate) fn is_own(format: Format, key: &str) -> bool {
    known(format).contains(&key) || of_key(format, key).is_none() && is_ignored(format, key)
}

/// Whether a format's reader uses a key as it is spelled.
pub(crate) fn is_exact(format: Format, key: &str) -> bool {
    known(format).contains(&key)
}

/// Whether a format's reader uses a key, in any spelling.
pub(crate) fn is_read(format: Format, key: &str) -> bool {
    known(format).contains(&key) || of_key(format, key).is_some()
}

/// Whether a key belongs to a format but feeds no column of silver: versions, days, and fields that the platform adds.
/// All remaining keys of Immuta's records become parameters.
pub(crate) fn is_ignored(format: Format, key: &str) -> bool {
    let ignored: &[&str] = match format {
        Format::DatabricksDelivery | Format::DatabricksSilver | Format::DatabricksSystemTable => IGNORED,
        Format::AzureDiagnostic | Format::AzureLogAnalytics => IGNORED_BY_AZURE,
        Format::ImmutaUam | Format::ImmutaLegacy => return true,
    };
    // Exports number their rows in a column without a name.
    let is_index = || key.is_empty() || equals_folded(key, "Unnamed: 0") || matches!(key, "index" | "level_0");
    let is_zoned = || formats::zone_of(format, key).is_some();
    ignored.iter().any(|ignored| equals_folded(key, ignored)) || is_index() || is_zoned()
}

const IGNORED: &[&str] = &[
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
const IGNORED_BY_AZURE: &[&str] = &[
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

/// The keys of the time, for formats whose other keys differ only in spelling. The most distinctive comes first.
const TIMES: [(Format, &[&str]); 3] = [
    (Format::AzureLogAnalytics, &["TimeGenerated", "TimeGenerated [UTC]", "TimeGenerated [Local Time]"]),
    (Format::DatabricksSystemTable, &["event_time"]),
    (Format::DatabricksDelivery, &["timestamp"]),
];

/// Corrects the format of a record that lacks that format's time and has another's: in camel case, the system table's
/// keys are those of log delivery.
pub(crate) fn format_of_time_key(detected: Format, members: &[Member<'_>]) -> Option<Format> {
    let has_time = |keys: &[&str]| members.iter().any(|member| keys.iter().any(|key| equals_folded(&member.key, key)));
    let own = TIMES.iter().find(|(format, _)| *format == detected)?;
    if has_time(own.1) {
        return None;
    }
    TIMES.iter().find(|(_, keys)| has_time(keys)).map(|(format, _)| *format)
}

/// The format of a record whose keys are respelled, judged by all keys together: the keys that formats share differ
/// only in case.
pub(crate) fn format_of(members: &[Member<'_>]) -> Option<Format> {
    let has = |name: &str| members.iter().any(|member| equals_folded(&member.key, name));
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
