//! SQL: warehouses, queries, commands.

use crate::breakdowns::Definition;

pub(super) const SQL: &[Definition] = &[
    Definition::new(
        "Queries by principal",
        "Counts queries run by hand, saved or from a dashboard, and those that failed or were denied.",
        "action:(executeAdhocQuery, executeSavedQuery, executeWidgetQuery, executeFastQuery, commandSubmit)",
        &["email", "action_name"],
    )
    .part("failed", "outcome:(failure, denied)"),
    Definition::new(
        "Commands by warehouse",
        "Counts commandSubmit, which verbose logs have only, by warehouse.",
        "action:commandSubmit",
        &["requestParams.warehouseId"],
    )
    .distinct("principals", "email"),
    Definition::new(
        "Failed commands",
        "Counts commandFinish with a status of 400 and above, by error message.",
        "action:commandFinish status:>=400",
        &["error_message"],
    )
    .distinct("principals", "email"),
    Definition::new(
        "Warehouses",
        "Counts changes of warehouses, also under their old name endpoint, by action and principal.",
        "action:(createWarehouse, editWarehouse, startWarehouse, stopWarehouse, deleteWarehouse, createEndpoint, \
         editEndpoint, startEndpoint, stopEndpoint, deleteEndpoint)",
        &["action_name", "email"],
    ),
    Definition::new(
        "Downloads by principal",
        "Counts downloads of results by principal and file type.",
        "action:downloadQueryResult",
        &["email", "requestParams.fileType"],
    ),
];
