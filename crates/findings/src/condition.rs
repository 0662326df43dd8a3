//! What a rule selects, before it is known how the loaded logs spell their keys.

use std::collections::BTreeMap;

use touchstone_medallion::Medallion;
use touchstone_query::{Expr, Field, Item, Piece, Test, Value};

use crate::field::RuleField;

/// The bytes of a text for which it counts as one more value, and how many values a regular expression counts as.
const VALUE_BYTES: usize = 64;
const REGEX_VALUES: usize = 20;

/// What a rule selects: items of the filter language, and comparisons of two fields, for which that has no word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    Is(Item),
    Refers(Reference),
    /// A token's lifetime in hours is one of these.
    Lifetime(Vec<Value>),
    Not(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
}

/// One field compared with another of the same event, without case. An absent value equals nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) field: RuleField,
    pub(crate) other: RuleField,
    pub(crate) relation: Relation,
}

/// How one text lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Equals,
    Contains,
    StartsWith,
    EndsWith,
}

impl Relation {
    pub(crate) fn holds(self, text: &str, other: &str) -> bool {
        match self {
            Self::Equals => text == other,
            Self::Contains => text.contains(other),
            Self::StartsWith => text.starts_with(other),
            Self::EndsWith => text.ends_with(other),
        }
    }
}

impl Condition {
    /// No event.
    pub(crate) fn none() -> Self {
        Self::Or(Vec::new())
    }

    pub(crate) fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    pub(crate) fn is(field: Field, values: Vec<Value>) -> Self {
        Self::Is(Item::one_of(field, values))
    }

    /// The field has a value.
    pub(crate) fn present(field: Field) -> Self {
        Self::Is(Item { field, test: Test::Present })
    }

    /// As a filter; nothing where the language has no word for a part of it.
    pub(crate) fn expr(&self) -> Option<Expr> {
        Some(match self {
            Self::Is(item) => Expr::Item(item.clone()),
            Self::Refers(_) | Self::Lifetime(_) => return None,
            Self::Not(inner) => inner.expr()?.negated(),
            Self::And(parts) => Expr::and(parts.iter().map(Self::expr).collect::<Option<Vec<_>>>()?),
            Self::Or(parts) => Expr::or(parts.iter().map(Self::expr).collect::<Option<Vec<_>>>()?),
        })
    }

    /// The condition of a filter; nothing where a part of it means every event.
    pub(crate) fn of_expr(expr: &Expr) -> Option<Self> {
        Some(match expr {
            Expr::All | Expr::Off(_) => return None,
            Expr::Item(item) => Self::Is(item.clone()),
            Expr::Not(inner) => Self::of_expr(inner)?.negated(),
            Expr::And(parts) => {
                let parts: Vec<Self> = parts.iter().filter_map(Self::of_expr).collect();
                (!parts.is_empty()).then_some(Self::And(parts))?
            }
            Expr::Or(parts) => Self::Or(parts.iter().map(Self::of_expr).collect::<Option<_>>()?),
        })
    }

    /// How many questions it asks.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Is(_) | Self::Refers(_) | Self::Lifetime(_) => 1,
            Self::Not(inner) => inner.size(),
            Self::And(parts) | Self::Or(parts) => parts.iter().map(Self::size).sum(),
        }
    }

    /// How many values it has, long ones and regular expressions counted as several.
    pub(crate) fn values(&self) -> usize {
        match self {
            Self::Is(item) => match &item.test {
                Test::Any(values) => values.iter().map(length).sum::<usize>().max(1),
                _ => 1,
            },
            Self::Refers(_) => 1,
            Self::Lifetime(values) => values.len(),
            Self::Not(inner) => inner.values(),
            Self::And(parts) | Self::Or(parts) => parts.iter().map(Self::values).sum(),
        }
    }

    /// The condition over the keys as the logs spell them.
    pub(crate) fn spelled(&self, spellings: &Spellings) -> Self {
        match self {
            Self::Is(item) => spellings.of_item(item),
            Self::Refers(_) | Self::Lifetime(_) => self.clone(),
            Self::Not(inner) => inner.spelled(spellings).negated(),
            Self::And(parts) => Self::And(parts.iter().map(|part| part.spelled(spellings)).collect()),
            Self::Or(parts) => Self::Or(parts.iter().map(|part| part.spelled(spellings)).collect()),
        }
    }
}

/// How many values a value counts as: its wildcards, and its text by so many bytes.
fn length(value: &Value) -> usize {
    match value {
        Value::Text(pattern) | Value::Cased(pattern) => {
            let text = |piece: &Piece| if let Piece::Text(text) = piece { text.len() / VALUE_BYTES } else { 0 };
            pattern.pieces().iter().map(|piece| 1 + text(piece)).sum::<usize>().max(1)
        }
        Value::Regex(_) => REGEX_VALUES,
        _ => 1,
    }
}

/// How the loaded logs spell the keys of request parameters: case does not matter to rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spellings {
    by_lower: BTreeMap<String, Vec<String>>,
}

impl Spellings {
    pub(crate) fn of(medallion: &Medallion) -> Self {
        let mut by_lower: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for gold in medallion.gold() {
            for (key, _) in gold.keys() {
                let spellings = by_lower.entry(key.to_lowercase()).or_default();
                if !spellings.iter().any(|other| other == key) {
                    spellings.push(key.to_owned());
                }
            }
        }
        for spellings in by_lower.values_mut() {
            spellings.sort_unstable();
        }
        Self { by_lower }
    }

    /// The spellings of a key; the one given where no log has it.
    pub(crate) fn of_key(&self, key: &str) -> Vec<String> {
        self.by_lower.get(&key.to_lowercase()).cloned().unwrap_or_else(|| vec![key.to_owned()])
    }

    fn of_item(&self, item: &Item) -> Condition {
        let Field::Param(key) = &item.field else { return Condition::Is(item.clone()) };
        let keys = self.of_key(key);
        let each = |test: &Test| {
            let test = test.clone();
            keys.iter().map(move |key| Condition::Is(Item { field: Field::Param(key.clone()), test: test.clone() }))
        };
        if let [key] = keys.as_slice() {
            return Condition::Is(Item { field: Field::Param(key.clone()), test: item.test.clone() });
        }
        let Test::Any(values) = &item.test else { return Condition::Or(each(&item.test).collect()) };
        let (absent, values): (Vec<_>, Vec<_>) = values.iter().cloned().partition(|value| *value == Value::Absent);
        let mut parts = Vec::new();
        if !values.is_empty() {
            parts.extend(each(&Test::Any(values)));
        }
        if !absent.is_empty() {
            parts.push(Condition::And(each(&Test::Any(absent)).collect()));
        }
        Condition::Or(parts)
    }
}
