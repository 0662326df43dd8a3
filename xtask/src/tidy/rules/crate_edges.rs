//! A crate may only depend on crates below it.

use crate::tidy::layers::{CRATES, IN_TESTS};
use crate::tidy::manifest::members;
use crate::tidy::report::Report;
use crate::tidy::tree::Tree;

/// The prefix of our packages' names, except xtask.
const PREFIX: &str = "touchstone-";

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    for manifest in members(tree) {
        let folder = manifest.folder();
        let path = &manifest.file.path;
        let Some(layer) = CRATES.iter().find(|layer| layer.folder == folder) else {
            report.file(path, "has no place in xtask/src/tidy/layers.rs");
            continue;
        };
        for (kind, also) in [("dependencies", &[][..]), ("build-dependencies", &[]), ("dev-dependencies", IN_TESTS)] {
            for package in manifest.dependencies(kind) {
                let Some(used) = package.strip_prefix(PREFIX) else {
                    continue;
                };
                if !layer.may_use.contains(&used) && !also.contains(&used) {
                    report.file(path, format!("{folder} may not depend on {used} ({kind})"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    const UPWARDS: &str = "[dependencies]\ntouchstone-medallion.workspace = true\n";

    #[test]
    fn downwards_is_allowed_and_upwards_is_not() {
        assert_eq!(findings(check, &[("crates/analysis/Cargo.toml", UPWARDS)]), [""; 0]);
        assert_eq!(
            findings(check, &[("crates/record/Cargo.toml", UPWARDS)]),
            ["crates/record/Cargo.toml: record may not depend on medallion (dependencies)"]
        );
    }

    #[test]
    fn tests_may_use_the_generator_and_the_product_may_not() {
        let dev = "[dev-dependencies]\ntouchstone-generate.workspace = true\n";
        let product = "[dependencies]\ntouchstone-generate.workspace = true\n";
        assert_eq!(findings(check, &[("crates/record/Cargo.toml", dev)]), [""; 0]);
        assert_eq!(findings(check, &[("crates/record/Cargo.toml", product)]).len(), 1);
    }

    #[test]
    fn a_crate_without_a_layer_is_found() {
        assert_eq!(findings(check, &[("crates/util/Cargo.toml", "")]).len(), 1);
    }
}
