//! Immuta's universal audit model, in the shapes of 2022 (`customerId`) and since 2024 (`tenantId`, `requestId`).
//!
//! Every property of a record becomes a column, a parameter, or both. The properties depend on the kind of event, and
//! few kinds are fully documented, so any property is accepted.

use std::borrow::Cow;

use crate::event::{Event, Format, Note, Outcome, Param};
use crate::fields::Fields;
use crate::flatten::Flat;
use crate::json::{self, Member};
use crate::unique::LastItems;
use crate::{address, doubtful};
use touchstone_source::Problem;

/// Keys that become columns and not parameters.
pub(super) const COLUMNS: [&str; 8] =
    ["action", "sessionId", "actionStatusReason", "actorIp", "eventTimestamp", "id", "customerId", "requestId"];

/// The parts of a record, each an object or its JSON text.
pub(crate) const PARTS: [&str; 2] = ["actor", "auditPayload"];

/// The keys of an actor that are read.
pub(crate) const ACTOR: [&str; 3] = ["id", "name", "impersonatedBy"];

/// Properties that stay one JSON text. In the table of Immuta's documentation the policies are beside the access
/// controls, in its example within them.
pub(crate) const WHOLE: [&str; 3] = ["targets", POLICIES, NESTED_POLICIES];
const UNKNOWN: &str = "unknown";
const POLICIES: &str = "policySet";
const NESTED_POLICIES: &str = "accessControls.policySet";

/// Whether a record has this format's keys.
pub(crate) fn is(members: &[Member<'_>]) -> bool {
    json::has_all(members, ["auditPayload", "targetType"])
        || json::has_all(members, ["action", "eventTimestamp"]) && json::has_any(members, ["targets", "actor"])
}

/// Reads the event. The first `own` members are the record's; the rest come from folders and are no parameters.
pub(crate) fn read<'a>(members: &[Member<'a>], own: usize) -> Result<Event<'a>, Problem> {
    let mut notes = Vec::new();
    let params = params(&members[..own], &mut notes)?;
    Ok(Event { notes, ..event(members, params)? })
}

/// Reads the event of a record with these parameters.
pub(crate) fn event<'a, R: Fields<'a> + ?Sized>(record: &R, params: Vec<Param<'a>>) -> Result<Event<'a>, Problem> {
    let text = |key| record.text(key);
    let [id, name, impersonator] = record.members("actor", ACTOR, &mut Vec::new())?;
    let run_by = impersonator.and_then(principal);
    let email = email(id.as_ref(), name.as_ref());
    let time = super::time(record, ["eventTimestamp"]);
    let (source_ip_address, source_port) = address::split(text("actorIp"));
    Ok(Event {
        format: Format::ImmutaUam,
        time_ms: time.map(|moment| moment.ms),
        time_ns: time.map_or(0, |moment| moment.ns),
        service_name: Some(Cow::Borrowed("immuta")),
        action_name: text("action"),
        account_id: text("customerId").or_else(|| text("tenantId")),
        workspace_id: params
            .iter()
            .find(|param| param.key == "technologyContext.workspaceId" && !param.is_nested())
            .map(|param| param.value.clone()),
        email,
        run_as: id.filter(|_| run_by.is_some()),
        run_by,
        subject_name: name,
        source_ip_address,
        source_port,
        session_id: text("sessionId"),
        request_id: text("requestId"),
        event_id: text("id"),
        outcome: outcome(text("actionStatus").as_deref()),
        error_message: text("actionStatusReason"),
        params,
        ..Event::default()
    })
}

/// What identifies the actor: the e-mail address, else the id, as of a service principal. A name alone identifies nobody, and
/// an actor that Immuta does not know has the id `unknown`.
fn email<'a>(id: Option<&Cow<'a, str>>, name: Option<&Cow<'a, str>>) -> Option<Cow<'a, str>> {
    let address = [id, name].into_iter().flatten().find(|text| text.contains('@') && !doubtful::is_nested(text));
    address.or(id.filter(|id| !id.is_empty() && *id != UNKNOWN)).cloned()
}

/// The impersonating principal: a text, or the id of an object.
fn principal(impersonator: Cow<'_, str>) -> Option<Cow<'_, str>> {
    if impersonator.starts_with('{') {
        let members = json::members(&impersonator).unwrap_or_default();
        return json::text_of(&members, "id").map(|id| Cow::Owned(id.into_owned()));
    }
    (!impersonator.is_empty()).then_some(impersonator)
}

fn outcome(status: Option<&str>) -> Outcome {
    match status.map(str::to_ascii_uppercase).as_deref() {
        Some("SUCCESS") => Outcome::Success,
        Some("FAILURE") => Outcome::Failure,
        Some("UNAUTHORIZED") => Outcome::Denied,
        _ => Outcome::Unknown,
    }
}

fn params<'a>(members: &[Member<'a>], notes: &mut Vec<Note>) -> Result<Vec<Param<'a>>, Problem> {
    let last_items = LastItems::of(members);
    let has_customer = json::get(members, "customerId").is_some();
    let is_param = |member: &Member<'_>| {
        let is_column = COLUMNS.contains(&member.key.as_ref()) || member.key == "tenantId" && !has_customer;
        !is_column && !member.is_null()
    };
    let is_taken = |key: &str| last_items.position(key).is_some_and(|at| is_param(&members[at]));
    let mut flat = Flat::new(&WHOLE);
    for member in last_items.in_order().filter(|member| is_param(member)) {
        match member.key.as_ref() {
            // A property that both the payload and the record have gets its full name.
            "auditPayload" => {
                flat.add_object(members, "auditPayload", |key| if is_taken(key) { "auditPayload." } else { "" })?;
            }
            "actor" => flat.add_object(members, "actor", |_| "actor.")?,
            _ => flat.add(member.key.clone(), member.value.get())?,
        }
    }
    let mut params = flat.into_params(notes);
    let is_beside = params.iter().any(|param| param.key == POLICIES);
    if let Some(policies) = params.iter_mut().find(|param| param.key == NESTED_POLICIES && !is_beside) {
        policies.key = Cow::Borrowed(POLICIES);
    }
    Ok(params)
}

