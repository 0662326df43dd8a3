//! A record of any format as the columns of silver. Uses no code of the generator: columns are read from their places
//! in real records.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use touchstone_generate::Format;

/// The columns of silver except derived ones: the date, the whole second, the outcome and the port.
pub(crate) const COLUMNS: [&str; 18] = [
    "event_time",
    "service_name",
    "action_name",
    "audit_level",
    "account_id",
    "workspace_id",
    "email",
    "subject_name",
    "run_by",
    "run_as",
    "source_ip_address",
    "user_agent",
    "session_id",
    "request_id",
    "event_id",
    "status_code",
    "error_message",
    "result",
];

/// Each column of the record's format, as text; request parameters under `flattened`.
pub(crate) type SilverRow = BTreeMap<&'static str, Option<String>>;

pub(crate) fn silver_row(format: Format, record: &Value) -> SilverRow {
    let mut silver_row: SilverRow =
        columns(format).iter().map(|(column, place)| (*column, cell(record, column, place))).collect();
    if let Some(place) = params(format) {
        silver_row.insert("flattened", at(record, place).and_then(|params| flattened(&params)));
    }
    silver_row
}

fn columns(format: Format) -> &'static [(&'static str, &'static str)] {
    match format {
        Format::DatabricksDelivery => &DELIVERY,
        Format::DatabricksSilver => &SILVER,
        Format::DatabricksSystemTable => &SYSTEM_TABLE,
        Format::AzureDiagnostic => &AZURE_DIAGNOSTIC,
        Format::AzureLogAnalytics => &AZURE_LOG_ANALYTICS,
        Format::ImmutaUam => &IMMUTA_UAM,
        Format::ImmutaLegacy => &IMMUTA_LEGACY,
    }
}

fn params(format: Format) -> Option<&'static str> {
    match format {
        Format::DatabricksDelivery => Some("/requestParams"),
        Format::DatabricksSilver => Some("/flattened"),
        Format::DatabricksSystemTable => Some("/request_params"),
        Format::AzureDiagnostic => Some("/properties/requestParams"),
        Format::AzureLogAnalytics => Some("/RequestParams"),
        Format::ImmutaUam | Format::ImmutaLegacy => None,
    }
}

const DELIVERY: [(&str, &str); 15] = [
    ("event_time", "/timestamp"),
    ("service_name", "/serviceName"),
    ("action_name", "/actionName"),
    ("audit_level", "/auditLevel"),
    ("account_id", "/accountId"),
    ("workspace_id", "/workspaceId"),
    ("email", "/userIdentity/email"),
    ("subject_name", "/userIdentity/subjectName"),
    ("source_ip_address", "/sourceIPAddress"),
    ("user_agent", "/userAgent"),
    ("session_id", "/sessionId"),
    ("request_id", "/requestId"),
    ("status_code", "/response/statusCode"),
    ("error_message", "/response/errorMessage"),
    ("result", "/response/result"),
];

const SILVER: [(&str, &str); 14] = [
    ("event_time", "/timestamp"),
    ("service_name", "/serviceName"),
    ("action_name", "/actionName"),
    ("audit_level", "/auditLevel"),
    ("account_id", "/accountId"),
    ("workspace_id", "/workspaceId"),
    ("email", "/email"),
    ("source_ip_address", "/sourceIPAddress"),
    ("user_agent", "/userAgent"),
    ("session_id", "/sessionId"),
    ("request_id", "/requestId"),
    ("status_code", "/response/statusCode"),
    ("error_message", "/response/errorMessage"),
    ("result", "/response/result"),
];

const SYSTEM_TABLE: [(&str, &str); 18] = [
    ("event_time", "/event_time"),
    ("service_name", "/service_name"),
    ("action_name", "/action_name"),
    ("audit_level", "/audit_level"),
    ("account_id", "/account_id"),
    ("workspace_id", "/workspace_id"),
    ("email", "/user_identity/email"),
    ("subject_name", "/user_identity/subject_name"),
    ("run_by", "/identity_metadata/run_by"),
    ("run_as", "/identity_metadata/run_as"),
    ("source_ip_address", "/source_ip_address"),
    ("user_agent", "/user_agent"),
    ("session_id", "/session_id"),
    ("request_id", "/request_id"),
    ("event_id", "/event_id"),
    ("status_code", "/response/status_code"),
    ("error_message", "/response/error_message"),
    ("result", "/response/result"),
];

