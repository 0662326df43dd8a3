//! Logins.

use serde::Serialize;
use ts_rs::TS;

use super::overview::{Histogram, Leader};

/// Logins of the `accounts` service: actions whose name ends with `login`, whatever the case.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Accounts {
    /// Logins in all, whatever came of them.
    pub logins: u32,
    /// Those denied or failed.
    pub failed: u32,
    /// Over time; the series are `succeeded`, `failed` and, where a response is missing, `unknown`.
    pub histogram: Histogram,
    /// By user, most failures first, then most logins.
    pub by_user: Vec<LoginUser>,
    /// By action, most first.
    pub by_action: Vec<Leader>,
    /// Source addresses of failed logins, most first.
    pub failed_by_address: Vec<Leader>,
}

/// One user's logins.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LoginUser {
    /// The e-mail, else `requestParams.user`; `null` where there is neither.
    pub user: Option<String>,
    /// Logins in all.
    pub logins: u32,
    /// Those denied or failed.
    pub failed: u32,
    /// The last login's time, milliseconds since 1970 UTC.
    #[ts(type = "number | null")]
    pub last_ms: Option<i64>,
}
