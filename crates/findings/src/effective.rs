//! A rule as the tuning has it.

use rsigma_parser::ConditionOperator;

use crate::annotation::{duration_ms, fields};
use crate::baseline::Baseline;
use crate::condition::Condition;
use crate::correlate::{Correlation, WindowTest};
use crate::field::RuleField;
use crate::rule::{Kind, Rule, Severity};
use crate::rules::{MAX_DEPTH, Rules};
use crate::tuning::{RuleTuning, Tuning};

/// A rule as the tuning has it.
pub(crate) struct Effective {
    pub(crate) is_off: bool,
    pub(crate) severity: Severity,
    pub(crate) suppress_ms: i64,
    pub(crate) suppress_by: Vec<(String, RuleField)>,
    allowed: Vec<Condition>,
    tuning: RuleTuning,
}

impl Effective {
    pub(crate) fn of(rules: &Rules, rule: &Rule) -> Self {
        let tuning = rules.tuning().of(rule).cloned().unwrap_or_default();
        let by = tuning.suppress_by.as_deref().and_then(|names| fields(names).ok());
        Self {
            is_off: tuning.enabled == Some(false),
            severity: tuning.level.unwrap_or(rule.severity),
            suppress_ms: ms(tuning.suppress.as_ref()).unwrap_or(rule.annotation.suppress_ms),
            suppress_by: by.unwrap_or_else(|| rule.annotation.suppress_by.clone()),
            allowed: allowed(rules.tuning(), Some(&tuning)),
            tuning,
        }
    }

    /// A condition without the events that are allowed.
    pub(crate) fn without_allowed(&self, condition: &Condition) -> Condition {
        let allowed = self.allowed.iter().cloned().map(Condition::negated);
        Condition::And([condition.clone()].into_iter().chain(allowed).collect())
    }

    pub(crate) fn correlation(&self, correlation: &Correlation) -> Correlation {
        let mut correlation = correlation.clone();
        correlation.span_ms = ms(self.tuning.timespan.as_ref()).unwrap_or(correlation.span_ms);
        if let (Some(threshold), WindowTest::Events(bounds) | WindowTest::Values(_, bounds)) =
            (self.tuning.threshold, &mut correlation.test)
        {
            let lower = |operator| matches!(operator, ConditionOperator::Gt | ConditionOperator::Gte);
            if let Some(bound) = bounds.iter_mut().find(|bound| lower(bound.operator)) {
                bound.operator = ConditionOperator::Gte;
                bound.count = threshold;
            }
        }
        correlation
    }

    /// How many times as much as usual the windows of a correlation need, the rule's own or one that it correlates.
    pub(crate) fn above_usual(&self, rule: &Rule, correlation: &Correlation) -> Option<u64> {
        let tuned = self.tuning.above_usual.filter(|_| correlation.test.is_count());
        tuned.or(rule.annotation.above_usual).filter(|times| *times > 0)
    }

    /// How long the windows are that a correlation compares with what is usual, its own or those of one that it
    /// correlates; nothing if it compares none.
    pub(crate) fn compared_ms(&self, rules: &Rules, rule: &Rule, correlation: &Correlation) -> Option<i64> {
        self.compared_within(rules, rule, correlation, MAX_DEPTH)
    }

    fn compared_within(&self, rules: &Rules, rule: &Rule, correlation: &Correlation, depth: usize) -> Option<i64> {
        let own = self.above_usual(rule, correlation).map(|_| correlation.span_ms);
        let of_part = |name: &String| {
            let part = rules.meant(rule, name).filter(|_| depth > 0)?;
            let Kind::Correlation(inner) = &part.kind else { return None };
            self.compared_within(rules, part, inner, depth - 1)
        };
        correlation.rules.iter().map(of_part).fold(own, Ord::max)
    }

    pub(crate) fn baseline(&self, baseline: &Baseline) -> Baseline {
        let mut baseline = baseline.clone();
        let (numbers, tuning) = (&mut baseline.numbers, &self.tuning);
        numbers.after_ms = ms(tuning.after.as_ref()).unwrap_or(numbers.after_ms);
        numbers.min_events = tuning.min_events.unwrap_or(numbers.min_events);
        numbers.factor = tuning.factor.unwrap_or(numbers.factor);
        numbers.least = tuning.least.unwrap_or(numbers.least);
        numbers.without_history = tuning.without_history.or(numbers.without_history);
        baseline
    }
}

/// What selects the events that a rule does not look at.
pub(crate) fn allowed(tuning: &Tuning, of_rule: Option<&RuleTuning>) -> Vec<Condition> {
    let entries = tuning.allow.iter().chain(of_rule.into_iter().flat_map(|tuning| &tuning.allow));
    entries.filter_map(|entry| entry.condition().ok()).collect()
}

fn ms(text: Option<&String>) -> Option<i64> {
    text.and_then(|text| duration_ms(text).ok())
}
