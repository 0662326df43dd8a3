//! From conditions to the rows that they mean.

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::fold::folded;
use touchstone_query::{Evaluator, Expr, Field};

use crate::column::{ABSENT, Column, Columns};
use crate::condition::{Condition, Reference, Spellings};
use crate::correlate::{Layers, LogSpan};
use crate::field::RuleField;
use crate::lifetime;

/// Rows are few if they are at most one in so many: their values are looked up one by one.
const FEW_ONE_IN: usize = 16;

/// What is loaded, and what was found out about it.
pub(crate) struct Loaded<'a> {
    pub(crate) medallion: &'a Medallion,
    pub(crate) spellings: &'a Spellings,
    pub(crate) evaluator: &'a mut Evaluator,
    pub(crate) columns: &'a mut Columns,
    pub(crate) layers: &'a mut Layers,
    /// By what the logs may lack, whether they do.
    pub(crate) lacking: &'a mut BTreeMap<String, bool>,
    /// The times between which the events lie; nothing if none has one.
    pub(crate) span: Option<LogSpan>,
}

impl Loaded<'_> {
    /// How many rows there are.
    pub(crate) fn rows(&self) -> u32 {
        self.medallion.silver().rows()
    }

    /// The values of a field in some rows; what other rows have is not told.
    pub(crate) fn column(&mut self, field: &RuleField, rows: &[u32]) -> Rc<Column> {
        if self.is_few(rows.len()) {
            return Rc::new(Column::of_rows(self.medallion, self.spellings, field, rows));
        }
        self.columns.of(self.medallion, self.spellings, field)
    }

    fn is_few(&self, rows: usize) -> bool {
        rows <= self.rows() as usize / FEW_ONE_IN
    }

    /// The values of some fields in some rows.
    pub(crate) fn columns_of(&mut self, fields: &[RuleField], rows: &Selection) -> Vec<Rc<Column>> {
        let few: Option<Vec<u32>> = self.is_few(rows.count() as usize).then(|| rows.iter().collect());
        let column = |field: &RuleField| match &few {
            None => self.columns.of(self.medallion, self.spellings, field),
            Some(few) => self.column(field, few),
        };
        fields.iter().map(column).collect()
    }

    /// Whether the logs have no event of a kind, which has a name.
    pub(crate) fn lacks(&mut self, name: &str, condition: &Condition) -> bool {
        if let Some(lacks) = self.lacking.get(name) {
            return *lacks;
        }
        let lacks = self.select(condition).is_none();
        self.lacking.insert(name.to_owned(), lacks);
        lacks
    }

    /// The rows that a condition over the logs' own keys means.
    pub(crate) fn select(&mut self, condition: &Condition) -> Rc<Selection> {
        self.within(condition, None)
    }

    /// Those of some rows, or of all, that a condition means. What cannot change the result is not asked, and what leaves
    /// few rows is asked first.
    fn within(&mut self, condition: &Condition, rows: Option<&Selection>) -> Rc<Selection> {
        match condition {
            Condition::Is(item) => match rows {
                None => self.evaluator.select(self.medallion, &Expr::Item(item.clone())),
                Some(rows) => Rc::new(self.evaluator.narrow(self.medallion, item, rows)),
            },
            Condition::Refers(reference) => Rc::new(self.refers(reference, rows)),
            Condition::Lifetime(values) => {
                let mut selection = Selection::none(self.rows());
                lifetime::each(self.medallion, self.spellings, |row, ms| {
                    if rows.is_none_or(|rows| rows.contains(row)) && lifetime::is_any(values, ms) {
                        selection.insert(row);
                    }
                });
                Rc::new(selection)
            }
            Condition::Not(inner) => {
                let without = self.within(inner, rows);
                let Some(rows) = rows else {
                    let mut selection = Rc::unwrap_or_clone(without);
                    selection.invert();
                    return Rc::new(selection);
                };
                Rc::new(rows.without(&without))
            }
            Condition::And(parts) => {
                let mut parts: Vec<&Condition> = parts.iter().collect();
                parts.sort_by_key(|part| rank(part));
                let mut so_far: Option<Rc<Selection>> = None;
                for part in parts {
                    if so_far.as_ref().is_some_and(|so_far| so_far.is_none()) {
                        break;
                    }
                    so_far = Some(self.within(part, so_far.as_deref().or(rows)));
                }
                so_far.unwrap_or_else(|| Rc::new(self.all(rows)))
            }
            Condition::Or(parts) => {
                let mut selection: Option<Rc<Selection>> = None;
                for part in parts {
                    let of_part = self.within(part, rows);
                    match &mut selection {
                        None => selection = Some(of_part),
                        Some(so_far) => Rc::make_mut(so_far).unite(&of_part),
                    }
                }
                selection.unwrap_or_else(|| Rc::new(Selection::none(self.rows())))
            }
        }
    }

    fn all(&self, rows: Option<&Selection>) -> Selection {
        rows.cloned().unwrap_or_else(|| Selection::all(self.rows()))
    }

    fn refers(&mut self, reference: &Reference, rows: Option<&Selection>) -> Selection {
        let all = self.all(rows);
        let columns = self.columns_of(&[reference.field.clone(), reference.other.clone()], &all);
        let mut known: FxHashMap<(u32, u32), bool> = FxHashMap::default();
        let mut selection = Selection::none(self.rows());
        let [texts, others] = columns.as_slice() else { return selection };
        for row in all.iter() {
            let codes = (texts.code(row), others.code(row));
            if codes.0 == ABSENT || codes.1 == ABSENT {
                continue;
            }
            let holds = *known.entry(codes).or_insert_with(|| {
                let pair = texts.text(codes.0).zip(others.text(codes.1));
                pair.is_some_and(|(text, other)| reference.relation.holds(&folded(text), &folded(other)))
            });
            if holds {
                selection.insert(row);
            }
        }
        selection
    }
}

/// The order in which the parts of a condition are asked: an action leaves few rows, what is not leaves many.
fn rank(condition: &Condition) -> u8 {
    match condition {
        Condition::Is(item) => match item.field {
            Field::Text(SilverColumn::ActionName) => 0,
            Field::Text(SilverColumn::ServiceName) => 1,
            _ => 2,
        },
        // Of several the widest counts, of all the narrowest.
        Condition::Or(parts) => parts.iter().map(rank).max().unwrap_or_default(),
        Condition::And(parts) => parts.iter().map(rank).min().unwrap_or(3),
        Condition::Lifetime(_) => 3,
        Condition::Refers(_) => 4,
        Condition::Not(_) => 5,
    }
}
