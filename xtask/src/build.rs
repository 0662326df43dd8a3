//! `cargo xtask build`: builds the single file from the wasm core, the sample and the page.

use std::process::Command;

use anyhow::Result;

use crate::arguments::Building;
use crate::process::run;
use crate::workspace::Workspace;
use crate::{pack, sample, wasm};

/// The path of the product, as the documents name it.
const PAGE: &str = "dist/touchstone.html";

/// Builds everything; then `web/bundle.mjs` inlines it into one file.
pub(crate) fn page(workspace: &Workspace, building: &Building) -> Result<()> {
    let core = wasm::build(workspace, building)?;
    let module = core.module.with_extension("wasm.zst");
    pack::pack(&core.module, &module, building.quick)?;
    let samples = sample::write(workspace, building.quick)?;

    let mut bundle = Command::new("node");
    bundle.current_dir(&workspace.root).arg("web/bundle.mjs");
    bundle.arg("--wasm").arg(&module);
    bundle.arg("--glue").arg(&core.glue);
    bundle.arg("--sample").arg(&samples.logs);
    bundle.arg("--table").arg(&samples.table);
    bundle.arg("--out").arg(workspace.root.join(PAGE));
    if !building.quick {
        // The size limit applies only to the released page.
        bundle.arg("--limit");
    }
    run(&mut bundle)
}
