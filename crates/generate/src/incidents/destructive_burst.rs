//! Somebody deletes everything within reach.

use super::{Kind, Plot, Product, Size};
use crate::services::{dbfs, filesystem, mlflow_experiment, notebook, unity_catalog, workspace};

pub(super) static KIND: Kind = Kind {
    id: "destructive-burst",
    title: "A burst of deletions",
    what: "One user deletes tables, files, notebooks, folders and experiments, more than 50 within the hour.",
    product: Product::Databricks,
    in_2019: true,
    after_days: 0,
    size: Size { per_100_000: 80, min: 52, max: 500, events_per_step: 1, extra: 0 },
    plant,
};

fn plant(plot: &mut Plot<'_, '_>) {
    let world = plot.scene.world;
    for step in 0..plot.steps {
        let table = &world.tables[step as usize % world.tables.len()];
        let event = match (plot.scene.workspace.is_2019, step % 6) {
            (false, 0) => unity_catalog::delete_table(&mut plot.scene, table),
            (false, 1) => filesystem::delete(&mut plot.scene),
            (true, 0) | (_, 2) => dbfs::delete(&mut plot.scene),
            (true, 1) | (_, 3) => notebook::delete(&mut plot.scene),
            (_, 4) => workspace::delete(&mut plot.scene),
            _ => mlflow_experiment::delete(&mut plot.scene),
        };
        plot.log(event);
        plot.wait_within(50, plot.steps);
    }
}
