//! Secrets: which are read, and by whom.

use crate::breakdowns::Definition;

pub(super) const SECRETS: &[Definition] = &[
    Definition::new(
        "Secrets read",
        "Counts getSecret by scope and key.",
        "action:getSecret",
        &["requestParams.scope", "requestParams.key"],
    )
    .distinct("principals", "email"),
    Definition::new(
        "Reads by principal",
        "Counts getSecret by principal; keys are distinct names, whatever their scope.",
        "action:getSecret",
        &["email"],
    )
    .distinct("keys", "requestParams.key"),
    Definition::new(
        "Changes",
        "Counts secrets, scopes and permissions written or deleted, by principal.",
        "action:(createScope, deleteScope, putSecret, deleteSecret, putAcl, deleteAcl)",
        &["email", "action_name"],
    ),
];
