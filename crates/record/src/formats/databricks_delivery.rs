//! AWS and GCP log delivery, in the shapes of 2019 (version 1.0) and since (2.0), and the blog's bronze and gold
//! tables, which have the same columns. `docs/formats.md` lists the fields.

use crate::event::{Event, Format};
use crate::fields::Fields;
use crate::json::{self, Member};
use crate::{address, identity, number, response, workspace};
use touchstone_source::Problem;

/// Whether a record has this format's keys. Silver tables also have `flattened`, and Azure's records `operationName`.
pub(crate) fn is(members: &[Member<'_>]) -> bool {
    json::has_all(members, ["serviceName", "actionName"]) && !json::has_any(members, ["flattened", "operationName"])
}

/// Reads the event of a record that has the columns of log delivery and its request parameters under one of `params`. Missing
/// fields stay absent. A number or boolean in place of a text is kept as its JSON; anything but an object in place of an
/// object is a problem, so that nothing is silently lost.
pub(super) fn event<'a, R: Fields<'a> + ?Sized>(
    format: Format,
    params: &[&'static str],
    record: &R,
) -> Result<Event<'a>, Problem> {
    let text = |key| record.text(key);
    let mut notes = Vec::new();
    let identity = identity::of(record, "userIdentity", &mut notes)?;
    let response = response::of(record, "response", &mut notes)?;
    let params = super::params(record, params, &mut notes)?;
    // Copies of the tables may lack the timestamp and keep only `date_time`, cut to seconds.
    let time = super::time(record, ["timestamp", "date_time"]);
    let (source_ip_address, source_port) = address::split(text("sourceIPAddress"));
    let audit_level = text("auditLevel");
    let workspace_id = workspace::own(record, ["workspaceId", "workspace_id", "orgId"]);
    Ok(Event {
        format,
        time_ms: time.map(|moment| moment.ms),
        time_ns: time.map_or(0, |moment| moment.ns),
        service_name: text("serviceName"),
        action_name: text("actionName"),
        account_id: text("accountId").map(number::id),
        workspace_id: workspace::effective(audit_level.as_deref(), workspace_id, &params),
        audit_level,
        // The oldest records have the e-mail at the top, and so have silver and gold.
        email: identity.email.or_else(|| text("email")),
        subject_name: identity.subject_name,
        source_ip_address,
        source_port,
        user_agent: text("userAgent"),
        session_id: text("sessionId"),
        request_id: text("requestId"),
        status_code: response.status_code,
        outcome: response.outcome,
        error_message: response.error_message,
        result: response.result,
        params,
        notes,
        ..Event::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::ProblemKind;
    use crate::testing::{event, params, problem, shown};

    /// A record with only the keys the format needs, after the given members.
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
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn a_record_of_2019_is_read_in_full() {
        let text = r#"{"actionName":"create","response":{"result":"{}","statusCode":200},"serviceName":"clusters",
            "timestamp":1577571960848,"version":"1.0","date":"2019-12-28","userIdentity":{"email":"u@corp.example"},
            "sourceIPAddress":"203.0.113.9","requestParams":{"user_id":"101364"}}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    /// Unity Catalog's records have the workspace in the parameters and 0 as their own.
    #[test]
    fn a_record_of_an_account_is_read_in_full() {
        let text = r#"{"version":"2.0","auditLevel":"ACCOUNT_LEVEL","timestamp":1700000000123,"orgId":"0",
            "shardName":null,
            "accountId":"acc","workspaceId":"0","sourceIPAddress":"2001:db8::7","userAgent":null,"sessionId":null,
            "userIdentity":{"email":"12345678-aaaa-bbbb-cccc-1234567890ab","subjectName":null},
            "serviceName":"unityCatalog","actionName":"generateTemporaryTableCredential","requestId":"r",
            "requestParams":{"workspace_id":"3049056262456431186970","operation":"READ",
            "is_permissions_enforcing_client":true,
            "TRUNCATED":""},"response":{"statusCode":401,"errorMessage":"PERMISSION_DENIED","result":null},
            "MAX_LOG_MESSAGE_LENGTH":16384}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    /// The blog's gold table: no identity, the e-mail and the derived time at the top, and the union of all keys.
    #[test]
    fn a_row_of_the_blog_s_gold_is_read_in_full() {
        let text = r#"{"actionName":"create","date":"2019-12-28","requestId":"r","response":{"statusCode":200},
            "serviceName":"clusters","sourceIPAddress":"203.0.113.9","timestamp":1577571960848,"version":"1.0",
            "email":"u@corp.example","date_time":"2019-12-28T22:26:00.000Z",
            "requestParams":{"cluster_name":"job-1-run-2","num_workers":"8","placeholder":null}}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn workspaces_are_the_effective_ones() {
        for (members, expected) in [
            (r#""workspaceId":"7","orgId":"8""#, Some("7")),
            (r#""workspaceId":"","orgId":"8""#, Some("8")),
            (r#""workspaceId":null,"orgId":"8""#, Some("8")),
            (r#""orgId":3049056262456431186970"#, Some("3049056262456431186970")),
            (r#""orgId":"3049056262456431186970""#, Some("3049056262456431186970")),
            (r#""auditLevel":"ACCOUNT_LEVEL","workspaceId":"0","requestParams":{"workspace_id":"9"}"#, Some("9")),
            (r#""auditLevel":"ACCOUNT_LEVEL","workspaceId":"0","requestParams":{"workspace_id":9}"#, Some("9")),
            (r#""auditLevel":"ACCOUNT_LEVEL","workspaceId":"0","requestParams":{"workspace_id":""}"#, Some("0")),
            (r#""auditLevel":"ACCOUNT_LEVEL","workspaceId":"0""#, Some("0")),
            (r#""auditLevel":"WORKSPACE_LEVEL","workspaceId":"7","requestParams":{"workspace_id":"9"}"#, Some("7")),
            (r#""workspaceId":0,"requestParams":{"workspace_id":"9"}"#, Some("9")),
            (r#""version":"1.0""#, None),
        ] {
            assert_eq!(event(&with(members)).workspace_id.as_deref(), expected, "{members}");
        }
    }

    #[test]
    fn principals_are_taken_as_they_stand() {
        for (members, email, subject_name) in [
            (r#""userIdentity":{"email":"a@corp.example","subjectName":"A"}"#, Some("a@corp.example"), Some("A")),
            (r#""userIdentity":"{\"email\":\"a@corp.example\"}""#, Some("a@corp.example"), None),
            (r#""userIdentity":{"email":"System-User"}"#, Some("System-User"), None),
            (r#""userIdentity":{"email":"unknown"}"#, Some("unknown"), None),
            (r#""userIdentity":{"email":null,"subjectName":"A"}"#, None, Some("A")),
            (r#""userIdentity":null"#, None, None),
            (r#""email":"a@corp.example""#, Some("a@corp.example"), None),
            (r#""email":"a@corp.example","userIdentity":{"email":"b@corp.example"}"#, Some("b@corp.example"), None),
        ] {
            let text = with(members);
            let event = event(&text);
            assert_eq!((event.email.as_deref(), event.subject_name.as_deref()), (email, subject_name), "{members}");
        }
    }

    #[test]
    fn times_have_many_spellings_and_may_be_absent() {
        const AT: Option<i64> = Some(1_577_571_960_848);
        for (members, expected) in [
            (r#""timestamp":1577571960848"#, (AT, 0)),
            (r#""timestamp":"1577571960848""#, (AT, 0)),
            (r#""timestamp":1.577571960848E12"#, (AT, 0)),
            (r#""timestamp":1577571960"#, (Some(1_577_571_960_000), 0)),
            (r#""timestamp":"2019-12-28T22:26:00.848123Z""#, (AT, 123_000)),
            (r#""timestamp":"2019-12-28 22:26:00.848""#, (AT, 0)),
            (r#""timestamp":null,"date_time":"2019-12-28T22:26:00Z""#, (Some(1_577_571_960_000), 0)),
            (r#""timestamp":1577571960848,"date_time":"2019-12-28T22:26:00Z""#, (AT, 0)),
            (r#""timestamp":"yesterday""#, (None, 0)),
            (r#""timestamp":9223372036854775807"#, (None, 0)),
            (r#""timestamp":null,"date":"2019-12-28""#, (None, 0)),
        ] {
            let text = with(members);
            let event = event(&text);
            assert_eq!((event.time_ms, event.time_ns), expected, "{members}");
        }
    }

    /// A later variant of the blog's tables has the response's fields as columns.
    #[test]
    fn response_fields_may_be_columns() {
        let text = with(r#""statusCode":403,"errorMessage":"no","result":null"#);
        let event = event(&text);
        assert_eq!((event.status_code, event.error_message.as_deref(), event.result), (Some(403), Some("no"), None));
    }

    #[test]
    fn a_part_other_than_an_object_is_a_problem() {
        for (members, key) in [
            (r#""requestParams":[1,2]"#, "requestParams"),
            (r#""response":200"#, "response"),
            (r#""userIdentity":true"#, "userIdentity"),
        ] {
            let found = problem(with(members).as_bytes());
            assert_eq!(found.kind, ProblemKind::UnexpectedType, "{members}");
            assert_eq!(found.message, format!("{key} is neither an object nor the JSON text of one"));
        }
        let text = with(r#""requestParams":"","response":"","userIdentity":"""#);
        assert!(params(&event(&text)).is_empty());
    }
}
