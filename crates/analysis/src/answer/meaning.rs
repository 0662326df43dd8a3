//! What the dictionary says, and what it does not know.

use serde::Serialize;
use ts_rs::TS;

/// What a service, an action or a request parameter means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Meaning {
    /// The meaning, in one sentence.
    pub text: String,
    /// Who says so.
    pub source: String,
    /// Where.
    pub url: String,
    /// Whether the entry was compared with its source.
    pub checked: bool,
}

/// Events whose action the dictionary does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnknownActions {
    /// How many events.
    pub events: u32,
    /// How many actions.
    pub total: usize,
    /// Those with the most events.
    pub actions: Vec<UnknownAction>,
}

/// An action that the dictionary does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnknownAction {
    /// The service that logged it.
    pub service: String,
    /// Its name; `null` for events without one.
    pub action: Option<String>,
    /// How many events.
    pub events: u32,
}

/// What a provider's logs are known to lack within the loaded span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KnownGap {
    /// `databricks` or `immuta`.
    pub product: String,
    /// `late`, `never`, `outage`, `retention` or `truncated`.
    pub kind: String,
    /// The loaded services concerned; empty for all of the product's.
    pub services: Vec<String>,
    /// The first UTC day; `null` if there is none.
    pub from: Option<String>,
    /// The last UTC day; `null` if it goes on.
    pub to: Option<String>,
    /// What is missing, in one sentence.
    pub text: String,
    /// Who says so.
    pub source: String,
    /// Where.
    pub url: String,
    /// Whether the entry was compared with its source.
    pub checked: bool,
}
