//! Delivery as Spark infers it: the blog's bronze, with the request parameters as one wide struct, and its silver.
//! Columns are sorted by name, as Spark infers them.

use std::collections::BTreeSet;

use super::column::Column;
use crate::model::Value;
use crate::options::Options;
use crate::stream::EventStream;
use crate::world::World;
use crate::writers::databricks_silver::{flattened, version};
use crate::writers::delivery::MAX_LOG_MESSAGE_LENGTH;

/// The columns of bronze; `date` is in the file, as in the blog's own set.
pub(super) fn bronze(world: &World, options: &Options) -> Vec<Column> {
    // Runs the stream once only for the keys; it repeats the same events for writing.
    let mut keys = BTreeSet::new();
    for event in EventStream::new(world, options) {
        let present = event.params.iter().flatten().filter(|(_, value)| !matches!(value, Value::Null));
        keys.extend(present.map(|(key, _)| *key));
    }
    let identity = vec![
        Column::text("email", |event, _| event.email.as_deref().map(Into::into)),
        Column::text("subjectName", |event, _| {
            event.subject_name.as_deref().filter(|_| !event.is_2019()).map(Into::into)
        }),
    ];
    let mut columns = common();
    columns.push(Column::of_struct("userIdentity", |_, _| true, identity));
    // Parquet cannot hold a struct without fields.
    if !keys.is_empty() {
        columns.push(Column::params_struct("requestParams", keys));
    }
    columns.sort_by_key(Column::name);
    columns
}

pub(super) fn silver() -> Vec<Column> {
    let mut columns = common();
    columns.push(Column::text("flattened", |event, _| flattened(event).map(Into::into)));
    columns.push(Column::text("email", |event, _| event.email.as_deref().map(Into::into)));
    columns.push(Column::time("date_time", |event| event.time_ms.div_euclid(1000) * 1000));
    columns
}

/// The columns that both have.
fn common() -> Vec<Column> {
    let response = vec![
        Column::text("errorMessage", |event, _| event.error_message().map(Into::into)),
        Column::text("result", |event, _| event.result_text().map(Into::into)),
        Column::long("statusCode", |event, _| event.response.as_ref()?.status.map(i64::from)),
    ];
    vec![
        Column::long("MAX_LOG_MESSAGE_LENGTH", |event, _| event.workspace.is_none().then_some(MAX_LOG_MESSAGE_LENGTH)),
        Column::text("accountId", |event, _| (!event.is_2019()).then(|| event.account_id.into())),
        Column::text("actionName", |event, _| Some(event.action.into())),
        Column::text("auditLevel", |event, _| (!event.is_2019()).then(|| event.audit_level().into())),
        Column::text("date", |event, world| Some(world.calendar.date(event.time_ms).into())),
        Column::text("orgId", |event, _| (!event.is_2019()).then(|| event.workspace_id().into())),
        Column::text("requestId", |event, _| Some(event.request_text().into())),
        Column::of_struct("response", |event, _| event.response.is_some(), response),
        Column::text("serviceName", |event, _| Some(event.service.into())),
        Column::text("sessionId", |event, _| event.session_text().map(Into::into)),
        Column::text("shardName", |event, _| {
            event.workspace.filter(|workspace| !workspace.is_2019).map(|workspace| workspace.shard.as_str().into())
        }),
        Column::text("sourceIPAddress", |event, _| Some(event.address())),
        Column::long("timestamp", |event, _| Some(event.time_ms)),
        Column::text("userAgent", |event, _| event.user_agent.as_deref().map(Into::into)),
        Column::text("version", |event, _| Some(version(event).into())),
        Column::text("workspaceId", |event, _| (!event.is_2019()).then(|| event.workspace_id().into())),
    ]
}
