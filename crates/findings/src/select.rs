//! From conditions to the rows that they mean.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use touchstone_frame::Selection;
use touchstone_medallion::Medallion;
use touchstone_query::fold::folded;
use touchstone_query::{Evaluator, Expr};

use crate::column::{ABSENT, Column, Columns};
use crate::condition::{Condition, Reference, Spellings};
use crate::correlate::Layers;
use crate::field::RuleField;
use crate::lifetime;

/// What is loaded, and what was found out about it.
pub(crate) struct Loaded<'a> {
    pub(crate) medallion: &'a Medallion,
    pub(crate) spellings: &'a Spellings,
    pub(crate) evaluator: &'a mut Evaluator,
    pub(crate) columns: &'a mut Columns,
    pub(crate) layers: &'a mut Layers,
}

impl Loaded<'_> {
    /// How many rows there are.
    pub(crate) fn rows(&self) -> u32 {
        self.medallion.silver().rows()
    }

    pub(crate) fn column(&mut self, field: &RuleField) -> Rc<Column> {
        self.columns.of(self.medallion, self.spellings, field)
    }

    /// The rows that a condition over the logs' own keys means. What cannot change the result is not asked.
    pub(crate) fn select(&mut self, condition: &Condition) -> Rc<Selection> {
        match condition {
            Condition::Is(item) => self.evaluator.select(self.medallion, &Expr::Item(item.clone())),
            Condition::Refers(reference) => Rc::new(self.refers(reference)),
            Condition::Lifetime(values) => {
                let mut selection = Selection::none(self.rows());
                lifetime::each(self.medallion, self.spellings, |row, ms| {
                    if lifetime::is_any(values, ms) {
                        selection.insert(row);
                    }
                });
                Rc::new(selection)
            }
            Condition::Not(inner) => {
                let mut selection = Rc::unwrap_or_clone(self.select(inner));
                selection.invert();
                Rc::new(selection)
            }
            Condition::And(parts) => {
                let mut selection: Option<Rc<Selection>> = None;
                for part in parts {
                    let Some(so_far) = &mut selection else {
                        selection = Some(self.select(part));
                        continue;
                    };
                    if so_far.is_none() {
                        break;
                    }
                    let of_part = self.select(part);
                    Rc::make_mut(so_far).intersect(&of_part);
                }
                selection.unwrap_or_else(|| Rc::new(Selection::all(self.rows())))
            }
            Condition::Or(parts) => {
                let mut selection: Option<Rc<Selection>> = None;
                for part in parts {
                    let of_part = self.select(part);
                    match &mut selection {
                        None => selection = Some(of_part),
                        Some(so_far) => Rc::make_mut(so_far).unite(&of_part),
                    }
                }
                selection.unwrap_or_else(|| Rc::new(Selection::none(self.rows())))
            }
        }
    }

    fn refers(&mut self, reference: &Reference) -> Selection {
        let (texts, others) = (self.column(&reference.field), self.column(&reference.other));
        let mut known: FxHashMap<(u32, u32), bool> = FxHashMap::default();
        let mut selection = Selection::none(self.rows());
        for row in 0..self.rows() {
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
