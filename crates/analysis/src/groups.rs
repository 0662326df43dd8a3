//! Events grouped by column values.

use touchstone_medallion::{Medallion, SilverColumn};
use touchstone_query::Field;
use touchstone_query::group::{Grouping, group};

use crate::answer::{Group, Groups};
use crate::asked::Asked;
use crate::cache::Cache;
use crate::edit::field;
use crate::filter::Filter;

pub(crate) fn groups(
    medallion: &Medallion,
    kept: &mut Cache,
    filter: &Filter,
    by: &[String],
    most: usize,
) -> Asked<Groups> {
    let fields: Vec<Field> = by.iter().map(|name| field(name)).collect::<Asked<_>>()?;
    let shown = kept.spellings.of(medallion);
    let same = |column, code| if column == SilverColumn::Email { shown.code(code) } else { code };
    let selection = kept.evaluator.select(medallion, filter.expr());
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

/// The heading of a field: days and hours are no columns and use their field names.
fn named(field: &Field) -> String {
    match field {
        Field::Weekday | Field::Hour => field.name(),
        Field::Time => "event_date".to_owned(),
        other => other.column().unwrap_or_else(|| other.name()),
    }
}
