//! From Sigma's detections and conditions to what the query layer evaluates.

mod derived;
mod encode;
mod item;
mod value;

use std::collections::{BTreeMap, HashMap};

use rsigma_ir::{IrCondition, IrDetection, IrRule};
use rsigma_parser::{LogSource, Quantifier, SelectorPattern};
use touchstone_query::{Field, Item, Pattern, Value};
use touchstone_schema::SilverColumn;

use crate::condition::Condition;

pub(crate) use derived::{client_of, is_public, network_of, principal_is, type_of_principal, values_of};
pub(crate) use value::text;

/// The most questions that a rule may ask.
const MAX_ITEMS: usize = 20_000;

/// How many values the rules of a file may have, where a detection counts as often as conditions name it. Long values
/// count several times.
pub(crate) const MAX_VALUES: usize = 200_000;

/// The most ways that `3 of selection*` may be written out in.
const MAX_CHOICES: usize = 256;

/// Why a rule is not accepted, and a text of the rule that shows where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) at: String,
    pub(crate) reason: String,
}

impl Refusal {
    pub(crate) fn at(at: &str, reason: impl Into<String>) -> Self {
        Self { at: at.to_owned(), reason: reason.into() }
    }
}

/// What a rule selects. It takes what it has of values from those that are left.
pub(crate) fn lower(rule: &IrRule, left: &mut usize) -> Result<Condition, Refusal> {
    let conditions = rule.conditions.iter().map(|condition| of_condition(condition, &rule.detections, left));
    let conditions = conditions.collect::<Result<_, _>>()?;
    let mut parts = vec![Condition::Or(conditions)];
    parts.extend(of_log_source(&rule.logsource)?);
    let lowered = Condition::And(parts);
    if lowered.size() > MAX_ITEMS {
        return Err(Refusal::at("condition", format!("the rule asks more than {MAX_ITEMS} questions")));
    }
    Ok(lowered)
}

fn of_condition(
    condition: &IrCondition,
    named: &HashMap<String, IrDetection>,
    left: &mut usize,
) -> Result<Condition, Refusal> {
    let mut all =
        |parts: &[IrCondition]| parts.iter().map(|part| of_condition(part, named, left)).collect::<Result<_, _>>();
    Ok(match condition {
        IrCondition::Detection(name) => match named.get(name) {
            Some(detection) => of_named(name, detection, left)?,
            None => return Err(Refusal::at("condition", format!("no detection is named {name}"))),
        },
        IrCondition::And(parts) => Condition::And(all(parts)?),
        IrCondition::Or(parts) => Condition::Or(all(parts)?),
        IrCondition::Not(inner) => of_condition(inner, named, left)?.negated(),
        IrCondition::Selector { quantifier, pattern } => of_selector(quantifier, pattern, named, left)?,
    })
}

fn of_named(name: &str, detection: &IrDetection, left: &mut usize) -> Result<Condition, Refusal> {
    let lowered = of_detection(name, detection)?;
    take(left, lowered.values())?;
    Ok(lowered)
}

fn take(left: &mut usize, values: usize) -> Result<(), Refusal> {
    *left = left.checked_sub(values).ok_or_else(|| {
        let reason = format!("the rules have more than {MAX_VALUES} values, what conditions name again counted again");
        Refusal::at("condition", reason)
    })?;
    Ok(())
}

fn of_selector(
    quantifier: &Quantifier,
    pattern: &SelectorPattern,
    named: &HashMap<String, IrDetection>,
    left: &mut usize,
) -> Result<Condition, Refusal> {
    let sorted: BTreeMap<_, _> = named.iter().collect();
    let meant = sorted.into_iter().filter(|(name, _)| pattern.matches_detection_name(name));
    let parts: Vec<Condition> =
        meant.map(|(name, detection)| of_named(name, detection, left)).collect::<Result<_, _>>()?;
    if parts.is_empty() {
        return Err(Refusal::at("condition", format!("no detection is meant by {quantifier} of {pattern}")));
    }
    match quantifier {
        Quantifier::Any => Ok(Condition::Or(parts)),
        Quantifier::All => Ok(Condition::And(parts)),
        Quantifier::Count(count) => {
            let least = usize::try_from(*count).unwrap_or(usize::MAX);
            let choices = choices(least, parts.len()).ok_or_else(|| {
                Refusal::at("condition", format!("{quantifier} of {pattern} cannot be met, or has too many choices"))
            })?;
            let values: Vec<usize> = parts.iter().map(Condition::values).collect();
            take(left, choices.iter().flatten().map(|at| values[*at]).sum())?;
            let all_of = |choice: Vec<usize>| Condition::And(choice.into_iter().map(|at| parts[at].clone()).collect());
            Ok(Condition::Or(choices.into_iter().map(all_of).collect()))
        }
    }
}

