//! The rows that a filter selects, with or without some of its clauses.

use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Evaluator, Expr, Field, Item, Pattern, Value, edit};

use crate::filter::Filter;

/// A filter and the silver rows that it selects.
pub(crate) struct FilteredRows<'a> {
    medallion: &'a Medallion,
    evaluator: &'a mut Evaluator,
    filter: &'a Filter,
    all: Rc<Selection>,
}

impl<'a> FilteredRows<'a> {
    pub(crate) fn of(medallion: &'a Medallion, evaluator: &'a mut Evaluator, filter: &'a Filter) -> Self {
        let all = evaluator.select(medallion, filter.expr());
        Self { medallion, evaluator, filter, all }
    }

    /// The rows of the whole filter.
    pub(crate) fn all(&self) -> &Rc<Selection> {
        &self.all
    }

    /// The rows of the filter without its clauses on one column.
    pub(crate) fn without(&mut self, column: &str) -> Rc<Selection> {
        self.select(&edit::without_column(self.filter.expr(), column))
    }

    /// The rows of the filter without its time range.
    pub(crate) fn of_all_time(&mut self) -> Rc<Selection> {
        self.select(&edit::of_all_time(self.filter.expr()))
    }

    /// The rows of a reduced filter; the same bitmap if it equals the whole filter.
    fn select(&mut self, expr: &Expr) -> Rc<Selection> {
        if expr == self.filter.expr() {
            return Rc::clone(&self.all);
        }
        self.evaluator.select(self.medallion, expr)
    }
}

/// Narrows a filter to events where a column equals one of `texts`.
pub(crate) fn narrowed(expr: &Expr, column: SilverColumn, texts: &[&str]) -> Expr {
    let values = texts.iter().map(|text| Value::Cased(Pattern::text(text))).collect();
    let item = Expr::Item(Item::one_of(Field::Text(column), values));
    // A clause for every event would only be read.
    if *expr == Expr::All { item } else { Expr::and([expr.clone(), item]) }
}

/// The silver rows of one service that a filter selects.
pub(crate) fn of_service(
    medallion: &Medallion,
    evaluator: &mut Evaluator,
    filter: &Filter,
    service: &str,
) -> Rc<Selection> {
    evaluator.select(medallion, &narrowed(filter.expr(), SilverColumn::ServiceName, &[service]))
}
