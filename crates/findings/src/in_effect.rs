//! What findings rest on: the rules in effect, and what is tuned about them.

use serde::Serialize;
use ts_rs::TS;

use crate::conflicts::{CONFLICTS_RULE, SEVERITY, TITLE};
use crate::rule::{Rule, Severity};
use crate::rules::Rules;
use crate::settings::Setting;
use crate::tuning::RuleTuning;

/// The rules in effect and their tuning. Whoever passes findings on passes this on with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulesInEffect {
    /// The tuning as `--tuning` takes it, YAML; empty if nothing is tuned.
    pub tuning: String,
    /// Entries of the allow-list for all rules.
    pub exceptions: usize,
    /// Each rule that raises findings, those that are switched off included: the pack by file, then own rules, then what
    /// is built in.
    pub rules: Vec<RuleInEffect>,
}

/// A rule in effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleInEffect {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The file it stands in; empty if it is built in.
    pub file: String,
    /// Whether it is one of the auditor's own.
    pub own: bool,
    /// How serious its findings are, tuning included.
    pub severity: Severity,
    /// Whether the tuning switches it off.
    pub off: bool,
    /// The settings that the tuning changes.
    pub changed: Vec<Setting>,
    /// Entries of its own allow-list.
    pub exceptions: usize,
}

impl RuleInEffect {
    /// Whether the tuning changes anything about it.
    pub fn is_tuned(&self) -> bool {
        self.off || self.exceptions > 0 || !self.changed.is_empty()
    }
}

impl Rules {
    /// The rules in effect and their tuning.
    pub fn in_effect(&self) -> RulesInEffect {
        let of_rule = |rule: &Rule| {
            let tuning = self.tuning().of(rule);
            self.entry(&rule.id, &rule.title, (&rule.origin.file, !rule.origin.is_packed), rule.severity, tuning)
        };
        let mut rules: Vec<RuleInEffect> = self.iter().filter(|rule| !rule.is_part).map(of_rule).collect();
        let tuning = self.tuning().rules.get(CONFLICTS_RULE);
        rules.push(self.entry(CONFLICTS_RULE, TITLE, ("", false), SEVERITY, tuning));
        RulesInEffect { tuning: self.tuning().text(), exceptions: self.tuning().allow.len(), rules }
    }

    fn entry(
        &self,
        id: &str,
        title: &str,
        (file, own): (&str, bool),
        severity: Severity,
        tuning: Option<&RuleTuning>,
    ) -> RuleInEffect {
        RuleInEffect {
            id: id.to_owned(),
            title: title.to_owned(),
            file: file.to_owned(),
            own,
            severity: tuning.and_then(|tuning| tuning.level).unwrap_or(severity),
            off: tuning.is_some_and(|tuning| tuning.enabled == Some(false)),
            changed: self.settings(id).into_iter().filter(|setting| setting.value.is_some()).collect(),
            exceptions: tuning.map_or(0, |tuning| tuning.allow.len()),
        }
    }
}
