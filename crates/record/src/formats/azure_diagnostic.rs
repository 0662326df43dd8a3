//! Azure's diagnostic logs, as Azure Monitor writes them to a storage account or an event hub: an envelope whose
//! `properties` contain Databricks' fields. Microsoft's documentation shows these at the root, where they are read too.

use std::borrow::Cow;

use crate::event::{Event, Format, Note};
use crate::fields::Fields;
use crate::json::{self, Member};
use crate::{address, azure, identity, names, response, scalars, unique};
use touchstone_source::Problem;

/// Whether a record has this format's keys and comes from Databricks: other Azure services write the same envelope.
pub(crate) fn is(members: &[Member<'_>]) -> bool {
    let Some(operation) = json::text_of(members, "operationName") else { return false };
    azure::is_databricks(&operation)
        || json::get(members, "serviceName").is_some()
        || (members.members("properties", ["serviceName"], &mut Vec::new())).is_ok_and(|[service]| service.is_some())
}

/// Reads the event. Identity, response and request parameters are objects or, usually, their JSON text. The format has
/// no account and no audit level; the workspace is only the name at the end of the resource id.
pub(crate) fn read<'a>(members: &[Member<'a>]) -> Result<Event<'a>, Problem> {
    match json::document(members, "properties") {
        None => event(members, &[][..]),
        Some(Cow::Borrowed(text)) => of_properties(members, &properties(text)?),
        Some(Cow::Owned(text)) => of_properties(members, &properties(&text)?).map(Event::into_owned),
    }
}

fn properties(text: &str) -> Result<Vec<Member<'_>>, Problem> {
    let mut properties = json::object(text, "properties")?;
    names::normalize(Format::AzureDiagnostic, &mut properties);
    Ok(properties)
}

fn of_properties<'a>(root: &[Member<'a>], properties: &[Member<'a>]) -> Result<Event<'a>, Problem> {
    let (settled, warnings) = scalars::settled(Format::AzureDiagnostic, properties).unzip();
    let properties = settled.as_deref().unwrap_or(properties);
    super::check_names(Format::AzureDiagnostic, properties)?;
    let mut notes = Vec::new();
    unique::note_repeats(properties, Some("properties"), &mut notes);
    notes.extend(unread(root, properties));
    let mut event = event(root, properties)?;
    event.notes.splice(0..0, notes);
    event.warnings = warnings.unwrap_or_default();
    Ok(event)
}

/// The keys whose values are read from the properties or else from the root.
pub(crate) const PLACED: [&str; 11] = [
    "serviceName",
    "actionName",
    "identity",
    "response",
    "requestParams",
    "resourceId",
    "sourceIPAddress",
    "userAgent",
    "sessionId",
    "requestId",
    "logId",
];

/// Notes what is not read: of the properties, and of the root where the properties have another value.
fn unread(root: &[Member<'_>], properties: &[Member<'_>]) -> Vec<Note> {
    let within = names::unread(Format::AzureDiagnostic, properties);
    let nested =
        properties.iter().filter(|member| member.key == "properties" && !names::is_nothing(member.value.get()));
    let mut keys: Vec<_> =
        within.chain(nested.map(|member| &*member.key)).map(|key| format!("properties.{key}")).collect();
    let is_hidden = |key: &&&'static str| {
        let other = properties.text(key);
        let is_other = |text: &str| other.as_ref().is_some_and(|other| !other.eq_ignore_ascii_case(text));
        root.text(key).is_some_and(|text| !matches!(text.trim(), "" | "{}" | "[]") && is_other(&text))
    };
    keys.extend(PLACED.iter().filter(is_hidden).map(|key| (*key).to_owned()));
    keys.sort_unstable();
    keys.dedup();
    keys.iter().take(crate::MAX_UNREAD).map(|key| Note::unread(key)).collect()
}