#[cfg(test)]
mod tests {
    use crate::testing::{event, params, problem, shown};
    use crate::{Outcome, ProblemKind};

    fn with(members: &str) -> String {
        format!(r#"{{"action":"QUERY","eventTimestamp":"2022-10-13T20:03:41.013Z","targets":[],{members}}}"#)
    }

    #[test]
    fn a_query_of_2022_is_read_in_full() {
        let text = r#"{"action":"QUERY","actor":{"type":"USER_ACTOR","name":"Robin","id":"robin@corp.example",
            "identityProvider":"okta","impersonatedBy":null},"sessionId":"s","actionStatus":"UNAUTHORIZED",
            "actionStatusReason":"Not subscribed","actorIp":"203.0.113.9","eventTimestamp":"2022-10-13T20:03:41.013Z",
            "id":"i","customerId":"c","targetType":"DATASOURCE",
            "targets":[{"id": "4","name":"Movies","technology":"DATABRICKS"}],
            "auditPayload":{"type":"QueryAuditPayload","queryId":"q","query":"Project [a]\n+- Relation[b] parquet\n",
            "startTime":"2022-10-13T20:03:41.013Z","endTime":null,"duration":null,
            "accessControls":{"entitlements":{"project":"P","groups":[],"attributes":[{"name": "n","value":"v"}],
            "impersonatedUsers":["x"]},"policySet":[{"type":"SUBSCRIPTION","global":false,"ruleAppliedForUser":true}]},
            "technologyContext":{"type":"DatabricksContext","clusterId":"1006-1","clusterName":"n",
            "workspaceId":"123456789",
            "pathUris":["dbfs:/a"],"metastoreTables":["d.t"],"queryLanguage":"python","queryText":"spark.sql()\n",
            "immutaPluginVersion":"2022.3.0"}},"receivedTimestamp":"2022-10-13T20:03:41.044Z"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn an_event_of_2024_is_read_in_full() {
        let text = r#"{"relatedResources":[],"auditPayload":{"type":"ApiKeyCreatedAuditPayload","apiKeyId":"1112158",
            "name":"T1",
            "version":1},"action":"CREATE","tenantId":"corp.example","actionStatus":"SUCCESS",
            "eventTimestamp":"2024-01-25T18:04:58.368Z","actor":{"id":"robin","identityProvider":"bim","profileId":"1",
            "type":"USER_ACTOR","name":"robin@corp.example"},"targetType":"APIKEY","id":"d9dc3cee",
            "receivedTimestamp":"2024-01-25T18:04:58.505Z","actorIp":"203.0.113.9","targets":[],"requestId":"r",
            "sessionId":"s"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn principals_are_not_guessed() {
        for (actor, email, subject_name, run_by, run_as) in [
            (r#"{"id":"a@corp.example","name":"A"}"#, Some("a@corp.example"), Some("A"), None, None),
            (r#"{"id":"a","name":"a@corp.example"}"#, Some("a@corp.example"), Some("a@corp.example"), None, None),
            (r#"{"id":"a","name":"A"}"#, Some("a"), Some("A"), None, None),
            (
                r#"{"type":"USER_ACTOR","id":"3f6f3a3e-8a3c-4b7e-9d9b-1c5a4b8e0f11","name":"etl"}"#,
                Some("3f6f3a3e-8a3c-4b7e-9d9b-1c5a4b8e0f11"),
                Some("etl"),
                None,
                None,
            ),
            (r#"{"id":"a","name":{"x":"b@corp.example"}}"#, Some("a"), None, None, None),
            (r#"{"id":"a","name":["b\u0040corp.example"]}"#, Some("a"), None, None, None),
            (r#"{"id":["b@corp.example"],"name":"A"}"#, None, Some("A"), None, None),
            (
                r#"{"id":"a","name":"[b] b@corp.example"}"#,
                Some("[b] b@corp.example"),
                Some("[b] b@corp.example"),
                None,
                None,
            ),
            (r#"{"name":"etl"}"#, None, Some("etl"), None, None),
            (r#"{"id":"","name":"etl"}"#, None, Some("etl"), None, None),
            (r#"{"id":"unknown","name":"etl"}"#, None, Some("etl"), None, None),
            (r#"{"id":"","name":""}"#, None, Some(""), None, None),
            (r#"{"type":"unknown","id":"unknown","name":"unknown"}"#, None, Some("unknown"), None, None),
            (r#"{"id":"a","impersonatedBy":"b"}"#, Some("a"), None, Some("b"), Some("a")),
            (r#"{"id":"a","impersonatedBy":{"id":"b","name":"B"}}"#, Some("a"), None, Some("b"), Some("a")),
            (r#"{"id":"a","impersonatedBy":{"name":"B"}}"#, Some("a"), None, None, None),
            (r#"{"id":"a","impersonatedBy":""}"#, Some("a"), None, None, None),
            (r#"{"id":"a","impersonatedBy":null}"#, Some("a"), None, None, None),
            (r#""{\"id\":\"a@corp.example\"}""#, Some("a@corp.example"), None, None, None),
            ("null", None, None, None, None),
        ] {
            let text = with(&format!(r#""actor":{actor}"#));
            let event = event(&text);
            let found = [&event.email, &event.subject_name, &event.run_by, &event.run_as].map(Option::as_deref);
            assert_eq!(found, [email, subject_name, run_by, run_as], "{actor}");
        }
    }

    #[test]
    fn outcomes_follow_the_action_status() {
        for (status, expected) in [
            (r#""SUCCESS""#, Outcome::Success),
            (r#""FAILURE""#, Outcome::Failure),
            (r#""UNAUTHORIZED""#, Outcome::Denied),
            (r#""unauthorized""#, Outcome::Denied),
            (r#""PENDING""#, Outcome::Unknown),
            ("null", Outcome::Unknown),
        ] {
            assert_eq!(event(&with(&format!(r#""actionStatus":{status}"#))).outcome, expected, "{status}");
        }
    }

    #[test]
    fn policies_have_one_key_wherever_they_stand() {
        for (payload, expected) in [
            (r#"{"policySet":[{"a": 1}]}"#, vec![("policySet", r#"[{"a":1}]"#)]),
            (r#"{"accessControls":{"policySet":[1]}}"#, vec![("policySet", "[1]")]),
            (r#"{"accessControls":{"policySet":{"type":"DATA"}}}"#, vec![("policySet", r#"{"type":"DATA"}"#)]),
            (r#"{"accessControls":{"policySet":null},"policySet":[2]}"#, vec![("policySet", "[2]")]),
            (
                r#"{"accessControls":{"policySet":[1]},"policySet":[2]}"#,
                vec![("accessControls.policySet", "[1]"), ("policySet", "[2]")],
            ),
        ] {
            let text = with(&format!(r#""targetType":null,"auditPayload":{payload}"#));
            let event = event(&text);
            assert_eq!(params(&event)[1..], expected, "{payload}");
        }
    }

    #[test]
    fn no_property_is_lost() {
        for (members, expected) in [
            (
                r#""auditPayload":{"a":{"b":{"c":1}},"d":[1, 2],"e":{}}"#,
                vec![("a.b.c", "1"), ("d", "[1,2]"), ("e", "{}")],
            ),
            (r#""auditPayload":"{\"a\":{\"b\":\"c\"}}""#, vec![("a.b", "c")]),
            (r#""more":{"a":1},"other":null"#, vec![("more.a", "1")]),
            (r#""type":"t","auditPayload":{"type":"p"}"#, vec![("type", "t"), ("auditPayload.type", "p")]),
            (r#""auditPayload":{"id":"p","targets":"x"}"#, vec![("id", "p"), ("auditPayload.targets", "x")]),
            (
                r#""auditPayload":{"actor":{"id":"p"}},"actor":{"id":"a"}"#,
                vec![("auditPayload.actor.id", "p"), ("actor.id", "a")],
            ),
            (r#""customerId":"c","tenantId":"t""#, vec![("tenantId", "t")]),
            (r#""tenantId":"t""#, vec![]),
        ] {
            let text = with(members);
            assert_eq!(params(&event(&text))[1..], expected, "{members}");
        }
    }

    #[test]
    fn the_payload_and_the_actor_are_objects() {
        for key in ["auditPayload", "actor"] {
            let found = problem(with(&format!(r#""{key}":[1]"#)).as_bytes());
            assert_eq!(found.kind, ProblemKind::UnexpectedType, "{key}");
        }
    }
}
