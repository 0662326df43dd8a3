//! Immuta's records under the names of its audit schema, and the records of one query together.
//!
//! The names, their order and which belong to a user's entitlements and to a policy are those of Immuta's page
//! "Databricks Query Audit Logs".

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use touchstone_medallion::{Medallion, PARAM_PREFIX, SilverColumn as C};
use touchstone_query::{Evaluator, Expr, Field, Item, Pattern, RowView, Value};

use crate::answer::{ImmutaQuery, ImmutaQueryRecord, ImmutaRecord, Property};
use crate::filter::Filter;
use crate::select::narrowed;

/// The service of all Immuta events in silver.
pub(crate) const SERVICE: &str = "immuta";
/// The parameter that the records of a query have in common.
const QUERY_ID: &str = "queryId";
/// How many records of a query are listed.
const MAX_RECORDS: usize = 100;

/// Where a property's value is kept.
enum Kept {
    /// In a silver column.
    Column(C, &'static str),
    /// In the request parameter of its own name; for one of the payload, without `auditPayload.` unless the record has a
    /// property of that name, too.
    Param,
}
use Kept::{Column, Param};

/// The properties of a record.
const PROPERTIES: &[(&str, Kept, &str)] = &[
    ("action", Column(C::ActionName, "action_name"), "What was done"),
    ("actor.type", Param, "The kind of user"),
    ("actor.id", Param, "The user's id in Immuta"),
    ("actor.name", Param, "The user's name in Immuta"),
    ("actor.identityProvider", Param, "Where the user is registered; bim is Immuta itself"),
    ("actor.impersonatedBy", Param, "Who acted as this user"),
    ("sessionId", Column(C::SessionId, "session_id"), "The session"),
    ("actionStatus", Param, "SUCCESS, FAILURE, or UNAUTHORIZED where access was denied"),
    ("actionStatusReason", Column(C::ErrorMessage, "error_message"), "Why access was denied"),
    ("actorIp", Column(C::SourceIpAddress, "source_ip_address"), "The user's address"),
    ("eventTimestamp", Column(C::EventTime, "event_time"), "When it happened, UTC"),
    ("id", Column(C::EventId, "event_id"), "The record's id"),
    ("customerId", Column(C::AccountId, "account_id"), "The customer, called tenantId since 2024"),
    ("targetType", Param, "What kind of target it was done to"),
    ("targets", Param, "The targets"),
    ("auditPayload.type", Param, "The kind of record"),
    ("auditPayload.queryId", Param, "The query; each table of a join has a record of its own with this id"),
    ("auditPayload.query", Param, "The query that ran: SQL or a Spark plan"),
    ("auditPayload.startTime", Param, "When the query began, UTC"),
    ("auditPayload.endTime", Param, "When the query ended, UTC"),
    ("auditPayload.duration", Param, "How long the query took"),
    ("auditPayload.technologyContext.type", Param, "The technology that ran the query"),
    ("auditPayload.technologyContext.clusterId", Param, "The Databricks cluster"),
    ("auditPayload.technologyContext.clusterName", Param, "The Databricks cluster's name"),
    ("auditPayload.technologyContext.workspaceId", Param, "The Databricks workspace"),
    ("auditPayload.technologyContext.pathUris", Param, "The paths that were read"),
    ("auditPayload.technologyContext.metastoreTables", Param, "The tables of the metastore"),
    ("auditPayload.technologyContext.queryLanguage", Param, "SQL, Python, Scala or R"),
    ("auditPayload.technologyContext.queryText", Param, "The notebook cell or the SQL text that caused the query"),
    ("auditPayload.technologyContext.immutaPluginVersion", Param, "The version of Immuta's plugin"),
    ("receivedTimestamp", Param, "When Immuta received and stored the record, UTC"),
];

/// Those that are code or a plan.
const CODE: [&str; 2] = ["auditPayload.query", "auditPayload.technologyContext.queryText"];

/// The properties of a user's entitlements.
const ENTITLEMENTS: &[(&str, &str)] = &[
    ("project", "The user's current project"),
    ("attributes", "The user's attributes"),
    ("groups", "The user's groups"),
    ("impersonatedUsers", "Whom the user impersonated"),
];

/// The properties of a policy.
const POLICY: &[(&str, &str)] = &[
    ("type", "SUBSCRIPTION decides on access, DATA on rows and columns"),
    ("subscriptionPolicyType", "How a subscription is granted: MANUAL, ADVANCED or ENTITLEMENTS"),
    ("ruleAppliedForUser", "Whether the policy applied; false: the user was an exception"),
    ("rationale", "Why the policy exists, in its author's words"),
    ("global", "Whether the policy is global or of one data source"),
    ("mergedPolicies", "The global subscription policies that were merged"),
];

/// An element of `targets`.
#[derive(Deserialize)]
struct Target<'a> {
    name: Option<String>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

/// A record of Immuta under its schema's names; nothing for an event of another product.
pub(crate) fn record(medallion: &Medallion, evaluator: &mut Evaluator, row: u32) -> Option<ImmutaRecord> {
    let event = RowView::new(medallion, row)?;
    if event.text(C::ServiceName) != Some(SERVICE) {
        return None;
    }
    let properties = PROPERTIES.iter().filter_map(|(name, kept, means)| match kept {
        Column(column, filtered) => {
            let value = match column {
                C::EventTime => touchstone_query::Cell::of(filtered).ok()?.text(medallion, row),
                _ => event.text(*column).map(str::to_owned),
            };
            Some(property(name, means, Some((*filtered).to_owned()), value?))
        }
        Param => {
            let (key, value) = param(&event, name)?;
            Some(property(name, means, Some(format!("{PARAM_PREFIX}{key}")), value.to_owned()))
        }
    });
    let entitlements = ENTITLEMENTS.iter().filter_map(|(name, means)| {
        let key = format!("accessControls.entitlements.{name}");
        let value = event.param(&key)?;
        Some(property(name, means, Some(format!("{PARAM_PREFIX}{key}")), value.to_owned()))
    });
    Some(ImmutaRecord {
        properties: properties.collect(),
        entitlements: entitlements.collect(),
        policies: policies(&event),
        query: event.param(QUERY_ID).map(|id| query(medallion, evaluator, id)),
    })
}

fn property(name: &str, means: &str, column: Option<String>, value: String) -> Property {
    Property { name: name.to_owned(), means: means.to_owned(), column, value, is_code: CODE.contains(&name) }
}

/// The key and the value of a property that is a parameter.
fn param<'n, 'a>(event: &RowView<'a>, name: &'n str) -> Option<(&'n str, &'a str)> {
    let short = name.strip_prefix("auditPayload.").unwrap_or(name);
    [name, short].into_iter().find_map(|key| Some((key, event.param(key)?)))
}

/// What each policy says. Values that are no text are JSON as the record has it.
fn policies(event: &RowView<'_>) -> Vec<Vec<Property>> {
    let set = ["policySet", "accessControls.policySet"].into_iter().find_map(|key| event.param(key)).unwrap_or("[]");
    let policies: Vec<&RawValue> =
        serde_json::from_str(set).or_else(|_| serde_json::from_str(set).map(|one| vec![one])).unwrap_or_default();
    policies
        .into_iter()
        .filter_map(|policy| {
            let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(policy.get()).ok()?;
            members.retain(|_, value| value.get() != "null");
            let of_schema = POLICY.iter().filter_map(|(name, means)| {
                let value = members.get(*name)?;
                Some(property(name, means, None, text(value)))
            });
            let others = members.iter().filter(|(name, _)| !POLICY.iter().any(|(known, _)| known == name));
            Some(of_schema.chain(others.map(|(name, value)| property(name, "", None, text(value)))).collect())
        })
        .collect()
}

/// A string's value, anything else as its JSON.
fn text(value: &RawValue) -> String {
    serde_json::from_str(value.get()).unwrap_or_else(|_| value.get().to_owned())
}

/// The records of a query.
fn query(medallion: &Medallion, evaluator: &mut Evaluator, id: &str) -> ImmutaQuery {
    let of_id = Item::one_of(Field::Param(QUERY_ID.to_owned()), vec![Value::Cased(Pattern::text(id))]);
    let expr = narrowed(&Expr::Item(of_id), C::ServiceName, &[SERVICE]);
    let rows = evaluator.select(medallion, &expr);
    let records = RowView::of_selected(medallion, &rows).take(MAX_RECORDS).map(|event| {
        let owned = |column| event.text(column).map(str::to_owned);
        let targets: Vec<Target<'_>> =
            event.param("targets").and_then(|targets| serde_json::from_str(targets).ok()).unwrap_or_default();
        ImmutaQueryRecord {
            row: event.row(),
            targets: targets.into_iter().filter_map(|target| target.name.or_else(|| target.id.map(text))).collect(),
            outcome: owned(C::Outcome),
            reason: owned(C::ErrorMessage),
        }
    });
    ImmutaQuery { id: id.to_owned(), records: records.collect(), total: rows.count(), filter: Filter::from(expr) }
}
