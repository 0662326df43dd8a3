//! Objects and lists in place of texts, ids and times: those that only name their value's type, as Avro's JSON and
//! `MongoDB`'s do, are their value.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::event::Format;
use crate::formats::NAMES;
use crate::json::{self, Member};
use crate::names;
use touchstone_source::{Warning, WarningKind};

/// What Avro and `MongoDB` call the types of scalars.
const TYPES: [&str; 13] = [
    "string",
    "int",
    "long",
    "double",
    "float",
    "boolean",
    "bytes",
    "$oid",
    "$date",
    "$numberLong",
    "$numberInt",
    "$numberDouble",
    "$numberDecimal",
];

/// Keys of texts and ids, in which an object or a list means nothing.
const TEXTS: [&str; 35] = [
    "auditLevel",
    "audit_level",
    "accountId",
    "account_id",
    "workspaceId",
    "workspace_id",
    "orgId",
    "sourceIPAddress",
    "SourceIPAddress",
    "SourceIpAddress",
    "source_ip_address",
    "userAgent",
    "UserAgent",
    "user_agent",
    "sessionId",
    "SessionId",
    "session_id",
    "requestId",
    "RequestId",
    "request_id",
    "event_id",
    "logId",
    "LogId",
    "id",
    "email",
    "subject_name",
    "run_by",
    "run_as",
    "actorIp",
    "customerId",
    "tenantId",
    "action",
    "resourceId",
    "ResourceId",
    "_ResourceId",
];

/// Keys of times and the like, which have warnings of their own, as those of names do.
const OTHERS: [&str; 14] = [
    "timestamp",
    "date_time",
    "event_time",
    "time",
    "TimeGenerated",
    "TimeGenerated [UTC]",
    "eventTimestamp",
    "dateTime",
    "actionStatus",
    "success",
    "statusCode",
    "status_code",
    "source_port",
    "outcome",
];

/// Whether an object or a list under a key stands in place of a scalar.
pub(crate) fn is_scalar(key: &str) -> bool {
    [&TEXTS[..], &OTHERS, &NAMES].iter().any(|keys| keys.contains(&key))
}

/// How many objects that name their type may be around a value: `MongoDB` writes `{"$date":{"$numberLong":"1"}}`.
const TYPED_LEVELS: usize = 3;

/// The value of an object whose only key names the value's type, and that key.
pub(crate) fn typed(mut raw: &RawValue) -> Option<(&'static str, &RawValue)> {
    for _ in 0..TYPED_LEVELS {
        if !raw.get().starts_with('{') {
            return None;
        }
        let members = json::members(raw.get()).ok()?;
        let [Member { key, value }] = members.as_slice() else { return None };
        let name = TYPES.into_iter().find(|name| *name == key.as_ref())?;
        if !value.get().starts_with(['{', '[']) {
            return Some((name, *value));
        }
        raw = *value;
    }
    None
}

/// The text of the scalar under a key; see [`text`].
pub(crate) fn text_of<'a>(members: &[Member<'a>], key: &str) -> Option<Cow<'a, str>> {
    text(members.iter().rev().find(|member| member.key == key && !member.is_null())?.value)
}

/// The text of a scalar, or of an object that names its type; none for any other object and a list.
pub(crate) fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    let value = typed(value).map_or(value, |(_, value)| value);
    (!value.get().starts_with(['{', '['])).then(|| json::text(value.get()))
}

/// The members of a format's record with objects and lists replaced where it has them in place of scalars: with their
/// value, or with null and a warning. None if there are none.
pub(crate) fn settled<'a>(format: Format, members: &[Member<'a>]) -> Option<(Vec<Member<'a>>, Vec<Warning>)> {
    let is_unsettled = |member: &Member<'_>| {
        member.value.get().starts_with(['{', '[']) && is_scalar(&member.key) && names::is_exact(format, &member.key)
    };
    if !members.iter().any(is_unsettled) {
        return None;
    }
    let (mut settled, mut warnings) = (members.to_vec(), Vec::new());
    for member in settled.iter_mut().filter(|member| is_unsettled(member)) {
        match typed(member.value) {
            Some((_, value)) => member.value = value,
            None if TEXTS.contains(&member.key.as_ref()) => {
                warnings.push(unread(&member.key, member.value.get()));
                member.value = RawValue::NULL;
            }
            None => {}
        }
    }
    warnings.sort_by(|one, other| (&one.field, &one.message).cmp(&(&other.field, &other.message)));
    Some((settled, warnings))
}

/// The warning of an object or list in place of a text.
pub(crate) fn unread(key: &str, raw: &str) -> Warning {
    const SHOWN: usize = 200;
    let shown: String = raw.chars().take(SHOWN).collect();
    let message = format!("{key} is an object or a list instead of a text; it starts with {shown:?}");
    Warning::new(WarningKind::UnreadPart, message).of_field(key.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::testing::event;

    #[test]
    fn objects_in_place_of_scalars_are_their_value_or_absent() {
        for (members, expected) in [
            (r#""event_id":{"string":"e"},"workspace_id":{"long":6051}"#, ["e", "6051", "-", "-", "-"]),
            (r#""event_id":{"$oid":"e"},"user_agent":{"bytes":"u"}"#, ["e", "-", "-", "u", "-"]),
            (
                r#""user_identity":{"email":{"string":"u@x"}},"response":{"status_code":{"int":403}}"#,
                ["-", "-", "u@x", "-", "403"],
            ),
            (r#""user_identity":"{\"email\":{\"string\":\"u@x\"}}""#, ["-", "-", "u@x", "-", "-"]),
            (r#""statusCode":{"$numberLong":"403"},"email":{ "string": "u@x" }"#, ["-", "-", "u@x", "-", "403"]),
            (r#""event_id":{"x":"e"},"workspace_id":[7]"#, ["-!", "-!", "-", "-", "-"]),
            (r#""user_identity":{"email":["u@x"]}"#, ["-", "-", "-!", "-", "-"]),
            (r#""user_identity":{"email":{"a":"u@x"}},"user_agent":{}"#, ["-", "-", "-!", "-!", "-"]),
        ] {
            let text = format!(r#"{{"service_name":{{"string":"s"}},"action_name":"a",{members}}}"#);
            let event = event(&text);
            let status = event.status_code.map(|status| status.to_string());
            let texts = [
                ("event_id", event.event_id.as_deref()),
                ("workspace_id", event.workspace_id.as_deref()),
                ("email", event.email.as_deref()),
                ("user_agent", event.user_agent.as_deref()),
                ("status", status.as_deref()),
            ];
            let found = texts.map(|(field, text)| {
                let warned = event.warnings.iter().any(|warning| warning.field.as_deref() == Some(field));
                format!("{}{}", text.unwrap_or("-"), if warned { "!" } else { "" })
            });
            assert_eq!(found, expected, "{members}");
            assert_eq!(event.service_name.as_deref(), Some("s"));
        }
    }

    #[test]
    fn times_may_be_objects_that_name_their_type() {
        for time in [
            r#"{"long":1759752000000}"#,
            r#"{"$date":"2025-10-06T12:00:00Z"}"#,
            r#"{"$date":{"$numberLong":"1759752000000"}}"#,
        ] {
            let text = format!(r#"{{"service_name":"s","action_name":"a","event_time":{time}}}"#);
            assert_eq!(event(&text).time_ms, Some(1_759_752_000_000), "{time}");
        }
    }
}
