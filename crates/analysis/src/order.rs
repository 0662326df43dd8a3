//! Row orders of tables, cached for as long as the same table is asked for.

use std::rc::Rc;

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Cell, Evaluator};

use crate::filter::Filter;
use crate::query_result::QueryResult;
use crate::question::{Sort, Table};
use crate::select::of_service;

/// Number of cached orders: the tables of two views, now and before.
const MAX_ORDERS: usize = 4;

#[derive(Debug, Default)]
pub(crate) struct Orders {
    /// Number of silver rows when the order was computed; the order is stale once there are more.
    rows: u32,
    by_time: Option<Rc<Vec<u32>>>,
    cached: Vec<(Key, Rc<Vec<u32>>)>,
}

type Key = (Option<String>, Filter, Vec<Sort>);

impl Orders {
    /// The silver rows of a table, in its order.
    pub(crate) fn of(
        &mut self,
        medallion: &Medallion,
        evaluator: &mut Evaluator,
        table: &Table,
    ) -> QueryResult<Rc<Vec<u32>>> {
        if self.rows != medallion.silver().rows() {
            *self = Self { rows: medallion.silver().rows(), ..Self::default() };
        }
        let key = (table.service.clone(), table.filter.clone(), table.sort.clone());
        if let Some((_, order)) = self.cached.iter().find(|(cached, _)| *cached == key) {
            return Ok(Rc::clone(order));
        }
        let order = self.compute(medallion, evaluator, table)?;
        if self.cached.len() == MAX_ORDERS {
            self.cached.remove(0);
        }
        self.cached.push((key, Rc::clone(&order)));
        Ok(order)
    }

    /// Size in bytes.
    pub(crate) fn memory_bytes(&self) -> usize {
        let is_by_time = |order: &Rc<Vec<u32>>| self.by_time.as_ref().is_some_and(|rows| Rc::ptr_eq(rows, order));
        let cached = self.cached.iter().map(|(_, order)| order).filter(|order| !is_by_time(order));
        cached.chain(&self.by_time).map(|order| order.capacity() * size_of::<u32>()).sum()
    }

    fn compute(
        &mut self,
        medallion: &Medallion,
        evaluator: &mut Evaluator,
        table: &Table,
    ) -> QueryResult<Rc<Vec<u32>>> {
        let selection = match &table.service {
            None => evaluator.select(medallion, table.filter.expr()),
            Some(service) => of_service(medallion, evaluator, &table.filter, service),
        };
        let mut rows = self.by_time(medallion);
        if !selection.is_all() {
            rows = Rc::new(rows.iter().copied().filter(|row| selection.contains(*row)).collect());
        }
        // Sorting keeps the order of equal rows, so the column that decides comes last.
        for sort in table.sort.iter().rev() {
            rows = Rc::new(sorted(medallion, &rows, sort)?);
        }
        Ok(rows)
    }

    /// Every row by event time, then by input and record; rows without a time come last.
    fn by_time(&mut self, medallion: &Medallion) -> Rc<Vec<u32>> {
        let silver = medallion.silver();
        Rc::clone(self.by_time.get_or_insert_with(|| {
            let rows: Vec<u32> = (0..silver.rows()).collect();
            Rc::new(silver.frame().sort(silver.id(SilverColumn::EventTime), &rows, false))
        }))
    }
}

fn sorted(medallion: &Medallion, rows: &[u32], sort: &Sort) -> QueryResult<Vec<u32>> {
    let silver = medallion.silver();
    Ok(match Cell::of(&sort.column)? {
        Cell::EventTime | Cell::EventDate | Cell::DateTime => {
            silver.frame().sort(silver.id(SilverColumn::EventTime), rows, sort.descending)
        }
        Cell::Text(column) | Cell::Integer(column) => silver.frame().sort(silver.id(column), rows, sort.descending),
        cell @ (Cell::Param(_) | Cell::Flattened) => by_text(medallion, rows, &cell, sort.descending),
    })
}

/// Sorts by the text of the cells, for columns that no single frame holds.
fn by_text(medallion: &Medallion, rows: &[u32], cell: &Cell, descending: bool) -> Vec<u32> {
    let mut frame = touchstone_frame::Frame::default();
    let column = frame.add_text("text");
    let codes: Vec<u32> = rows
        .iter()
        .map(|row| cell.text(medallion, *row).map_or(touchstone_frame::NULL, |text| frame.intern(column, &text)))
        .collect();
    frame.extend_text(column, codes);
    frame.finish_rows(rows.len());
    let places: Vec<u32> = (0..rows.len() as u32).collect();
    frame.sort(column, &places, descending).into_iter().map(|place| rows[place as usize]).collect()
}
