//! Exports of the Azure Log Analytics tables, one table per event category: Databricks' fields in Pascal case.

use crate::event::{Event, Format};
use crate::fields::Fields;
use crate::json::{self, Member};
use crate::{address, azure, identity, response};
use touchstone_source::Problem;

/// The key of the time, and its name in the portal's CSV exports.
pub(super) const TIME: [&str; 2] = ["TimeGenerated", "TimeGenerated [UTC]"];

/// Whether a record has this format's keys. A CSV file's row lacks those with empty cells.
pub(crate) fn is(members: &[Member<'_>]) -> bool {
    json::has_all(members, ["ServiceName", "ActionName"])
        || json::text_of(members, "OperationName").is_some_and(|operation| azure::is_databricks(&operation))
            && json::has_any(members, TIME)
}

/// Reads the event. Identity, response and request parameters are JSON text in older tables and objects in newer ones.
pub(crate) fn event<'a, R: Fields<'a> + ?Sized>(record: &R) -> Result<Event<'a>, Problem> {
    let text = |key| record.text(key);
    let mut notes = Vec::new();
    let identity = identity::of(record, "Identity", &mut notes)?;
    let response = response::of(record, "Response", &mut notes)?;
    let time = super::time(record, TIME);
    let (source_ip_address, source_port) = address::split(text("SourceIPAddress").or_else(|| text("SourceIpAddress")));
    Ok(Event {
        format: Format::AzureLogAnalytics,
        time_ms: time.map(|moment| moment.ms),
        time_ns: time.map_or(0, |moment| moment.ns),
        service_name: text("ServiceName").or_else(|| azure::service(text("OperationName"))),
        action_name: text("ActionName").or_else(|| azure::action(text("OperationName"))),
        workspace_id: text("_ResourceId").or_else(|| text("ResourceId")).and_then(azure::workspace),
        email: identity.email,
        subject_name: identity.subject_name,
        source_ip_address,
        source_port,
        user_agent: text("UserAgent"),
        session_id: text("SessionId"),
        request_id: text("RequestId"),
        event_id: text("LogId"),
        status_code: response.status_code,
        outcome: response.outcome,
        error_message: response.error_message,
        result: response.result,
        params: record.params("RequestParams", &mut notes)?,
        notes,
        ..Event::default()
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{event, params, shown};

    #[test]
    fn a_record_of_an_older_table_is_read_in_full() {
        let text = r#"{"TenantId":"t","SourceSystem":"|Databricks|","TimeGenerated":"2019-05-01T00:18:58.1234567Z",
            "ResourceId":"/SUBSCRIPTIONS/0A/PROVIDERS/MICROSOFT.DATABRICKS/WORKSPACES/AUDIT-TEST",
            "OperationName":"Microsoft.Databricks/jobs/create","OperationVersion":"1.0.0","Category":"jobs",
            "Identity":"{\"email\":\"a@corp.example\",\"subjectName\":\"A\"}","SourceIPAddress":"203.0.113.9",
            "LogId":"201b6d83",
            "ServiceName":"jobs","UserAgent":"Mozilla/5.0","SessionId":"webapp","ActionName":"create",
            "RequestId":"ServiceMain-1",
            "Response":"{\"statusCode\":200,\"result\":\"{\\\"job_id\\\":1}\"}",
            "RequestParams":"{\"name\":\"Untitled\"}",
            "Type":"DatabricksJobs"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn a_record_of_a_newer_table_is_read_in_full() {
        let text = r#"{"TenantId":"t","TimeGenerated":"2024-05-01T00:18:58Z",
            "OperationName":"Microsoft.Databricks/jobs/create",
            "Identity":{"email":"a@corp.example","subjectName":null},"SourceIpAddress":"203.0.113.9","LogId":"201b6d83",
            "ServiceName":"jobs","ActionName":"create","Response":{"statusCode":403,"errorMessage":"no"},
            "RequestParams":{"name":"Untitled","new_cluster":{"num_workers": 8}},"_BilledSize":900,"_IsBillable":"True",
            "_ResourceId":"/subscriptions/0a/providers/microsoft.databricks/workspaces/audit-test",
            "Type":"DatabricksJobs"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn a_row_of_the_portal_s_csv_is_read_in_full() {
        let text = r#"{"TenantId":"t","TimeGenerated [UTC]":"5/1/2019, 12:18:58.123 AM","ServiceName":"jobs",
            "ActionName":"create",
            "Identity":"{\"email\":\"a@corp.example\",\"subjectName\":null}","SourceIPAddress":"203.0.113.9",
            "LogId":"201b6d83",
            "Response":"{\"statusCode\":200}","RequestParams":"{\"name\":\"Untitled\"}","Type":"DatabricksJobs",
            "_ResourceId":"/subscriptions/0a/providers/microsoft.databricks/workspaces/audit-test"}"#;
        insta::assert_debug_snapshot!(shown(text));
    }

    #[test]
    fn service_and_action_fall_back_to_the_operation() {
        for (members, expected) in [
            (r#""OperationName":"Microsoft.Databricks/jobs/create""#, (Some("jobs"), Some("create"))),
            (
                r#""OperationName":"Microsoft.Databricks/jobs/create","ServiceName":"Jobs""#,
                (Some("Jobs"), Some("create")),
            ),
            (r#""OperationName":"other","ServiceName":"jobs","ActionName":"create""#, (Some("jobs"), Some("create"))),
        ] {
            let text = format!(r#"{{"TimeGenerated":"2024-05-01T00:18:58Z","RequestParams":"null",{members}}}"#);
            let event = event(&text);
            assert_eq!((event.service_name.as_deref(), event.action_name.as_deref()), expected, "{members}");
            assert!(params(&event).is_empty());
        }
    }
}
