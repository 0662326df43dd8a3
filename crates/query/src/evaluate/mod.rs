//! From a filter to the rows that it means.
//!
//! Each item becomes a bitmap, asked once per distinct text of its columns, and the rest is algebra over bitmaps. The
//! bitmaps of items are kept for as long as nothing more is loaded.

mod cache;
mod flattened;
mod matcher;
mod needle;
mod numbers;
mod scan;

use std::collections::BTreeMap;
use std::rc::Rc;

use touchstone_frame::Selection;
use touchstone_medallion::Medallion;

use crate::expr::{Expr, Item};
use cache::BitmapCache;
use scan::{Scan, Work};

/// Answers filters over one medallion, and keeps what it found.
#[derive(Debug, Default)]
pub struct Evaluator {
    kept: BitmapCache,
}

/// How far an evaluation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Some of the work is done, of all that is known of: in texts and rows to be looked at.
    Going {
        /// Done.
        done: u64,
        /// In all.
        of: u64,
    },
    /// The rows of silver that the filter means.
    Done(Rc<Selection>),
}

/// A filter that is being evaluated. What is loaded meanwhile makes it begin again.
#[derive(Debug)]
pub struct Evaluation {
    expr: Expr,
    rows: u32,
    /// The rows of items that are known, by the items' texts.
    known: BTreeMap<String, Rc<Selection>>,
    /// Items still to be asked, the next one last.
    open: Vec<(String, Scan)>,
    done: u64,
    of: u64,
}

impl Evaluator {
    /// The rows of silver that a filter means.
    pub fn select(&mut self, medallion: &Medallion, expr: &Expr) -> Rc<Selection> {
        let mut evaluation = self.begin(medallion, expr);
        loop {
            if let Step::Done(selection) = evaluation.step(self, medallion) {
                return selection;
            }
        }
    }

    /// Begins to evaluate a filter.
    pub fn begin(&mut self, medallion: &Medallion, expr: &Expr) -> Evaluation {
        let rows = medallion.silver().rows();
        self.kept.fit(rows);
        let mut evaluation =
            Evaluation { expr: expr.clone(), rows, known: BTreeMap::new(), open: Vec::new(), done: 0, of: 0 };
        let mut items: BTreeMap<String, &Item> = BTreeMap::new();
        expr.each_item(&mut |item| {
            items.insert(name(item), item);
        });
        for (name, item) in items {
            if let Some(selection) = self.kept.get(&name) {
                evaluation.known.insert(name, selection);
                continue;
            }
            match Work::of(medallion, item) {
                Work::Done(selection) => {
                    let selection = self.kept.keep(&name, selection);
                    evaluation.known.insert(name, selection);
                }
                Work::Scan(scan) => {
                    evaluation.of += scan.size();
                    evaluation.open.push((name, *scan));
                }
            }
        }
        evaluation
    }

    /// Memory held, in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.kept.memory_bytes()
    }
}

impl Evaluation {
    /// Does some milliseconds of the work.
    pub fn step(&mut self, evaluator: &mut Evaluator, medallion: &Medallion) -> Step {
        if self.rows != medallion.silver().rows() {
            *self = evaluator.begin(medallion, &self.expr);
        }
        if let Some((name, mut scan)) = self.open.pop() {
            let (looked_at, found) = scan.step(medallion);
            self.done += looked_at;
            match found {
                None => self.open.push((name, scan)),
                Some(selection) => {
                    let selection = evaluator.kept.keep(&name, selection);
                    self.known.insert(name, selection);
                }
            }
        }
        if self.open.is_empty() {
            return Step::Done(self.of(&self.expr));
        }
        Step::Going { done: self.done, of: self.of }
    }

    fn of(&self, expr: &Expr) -> Rc<Selection> {
        match expr {
            Expr::All | Expr::Off(_) => Rc::new(Selection::all(self.rows)),
            Expr::Item(item) => {
                // Every item was asked.
                self.known.get(&name(item)).map_or_else(|| Rc::new(Selection::none(self.rows)), Rc::clone)
            }
            Expr::Not(inner) => {
                let mut selection = Rc::unwrap_or_clone(self.of(inner));
                selection.invert();
                Rc::new(selection)
            }
            Expr::And(parts) => self.joined(parts, Selection::intersect),
            Expr::Or(parts) => self.joined(parts, Selection::unite),
        }
    }

    fn joined(&self, parts: &[Expr], join: fn(&mut Selection, &Selection)) -> Rc<Selection> {
        let mut parts = parts.iter();
        let mut joined =
            parts.next().map_or_else(|| Selection::all(self.rows), |first| Rc::unwrap_or_clone(self.of(first)));
        parts.for_each(|part| join(&mut joined, &self.of(part)));
        Rc::new(joined)
    }
}

/// An item's text, which tells it from all others.
fn name(item: &Item) -> String {
    Expr::Item(item.clone()).clause_text()
}
