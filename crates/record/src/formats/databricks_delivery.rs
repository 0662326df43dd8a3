//! AWS and GCP log delivery, in the shapes of 2019 (version 1.0) and since (2.0). `docs/formats.md` lists the fields.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::event::{Event, Format, Outcome, Param};
use crate::json::{self, Member};
use crate::time;
use touchstone_source::Problem;

/// Parameters up to which equal keys are looked for one by one. Real records have a few dozen; a hostile one may have
/// a million.
const LOOKED_THROUGH: usize = 64;

/// Whether a record has this format's keys.
pub(crate) fn is(members: &[Member<'_>]) -> bool {
    let has = |key: &str| members.iter().any(|member| member.key == key);
    has("serviceName") && has("actionName") && !has("flattened")
}

/// The event. What a record lacks stays absent. A number, boolean, object or list where a text is expected is taken
/// as its JSON; anything but an object where an object is expected is a problem, so that nothing gets lost unseen.
pub(crate) fn read<'a>(members: &[Member<'a>]) -> Result<Event<'a>, Problem> {
    let text = |key: &str| json::get(members, key).map(json::text);
    let [email, subject_name] = json::fields(members, "userIdentity", ["email", "subjectName"])?;
    let [status, error_message, result] = json::fields(members, "response", ["statusCode", "errorMessage", "result"])?;
    let params = params(members)?;
    let (source_ip_address, source_port) = address(text("sourceIPAddress"));
    let status_code = status.as_deref().and_then(integer).and_then(|code| i32::try_from(code).ok());
    let audit_level = text("auditLevel");
    let workspace_id = text("workspaceId").or_else(|| text("orgId"));
    Ok(Event {
        format: Format::DatabricksDelivery,
        time_ms: text("timestamp").as_deref().and_then(integer).and_then(time::of_epoch),
        service_name: text("serviceName"),
        action_name: text("actionName"),
        account_id: text("accountId"),
        workspace_id: effective_workspace(audit_level.as_deref(), workspace_id, &params),
        audit_level,
        // The oldest records have the e-mail at their top.
        email: email.or_else(|| text("email")),
        subject_name,
        run_by: None,
        run_as: None,
        source_ip_address,
        source_port,
        user_agent: text("userAgent"),
        session_id: text("sessionId"),
        request_id: text("requestId"),
        event_id: None,
        status_code,
        outcome: Outcome::of_status(status_code, error_message.is_some()),
        error_message,
        result,
        params,
        fingerprint: crate::Fingerprint::default(),
    })
}

/// The request parameters that are not null. Of equal keys the last counts.
fn params<'a>(members: &[Member<'a>]) -> Result<Vec<Param<'a>>, Problem> {
    let Some(object) = json::object(members, "requestParams")? else { return Ok(Vec::new()) };
    Ok(match object {
        Cow::Borrowed(text) => params_of_object(text),
        Cow::Owned(text) => params_of_object(&text).into_iter().map(Param::into_owned).collect(),
    })
}

fn params_of_object(text: &str) -> Vec<Param<'_>> {
    let members = json::members(text).unwrap_or_default();
    let last: HashMap<&str, usize> = if members.len() > LOOKED_THROUGH {
        members.iter().enumerate().map(|(at, member)| (member.key.as_ref(), at)).collect()
    } else {
        HashMap::new()
    };
    let is_last = |at: usize, key: &str| {
        if members.len() > LOOKED_THROUGH {
            last.get(key) == Some(&at)
        } else {
            members[at + 1..].iter().all(|later| later.key != key)
        }
    };
    members
        .iter()
        .enumerate()
        .filter(|(at, member)| member.value.get() != "null" && is_last(*at, &member.key))
        .map(|(_, member)| {
            let raw = member.value.get();
            Param { key: member.key.clone(), value: json::text(raw), is_json: !raw.starts_with('"') }
        })
        .collect()
}

/// Account-level events name the workspace they concern in their parameters; the record's own is 0.
fn effective_workspace<'a>(
    audit_level: Option<&str>,
    own: Option<Cow<'a, str>>,
    params: &[Param<'a>],
) -> Option<Cow<'a, str>> {
    let account_level = match audit_level {
        Some(level) => level == "ACCOUNT_LEVEL",
        None => own.as_deref() == Some("0"),
    };
    if !account_level {
        return own;
    }
    params.iter().find(|param| param.key == "workspace_id").map(|param| param.value.clone()).or(own)
}

/// Splits a port off an IPv4 address. In an IPv6 address colons are part of it.
fn address(text: Option<Cow<'_, str>>) -> (Option<Cow<'_, str>>, Option<u16>) {
    let Some(text) = text else { return (None, None) };
    let split = text.split_once(':').and_then(|(address, port)| {
        address.parse::<std::net::Ipv4Addr>().ok()?;
        Some((address.len(), port.parse().ok()?))
    });
    match (split, text) {
        (None, text) => (Some(text), None),
        (Some((end, port)), Cow::Borrowed(text)) => (Some(Cow::Borrowed(&text[..end])), Some(port)),
        (Some((end, port)), Cow::Owned(text)) => (Some(Cow::Owned(text[..end].to_owned())), Some(port)),
    }
}

