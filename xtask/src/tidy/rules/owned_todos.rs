//! Unfinished work names its owner, and no code panics in its place.

use crate::tidy::report::Report;
use crate::tidy::text::has_word;
use crate::tidy::tree::Tree;

/// Split, so that this file does not match.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];
const MACRO: &str = concat!("to", "do!");

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    let sources =
        tree.files().filter(|file| file.has_extension(&["rs", "ts", "tsx", "mjs", "css", "html", "toml", "yml"]));
    for file in sources {
        for (number, line) in file.lines() {
            for mark in MARKS {
                if has_word(line, mark) && !has_owner(line, mark) {
                    report.line(&file.path, number, format!("{mark} without an owner; write {mark}(name)"));
                }
            }
            if line.contains(MACRO) {
                report.line(&file.path, number, format!("{MACRO} panics"));
            }
        }
    }
}

fn has_owner(line: &str, mark: &str) -> bool {
    let owner = line.split_once(mark).and_then(|(_, rest)| rest.strip_prefix('(')?.split_once(')'));
    owner.is_some_and(|(name, _)| !name.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{MACRO, MARKS, check};
    use crate::tidy::report::findings;

    #[test]
    fn a_mark_needs_a_name() {
        let mark = MARKS[0];
        assert_eq!(findings(check, &[("a.rs", &format!("// {mark}: later"))]).len(), 1);
        assert_eq!(findings(check, &[("a.rs", &format!("// {mark}(): later"))]).len(), 1);
        assert_eq!(findings(check, &[("a.rs", &format!("// {mark}(ada): later"))]), [""; 0]);
    }

    #[test]
    fn the_macro_is_found() {
        assert_eq!(findings(check, &[("a.rs", MACRO)]).len(), 1);
    }
}
