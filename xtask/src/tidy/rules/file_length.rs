//! A file holds one concept and is short.

use crate::tidy::report::Report;
use crate::tidy::tree::{SourceFile, Tree};

const MAX: usize = 600;
const LOOK_AGAIN: usize = 400;

pub(crate) fn check(tree: &Tree, report: &mut Report) {
    for file in tree.files().filter(|file| is_source(file)) {
        let lines = file.text.lines().count();
        if lines > MAX {
            report.file(&file.path, format!("{lines} lines; {MAX} is the most"));
        } else if lines > LOOK_AGAIN {
            report.note(&file.path, format!("{lines} lines: more than one concept?"));
        }
    }
}

/// Generated files may be of any length.
fn is_source(file: &SourceFile) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    file.has_extension(&["rs", "ts", "tsx", "mjs", "css"]) && !name.contains("generated")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::report::findings;

    #[test]
    fn only_a_hand_written_source_file_can_be_too_long() {
        let long = "x\n".repeat(601);
        let just = "x\n".repeat(600);
        assert_eq!(findings(check, &[("a.rs", &long)]), ["a.rs: 601 lines; 600 is the most"]);
        assert_eq!(findings(check, &[("a.rs", &just), ("a.md", &long), ("web/src/generated.ts", &long)]), [""; 0]);
    }
}
