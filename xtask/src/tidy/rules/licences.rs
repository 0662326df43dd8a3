//! Both licences are present, and every package declares them.

use crate::tidy::manifest::members;
use crate::tidy::report::Report;
use crate::tidy::tree::Tree;

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    for path in ["LICENSE-MIT", "LICENSE-APACHE"] {
        if !tree.contains(path) {
            report.file(path, "is missing");
        }
    }
    for manifest in members(tree) {
        if !manifest.inherits("license") {
            report.file(&manifest.file.path, "lacks license.workspace = true");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    #[test]
    fn a_missing_licence_and_a_silent_package_are_found() {
        let licences = [("LICENSE-MIT", ""), ("LICENSE-APACHE", "")];
        let silent = ("crates/a/Cargo.toml", "[package]\nname = 'a'\n");
        let speaking = ("crates/a/Cargo.toml", "[package]\nlicense.workspace = true\n");
        assert_eq!(findings(check, &[licences[0], licences[1], speaking]), [""; 0]);
        assert_eq!(findings(check, &[licences[0], speaking]), ["LICENSE-APACHE: is missing"]);
        assert_eq!(findings(check, &[licences[0], licences[1], silent]).len(), 1);
    }
}
