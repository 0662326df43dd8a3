//! What a filter says.

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
    /// Events of which this is true.
    Item(Item),
    /// Events that the other does not mean.
    Not(Box<Expr>),
    /// Events that all mean.
    And(Vec<Expr>),
    /// Events that one means.
    Or(Vec<Expr>),
    /// A clause that is kept and means every event: `#clause`.
    Off(Box<Expr>),
}

/// A question to a field. [`Field::Anywhere`] is asked for one text, without more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is asked.
    pub field: Field,
    /// What is asked of it.
    pub test: Test,
}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It has a value: `field:*`.
    Present,
    /// It has one of these values; of [`Field::Anywhere`] the texts are contained.
    Any(Vec<Value>),
    /// Of [`Field::Time`]: it lies within so long before the last event.
    Last(Duration),
}

impl Item {
    /// The question whether a field has this value.
    pub fn is(field: Field, value: Value) -> Self {
        Self::one_of(field, vec![value])
    }

    /// The question whether a field has one of some values.
    pub fn one_of(field: Field, values: Vec<Value>) -> Self {
        Self { field, test: Test::Any(values) }
    }
}

impl Expr {
    /// What all parts mean.
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

    /// What any part means; of no part, nothing.
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

    /// What the other does not mean.
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

    /// The one field that it asks; nothing where it asks several, or none.
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

    /// The one column that it asks, as tables name it; nothing where it asks several, or none.
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

    /// The filter without what is switched off.
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

    /// Calls `visit` with every item, those that are switched off left out.
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
