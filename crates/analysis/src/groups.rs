//! Events grouped by column values.

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::Field;
use touchstone_query::group::{Grouping, group};

use crate::answer::{Group, Groups};
use crate::cache::Cache;
use crate::edit::field;
use crate::filter::Filter;
use crate::query_result::QueryResult;
use crate::select::of_service;

#[inline(never)]
pub(crate) fn groups(
    medallion: &Medallion,
    cache: &mut Cache,
    filter: &Filter,
    service: Option<&str>,
    by: &[String],
    most: usize,
) -> QueryResult<Groups> {
    let fields: Vec<Field> = by.iter().map(|name| field(name)).collect::<QueryResult<_>>()?;
    let shown = cache.spellings.of(medallion);
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let selection = match service {
        None => cache.evaluator.select(medallion, filter.expr()),
        Some(service) => of_service(medallion, &mut cache.evaluator, filter, service),
    };
    let groups = group(medallion, &selection, &Grouping { by: &fields, distinct: None, most, same: &same })?;
    Ok(Groups {
        by: fields.iter().map(named).collect(),
        total: groups.total,
        groups: groups
            .groups
            .into_iter()
            .map(|group| Group {
                values: group.values,
                events: group.events,
                first_ms: group.first_ms,
                last_ms: group.last_ms,
            })
            .collect(),
    })
}

/// The heading of a field: days and hours are not columns and use their field names.
pub(crate) fn named(field: &Field) -> String {
    match field {
        Field::Weekday | Field::Hour => field.name(),
        Field::Time => "event_date".to_owned(),
        other => other.column().unwrap_or_else(|| other.name()),
    }
}
