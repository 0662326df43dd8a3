//! Results are downloaded in bulk.

use super::{Kind, Plot, Product, Size};
use crate::services::{databricks_sql, filesystem, notebook, workspace};

pub(super) static KIND: Kind = Kind {
    id: "mass-download",
    title: "Mass download",
    what: "One user downloads results, files and exported notebooks, at least 24 within the hour: \
           downloadPreviewResults, downloadQueryResult as csv, filesGet, workspaceExport as DBC.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 50, min: 24, max: 400, events_per_step: 1, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    for step in 0..plot.steps {
        let event = match (plot.scene.workspace.is_2019, step % 4) {
            (_, 0) | (true, 1) => notebook::preview_download(&mut plot.scene),
            (false, 1) => databricks_sql::download(&mut plot.scene, "csv"),
            (false, 2) => filesystem::get(&mut plot.scene),
            _ => workspace::export(&mut plot.scene, "DBC"),
        };
        plot.log(event);
        plot.wait_within(50, plot.steps);
    }
}
