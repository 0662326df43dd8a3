//! `workspace`: folders, files, exports and the workspace's settings.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::names;

const NAME: &str = "workspace";

pub(crate) static SERVICE: Service = Service { people: 70, programs: 45, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let path = path(scene);
    match scene.random.below(100) {
        0..=29 => scene.event(NAME, "mkdir").text("path", path),
        30..=54 => scene.event(NAME, "fileCreate").text("path", path),
        55..=64 => scene.event(NAME, "fileEditorOpenEvent").text("notebookId", "").text("path", path),
        65..=70 => delete(scene),
        71..=82 => export(scene, "SOURCE"),
        83..=93 => scene
            .event(NAME, "changeWorkspaceAcl")
            .text("shardName", scene.workspace.shard.as_str())
            .shown("targetUserId", scene.actor.principal.user_id)
            .text("resourceId", path)
            .text("aclPermissionSet", r#"[{"permission":"CAN_READ"}]"#),
        94..=97 if !scene.workspace.is_2019 => scene
            .event(NAME, "getRoleAssignment")
            .text("account_id", scene.world.account_id.as_str())
            .text("workspace_id", scene.workspace.id.as_str()),
        94..=98 => scene.event(NAME, "moveWorkspaceNode").text("path", path).text("destinationPath", "/Shared/archive"),
        _ => {
            let key = scene.pick(&["enableWebTerminal", "enableResultsDownloading", "maxTokenLifetimeDays"]);
            let value = if key == "maxTokenLifetimeDays" { "90" } else { "true" };
            edit_config(scene, key, value)
        }
    }
}

pub(crate) fn edit_config<'w>(scene: &mut Scene<'w, '_>, key: &'static str, value: &'static str) -> Event<'w> {
    scene.event(NAME, "workspaceConfEdit").text("workspaceConfKeys", key).text("workspaceConfValues", value)
}

/// `format` is `SOURCE` for code; `DBC` and `HTML` include results.
pub(crate) fn export<'w>(scene: &mut Scene<'w, '_>, format: &'static str) -> Event<'w> {
    let path = path(scene);
    scene
        .event(NAME, "workspaceExport")
        .text("workspaceExportDirectDownload", "true")
        .text("workspaceExportFormat", format)
        .text("notebookFullPath", path)
}

pub(crate) fn delete<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let path = path(scene);
    scene.event(NAME, "delete").text("path", path)
}

fn path(scene: &mut Scene<'_, '_>) -> String {
    let (team, noun) = (scene.pick(&names::TEAMS), scene.pick(&names::NOUNS));
    format!("/Users/{}/{team}/{noun}-{}", scene.actor.principal.email, scene.random.below(500))
}
