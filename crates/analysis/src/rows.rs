//! A window of a table.

use touchstone_medallion::{Medallion, SilverColumn};

use crate::answer::{Row, Rows, TimePosition};
use crate::columns::{available, cells_of};
use crate::query_result::QueryResult;
use crate::question::Table;

/// Maximum rows per question, so that a mistake cannot flood the page.
const MAX: u32 = 1000;

#[inline(never)]
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

/// Where the first event at or after a time stands. Of several at the same time, the one that stands first.
pub(crate) fn time_position(medallion: &Medallion, order: &[u32], time_ms: i64) -> TimePosition {
    let silver = medallion.silver();
    let times = order.iter().map(|row| silver.integer(SilverColumn::EventTime, *row));
    let later = times.enumerate().filter_map(|(at, time)| Some((time.filter(|time| *time >= time_ms)?, at)));
    let first = later.min();
    TimePosition {
        at: first.and_then(|(_, at)| u32::try_from(at).ok()),
        row: first.and_then(|(_, at)| order.get(at).copied()),
        time_ms: first.map(|(time, _)| time),
    }
}
