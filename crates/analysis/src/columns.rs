//! The columns of a table.

use touchstone_medallion::{COLUMNS, Medallion, PARAM_PREFIX, PLACEHOLDER};
use touchstone_query::Cell;

use crate::query_result::QueryResult;
use crate::question::Table;

/// The columns that a table can show, in the frame's order: silver's, or for gold silver's without `flattened`, then
/// the request parameters.
pub(crate) fn available(medallion: &Medallion, service: Option<&str>) -> QueryResult<Vec<String>> {
    let silver = COLUMNS.iter().map(|(name, _)| *name);
    let Some(service) = service else { return Ok(silver.map(str::to_owned).collect()) };
    let gold = medallion.gold_of(service).ok_or_else(|| format!("there is no service {service}"))?;
    let mut names: Vec<String> = silver.filter(|name| *name != "flattened").map(str::to_owned).collect();
    let keys = gold.keys();
    if keys.is_empty() {
        names.push(PLACEHOLDER.to_owned());
    }
    names.extend(keys.iter().map(|(key, _)| format!("{PARAM_PREFIX}{key}")));
    Ok(names)
}

/// The columns that a table shows: those it names, or all.
pub fn cells_of(medallion: &Medallion, table: &Table) -> QueryResult<Vec<(String, Cell)>> {
    let names =
        if table.columns.is_empty() { available(medallion, table.service.as_deref())? } else { table.columns.clone() };
    names
        .into_iter()
        .map(|name| {
            let cell = Cell::of(&name)?;
            Ok((name, cell))
        })
        .collect()
}
