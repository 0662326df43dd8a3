//! `databrickssql`: queries, dashboards and alerts. Several keys differ only by case.

use super::Service;
use super::notebook::sql_text;
use crate::calendar::SECOND;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::uuid;

const NAME: &str = "databrickssql";

pub(crate) static SERVICE: Service = Service { people: 150, programs: 60, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    match scene.random.below(100) {
        0..=44 if scene.workspace.verbose => command(scene),
        0..=64 => executed(scene),
        65..=79 => saved(scene),
        80..=89 => warehouse(scene),
        90..=93 => download(scene, "arrows"),
        94..=96 => alert(scene),
        _ => dashboard(scene),
    }
}

/// A statement in a workspace with verbose logging. The request event has no response, the finish event has one.
fn command<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let workspace = scene.workspace;
    let warehouse = scene.random.pick(&workspace.warehouses).as_str();
    let command = uuid(scene.random.next_wide());
    let failed = scene.random.one_in(25);
    let mut finished =
        scene.event(NAME, "commandFinish").text("warehouseId", warehouse).text("commandId", command.clone());
    if failed {
        finished =
            finished.refused(400, "[PARSE_SYNTAX_ERROR] Syntax error at or near 'FORM'.\n\n== SQL ==\nSELECT * FORM t");
    }
    let delay = scene.delay(SECOND, 90 * SECOND);
    scene.later(delay, finished);
    let mut event = scene
        .event(NAME, "commandSubmit")
        .text("commandText", sql_text(scene))
        .text("warehouseId", warehouse)
        .text("commandId", command);
    event.response = None;
    event
}

fn executed<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let (query, source) = (uuid(scene.random.next_wide()), uuid(scene.random.next_wide()));
    match scene.random.below(10) {
        0..=4 => scene.event(NAME, "executeSavedQuery").text("queryId", query).text("dataSourceId", source),
        5..=7 => scene.event(NAME, "executeAdhocQuery").text("dataSourceId", source),
        _ => scene.event(NAME, "executeWidgetQuery").text("widgetId", query).text("DataSourceId", source),
    }
}

fn saved<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let action = scene.pick(&["createQuery", "updateQuery", "getQuery", "moveQueryToTrash", "forkQuery"]);
    let query = uuid(scene.random.next_wide());
    let event = scene.event(NAME, action);
    if action == "createQuery" { event.text("queryId", query).null("folderId") } else { event.text("queryId", query) }
}

fn warehouse<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let workspace = scene.workspace;
    let id = scene.random.pick(&workspace.warehouses).as_str();
    match scene.random.below(8) {
        0 => scene
            .event(NAME, "createWarehouse")
            .text("name", scene.pick(&["Serverless Starter", "BI – Finanzen", "ad hoc"]))
            .text("cluster_size", "Small")
            .integer("auto_stop_mins", 10)
            .boolean("enable_photon", true)
            .integer("max_num_clusters", 2)
            .json("tags", r#"{"custom_tags":[{"key":"team","value":"bi"}]}"#)
            .null("instance_profile_arn")
            .result(format!("{{\"id\":\"{id}\"}}")),
        1..=2 => scene
            .event(NAME, "editWarehouse")
            .text("id", id)
            .text("cluster_size", "Medium")
            .boolean("enable_photon", false),
        3..=5 => scene.event(NAME, "startWarehouse").text("id", id),
        _ => scene.event(NAME, "stopWarehouse").text("id", id),
    }
}

/// A saved result. `file_type` is `arrows` when a client fetches it, `csv` or `xlsx` when a person takes it away.
pub(crate) fn download<'w>(scene: &mut Scene<'w, '_>, file_type: &'static str) -> Event<'w> {
    let (query, result) = (uuid(scene.random.next_wide()), uuid(scene.random.next_wide()));
    scene
        .event(NAME, "downloadQueryResult")
        .text("queryId", query)
        .text("queryResultId", result)
        .text("fileType", file_type)
        .shown("resultSize", scene.random.between(1_000, 90_000_000))
}

fn alert<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let id = uuid(scene.random.next_wide());
    if scene.random.one_in(2) {
        scene.event(NAME, "createAlert").text("alertId", id).text("queryId", uuid(scene.random.next_wide()))
    } else {
        scene.event(NAME, "notifyOnAlertStatusChange").text("AlertId", id)
    }
}

fn dashboard<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let id = uuid(scene.random.next_wide());
    if scene.random.one_in(2) {
        scene.event(NAME, "createDashboard").text("dashboardId", id)
    } else {
        scene.event(NAME, "getDashboard").text("DashboardId", id)
    }
}
