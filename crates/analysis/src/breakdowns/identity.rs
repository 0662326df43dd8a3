//! Accounts: logins, groups and tokens. Shown beside the logins over time.

use crate::breakdowns::Definition;

/// `login`, `tokenLogin`, `samlLogin`, `aadBrowserLogin` and the like; not `logout`.
pub(crate) const LOGINS: &str = "action:*login";

pub(super) const ACCOUNTS: &[Definition] = &[
    Definition::new(
        "Logins by authentication method",
        "Counts logins by the authenticationMethod that the record names; older records name none.",
        LOGINS,
        &["requestParams.authenticationMethod"],
    )
    .part("denied", "outcome:denied"),
    Definition::new("Logins by agent", "Counts logins by user agent, and those denied.", LOGINS, &["user_agent"])
        .part("denied", "outcome:denied")
        .distinct("principals", "email"),
    Definition::new(
        "Logins by hour",
        "Counts logins by the hour of the day, UTC, and those denied.",
        LOGINS,
        &["hour"],
    )
    .part("denied", "outcome:denied"),
    Definition::new(
        "Group changes",
        "Counts principals added to and removed from each group.",
        "action:(addPrincipalToGroup, addPrincipalsToGroup, removePrincipalFromGroup)",
        &["requestParams.targetGroupName", "action_name"],
    ),
    Definition::new(
        "Tokens",
        "Counts personal access tokens created and revoked, by principal.",
        "action:(generateDbToken, revokeDbToken)",
        &["email", "action_name"],
    ),
];
