//! Logins.

use serde::Serialize;
use ts_rs::TS;

use super::overview::{Histogram, Leader};
use crate::filter::Filter;

/// Logins of the `accounts` service: actions whose name ends with `login`, whatever the case.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Accounts {
    /// All logins, whatever their outcome.
    pub logins: u32,
    /// Logins denied or failed.
    pub failed: u32,
    /// Logins over time; the series are `succeeded`, `failed` and, where the response is missing, `unknown`.
    pub histogram: Histogram,
    /// Users, most failures first, then most logins.
    pub by_user: Vec<LoginUser>,
    /// Login actions, most frequent first.
    pub by_action: Vec<Leader>,
    /// The filter that selects logins denied or failed.
    pub failed_filter: Filter,
    /// Source addresses of failed logins, most frequent first.
    pub failed_by_address: Vec<Leader>,
}

/// One user's logins.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LoginUser {
    /// The e-mail, else `requestParams.user`; `null` if both are missing.
    pub user: Option<String>,
    /// All logins.
    pub logins: u32,
    /// Logins denied or failed.
    pub failed: u32,
    /// Time of the last login, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}
