//! Correlations: events that mean something together.

mod bursts;
mod layer;
mod usual;
mod windows;

use std::collections::BTreeMap;

use rsigma_parser::{
    ConditionExpr, ConditionOperator, CorrelationCondition, CorrelationRule, CorrelationType, WindowMode,
};
use yaml_serde::Value;

use crate::annotation::fields;
use crate::field::RuleField;
use crate::lower::Refusal;

pub(crate) use bursts::{Burst, bursts, events, sort_rows, suppressed};
pub(crate) use layer::{Layer, Layers, Source};
pub(crate) use usual::LogSpan;
pub(crate) use windows::{Seen, Window, windows};

/// The most rules of a correlation.
const MAX_RULES: usize = 64;

/// Events of some rules, seen together in a sliding window.
#[derive(Clone, Debug)]
pub(crate) struct Correlation {
    /// The rules, by name or id.
    pub(crate) rules: Vec<String>,
    /// Names, and the field of each.
    pub(crate) group_by: Vec<(String, RuleField)>,
    /// By name, what it is called in the events of a rule.
    pub(crate) aliases: BTreeMap<String, BTreeMap<String, RuleField>>,
    pub(crate) span_ms: i64,
    pub(crate) test: WindowTest,
    /// Whether its rules find something by themselves, too.
    pub(crate) generate: bool,
}

/// What a window has to be like.
#[derive(Clone, Debug)]
pub(crate) enum WindowTest {
    /// So many events.
    Events(Vec<Bound>),
    /// So many values of some fields, taken together.
    Values(Vec<RuleField>, Vec<Bound>),
    /// Events of the rules that an expression demands, by the rules' names.
    Rules(ConditionExpr),
    /// Events of all rules, in their order.
    Ordered,
}

impl WindowTest {
    /// Whether it counts events or values.
    pub(crate) fn is_count(&self) -> bool {
        matches!(self, Self::Events(_) | Self::Values(..))
    }
}

/// A bound of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) operator: ConditionOperator,
    pub(crate) count: u64,
}

impl Bound {
    pub(crate) fn holds(self, count: u64) -> bool {
        match self.operator {
            ConditionOperator::Lt => count < self.count,
            ConditionOperator::Lte => count <= self.count,
            ConditionOperator::Gt => count > self.count,
            ConditionOperator::Gte => count >= self.count,
            ConditionOperator::Eq => count == self.count,
            ConditionOperator::Neq => count != self.count,
        }
    }
}

impl Correlation {
    /// The correlation of a document; an error says what is not supported.
    pub(crate) fn of(rule: &CorrelationRule, value: &Value) -> Result<Self, Refusal> {
        let refused = |at: &str, reason: String| Refusal { at: at.to_owned(), reason };
        if rule.window != WindowMode::Sliding {
            return Err(refused("window", format!("window: {} is not supported", rule.window.as_str())));
        }
        if rule.rules.is_empty() || rule.rules.len() > MAX_RULES {
            return Err(refused("rules", format!("rules: one to {MAX_RULES} are correlated")));
        }
        let span_ms = i64::try_from(rule.timespan.seconds).ok().and_then(|seconds| seconds.checked_mul(1000));
        let span_ms = span_ms
            .filter(|ms| *ms > 0)
            .ok_or_else(|| refused("timespan", "timespan: it is too long, or empty".into()))?;
        let mut aliases: BTreeMap<String, BTreeMap<String, RuleField>> = BTreeMap::new();
        for alias in &rule.aliases {
            let mut names: Vec<_> = alias.mapping.iter().collect();
            names.sort_unstable();
            let mapped = names.into_iter().map(|(rule, field)| Ok((rule.clone(), RuleField::groupable(field)?)));
            let mapped: Result<_, String> = mapped.collect();
            let mapped = mapped.map_err(|reason| refused("aliases", reason))?;
            aliases.insert(alias.alias.clone(), mapped);
        }
        let group_by = rule.group_by.iter().map(|name| match aliases.get(name).and_then(|of| of.values().next()) {
            Some(field) => Ok((name.clone(), field.clone())),
            None => Ok((name.clone(), RuleField::groupable(name)?)),
        });
        let group_by = group_by.collect::<Result<_, String>>().map_err(|reason| refused("group-by", reason))?;
        let is_told = value.get("correlation").and_then(|correlation| correlation.get("condition")).is_some();
        let test = test(rule, is_told)?;
        Ok(Self { rules: rule.rules.clone(), group_by, aliases, span_ms, test, generate: rule.generate })
    }
}

fn test(rule: &CorrelationRule, is_told: bool) -> Result<WindowTest, Refusal> {
    let refused = |reason: &str| Refusal::at("correlation", format!("correlation: {reason}"));
    let all = || ConditionExpr::And(rule.rules.iter().cloned().map(ConditionExpr::Identifier).collect());
    match (rule.correlation_type, &rule.condition) {
        (CorrelationType::EventCount, CorrelationCondition::Threshold { predicates, field, .. }) => match field {
            None => Ok(WindowTest::Events(bounds(predicates))),
            Some(_) => Err(refused("event_count counts events: a field is for value_count")),
        },
        (CorrelationType::ValueCount, CorrelationCondition::Threshold { predicates, field: Some(names), .. }) => {
            let fields = fields(names).map_err(|reason| Refusal::at("field", reason))?;
            Ok(WindowTest::Values(fields.into_iter().map(|(_, field)| field).collect(), bounds(predicates)))
        }
        (CorrelationType::ValueCount, _) => Err(refused("value_count needs a field in its condition")),
        (CorrelationType::Temporal, CorrelationCondition::Extended(expr)) => {
            check(expr, &rule.rules).map_err(|reason| refused(&reason))?;
            Ok(WindowTest::Rules(expr.clone()))
        }
        (CorrelationType::Temporal | CorrelationType::TemporalOrdered, CorrelationCondition::Threshold { .. })
            if is_told =>
        {
            Err(refused("temporal rules have no count: all of their rules have to occur"))
        }
        (CorrelationType::Temporal, _) => Ok(WindowTest::Rules(all())),
        (CorrelationType::TemporalOrdered, CorrelationCondition::Threshold { .. }) => Ok(WindowTest::Ordered),
        (CorrelationType::TemporalOrdered, _) => Err(refused("temporal_ordered with an expression is not supported")),
        (other, _) => Err(refused(&format!("type {} is not supported", other.as_str()))),
    }
}

fn bounds(predicates: &[(ConditionOperator, u64)]) -> Vec<Bound> {
    predicates.iter().map(|(operator, count)| Bound { operator: *operator, count: *count }).collect()
}

/// An expression names rules of the correlation only.
fn check(expr: &ConditionExpr, rules: &[String]) -> Result<(), String> {
    match expr {
        ConditionExpr::Identifier(name) if rules.contains(name) => Ok(()),
        ConditionExpr::Identifier(name) => Err(format!("{name} is none of its rules")),
        ConditionExpr::And(parts) | ConditionExpr::Or(parts) => parts.iter().try_for_each(|part| check(part, rules)),
        ConditionExpr::Not(inner) => check(inner, rules),
        ConditionExpr::Selector { .. } => Err("1 of and all of are not supported in a correlation".to_owned()),
    }
}
