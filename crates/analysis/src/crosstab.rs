//! Events by the values of two fields: rows, columns, and a count in each cell.

use rustc_hash::FxHashMap;
use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::{Coded, Coder, Field, Weekday};

use crate::answer::{Crosstab, CrosstabColumn, CrosstabRow};
use crate::cache::Cache;
use crate::edit::field;
use crate::filter::Filter;
use crate::groups::named;
use crate::query_result::QueryResult;
use crate::select::of_service;

/// What is counted, and how much of it is listed.
pub(crate) struct CrosstabView<'a> {
    pub(crate) service: Option<&'a str>,
    pub(crate) by: &'a [String; 2],
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

#[inline(never)]
pub(crate) fn crosstab(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    view: &CrosstabView<'_>,
) -> QueryResult<Crosstab> {
    let fields = [field(&view.by[0])?, field(&view.by[1])?];
    let shown = cache.spellings.of(medallion);
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let selection = match view.service {
        None => cache.evaluator.select(medallion, filter.expr()),
        Some(service) => of_service(medallion, &mut cache.evaluator, filter, service),
    };
    let coder = Coder::new(medallion, &selection);
    let (rows, columns) = (coder.coded(&fields[0], &same)?, coder.coded(&fields[1], &same)?);
    let mut cells: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut events = [vec![0_u32; rows.len()], vec![0_u32; columns.len()]];
    for (row, column) in rows.codes().iter().zip(columns.codes()) {
        *cells.entry((*row, *column)).or_default() += 1;
        events[0][*row as usize] += 1;
        events[1][*column as usize] += 1;
    }
    let (total_rows, row_codes) = listed(&fields[0], &rows, &events[0], view.rows);
    let (total_columns, column_codes) = listed(&fields[1], &columns, &events[1], view.columns);
    let listed_columns = column_codes.iter().map(|code| CrosstabColumn {
        value: columns.value(*code).map(str::to_owned),
        events: events[1][*code as usize],
    });
    let listed_rows = row_codes.iter().map(|row| {
        let count = |column: &u32| cells.get(&(*row, *column)).copied().unwrap_or_default();
        let counts: Vec<u32> = column_codes.iter().map(count).collect();
        let of_row = events[0][*row as usize];
        CrosstabRow {
            value: rows.value(*row).map(str::to_owned),
            events: of_row,
            others: of_row - counts.iter().sum::<u32>(),
            counts,
        }
    });
    Ok(Crosstab {
        by: fields.iter().map(named).collect(),
        events: selection.count(),
        columns: listed_columns.collect(),
        rows: listed_rows.collect(),
        total_rows,
        total_columns,
    })
}

/// The number of values, and those with the most events: times in their order, others by events.
fn listed(field: &Field, coded: &Coded<'_>, events: &[u32], most: usize) -> (usize, Vec<u32>) {
    let count = |code: u32| events[code as usize];
    let text = |code: u32| (coded.value(code).is_none(), coded.value(code));
    let mut listed: Vec<u32> = (0..coded.len() as u32).filter(|code| count(*code) > 0).collect();
    let total = listed.len();
    listed.sort_unstable_by(|a, b| count(*b).cmp(&count(*a)).then_with(|| text(*a).cmp(&text(*b))));
    listed.truncate(most);
    match field {
        Field::Weekday => listed.sort_by_key(|code| (text(*code).0, place_in_week(coded.value(*code)))),
        Field::Hour => {
            listed.sort_by_key(|code| (text(*code).0, coded.value(*code).and_then(|hour| hour.parse::<u8>().ok())));
        }
        Field::Time => listed.sort_by(|a, b| text(*a).cmp(&text(*b))),
        _ => {}
    }
    (total, listed)
}

fn place_in_week(name: Option<&str>) -> Option<usize> {
    Weekday::ALL.iter().position(|day| Some(day.name()) == name)
}
