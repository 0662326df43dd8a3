//! Every Rust module starts with a doc sentence that says what it is for.

use crate::tidy::report::Report;
use crate::tidy::tree::Tree;

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    let sources = tree.files().filter(|file| file.has_extension(&["rs"]) && file.path.contains("/src/"));
    for file in sources {
        if !file.text.starts_with("//!") {
            report.line(&file.path, 1, "begins without a `//!` line");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    #[test]
    fn a_module_without_a_first_sentence_is_found() {
        let files =
            [("crates/a/src/lib.rs", "//! A.\n"), ("crates/a/src/b.rs", "use a;\n"), ("crates/a/tests/c.rs", "")];
        assert_eq!(findings(check, &files), ["crates/a/src/b.rs:1: begins without a `//!` line"]);
    }
}
