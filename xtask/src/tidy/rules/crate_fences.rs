//! Some packages may be named in only one crate.

use crate::tidy::layers::{FENCES, Fence};
use crate::tidy::manifest::members;
use crate::tidy::report::Report;
use crate::tidy::text::{has_word, without_comments};
use crate::tidy::tree::Tree;

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    for fence in FENCES {
        check_manifests(tree, fence, report);
        check_sources(tree, fence, report);
    }
}

fn check_manifests(tree: &Tree, fence: &Fence, report: &mut Report) {
    for manifest in members(tree) {
        if manifest.folder() == fence.inside {
            continue;
        }
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for package in manifest.dependencies(kind) {
                if fence.packages.contains(&package.as_str()) {
                    report.file(&manifest.file.path, format!("depends on {package}: {}", fence.reason));
                }
            }
        }
    }
}

fn check_sources(tree: &Tree, fence: &Fence, report: &mut Report) {
    let inside = format!("crates/{}/", fence.inside);
    let names: Vec<_> = fence.packages.iter().map(|package| package.replace('-', "_")).collect();
    for file in tree.under("crates/", &["rs"]).filter(|file| !file.path.starts_with(&inside)) {
        for (number, line) in (1..).zip(without_comments(&file.text).lines()) {
            for name in names.iter().filter(|name| has_word(line, name)) {
                report.line(&file.path, number, format!("names {name}: {}", fence.reason));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    #[test]
    fn inside_the_fence_anything_goes() {
        let files = [
            ("crates/wasm/Cargo.toml", "[dependencies]\njs-sys.workspace = true\n"),
            ("crates/wasm/src/lib.rs", "use js_sys::Uint8Array;\n"),
            ("crates/frame/src/lib.rs", "use polars_core::prelude::DataFrame;\n"),
        ];
        assert_eq!(findings(check, &files), [""; 0]);
    }

    #[test]
    fn outside_it_neither_manifest_nor_source_may_name_a_package() {
        let manifest = ("crates/record/Cargo.toml", "[dependencies]\nweb-sys = '1'\n");
        let source = ("crates/medallion/src/lib.rs", "\nuse polars_core::prelude::Column;\n");
        assert!(findings(check, &[manifest])[0].starts_with("crates/record/Cargo.toml: depends on web-sys"));
        assert!(findings(check, &[source])[0].starts_with("crates/medallion/src/lib.rs:2: names polars_core"));
    }

    #[test]
    fn a_comment_may_explain_the_fence() {
        let files = [("crates/record/src/lib.rs", "//! Never mentions wasm_bindgen.\n")];
        assert_eq!(findings(check, &files), [""; 0]);
    }
}
