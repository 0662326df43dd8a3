//! Meanings from the dictionary, and names that it lacks.

use serde::Serialize;
use touchstone_dictionary::{GapKind, Product};
use ts_rs::TS;

/// What a service, an action or a request parameter means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Meaning {
    /// The meaning, in one sentence.
    pub text: String,
    /// The publisher of the source.
    pub source: String,
    /// The address of the source.
    pub url: String,
    /// Whether the entry was compared with its source.
    pub checked: bool,
    /// A caution about the source, in whole sentences; `null` if there is none.
    pub note: Option<String>,
}

/// What the dictionary does not know of the loaded events, and what the logs are known to lack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Knowledge {
    /// Events whose action is not in the dictionary.
    pub unknown_actions: UnknownActions,
    /// Known gaps of the providers' logs within the loaded time span.
    pub gaps: Vec<KnownGap>,
}

/// Events whose action is not in the dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnknownActions {
    /// Number of events.
    pub events: u32,
    /// Number of actions.
    pub total: usize,
    /// The actions with the most events.
    pub actions: Vec<UnknownAction>,
}

/// An action that is not in the dictionary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnknownAction {
    /// The service that logged it.
    pub service: String,
    /// Its name; `null` for events without one.
    pub action: Option<String>,
    /// Number of events.
    pub events: u32,
}

/// A known gap of a provider's logs within the loaded time span.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KnownGap {
    /// `databricks` or `immuta`.
    #[ts(type = "string")]
    pub product: Product,
    /// `late`, `never`, `outage`, `retention` or `truncated`.
    #[ts(type = "string")]
    pub kind: GapKind,
    /// The loaded services concerned; empty for all of the product's.
    pub services: Vec<String>,
    /// The first UTC day; `null` if there is none.
    pub from: Option<String>,
    /// The last UTC day; `null` if it goes on.
    pub to: Option<String>,
    /// What is missing.
    pub meaning: Meaning,
}
