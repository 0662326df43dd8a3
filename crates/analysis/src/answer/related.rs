//! What belongs to an event.

use serde::Serialize;
use ts_rs::TS;

use super::overview::Histogram;
use super::story::LongAction;
use crate::filter::Filter;

/// The events that belong to an event, by what they have in common.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Related {
    /// The event's silver row.
    pub row: u32,
    /// Time on each side of the event in which its principal's events are related, in milliseconds.
    #[ts(type = "number")]
    pub within_ms: i64,
    /// The groups that the event is in.
    pub groups: Vec<RelatedGroup>,
}

/// What the events of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RelatedKind {
    /// The request.
    Request,
    /// The session.
    Session,
    /// The command of a notebook or a SQL warehouse.
    Command,
    /// Immuta's query.
    Query,
    /// The run of a job.
    Run,
    /// The principal, within some minutes.
    Principal,
}

/// Events that belong together, the event itself included.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RelatedGroup {
    /// What they have in common.
    pub kind: RelatedKind,
    /// Its id or name; `null` for a principal that is not named.
    pub id: Option<String>,
    /// Selects the events.
    pub filter: Filter,
    /// Number of events.
    pub total: usize,
    /// Number of events before the first one listed.
    pub before: usize,
    /// Those nearest to the event, in order of time; those without a time last.
    pub events: Vec<RelatedEvent>,
    /// Time of the first event, milliseconds since 1970 UTC; `null` if none has a time.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// Time of the last event.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
    /// The events over time.
    pub histogram: Histogram,
    /// Requests of long actions among them with their results.
    pub actions: Vec<LongAction>,
}

/// An event of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RelatedEvent {
    /// Its silver row.
    pub row: u32,
    /// Its time, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub time_ms: Option<i64>,
    /// The service.
    pub service: Option<String>,
    /// The action.
    pub action: Option<String>,
    /// The outcome.
    pub outcome: Option<String>,
    /// The principal.
    pub principal: Option<String>,
}
