//! Evaluation: from a filter to the rows that match.
//!
//! Each item becomes a bitmap, tested once per distinct text of its columns. Bitmaps are then combined, and cached until
//! more is loaded.

mod cache;
mod flattened;
mod matcher;
mod narrow;
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

/// Evaluates filters over one medallion and caches the rows of items.
#[derive(Debug, Default)]
pub struct Evaluator {
    cache: BitmapCache,
}

/// The progress of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Part of the work is done, in texts and rows.
    Going {
        /// Done.
        done: u64,
        /// In all.
        of: u64,
    },
    /// The rows of silver that match.
    Done(Rc<Selection>),
}

/// A filter that is being evaluated. It starts over when more is loaded.
#[derive(Debug)]
pub struct Evaluation {
    expr: Expr,
    rows: u32,
    /// The rows of items evaluated so far, by the items' texts.
    evaluated: BTreeMap<String, Rc<Selection>>,
    /// Items to be scanned, the next one last.
    pending: Vec<(String, Scan)>,
    done: u64,
    of: u64,
}

impl Evaluator {
    /// An evaluator that caches so many bytes of rows, and the rows of a few items at least.
    pub fn of(cached_bytes: usize) -> Self {
        Self { cache: BitmapCache::of(cached_bytes) }
    }

    /// The rows of silver that match a filter.
    pub fn select(&mut self, medallion: &Medallion, expr: &Expr) -> Rc<Selection> {
        let mut evaluation = self.begin(medallion, expr);
        loop {
            if let Step::Done(selection) = evaluation.step(self, medallion) {
                return selection;
            }
        }
    }

    /// Those of some rows that match an item. Few rows are asked one by one.
    pub fn narrow(&mut self, medallion: &Medallion, item: &Item, rows: &Selection) -> Selection {
        self.cache.fit(medallion.silver().rows());
        let cached = self.cache.get(&name(item));
        let asked = if cached.is_none() && narrow::is_few(rows) { narrow::narrow(medallion, item, rows) } else { None };
        asked.unwrap_or_else(|| {
            let of_item = cached.unwrap_or_else(|| self.select(medallion, &Expr::Item(item.clone())));
            let mut rows = rows.clone();
            rows.intersect(&of_item);
            rows
        })
    }

    /// Begins to evaluate a filter.
    pub fn begin(&mut self, medallion: &Medallion, expr: &Expr) -> Evaluation {
        let rows = medallion.silver().rows();
        self.cache.fit(rows);
        let mut evaluation =
            Evaluation { expr: expr.clone(), rows, evaluated: BTreeMap::new(), pending: Vec::new(), done: 0, of: 0 };
        let mut items: BTreeMap<String, &Item> = BTreeMap::new();
        expr.each_item(&mut |item| {
            items.insert(name(item), item);
        });
        for (name, item) in items {
            if let Some(selection) = self.cache.get(&name) {
                evaluation.evaluated.insert(name, selection);
                continue;
            }
            match Work::of(medallion, item) {
                Work::Done(selection) => {
                    let selection = self.cache.keep(&name, selection);
                    evaluation.evaluated.insert(name, selection);
                }
                Work::Scan(scan) => {
                    evaluation.of += scan.size();
                    evaluation.pending.push((name, *scan));
                }
            }
        }
        evaluation
    }

    /// Memory held, in bytes.
    pub fn memory_bytes(&self) -> usize {
        self.cache.memory_bytes()
    }
}

impl Evaluation {
    /// Does some milliseconds of the work.
    pub fn step(&mut self, evaluator: &mut Evaluator, medallion: &Medallion) -> Step {
        if self.rows != medallion.silver().rows() {
            *self = evaluator.begin(medallion, &self.expr);
        }
        if let Some((name, mut scan)) = self.pending.pop() {
            let (looked_at, found) = scan.step(medallion);
            self.done += looked_at;
            match found {
                None => self.pending.push((name, scan)),
                Some(selection) => {
                    let selection = evaluator.cache.keep(&name, selection);
                    self.evaluated.insert(name, selection);
                }
            }
        }
        if self.pending.is_empty() {
            return Step::Done(self.of(&self.expr));
        }
        Step::Going { done: self.done, of: self.of }
    }

    fn of(&self, expr: &Expr) -> Rc<Selection> {
        match expr {
            Expr::All | Expr::Off(_) => Rc::new(Selection::all(self.rows)),
            Expr::Item(item) => {
                // Every item was evaluated.
                self.evaluated.get(&name(item)).map_or_else(|| Rc::new(Selection::none(self.rows)), Rc::clone)
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

/// An item's text, which identifies it.
fn name(item: &Item) -> String {
    Expr::Item(item.clone()).clause_text()
}
