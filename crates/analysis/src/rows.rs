//! A window of a table.

use touchstone_medallion::Medallion;

use crate::answer::{Row, Rows};
use crate::columns::{available, cells_of};
use crate::query_result::QueryResult;
use crate::question::Table;

/// Maximum rows per question, so that a mistake cannot flood the page.
const MAX: u32 = 1000;

pub(crate) fn rows(medallion: &Medallion, table: &Table, order: &[u32], start: u32, count: u32) -> QueryResult<Rows> {
    let cells = cells_of(medallion, table)?;
    let first = (start as usize).min(order.len());
    let end = (first + count.min(MAX) as usize).min(order.len());
    let rows = order[first..end]
        .iter()
        .map(|row| Row { row: *row, cells: cells.iter().map(|(_, cell)| cell.text(medallion, *row)).collect() })
        .collect();
    Ok(Rows {
        total: order.len() as u32,
        start: first as u32,
        available: available(medallion, table.service.as_deref())?,
        columns: cells.into_iter().map(|(name, _)| name).collect(),
        rows,
    })
}
