//! The rules, one per file.

mod crate_edges;
mod crate_fences;
mod file_length;
mod frame_signatures;
mod licences;
mod machine_names;
mod module_docs;
mod owned_todos;
mod web_forbidden;
mod web_imports;
mod workspace_lints;

use super::report::Report;
use super::tree::Tree;

/// A rule reads the tree and reports what breaks it.
pub(crate) type Rule = fn(&Tree, &mut Report);

pub(crate) const ALL: &[Rule] = &[
    crate_edges::check,
    crate_fences::check,
    file_length::check,
    frame_signatures::check,
    licences::check,
    machine_names::check,
    module_docs::check,
    owned_todos::check,
    web_forbidden::check,
    web_imports::check,
    workspace_lints::check,
];
