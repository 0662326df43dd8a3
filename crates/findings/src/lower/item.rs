//! Detection items: a field, its modifiers and its values.

use rsigma_ir::{IrDetectionItem, IrMatcher, IrPatternPart, IrStrOp};
use touchstone_query::{Field, Pattern, Piece, Value};

use crate::condition::{Condition, Reference, Relation};
use crate::field::RuleField;
use crate::lower::derived::{presence, values_of};
use crate::lower::{Refusal, value};

pub(super) fn lower(item: &IrDetectionItem) -> Result<Condition, Refusal> {
    let Some(name) = &item.field else {
        return keywords(&item.matcher).map_err(|reason| Refusal::at("|", format!("keywords: {reason}")));
    };
    RuleField::named(name).and_then(|field| of_matcher(&field, &item.matcher)).map_err(|reason| {
        let reason = if reason.contains(name.as_str()) { reason } else { format!("{name}: {reason}") };
        Refusal::at(name, reason)
    })
}

fn of_matcher(field: &RuleField, matcher: &IrMatcher) -> Result<Condition, String> {
    let each = |matchers: &[IrMatcher]| matchers.iter().map(|one| of_matcher(field, one)).collect::<Result<_, _>>();
    if let Some(values) = value::of_matcher(matcher)? {
        return values_of(field, values);
    }
    match matcher {
        IrMatcher::Exists(is_there) => {
            let there = presence(field);
            Ok(if *is_there { there } else { there.negated() })
        }
        // The texts of a column that is compared with another are kept without case.
        IrMatcher::FieldRef { case_insensitive: false, .. } => Err("cased does not go with fieldref".to_owned()),
        IrMatcher::FieldRef { field: other, op, .. } => Ok(Condition::Refers(Reference {
            field: field.clone(),
            other: RuleField::named(other)?,
            relation: match op {
                IrStrOp::Exact => Relation::Equals,
                IrStrOp::Contains => Relation::Contains,
                IrStrOp::StartsWith => Relation::StartsWith,
                IrStrOp::EndsWith => Relation::EndsWith,
            },
        })),
        // What is not there is neither equal nor unequal.
        IrMatcher::Not(inner) => Ok(Condition::And(vec![presence(field), of_matcher(field, inner)?.negated()])),
        IrMatcher::AllOf(matchers) => Ok(Condition::And(each(matchers)?)),
        IrMatcher::AnyOf(matchers) => {
            // Asked at once, as one list of values.
            let values = matchers.iter().map(value::of_matcher).collect::<Result<Option<Vec<_>>, _>>()?;
            match values {
                Some(values) => values_of(field, values.concat()),
                None => Ok(Condition::Or(each(matchers)?)),
            }
        }
        _ => Err("the modifiers are not supported".to_owned()),
    }
}

/// Texts that stand anywhere in an event.
pub(super) fn keywords(matcher: &IrMatcher) -> Result<Condition, String> {
    let each = |matchers: &[IrMatcher]| matchers.iter().map(keywords).collect::<Result<_, _>>();
    match matcher {
        IrMatcher::AnyOf(matchers) => return Ok(Condition::Or(each(matchers)?)),
        IrMatcher::AllOf(matchers) => return Ok(Condition::And(each(matchers)?)),
        IrMatcher::Not(inner) => return Ok(keywords(inner)?.negated()),
        IrMatcher::NumericEq(_) | IrMatcher::BoolEq(_) | IrMatcher::Null => {
            return Err("a keyword is a text: write it in quotes".to_owned());
        }
        // Within a text as it is.
        IrMatcher::Str { pattern, case_insensitive, .. } => {
            let pieces = pattern.parts.iter().map(|part| match part {
                IrPatternPart::Literal(text) => Piece::Text(text.clone()),
                IrPatternPart::WildcardMulti => Piece::Any,
                IrPatternPart::WildcardSingle => Piece::One,
            });
            let pattern = Pattern::of(pieces);
            let value = if *case_insensitive { Value::Text(pattern) } else { Value::Cased(pattern) };
            return Ok(Condition::is(Field::Anywhere, vec![value]));
        }
        _ => {}
    }
    match value::of_matcher(matcher)? {
        Some(values) => {
            Ok(Condition::Or(values.into_iter().map(|value| Condition::is(Field::Anywhere, vec![value])).collect()))
        }
        None => Err("the modifiers are not supported without a field".to_owned()),
    }
}
