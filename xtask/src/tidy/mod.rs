//! `cargo xtask tidy`: checks the structure of the repository where the compiler cannot.
//!
//! Each rule is a file in `rules/`; `layers.rs` defines the layers that two of them enforce.

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

/// Runs every rule, prints the findings, and fails if there are any.
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