/// A whole number, from a number or from a string of its digits.
fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        // `1.577571960848E12` and `200.0` occur where a tool has read the number as floating point.
        let value: f64 = text.parse().ok()?;
        (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
    })
}

#[cfg(test)]
mod tests {
    use crate::{Event, Fingerprint, FingerprintKey, Outcome, Partitions, Problem, ProblemKind, read};

    fn event(text: &str) -> Event<'_> {
        static NONE: std::sync::LazyLock<Partitions> = std::sync::LazyLock::new(Partitions::default);
        read(text.as_bytes(), &NONE, &FingerprintKey::new([1; 16])).unwrap()
    }

    fn problem(bytes: &[u8]) -> Problem {
        read(bytes, &Partitions::default(), &FingerprintKey::new([1; 16])).unwrap_err()
    }

    /// A record of the least that the format needs, with more members in front.
    fn with(members: &str) -> String {
        format!(r#"{{{members},"serviceName":"clusters","actionName":"create"}}"#)
    }

    #[test]
    fn a_record_of_version_2_is_read_in_full() {
        let text = r#"{"version":"2.0","auditLevel":"WORKSPACE_LEVEL","timestamp":1700000000123,
            "orgId":"3049056262456431186970","accountId":"acc","workspaceId":42,"sourceIPAddress":"203.0.113.9:443",
            "userAgent":"cli","sessionId":"s","userIdentity":{"email":"a@corp.example","subjectName":"A"},
            "serviceName":"clusters","actionName":"create","requestId":"r",
            "requestParams":{"num_workers":8,"cluster_name":"café","none":null,"conf":{"a": [1, 2]},"empty":""},
            "response":{"statusCode":"403","errorMessage":"no","result":"{}"}}"#;
        insta::assert_debug_snapshot!(Event { fingerprint: Fingerprint::default(), ..event(text) });
    }

    #[test]
    fn a_record_of_2019_is_read_in_full() {
        let text = r#"{"actionName":"create","response":{"result":"{}","statusCode":200},"serviceName":"clusters",
            "timestamp":1577571960848,"version":"1.0","date":"2019-12-28","userIdentity":{"email":"u@corp.example"},
            "sourceIPAddress":"203.0.113.9","requestParams":{"user_id":"101364"}}"#;
        insta::assert_debug_snapshot!(Event { fingerprint: Fingerprint::default(), ..event(text) });
    }

    #[test]
    fn workspaces_are_the_effective_ones() {
        for (members, expected) in [
            (r#""workspaceId":"7","orgId":"8""#, Some("7")),
            (r#""orgId":3049056262456431186970"#, Some("3049056262456431186970")),
            (r#""auditLevel":"ACCOUNT_LEVEL","workspaceId":"0","requestParams":{"workspace_id":"9"}"#, Some("9")),
            (r#""auditLevel":"ACCOUNT_LEVEL","workspaceId":"0""#, Some("0")),
            (r#""auditLevel":"WORKSPACE_LEVEL","workspaceId":"7","requestParams":{"workspace_id":"9"}"#, Some("7")),
            (r#""workspaceId":0,"requestParams":{"workspace_id":"9"}"#, Some("9")),
            (r#""version":"1.0""#, None),
        ] {
            assert_eq!(event(&with(members)).workspace_id.as_deref(), expected, "{members}");
        }
    }

    #[test]
    fn addresses_lose_their_port_only_where_it_is_one() {
        for (address, expected, port) in [
            ("203.0.113.9", "203.0.113.9", None),
            ("203.0.113.9:51234", "203.0.113.9", Some(51234)),
            ("203.0.113.9:99999", "203.0.113.9:99999", None),
            ("2001:db8::7", "2001:db8::7", None),
            ("", "", None),
        ] {
            let text = with(&format!(r#""sourceIPAddress":"{address}""#));
            let event = event(&text);
            assert_eq!((event.source_ip_address.as_deref(), event.source_port), (Some(expected), port), "{address}");
        }
    }

    #[test]
    fn outcomes_follow_the_status() {
        for (response, status, outcome) in [
            (r#"{"statusCode":200}"#, Some(200), Outcome::Success),
            (r#"{"statusCode":"200"}"#, Some(200), Outcome::Success),
            (r#"{"statusCode":200.0}"#, Some(200), Outcome::Success),
            (r#""{\"statusCode\":401}""#, Some(401), Outcome::Denied),
            (r#"{"statusCode":403}"#, Some(403), Outcome::Denied),
            (r#"{"statusCode":500}"#, Some(500), Outcome::Failure),
            (r#"{"statusCode":1}"#, Some(1), Outcome::Failure),
            (r#"{"statusCode":0}"#, Some(0), Outcome::Success),
            (r#"{"statusCode":0,"errorMessage":"x"}"#, Some(0), Outcome::Failure),
            (r#"{"errorMessage":"x"}"#, None, Outcome::Unknown),
            ("null", None, Outcome::Unknown),
        ] {
            let text = with(&format!(r#""response":{response}"#));
            let event = event(&text);
            assert_eq!((event.status_code, event.outcome), (status, outcome), "{response}");
        }
    }

    #[test]
    fn request_parameters_may_be_anything() {
        for (params, expected) in [
            ("null", vec![]),
            ("{}", vec![]),
            (r#"{"a":null}"#, vec![]),
            (r#"{"b":"1","a":2}"#, vec![("b", "1", false), ("a", "2", true)]),
            (r#""{\"b\":\"1\"}""#, vec![("b", "1", false)]),
            (
                r#"{"DataSourceId":"1","dataSourceId":"2"}"#,
                vec![("DataSourceId", "1", false), ("dataSourceId", "2", false)],
            ),
            (r#"{"a":"first","a":"last"}"#, vec![("a", "last", false)]),
        ] {
            let text = with(&format!(r#""requestParams":{params}"#));
            let event = event(&text);
            let found: Vec<_> =
                event.params.iter().map(|param| (param.key.as_ref(), param.value.as_ref(), param.is_json)).collect();
            assert_eq!(found, expected, "{params}");
        }
    }

    #[test]
    fn a_part_that_is_no_object_is_a_problem() {
        for (members, key) in [
            (r#""requestParams":[1,2]"#, "requestParams"),
            (r#""requestParams":"a=1""#, "requestParams"),
            (r#""response":200"#, "response"),
            (r#""userIdentity":"a@corp.example""#, "userIdentity"),
        ] {
            let found = problem(with(members).as_bytes());
            assert_eq!(found.kind, ProblemKind::UnexpectedType, "{members}");
            assert_eq!(found.message, format!("{key} is neither an object nor the JSON text of one"));
        }
        assert!(event(&with(r#""requestParams":"","response":"","userIdentity":"""#)).params.is_empty());
    }

    #[test]
    fn a_hundred_thousand_keys_are_read_in_no_time() {
        let keys: Vec<String> = (0..100_000).map(|key| format!("\"k{}\":{key}", key % 50_000)).collect();
        let text = with(&format!(r#""requestParams":{{{}}}"#, keys.join(",")));
        let event = event(&text);
        assert_eq!((event.params.len(), event.params[0].value.as_ref()), (50_000, "50000"));
    }

    #[test]
    fn times_that_cannot_be_read_are_absent() {
        for (timestamp, expected) in [
            ("1577571960848", Some(1_577_571_960_848)),
            (r#""1577571960848""#, Some(1_577_571_960_848)),
            ("1.577571960848E12", Some(1_577_571_960_848)),
            (r#""yesterday""#, None),
            ("9223372036854775807", None),
            ("null", None),
        ] {
            assert_eq!(event(&with(&format!(r#""timestamp":{timestamp}"#))).time_ms, expected, "{timestamp}");
        }
    }

    #[test]
    fn what_is_no_record_is_a_problem() {
        for (bytes, kind, message) in [
            (&br#"{"serviceName":"clu"#[..], ProblemKind::InvalidJson, "the record ends before its JSON is complete"),
            (b"nonsense", ProblemKind::InvalidJson, "expected ident at byte 2 of the record"),
            (b"{} {}", ProblemKind::InvalidJson, "trailing characters at byte 4 of the record"),
            (b"17", ProblemKind::NotAnObject, "the record is JSON, but no object"),
            (b"[1,2]", ProblemKind::NotAnObject, "the record is JSON, but no object"),
            (b"\"a\": 1,", ProblemKind::InvalidJson, "trailing characters at byte 4 of the record"),
            (b"{}", ProblemKind::UnknownFormat, "the object has no keys"),
            (br#"{"a":1,"b":2}"#, ProblemKind::UnknownFormat, "no audit log format has these keys: a, b"),
            (b"{\"a\":\"\xff\"}", ProblemKind::InvalidUtf8, "byte 7 of the record is not UTF-8"),
        ] {
            let found = problem(bytes);
            assert_eq!((found.kind, found.message.as_str()), (kind, message), "{}", String::from_utf8_lossy(bytes));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            read(&bytes, &Partitions::default(), &FingerprintKey::new([1; 16])).ok();
        }

        #[test]
        fn no_json_panics(text in r#"\{("(serviceName|timestamp|requestParams|response|userIdentity)":("[a-z\\"]{0,4}"|-?[0-9.eE]{1,6}|null|\{"a":[\[\]{}0-9]{0,5}\}),?){0,5}\}"#) {
            read(text.as_bytes(), &Partitions::default(), &FingerprintKey::new([1; 16])).ok();
        }
    }
}
