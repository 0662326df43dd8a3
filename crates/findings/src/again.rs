//! Evaluating again after a change: rules that mean what they meant before keep their findings.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::finding::Report;
use crate::rule::{Kind, Rule};
use crate::rules::Rules;

/// How deep correlations are followed.
const MAX_DEPTH: usize = 8;

/// The ids of the rules that find in the same events what they found before.
pub(crate) fn unchanged(rules: &Rules, before: &Rules) -> BTreeSet<String> {
    if rules.tuning().allow != before.tuning().allow {
        return BTreeSet::new();
    }
    let is_same = |rule: &&Rule| {
        before.get(&rule.id).is_some_and(|other| {
            rules.tuning().of(rule) == before.tuning().of(other) && is_alike(rules, rule, before, other, MAX_DEPTH)
        })
    };
    rules.iter().filter(is_same).map(|rule| rule.id.clone()).collect()
}

/// Whether two rules are written alike, with the rules that they correlate.
fn is_alike(rules: &Rules, rule: &Rule, before: &Rules, other: &Rule, depth: usize) -> bool {
    let (here, there) = (&rule.origin, &other.origin);
    let is_text = Rc::ptr_eq(&here.text, &there.text) || here.text == there.text;
    if !is_text || here.file != there.file || here.line != there.line || rule.is_part != other.is_part || depth == 0 {
        return false;
    }
    let Kind::Correlation(correlation) = &rule.kind else { return true };
    correlation.rules.iter().all(|name| match (rules.meant(rule, name), before.meant(other, name)) {
        (Some(part), Some(other)) => is_alike(rules, part, before, other, depth - 1),
        _ => false,
    })
}

impl Report {
    /// With what some rules found before.
    pub(crate) fn join(&mut self, before: Self, of: &BTreeSet<String>, rules: &Rules) {
        self.findings.extend(before.findings.into_iter().filter(|finding| of.contains(&finding.rule)));
        self.checked.extend(before.checked.into_iter().filter(|checked| of.contains(&checked.rule)));
        let place = |id: &str| rules.iter().position(|rule| rule.id == id).unwrap_or(usize::MAX);
        self.checked.sort_by_cached_key(|checked| place(&checked.rule));
        self.sort();
    }
}
