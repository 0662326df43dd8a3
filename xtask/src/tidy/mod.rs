//! `cargo xtask tidy`: what the compiler does not check about the shape of the repository.
//!
//! Each rule is one file of `rules/`; the layering that two of them enforce is written down in `layers.rs`.

mod layers;
mod manifest;
mod report;
mod rules;
mod text;
mod tree;

use anyhow::{Result, bail};

use self::report::Report;
use self::tree::Tree;
use crate::workspace::Workspace;

/// Runs every rule over the repository, prints what they say, and fails if one is broken.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let tree = Tree::read(&workspace.root)?;
    let mut report = Report::default();
    for rule in rules::ALL {
        rule(&tree, &mut report);
    }
    print!("{report}");
    let broken = report.broken();
    if broken > 0 {
        bail!("{broken} tidy findings");
    }
    println!("tidy: {} files, {} rules, nothing found", tree.len(), rules::ALL.len());
    Ok(())
}
