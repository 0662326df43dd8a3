//! Breakdowns of every service, and of services without their own.

use crate::breakdowns::Definition;

pub(super) const ANY: &[Definition] = &[Definition::new(
    "Actions per day",
    "Counts the events of each UTC day, and those denied or failed.",
    "",
    &["event_date"],
)
.part("denied or failed", "outcome:(denied, failure)")
.distinct("principals", "email")];

pub(super) const WHO: &[Definition] = &[
    Definition::new("Principals", "Counts events by principal, and those denied or failed.", "", &["email"])
        .part("denied or failed", "outcome:(denied, failure)")
        .distinct("actions", "action_name"),
    Definition::new(
        "Addresses",
        "Counts events by source address, and those denied or failed.",
        "",
        &["source_ip_address"],
    )
    .part("denied or failed", "outcome:(denied, failure)")
    .distinct("principals", "email"),
];

pub(super) const DENIED: &[Definition] = &[
    Definition::new(
        "Denied by principal",
        "Counts events whose outcome is denied (401, 403, or Immuta's UNAUTHORIZED), by principal and action.",
        "outcome:denied",
        &["email", "action_name"],
    ),
    Definition::new(
        "Denied by reason",
        "Counts events whose outcome is denied, by error message.",
        "outcome:denied",
        &["error_message"],
    )
    .distinct("principals", "email"),
];
