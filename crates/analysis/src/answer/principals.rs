//! Principals, and one entity.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::overview::{Figures, Histogram};
use crate::filter::Filter;

/// A window of the list of principals.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Principals {
    /// Number of principals in the whole list.
    pub total: usize,
    /// How many of each kind the search finds, whichever kind is listed.
    pub kinds: Vec<KindCount>,
    /// The window's first principal within the list.
    pub start: u32,
    /// The principals.
    pub principals: Vec<Principal>,
    /// Whether the rules have been evaluated; if not, no findings are counted.
    pub evaluated: bool,
}

/// What a principal is, as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PrincipalKind {
    /// An e-mail address.
    User,
    /// A UUID: the application id of a service principal.
    ServicePrincipal,
    /// The platform itself, such as `System-User`.
    System,
    /// The log names nobody, or `unknown`.
    Unknown,
    /// Any other name.
    Other,
    /// A recipient of a Delta share: the request parameter `recipient_name`. Its events may have a principal as well.
    Recipient,
    /// A service of the data plane, which has no users. Its events may have a principal as well.
    DataPlane,
}

impl PrincipalKind {
    /// All kinds, in the order they are listed.
    pub const ALL: [Self; 7] = [
        Self::User,
        Self::ServicePrincipal,
        Self::System,
        Self::Unknown,
        Self::Other,
        Self::Recipient,
        Self::DataPlane,
    ];
}

/// How many principals are of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KindCount {
    /// The kind.
    pub kind: PrincipalKind,
    /// Number of principals.
    pub principals: usize,
}

/// A principal and its selected events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Principal {
    /// What it is.
    pub kind: PrincipalKind,
    /// The column that names it: `email`, `service_name` or `requestParams.recipient_name`.
    pub column: String,
    /// Its name; `null` for events that name nobody.
    pub value: Option<String>,
    /// Number of events.
    pub events: u32,
    /// Events with the outcome denied.
    pub denied: u32,
    /// Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// Time of the last event.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
    /// Distinct services.
    pub services: u32,
    /// Distinct source addresses.
    pub addresses: u32,
    /// Findings with a selected event of it.
    pub findings: u32,
    /// What a service principal is called, if the log names it by one name; `null` otherwise.
    pub name: Option<String>,
    /// The names that the log has beside it, in all that is loaded.
    pub names: Vec<Named>,
}

/// A name that the log has beside an id, in the same event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// The name, or an e-mail address.
    pub name: String,
    /// The column of the id.
    pub id_column: String,
    /// The column of the name.
    pub name_column: String,
    /// Number of events with both.
    pub events: u32,
    /// The silver row of the first.
    pub row: u32,
    /// Selects these events.
    pub filter: Filter,
}

/// One entity, under a filter.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// Selects the entity's events, whatever the filter.
    pub clause: Filter,
    /// The filter and the clause: what every number here counts.
    pub filter: Filter,
    /// Events of the entity without the filter.
    pub loaded: u32,
    /// What it is called, if it is the id of a service principal or a user; several names where the log does not agree.
    pub names: Vec<Named>,
    /// Key figures.
    pub figures: Figures,
    /// Events over time by service, under the filter without its time range.
    pub histogram: Histogram,
    /// Events by hour of the week in the zone: 168 counts, Monday's first hour first. Events without a time are in none.
    pub week: Vec<u32>,
    /// What divides the entity's time in two, milliseconds since 1970 UTC; `null` if no event has a time.
    #[ts(type = "number | null")]
    pub split_ms: Option<i64>,
    /// The filter of the events before it; `null` as above.
    pub before: Option<Filter>,
    /// The filter of the events from it on.
    pub after: Option<Filter>,
    /// What it used and where from; boards without a value are left out.
    pub boards: Vec<EntityBoard>,
}

/// The values of one or two columns in an entity's events.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntityBoard {
    /// A heading.
    pub title: String,
    /// The columns; `network` is the /24 or /64 of the source address.
    pub by: Vec<String>,
    /// Selects the entity's events that the board counts.
    pub within: Filter,
    /// Number of values, including those not listed.
    pub total: usize,
    /// Values first used after the split.
    pub new: usize,
    /// Events without a value; of two columns, the absent value is listed instead.
    pub without: u32,
    /// Most events first, or latest first use first.
    pub uses: Vec<Use>,
}

/// A value in an entity's events.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Use {
    /// One value per column; `null` if absent.
    pub values: Vec<Option<String>>,
    /// Number of events.
    pub events: u32,
    /// Events with the outcome denied.
    pub denied: u32,
    /// Time of the first event, milliseconds since 1970 UTC; `null` if no event has a time.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// Time of the last event.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
    /// Whether it was first used after the split.
    pub new: bool,
    /// Selects the entity's events with the value, where a clause on the column cannot say it.
    pub filter: Option<Filter>,
}
