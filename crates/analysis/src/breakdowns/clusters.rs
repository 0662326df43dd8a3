//! Clusters: who starts, changes and ends them. Shown beside the blog's analysis.

use crate::breakdowns::Definition;

pub(super) const CLUSTERS: &[Definition] = &[
    Definition::new(
        "Changes by principal",
        "Counts requests that create, start, edit, restart, resize or delete a cluster; results are not counted again.",
        "action:(create, start, edit, restart, resize, delete, permanentDelete)",
        &["email", "action_name"],
    ),
    Definition::new(
        "Interactive clusters by principal",
        "Counts clusters created by somebody: create without cluster_creator.",
        "action:create -param.cluster_creator:*",
        &["email"],
    ),
    Definition::new(
        "Runtimes",
        "Counts created and edited clusters by the runtime they ask for.",
        "action:(create, edit)",
        &["requestParams.spark_version"],
    ),
];
