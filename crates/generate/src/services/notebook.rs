//! `notebook`: work in notebooks, with command texts if verbose logging is on.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;
use crate::world::names;

const NAME: &str = "notebook";

pub(crate) static SERVICE: Service = Service { people: 260, programs: 25, in_2019: true, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let verbose = scene.workspace.verbose && !scene.workspace.is_2019;
    match scene.random.below(100) {
        0..=49 if verbose => run_command(scene),
        0..=24 => on_cluster(scene, "attachNotebook"),
        25..=49 => on_cluster(scene, "detachNotebook"),
        50..=61 => on_path(scene, "takeNotebookSnapshot"),
        62..=71 => on_path(scene, "openNotebook"),
        72..=78 => on_path(scene, "createNotebook"),
        79..=82 => on_path(scene, "importNotebook").text("workspaceExportFormat", "SOURCE"),
        83..=86 => delete(scene),
        87..=90 => on_path(scene, "cloneNotebook").text("newName", "Kopie von «Übersicht»"),
        91..=93 => on_path(scene, "moveNotebook").text("newPath", "/Shared/archive"),
        94..=97 => on_path(scene, "renameNotebook").text("newName", "final (2)").text("oldName", "final"),
        _ => preview_download(scene),
    }
}

/// A command in a verbose workspace. Some are so long that the record was truncated: values end with "... truncated",
/// or are missing.
fn run_command<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let workspace = scene.workspace;
    let cluster = scene.random.pick(&workspace.clusters).id.as_str();
    let event = scene.event(NAME, "runCommand");
    if scene.random.one_in(2000) {
        return event.text("TRUNCATED", "");
    }
    let (status, failed) = match scene.random.below(100) {
        0..=89 => ("finished", false),
        90..=92 => ("skipped", false),
        93..=94 => ("cancelled", false),
        _ => ("failed", true),
    };
    let (language, mut text) = match scene.random.below(10) {
        0..=5 => ("python", python_text(scene)),
        6..=8 => ("sql", sql_text(scene)),
        _ => ("scala", scala_text(scene)),
    };
    if scene.random.one_in(400) {
        text = text.repeat(5);
        text.push_str("... truncated");
    }
    let event = with_command(scene, event, status, language, text).text("clusterId", cluster);
    if failed { event.refused(1, "NameError: name 'spark_df' is not defined") } else { event }
}

fn with_command<'w>(
    scene: &mut Scene<'w, '_>,
    event: Event<'w>,
    status: &'static str,
    language: &'static str,
    text: String,
) -> Event<'w> {
    let notebook = 1_000_000_000_000 + scene.random.below(400) * 7_919;
    let number = scene.next_serial();
    event
        .shown("notebookId", notebook)
        .text("executionTime", format!("{}.{:03}", scene.random.below(120), scene.random.below(1000)))
        .text("status", status)
        .text("commandId", format!("{notebook}_{number}"))
        .text("commandText", text)
        .text("commandLanguage", language)
}

/// A command of a certain text that finished.
pub(crate) fn command<'w>(scene: &mut Scene<'w, '_>, language: &'static str, text: String) -> Event<'w> {
    let cluster = scene.workspace.clusters[0].id.as_str();
    let event = scene.event(NAME, "runCommand");
    with_command(scene, event, "finished", language, text).text("clusterId", cluster)
}

fn python_text(scene: &mut Scene<'_, '_>) -> String {
    let world = scene.world;
    let table = &world.table(scene.random).full_name;
    let (noun, limit) = (scene.pick(&names::NOUNS), scene.random.between(10, 5000));
    match scene.random.below(4) {
        0 => format!(
            "df = spark.table(\"{table}\")\n\
             df = df.where(\"amount > {limit}\")\n\
             display(df.groupBy('country').count())"
        ),
        1 => format!(
            "# {noun}: Überblick\n\
             import json\n\
             \n\
             for row in spark.table('{table}').limit({limit}).collect():\n\
             \tprint(json.dumps(row.asDict(), ensure_ascii=False))"
        ),
        2 => format!(
            "def blueprint (name):\n    \
             return f\"C:\\\\data\\\\{{name}}.csv\"\n\
             \n\
             path = blueprint ('{noun}')\n\
             dbutils.fs.ls('/mnt/landing/{noun}')"
        ),
        _ => format!(
            "from pyspark.sql import functions as F\n\
             \n\
             {noun} = (spark.read.table(\"{table}\")\n    \
             .withColumn('day', F.to_date('ts'))\n    \
             .filter(F.col('day') >= '2024-01-01')\n    \
             .groupBy('day', 'region')\n    \
             .agg(F.sum('amount').alias('total'), F.countDistinct('id').alias('ids')))\n\
             {noun}.write.mode(\"overwrite\").saveAsTable(\"{table}_daily\")"
        ),
    }
}

/// A statement as people and tools write it.
pub(crate) fn sql_text(scene: &mut Scene<'_, '_>) -> String {
    let world = scene.world;
    let (one, two) = (&world.table(scene.random).full_name, &world.table(scene.random).full_name);
    let limit = scene.random.between(10, 5000);
    match scene.random.below(4) {
        0 => format!("SELECT *\nFROM {one}\nLIMIT {limit}"),
        1 => format!("-- This is a system generated query from the user interface\nDESCRIBE TABLE EXTENDED {one}"),
        2 => format!(
            "SELECT a.region, COUNT(*) AS n, SUM(b.amount) AS \"Größe\"\n\
             \tFROM {one} a\n\
             \tJOIN {two} b ON a.id = b.id\n\
             \tWHERE a.name LIKE '%\\_{limit}' -- naïve\n\
             \tGROUP BY a.region\n\
             \tORDER BY n DESC"
        ),
        _ => format!(
            "MERGE INTO {one} AS t\n\
             USING {two} AS s\n\
             ON t.id = s.id\n\
             WHEN MATCHED THEN UPDATE SET *\n\
             WHEN NOT MATCHED THEN INSERT *"
        ),
    }
}

fn scala_text(scene: &mut Scene<'_, '_>) -> String {
    let world = scene.world;
    let table = &world.table(scene.random).full_name;
    format!("val counts = spark.table(\"{table}\").groupBy($\"day\").count()\r\ncounts.show(false) // ✓")
}

fn on_cluster<'w>(scene: &mut Scene<'w, '_>, action: &'static str) -> Event<'w> {
    let workspace = scene.workspace;
    let cluster = scene.random.pick(&workspace.clusters).id.as_str();
    on_path(scene, action).text("clusterId", cluster)
}

fn on_path<'w>(scene: &mut Scene<'w, '_>, action: &'static str) -> Event<'w> {
    let number = scene.random.below(400);
    let path = format!(
        "/Users/{}/{} {number}",
        scene.actor.principal.email,
        names::NOUNS[number as usize % names::NOUNS.len()]
    );
    scene.event(NAME, action).shown("notebookId", 1_000_000_000_000 + number * 7_919).text("path", path)
}

pub(crate) fn delete<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    on_path(scene, "deleteNotebook").text("notebookName", "old")
}

pub(crate) fn preview_download<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let number = scene.random.below(400);
    scene
        .event(NAME, "downloadPreviewResults")
        .shown("notebookId", 1_000_000_000_000 + number * 7_919)
        .text("path", format!("/Users/{}/{}", scene.actor.principal.email, scene.pick(&names::NOUNS)))
        .text("requestId", "")
}
