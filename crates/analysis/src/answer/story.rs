//! Events told as steps, sessions and long actions.

use serde::Serialize;
use ts_rs::TS;

use crate::filter::Filter;

/// A window of the steps of what happened, in order of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Storyline {
    /// Selected events: the sum of all steps' events.
    pub events: u32,
    /// Number of steps.
    pub total: usize,
    /// The window's first step.
    pub start: u32,
    /// The steps, by their first event; those without a time last.
    pub steps: Vec<StoryStep>,
}

/// Repeats of one action: events with the same principal, service, action and outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StoryStep {
    /// The silver row of the first event, which `Event` takes.
    pub row: u32,
    /// The principal; `null` if the events name nobody.
    pub principal: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// The action.
    pub action: Option<String>,
    /// The outcome.
    pub outcome: Option<String>,
    /// Number of events.
    pub events: u32,
    /// Time of the first event, milliseconds since 1970 UTC; `null` if the events have no time.
    #[ts(type = "number | null")]
    pub first_ms: Option<i64>,
    /// Time of the last event.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
    /// The source address of the first event.
    pub address: Option<String>,
    /// Distinct source addresses.
    pub addresses: u32,
    /// Selects the step's events.
    pub filter: Filter,
}

/// A window of the sessions, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sessions {
    /// Number of sessions.
    pub total: usize,
    /// Events without a session.
    pub without: u32,
    /// The window's first session.
    pub start: u32,
    /// The sessions.
    pub sessions: Vec<SessionSummary>,
}

/// Selected events that share a session id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionSummary {
    /// The session id.
    pub id: String,
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
    /// The principals with the most events, three at most.
    pub principals: Vec<String>,
    /// The source addresses with the most events, three at most.
    pub addresses: Vec<String>,
    /// The user agents with the most events, three at most.
    pub agents: Vec<String>,
    /// The services with the most events, three at most.
    pub services: Vec<String>,
    /// Distinct source addresses.
    pub distinct_addresses: u32,
    /// Distinct services.
    pub distinct_services: u32,
}

/// A window of the long actions whose request is selected and has a time, in order of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LongActions {
    /// Number of long actions.
    pub total: usize,
    /// Those without a result in what is loaded.
    pub unanswered: usize,
    /// The window's first action.
    pub start: u32,
    /// The actions.
    pub actions: Vec<LongAction>,
}

/// A request and its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LongAction {
    /// The silver row of the request.
    pub row: u32,
    /// The service.
    pub service: Option<String>,
    /// The action requested.
    pub action: Option<String>,
    /// Who requested it.
    pub principal: Option<String>,
    /// The outcome of the request.
    pub outcome: Option<String>,
    /// Time of the request, milliseconds since 1970 UTC.
    #[ts(type = "number")]
    pub started_ms: i64,
    /// The result; `null` if none is loaded.
    pub result: Option<ActionResult>,
}

/// The result of a long action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActionResult {
    /// The silver row.
    pub row: u32,
    /// The action that reports it.
    pub action: Option<String>,
    /// The outcome.
    pub outcome: Option<String>,
    /// Whom the result names.
    pub principal: Option<String>,
    /// Time of the result, milliseconds since 1970 UTC.
    #[ts(type = "number")]
    pub ended_ms: i64,
    /// Milliseconds from request to result.
    #[ts(type = "number")]
    pub duration_ms: i64,
}
