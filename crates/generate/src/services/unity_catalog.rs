//! `unityCatalog`: account-level events that name their workspace only in the request.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::assets::Table;

const NAME: &str = "unityCatalog";

pub(crate) static SERVICE: Service = Service { people: 240, programs: 330, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let world = scene.world;
    let table = world.table(scene.random);
    match scene.random.below(100) {
        0..=37 => get_table(scene, table),
        38..=62 => {
            let operation = if scene.random.one_in(5) { "READ_WRITE" } else { "READ" };
            table_credential(scene, table, operation)
        }
        63..=68 => volume_credential(scene),
        69..=72 => path_credential(scene, table, "PATH_READ"),
        73..=82 => list_tables(scene, table),
        83..=86 => event(scene, "getCatalog").text("name_arg", table.catalog),
        87..=89 => event(scene, "getSchema").text("full_name_arg", format!("{}.{}", table.catalog, table.schema)),
        90..=91 => create_table(scene, table),
        92..=93 => {
            event(scene, "updateTables").text("full_name_arg", table.full_name.as_str()).text("comment", "geprüft ✔")
        }
        94..=95 => update_permissions(scene, table),
        96..=97 => get_permissions(scene, table),
        98 => event(scene, "createVolume")
            .text("name", "landing")
            .text("catalog_name", table.catalog)
            .text("schema_name", table.schema.as_str())
            .text("volume_type", "EXTERNAL")
            .text("storage_location", table.url.as_str()),
        _ => delete_table(scene, table),
    }
}

/// Every event of the catalogue names workspace and metastore.
fn event<'w>(scene: &mut Scene<'w, '_>, action: &'static str) -> Event<'w> {
    scene
        .account_event(NAME, action)
        .text("workspace_id", scene.workspace.id.as_str())
        .text("metastore_id", scene.world.metastore_id.as_str())
}

pub(crate) fn get_table<'w>(scene: &mut Scene<'w, '_>, table: &'w Table) -> Event<'w> {
    let event = event(scene, "getTable").text("full_name_arg", table.full_name.as_str());
    if scene.random.one_in(4) {
        event.boolean("include_browse", true).boolean("include_delta_metadata", false)
    } else {
        event
    }
}

/// `operation` is `READ` or `READ_WRITE`.
pub(crate) fn table_credential<'w>(scene: &mut Scene<'w, '_>, table: &'w Table, operation: &'static str) -> Event<'w> {
    event(scene, "generateTemporaryTableCredential")
        .text("table_id", table.id.as_str())
        .text("table_full_name", table.full_name.as_str())
        .text("table_url", table.url.as_str())
        .text("operation", operation)
        .text("credential_id", "")
        .text("credential_type", "StorageCredential")
        .text("credential_kind", "AWS")
        .text("is_permissions_enforcing_client", "true")
        .result("{}")
}

fn volume_credential<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let id = crate::world::uuid(scene.random.next_wide());
    event(scene, "generateTemporaryVolumeCredential")
        .text("volume_full_name", "main.landing.uploads")
        .text("volume_id", id)
        .text("volume_storage_location", "s3://corp-example-landing/uploads")
        .text("operation", scene.pick(&["READ_VOLUME", "WRITE_VOLUME"]))
        .text("credential_type", "StorageCredential")
        .null("credential_id")
}

/// `operation` is `PATH_READ`, `PATH_READ_WRITE` or `PATH_CREATE_TABLE`.
pub(crate) fn path_credential<'w>(scene: &mut Scene<'w, '_>, table: &'w Table, operation: &'static str) -> Event<'w> {
    let number = scene.random.below(100_000);
    event(scene, "generateTemporaryPathCredential")
        .text("url", format!("{}/export-{number:05}", table.url))
        .text("operation", operation)
        .boolean("make_path_only_parent", false)
        .null("fallback_enabled")
}

fn list_tables<'w>(scene: &mut Scene<'w, '_>, table: &'w Table) -> Event<'w> {
    event(scene, "listTables")
        .text("catalog_name", table.catalog)
        .text("schema_name", table.schema.as_str())
        .integer("max_results", 50)
        .boolean("omit_columns", true)
        .null("page_token")
}

fn create_table<'w>(scene: &mut Scene<'w, '_>, table: &'w Table) -> Event<'w> {
    event(scene, "createTable")
        .text("name", table.full_name.rsplit('.').next().unwrap_or_default())
        .text("catalog_name", table.catalog)
        .text("schema_name", table.schema.as_str())
        .text("table_type", "MANAGED")
        .text("data_source_format", "DELTA")
        .json("columns", r#"[{"name":"id","type_text":"bigint"},{"name":"größe","type_text":"decimal(18,2)"}]"#)
        .json("properties", r#"{"delta.minReaderVersion":"1","delta.lastCommitTimestamp":"1709251200000"}"#)
        .text("storage_location", table.url.as_str())
}

pub(crate) fn update_permissions<'w>(scene: &mut Scene<'w, '_>, table: &'w Table) -> Event<'w> {
    let changes = r#"[{"principal":"analysts","add":["SELECT"]},{"principal":"interns","remove":["MODIFY"]}]"#;
    let event = event(scene, "updatePermissions")
        .text("securable_type", "TABLE")
        .text("securable_full_name", table.full_name.as_str());
    // Older records have a JSON string, newer ones a list.
    if scene.random.one_in(4) { event.json("changes", changes) } else { event.text("changes", changes) }
}

fn get_permissions<'w>(scene: &mut Scene<'w, '_>, table: &'w Table) -> Event<'w> {
    event(scene, "getPermissions").text("securable_type", "table").text("securable_full_name", table.full_name.as_str())
}

pub(crate) fn delete_table<'w>(scene: &mut Scene<'w, '_>, table: &'w Table) -> Event<'w> {
    event(scene, "deleteTable").text("full_name_arg", table.full_name.as_str())
}