/// Each choice of so many of some parts.
fn choices(least: usize, parts: usize) -> Option<Vec<Vec<usize>>> {
    if least == 0 || least > parts {
        return None;
    }
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    for chosen in 0..least {
        // What is left must suffice for the rest.
        let end = parts - (least - chosen - 1);
        let longer = choices.iter().flat_map(|choice| {
            let from = choice.last().map_or(0, |last| last + 1);
            (from..end).map(move |next| choice.iter().copied().chain([next]).collect())
        });
        choices = longer.collect();
        if choices.len() > MAX_CHOICES {
            return None;
        }
    }
    Some(choices)
}

fn of_detection(name: &str, detection: &IrDetection) -> Result<Condition, Refusal> {
    let all = |parts: &[IrDetection]| parts.iter().map(|part| of_detection(name, part)).collect::<Result<_, _>>();
    Ok(match detection {
        IrDetection::AllOf(items) => Condition::And(items.iter().map(item::lower).collect::<Result<_, _>>()?),
        IrDetection::AnyOf(parts) => Condition::Or(all(parts)?),
        IrDetection::And(parts) => Condition::And(all(parts)?),
        IrDetection::Keywords(matcher) => {
            item::keywords(matcher).map_err(|reason| Refusal::at(name, format!("{name}: {reason}")))?
        }
        IrDetection::ArrayMatch { field, .. } => {
            return Err(Refusal::at(field, format!("{field}: members of arrays are not supported")));
        }
        IrDetection::Conditional { .. } => {
            return Err(Refusal::at(name, format!("{name}: conditions over members of arrays are not supported")));
        }
    })
}

/// What the logs of a source are called, and what selects their events; nothing where any may be meant.
pub(crate) fn log_source(source: &LogSource) -> Result<Option<(String, Condition)>, Refusal> {
    let parts = of_log_source(source)?;
    let words = match (source.service.as_deref(), source.product.as_deref()) {
        (Some(service), _) => format!("events of the service {service}"),
        (None, Some(product)) if product.eq_ignore_ascii_case("immuta") => "events of Immuta".to_owned(),
        _ => "events of Databricks".to_owned(),
    };
    Ok((!parts.is_empty()).then(|| (words, Condition::And(parts))))
}

/// What a log source adds: Immuta's events are those of its service, Databricks' all others.
fn of_log_source(source: &LogSource) -> Result<Vec<Condition>, Refusal> {
    let service = |name: &str| {
        let value = Value::Text(Pattern::text(name));
        Condition::Is(Item::is(Field::Text(SilverColumn::ServiceName), value))
    };
    if let Some(category) = &source.category {
        return Err(Refusal::at("category", format!("logsource: there is no category {category}")));
    }
    let mut unknown: Vec<&String> = source.custom.keys().collect();
    unknown.sort_unstable();
    if let Some(key) = unknown.first() {
        return Err(Refusal::at(key, format!("logsource: {key} is not supported")));
    }
    let mut parts: Vec<Condition> = source.service.iter().map(|name| service(name)).collect();
    match source.product.as_deref().map(str::to_ascii_lowercase).as_deref() {
        None => {}
        Some("databricks") => parts.push(service("immuta").negated()),
        Some("immuta") => parts.push(service("immuta")),
        Some(other) => {
            let reason = format!("logsource: product {other} is none of databricks and immuta");
            return Err(Refusal::at("product", reason));
        }
    }
    Ok(parts)
}
