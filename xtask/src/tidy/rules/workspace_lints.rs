//! Every package uses the workspace's lints.

use crate::tidy::manifest::members;
use crate::tidy::report::Report;
use crate::tidy::tree::Tree;

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    for manifest in members(tree) {
        if !manifest.is_set("lints", "workspace") {
            report.file(&manifest.file.path, "lacks [lints] workspace = true");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    #[test]
    fn a_package_with_lints_of_its_own_is_found() {
        let good = ("crates/a/Cargo.toml", "[lints]\nworkspace = true\n");
        let bad = ("crates/b/Cargo.toml", "[lints.rust]\nunsafe_code = 'allow'\n");
        assert_eq!(findings(check, &[good, bad]), ["crates/b/Cargo.toml: lacks [lints] workspace = true"]);
    }
}