/// Reads the event of a record with these properties.
pub(crate) fn event<'a, R: Fields<'a> + ?Sized>(root: &R, properties: &R) -> Result<Event<'a>, Problem> {
    let place = |key| if properties.has(key) { properties } else { root };
    let text = |key| place(key).text(key);
    let mut notes = Vec::new();
    let identity = identity::of(place("identity"), "identity", &mut notes)?;
    let response = response::of(place("response"), "response", &mut notes)?;
    let time = super::time(root, ["time"]);
    let (source_ip_address, source_port) = address::split(text("sourceIPAddress"));
    Ok(Event {
        format: Format::AzureDiagnostic,
        time_ms: time.map(|moment| moment.ms),
        time_ns: time.map_or(0, |moment| moment.ns),
        service_name: text("serviceName").or_else(|| azure::service(text("operationName"))),
        action_name: text("actionName").or_else(|| azure::action(text("operationName"))),
        workspace_id: text("resourceId").and_then(azure::workspace),
        email: identity.email,
        subject_name: identity.subject_name,
        source_ip_address,
        source_port,
        user_agent: text("userAgent"),
        session_id: text("sessionId"),
        request_id: text("requestId"),
        event_id: text("logId"),
        status_code: response.status_code,
        outcome: response.outcome,
        error_message: response.error_message,
        result: response.result,
        params: place("requestParams").params("requestParams", &mut notes)?,
        notes,
        ..Event::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{event, params, problem, shown};
    use crate::{Outcome, ProblemKind, WarningKind};

    #[test]
    fn a_record_of_a_storage_account_is_read_in_full() {
        let text = r#"{"resourceId":"/SUBSCRIPTIONS/0A/PROVIDERS/MICROSOFT.DATABRICKS/WORKSPACES/AUDIT-TEST",
            "operationVersion":"1.0.0","identity":"{\"email\":\"a@corp.example\",\"subjectName\":null}",
            "operationName":"Microsoft.Databricks/accounts/tokenLogin","time":"2025-06-05T13:55:56Z",
            "category":"accounts",
            "properties":{"sourceIPAddress":"203.0.113.9","logId":"87e1a69e","serviceName":"accounts",
            "userAgent":"DBHttpClient/v2RawClient","response":"{\"statusCode\":403,\"errorMessage\":\"no\"}",
            "sessionId":null,
            "actionName":"tokenLogin","requestId":"0018d88c",
            "requestParams":"{\"user\":\"a@corp.example\",\"tokenId\":\"kf\",\"count\":2,\"none\":null}"},
            "Host":"1234-123456-ab1c2d3e-12-123-12-1"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn a_record_of_an_older_event_hub_is_read_in_full() {
        let text = r#"{"resourceId":"/SUBSCRIPTIONS/0A/WORKSPACES/AUDIT-TEST",
            "operationName":"Microsoft.Databricks/jobs/create",
            "time":"2019-05-01T00:18:58Z","identity":{"email":"a@corp.example","subjectName":"A"},
            "properties":{"sourceIPAddress":"203.0.113.9:51234","logId":"201b6d83","serviceName":"jobs",
            "userAgent":"Mozilla/5.0",
            "sessionId":"webapp","actionName":"create","requestId":"ServiceMain-1",
            "response":{"statusCode":200,"result":"{\"job_id\":1}"},"requestParams":{"name":"Untitled"}}}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn fields_are_found_in_the_properties_and_at_the_root() {
        const FIELDS: &str = concat!(
            r#""logId":"l","serviceName":"jobs","actionName":"create","#,
            r#""requestParams":"{\"a\":\"1\"}","response":"{\"statusCode\":200}""#
        );
        let quoted = FIELDS.replace('\\', "\\\\").replace('"', "\\\"");
        for members in
            [FIELDS.to_owned(), format!(r#""properties":{{{FIELDS}}}"#), format!(r#""properties":"{{{quoted}}}""#)]
        {
            let text =
                format!(r#"{{"time":"2025-06-05T13:55:56Z","operationName":"Microsoft.Databricks/x/y",{members}}}"#);
            let event = event(&text);
            assert_eq!(event.format.name(), "azure_diagnostic", "{members}");
            assert_eq!((event.service_name.as_deref(), event.action_name.as_deref()), (Some("jobs"), Some("create")));
            assert_eq!((event.event_id.as_deref(), event.outcome), (Some("l"), Outcome::Success), "{members}");
            assert_eq!(params(&event), [("a", "1")], "{members}");
        }
    }

    #[test]
    fn service_and_action_fall_back_to_the_operation() {
        for (properties, service, action) in [
            ("{}", "accounts", "tokenLogin"),
            ("null", "accounts", "tokenLogin"),
            (r#"{"serviceName":"jobs"}"#, "jobs", "tokenLogin"),
            (r#"{"actionName":"create"}"#, "accounts", "create"),
        ] {
            let text =
                format!(r#"{{"operationName":"MICROSOFT.DATABRICKS/accounts/tokenLogin","properties":{properties}}}"#);
            let event = event(&text);
            let found = (event.service_name.as_deref(), event.action_name.as_deref());
            assert_eq!(found, (Some(service), Some(action)), "{properties}");
        }
    }

    #[test]
    fn objects_in_place_of_names_and_resources_are_a_problem_or_absent() {
        for nested in [r#"["jobs"]"#, r#"{"a":"jobs"}"#, r#"{"a":"\u006aobs"}"#] {
            for properties in [format!(r#"{{"serviceName":{nested}}}"#), format!(r#"{{"actionName":{nested}}}"#)] {
                for properties in [properties.clone(), serde_json::Value::from(properties).to_string()] {
                    let text = format!(r#"{{"operationName":"Microsoft.Databricks/a/b","properties":{properties}}}"#);
                    assert_eq!(problem(text.as_bytes()).kind, ProblemKind::UnexpectedType, "{text}");
                }
            }
            let resource = format!(r#""resourceId":{nested}"#);
            let texts = [
                format!(r#"{{"operationName":"Microsoft.Databricks/a/b",{resource}}}"#),
                format!(r#"{{"operationName":"Microsoft.Databricks/a/b","properties":{{{resource}}}}}"#),
                format!(r#"{{"ServiceName":"s","ActionName":"a","_ResourceId":{nested}}}"#),
                format!(r#"{{"ServiceName":"s","ActionName":"a","ResourceId":{nested}}}"#),
            ];
            for text in texts {
                let event = event(&text);
                let kinds: Vec<_> = event.warnings.iter().map(|warning| warning.kind).collect();
                assert_eq!((event.workspace_id, kinds), (None, vec![WarningKind::UnreadPart]), "{text}");
            }
        }
    }

    #[test]
    fn a_command_that_was_submitted_has_no_response_yet() {
        let text = r#"{"operationName":"Microsoft.Databricks/databrickssql/commandSubmit","identity":null,
            "properties":{"serviceName":"databrickssql","response":null,"requestParams":null}}"#;
        let event = event(text);
        assert_eq!((event.status_code, event.outcome, event.email), (None, Outcome::Unknown, None));
        assert!(event.params.is_empty());
    }

    #[test]
    fn other_services_of_azure_are_unknown() {
        for (text, kind) in [
            (
                r#"{"operationName":"Microsoft.Storage/read","properties":{"accountName":"a"}}"#,
                ProblemKind::UnknownFormat,
            ),
            (r#"{"operationName":"Microsoft.Storage/read","properties":"text"}"#, ProblemKind::UnknownFormat),
            (r#"{"operationName":"SignInLogs","properties":null}"#, ProblemKind::UnknownFormat),
            (r#"{"operationName":null,"properties":{"serviceName":"jobs"}}"#, ProblemKind::UnknownFormat),
            (r#"{"operationName":"Microsoft.Databricks/a/b","properties":7}"#, ProblemKind::UnexpectedType),
        ] {
            assert_eq!(problem(text.as_bytes()).kind, kind, "{text}");
        }
        let text = r#"{"operationName":"other","properties":{"serviceName":"jobs","actionName":"create"}}"#;
        assert_eq!(event(text).service_name.as_deref(), Some("jobs"));
    }
}
