//! The chain of the session log: whatever is edited, the line is named.

use proptest::prelude::*;
use touchstone_evidence::{Done, LogLine, check_log};

fn log(texts: &[String]) -> Vec<LogLine> {
    let mut lines: Vec<LogLine> = Vec::new();
    for text in texts {
        lines.push(LogLine::after(lines.last(), "2026-01-31T12:00:00Z", Done::Filtered, text).unwrap());
    }
    lines
}

/// The places that the sentences begin with.
fn named(lines: &[LogLine]) -> Vec<usize> {
    let of = |sentence: &String| sentence[4..sentence.find(']').unwrap()].parse().unwrap();
    check_log(lines).iter().map(of).collect()
}

/// Changes one member of a line.
fn edit(line: &mut LogLine, member: usize, text: &str) {
    match member {
        0 => line.number += 1 + text.len() as u64,
        1 => line.at.push_str(text),
        2 => line.what = Done::Exported,
        3 => line.text.push_str(text),
        4 => line.before = line.before.chars().rev().chain(['0']).collect(),
        _ => line.sha256 = line.sha256.chars().rev().chain(['0']).collect(),
    }
}

proptest! {
    #[test]
    fn any_edit_of_a_line_names_it(
        texts in prop::collection::vec(".{0,20}", 1..12),
        at in any::<prop::sample::Index>(),
        member in 0..6_usize,
        more in ".{1,8}",
    ) {
        let mut lines = log(&texts);
        prop_assert!(check_log(&lines).is_empty());
        let at = at.index(lines.len());
        edit(&mut lines[at], member, &more);
        prop_assert!(named(&lines).contains(&at), "{:?}", check_log(&lines));
    }

    #[test]
    fn a_line_that_was_made_anew_is_not_followed(
        texts in prop::collection::vec(".{0,20}", 2..12),
        at in any::<prop::sample::Index>(),
        more in ".{1,8}",
    ) {
        let mut lines = log(&texts);
        let at = at.index(lines.len() - 1);
        let before = at.checked_sub(1).map(|before| lines[before].clone());
        let text = lines[at].text.clone() + &more;
        lines[at] = LogLine::after(before.as_ref(), "2026-01-31T12:00:00Z", Done::Filtered, &text).unwrap();
        prop_assert_eq!(named(&lines), [at + 1]);
    }

    #[test]
    fn lines_that_are_missing_added_or_moved_are_named(
        texts in prop::collection::vec(".{0,20}", 3..12),
        at in any::<prop::sample::Index>(),
    ) {
        let whole = log(&texts);
        let at = at.index(whole.len() - 1);
        let mut removed = whole.clone();
        removed.remove(at);
        prop_assert!(named(&removed).contains(&at));
        let mut doubled = whole.clone();
        doubled.insert(at, whole[at].clone());
        prop_assert!(named(&doubled).contains(&(at + 1)));
        let mut moved = whole.clone();
        moved.swap(at, at + 1);
        prop_assert!(named(&moved).contains(&at));
    }
}
