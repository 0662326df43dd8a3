//! The expression of a filter.

use crate::field::Field;
use crate::moment::Duration;
use crate::value::Value;

/// A filter. The functions of this type keep it in one form, which parsing and printing keep, too: `And` and `Or` have
/// at least two parts, no part of an `And` is an `And`, no part of an `Or` is an `Or`, and only whole clauses, the parts of
/// the outermost `And`, are switched off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Expr {
    /// Every event.
    #[default]
    All,
    /// Events that pass a test.
    Item(Item),
    /// Events that do not match.
    Not(Box<Expr>),
    /// Events that match every part.
    And(Vec<Expr>),
    /// Events that match some part.
    Or(Vec<Expr>),
    /// A clause that is switched off and matches every event: `#clause`.
    Off(Box<Expr>),
}

/// A test of a field. [`Field::Anywhere`] takes [`Test::Any`] with a single text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The field.
    pub field: Field,
    /// The test.
    pub test: Test,
}

/// A test of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It has a value: `field:*`.
    Present,
    /// It has one of these values; for [`Field::Anywhere`], some text contains one.
    Any(Vec<Value>),
    /// For [`Field::Time`]: it lies within this duration before the last event.
    Last(Duration),
}

impl Item {
    /// Tests whether a field has this value.
    pub fn is(field: Field, value: Value) -> Self {
        Self::one_of(field, vec![value])
    }

    /// Tests whether a field has one of these values.
    pub fn one_of(field: Field, values: Vec<Value>) -> Self {
        Self { field, test: Test::Any(values) }
    }
}

impl Expr {
    /// The conjunction of some parts.
    pub fn and(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        one_or(flat, Self::And)
    }

    /// The disjunction of some parts; no event if there are none.
    pub fn or(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part.without_off() {
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.is_empty() { Self::none() } else { one_or(flat, Self::Or) }
    }

    /// The negation.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self.without_off()))
    }

    /// The clause switched off.
    #[must_use]
    pub fn switched_off(self) -> Self {
        match self {
            Self::Off(inner) => Self::Off(inner),
            other => Self::Off(Box::new(other)),
        }
    }

    /// No event.
    pub fn none() -> Self {
        Self::Not(Box::new(Self::All))
    }

    /// The parts of the outermost `And`; none of [`Expr::All`].
    pub fn clauses(&self) -> &[Self] {
        match self {
            Self::All => &[],
            Self::And(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// The parts of the outermost `And`, to be changed and put together again by [`Expr::and`].
    pub fn into_clauses(self) -> Vec<Self> {
        match self {
            Self::All => Vec::new(),
            Self::And(parts) => parts,
            other => vec![other],
        }
    }

    /// The only field that it tests; `None` if it tests several or none.
    pub fn field(&self) -> Option<&Field> {
        match self {
            Self::All => None,
            Self::Item(item) => Some(&item.field),
            Self::Not(inner) | Self::Off(inner) => inner.field(),
            Self::And(parts) | Self::Or(parts) => {
                let (first, rest) = parts.split_first()?;
                let field = first.field()?;
                rest.iter().all(|part| part.field() == Some(field)).then_some(field)
            }
        }
    }

    /// The only column that it tests, under its name in tables; `None` if it tests several or none.
    pub fn column(&self) -> Option<String> {
        match self {
            Self::All => None,
            Self::Item(item) => item.field.column(),
            Self::Not(inner) | Self::Off(inner) => inner.column(),
            Self::And(parts) | Self::Or(parts) => {
                let (first, rest) = parts.split_first()?;
                let column = first.column()?;
                rest.iter().all(|part| part.column().as_ref() == Some(&column)).then_some(column)
            }
        }
    }

    /// The filter without the clauses that are switched off.
    #[must_use]
    pub fn without_off(self) -> Self {
        match self {
            Self::Off(_) => Self::All,
            Self::And(parts) => {
                Self::and(parts.into_iter().filter(|part| !matches!(part, Self::Off(_))).map(Self::without_off))
            }
            other => other,
        }
    }

    /// How deep brackets and negations nest in its text, as a clause beside others.
    pub(crate) fn depth(&self) -> usize {
        self.depth_within(false)
    }

    /// In an `Or` alone, the parts of an `And` need no brackets.
    fn depth_within(&self, is_negated: bool) -> usize {
        let deepest = |parts: &[Self]| parts.iter().map(|part| part.depth_within(false)).max().unwrap_or_default();
        match self {
            Self::All | Self::Item(_) => 0,
            Self::Not(inner) | Self::Off(inner) => 1 + inner.depth_within(true),
            Self::And(parts) => usize::from(is_negated) + deepest(parts),
            Self::Or(parts) => 1 + deepest(parts),
        }
    }

    /// Visits every item except those that are switched off.
    pub fn each_item<'a>(&'a self, visit: &mut impl FnMut(&'a Item)) {
        match self {
            Self::All | Self::Off(_) => {}
            Self::Item(item) => visit(item),
            Self::Not(inner) => inner.each_item(visit),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.each_item(visit)),
        }
    }
}

fn one_or(mut parts: Vec<Expr>, several: fn(Vec<Expr>) -> Expr) -> Expr {
    match (parts.len(), parts.pop()) {
        (_, None) => Expr::All,
        (1, Some(one)) => one,
        (_, Some(last)) => {
            parts.push(last);
            several(parts)
        }
    }
}
