//! Notebooks and the workspace: what is run, opened and exported.

use crate::breakdowns::Definition;

pub(super) const NOTEBOOK: &[Definition] = &[
    Definition::new(
        "Most attached notebooks",
        "Counts attachNotebook by path.",
        "action:attachNotebook",
        &["requestParams.path"],
    )
    .distinct("principals", "email"),
    Definition::new(
        "Commands by principal",
        "Counts runCommand, which only verbose logs have, and those that failed.",
        "action:runCommand",
        &["email"],
    )
    .part("failed", "param.status:failed")
    .distinct("notebooks", "requestParams.notebookId"),
    Definition::new(
        "Commands by language",
        "Counts runCommand by language, and those that failed.",
        "action:runCommand",
        &["requestParams.commandLanguage"],
    )
    .part("failed", "param.status:failed"),
    Definition::new(
        "Downloads by principal",
        "Counts downloads of results and exports of notebooks.",
        "action:(downloadPreviewResults, downloadLargeResults, downloadNotebook)",
        &["email", "action_name"],
    ),
];

pub(super) const WORKSPACE: &[Definition] = &[
    Definition::new(
        "Exports by principal",
        "Counts workspaceExport by principal and format.",
        "action:workspaceExport",
        &["email", "requestParams.workspaceExportFormat"],
    )
    .distinct("notebooks", "requestParams.notebookFullPath"),
    Definition::new(
        "Configuration changes",
        "Counts workspaceConfEdit by key and value.",
        "action:workspaceConfEdit",
        &["requestParams.workspaceConfKeys", "requestParams.workspaceConfValues"],
    ),
    Definition::new(
        "Permission changes",
        "Counts changes of who may do what, by principal.",
        "action:changeWorkspaceAcl",
        &["email"],
    ),
];