const AZURE_DIAGNOSTIC: [(&str, &str); 13] = [
    ("event_time", "/time"),
    ("service_name", "/properties/serviceName"),
    ("action_name", "/properties/actionName"),
    ("email", "/identity/email"),
    ("subject_name", "/identity/subjectName"),
    ("source_ip_address", "/properties/sourceIPAddress"),
    ("user_agent", "/properties/userAgent"),
    ("session_id", "/properties/sessionId"),
    ("request_id", "/properties/requestId"),
    ("event_id", "/properties/logId"),
    ("status_code", "/properties/response/statusCode"),
    ("error_message", "/properties/response/errorMessage"),
    ("result", "/properties/response/result"),
];

const AZURE_LOG_ANALYTICS: [(&str, &str); 13] = [
    ("event_time", "/TimeGenerated"),
    ("service_name", "/ServiceName"),
    ("action_name", "/ActionName"),
    ("email", "/Identity/email"),
    ("subject_name", "/Identity/subjectName"),
    ("source_ip_address", "/SourceIPAddress"),
    ("user_agent", "/UserAgent"),
    ("session_id", "/SessionId"),
    ("request_id", "/RequestId"),
    ("event_id", "/LogId"),
    ("status_code", "/Response/statusCode"),
    ("error_message", "/Response/errorMessage"),
    ("result", "/Response/result"),
];

const IMMUTA_UAM: [(&str, &str); 7] = [
    ("event_time", "/eventTimestamp"),
    ("action_name", "/action"),
    ("email", "/actor/id"),
    ("source_ip_address", "/actorIp"),
    ("session_id", "/sessionId"),
    ("event_id", "/id"),
    ("error_message", "/actionStatusReason"),
];

const IMMUTA_LEGACY: [(&str, &str); 5] = [
    ("event_time", "/dateTime"),
    ("action_name", "/recordType"),
    ("email", "/email"),
    ("event_id", "/id"),
    ("error_message", "/failureReason"),
];

fn cell(record: &Value, column: &str, place: &str) -> Option<String> {
    let text = match at(record, place)?.into_owned() {
        Value::Null => return None,
        Value::String(text) => text,
        other => other.to_string(),
    };
    Some(match column {
        "event_time" => milliseconds(&text).to_string(),
        "source_ip_address" if text.contains('.') => text.split(':').next().unwrap_or_default().to_owned(),
        _ => text,
    })
}

fn milliseconds(time: &str) -> i64 {
    time.parse().unwrap_or_else(|_| time.parse::<Timestamp>().expect("a time").as_millisecond())
}

/// The value at a path, through objects that are JSON strings.
fn at<'r>(record: &'r Value, place: &str) -> Option<Cow<'r, Value>> {
    let mut value = Cow::Borrowed(record);
    for key in place.split('/').skip(1) {
        if let Value::String(json) = value.as_ref() {
            value = Cow::Owned(serde_json::from_str(json).expect("a string of JSON"));
        }
        let spelled = if value.get(key).is_none() && key == "SourceIPAddress" { "SourceIpAddress" } else { key };
        value = match value {
            Cow::Borrowed(object) => Cow::Borrowed(object.get(spelled)?),
            Cow::Owned(object) => Cow::Owned(object.get(spelled)?.clone()),
        };
    }
    Some(value)
}

/// Key and text of each non-null parameter, by key.
fn flattened(params: &Value) -> Option<String> {
    let params = match params {
        Value::String(json) => serde_json::from_str(json).expect("a string of JSON"),
        other => other.clone(),
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let members = params.as_object()?.iter().filter(|(_, value)| !value.is_null());
    let sorted: BTreeMap<_, _> = members.map(|(key, value)| (key, text(value))).collect();
    Some(format!("{sorted:?}"))
}
